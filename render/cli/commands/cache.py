"""`wavemaker cache`."""

from enum import StrEnum
from typing import Annotated

import typer

from render.cli.console import guarded
from render.cli.options import Json

app = typer.Typer(
    help="What is kept on disk: downloads, finished segments, facts.", no_args_is_help=True
)


class CacheKind(StrEnum):
    """What the cache holds."""

    ASSETS = "assets"
    SEGMENTS = "segments"
    FACTS = "facts"
    DOWNLOADS = "downloads"


@app.command()
def info(*, json: Json = False) -> None:
    """Show where the cache is and how much of what is in it.

    WAVEMAKER_CACHE_DIR says where it is, WAVEMAKER_CACHE_MAX_BYTES how large it may grow.
    """
    with guarded(as_json=json):
        from render.cli.cache import run_info  # noqa: PLC0415

        run_info(as_json=json)


@app.command()
def clear(
    *,
    kind: Annotated[
        list[CacheKind] | None, typer.Option(help="Only this; may be repeated.")
    ] = None,
    older_than: Annotated[
        str | None,
        typer.Option(metavar="AGE", help="Only what was not used for 30m, 12h, 30d, 2w."),
    ] = None,
    json: Json = False,
) -> None:
    """Remove what is in the cache and that no running process uses; it can all be made again."""
    with guarded(as_json=json):
        from render.cli.cache import run_clear  # noqa: PLC0415

        run_clear([each.value for each in kind or ()], older_than, as_json=json)


@app.command()
def verify(*, json: Json = False) -> None:
    """Hash everything in the cache and remove what is damaged; exit code 1 if something was."""
    with guarded(as_json=json):
        from render.cli.cache import run_verify  # noqa: PLC0415

        run_verify(as_json=json)
