"""`wavemaker assets`: what lies behind the keys."""

from pathlib import Path
from typing import Annotated

import typer

from render.cli.console import guarded
from render.cli.options import Composition, Json, Strict
from render.cli.sources import Sources, takes_sources

app = typer.Typer(
    help="Assets behind the keys: list, fetch, check, bundle, serve.", no_args_is_help=True
)


@app.command("list")
def list_keys(composition: Composition, *, strict: Strict = False, json: Json = False) -> None:
    """List the asset keys of a composition and where each is used."""
    with guarded(as_json=json):
        from render.cli.assets import run_list  # noqa: PLC0415

        run_list(composition, strict=strict, as_json=json)


@app.command()
@takes_sources("api_url", "allow_host")
def sign(
    composition: Composition,
    *,
    sources: Sources,
    strict: Strict = False,
    json: Json = False,
) -> None:
    """Print a signed URL for every key and its variants; exit code 4 when keys are missing."""
    with guarded(as_json=json):
        from render.cli.assets import run_sign  # noqa: PLC0415

        run_sign(composition, sources.api(), strict=strict, as_json=json)


@app.command()
@takes_sources("api_url", "allow_host", "proxy")
def pull(
    composition: Composition,
    *,
    sources: Sources,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Download again what is in the cache.")
    ] = False,
    strict: Strict = False,
    json: Json = False,
) -> None:
    """Download every asset into the cache; a render then needs no network."""
    with guarded(as_json=json):
        from render.cli.assets import run_pull  # noqa: PLC0415

        run_pull(
            composition,
            sources.api(),
            proxy=sources.proxy,
            refresh=refresh,
            strict=strict,
            as_json=json,
        )


@app.command()
@takes_sources("assets", "api_url", "allow_host")
def verify(
    composition: Composition,
    *,
    sources: Sources,
    strict: Strict = False,
    json: Json = False,
) -> None:
    """Look whether every asset is there and can be read; exit code 4 when one is not."""
    with guarded(as_json=json):
        from render.cli.assets import run_verify  # noqa: PLC0415

        run_verify(composition, sources.options(strict=strict), as_json=json)


@app.command()
@takes_sources("assets", "api_url", "allow_host")
def bundle(
    composition: Composition,
    *,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The folder.")],
    sources: Sources,
    force: Annotated[bool, typer.Option("--force", help="Replace a bundle that is there.")] = False,
    strict: Strict = False,
    json: Json = False,
) -> None:
    """Write a composition and its media into a folder that renders anywhere, offline."""
    with guarded(as_json=json):
        from render.cli.bundle import run_bundle  # noqa: PLC0415

        options = sources.options(strict=strict)
        run_bundle(composition, output, options, force=force, as_json=json)


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
        from render.cli.serve import run_serve  # noqa: PLC0415

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
