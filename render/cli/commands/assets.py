"""`wavemaker assets`: what lies behind the keys."""

from pathlib import Path
from typing import Annotated

import typer

from render.cli.console import guarded

app = typer.Typer(
    help="Assets behind the keys: list, fetch, check, bundle, serve.", no_args_is_help=True
)


@app.command()
def serve(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the asset keys.")],
    *,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes any that is free.")
    ] = 8787,
    api_key: Annotated[
        str | None,
        typer.Option(
            envvar="WAVEMAKER_API_KEY",
            help="Bearer key of the clients; better in the environment, where no process list "
            "shows it.  [default: a random one]",
        ),
    ] = None,
    no_key: Annotated[
        bool, typer.Option("--no-key", help="Sign for everybody on this machine.")
    ] = False,
    expires: Annotated[
        int, typer.Option(min=1, max=604800, metavar="SECONDS", help="Life of a signed URL.")
    ] = 3600,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Another name of this server; may be repeated."),
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print URL and key as one line of JSON when ready.")
    ] = False,
) -> None:
    """Answer POST /assets/sign for a folder, as the API does, and serve its files.

    For tests and for clients without a network: point WAVEMAKER_API_URL at the URL it prints.
    """
    with guarded(as_json=json):
        from render.cli.assets import run_serve  # noqa: PLC0415

        run_serve(
            folder,
            host=host,
            port=port,
            api_key=None if no_key else api_key,
            require_key=not no_key,
            lifetime_seconds=expires,
            allow_hosts=tuple(allow_host or ()),
            as_json=json,
        )
