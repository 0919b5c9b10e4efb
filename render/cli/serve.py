"""`wavemaker assets serve`."""

import json
from pathlib import Path

import typer

from render.cli.console import say
from render.serve import FolderServer, serve_folder


def run_serve(
    folder: Path,
    *,
    host: str,
    port: int,
    api_key: str | None,
    require_key: bool,
    lifetime_seconds: int,
    allow_hosts: tuple[str, ...],
    as_json: bool,
) -> None:
    """Serve a folder until Ctrl-C or SIGTERM, which is a good end.

    Args:
        folder: What is served.
        host: Address or name to listen on.
        port: 0 takes any that is free.
        api_key: What clients must send; None makes a random key and shows it, this once.
        require_key: False lets everybody on this machine sign.
        lifetime_seconds: How long a signed URL is good for.
        allow_hosts: Other names by which the server may be called.
        as_json: Say where it is as one line of JSON on stdout.
    """
    with serve_folder(
        folder,
        host=host,
        port=port,
        api_key=api_key,
        require_key=require_key,
        lifetime_seconds=lifetime_seconds,
        allow_hosts=allow_hosts,
    ) as server:
        made_key = server.api_key if api_key is None else None
        try:
            _show(folder, server, made_key, as_json=as_json)
            server.wait()
        except KeyboardInterrupt:
            if not as_json:
                say("stopped")


def _show(folder: Path, server: FolderServer, made_key: str | None, *, as_json: bool) -> None:
    if as_json:
        ready = {"url": server.url, "api_key": made_key, "folder": str(folder.absolute())}
        # One line, and at once: whoever started this waits for it while it runs.
        typer.echo(json.dumps(ready))
        return
    say(f"{folder} is served; stop it with Ctrl-C. Clients need:")
    say(f"  WAVEMAKER_API_URL={server.url}")
    if made_key is not None:
        say(f"  WAVEMAKER_API_KEY={made_key}")
