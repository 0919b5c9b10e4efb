"""`wavemaker verify`: a finished film, measured."""

from pathlib import Path
from typing import Annotated

import typer

from render.cli.console import guarded
from render.cli.options import Json, Strict
from render.cli.sources import Sources, takes_sources


@takes_sources("assets", "api_url", "allow_host", "fonts")
def verify(
    film: Annotated[Path, typer.Argument(help="The film to measure.", metavar="MP4")],
    *,
    composition: Annotated[
        Path | None,
        typer.Option(
            "--composition",
            "-c",
            metavar="FILE",
            help="The composition it was rendered from: every frame and the sound are compared.",
        ),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a report as one page that needs nothing else."),
    ] = None,
    sources: Sources,
    strict: Strict = False,
    json: Json = False,
) -> None:
    """Measure a finished film: frames, times, colours, sound, flashes. Exit code 1: defects."""
    with guarded(as_json=json):
        from render.cli.verify import run_verify  # noqa: PLC0415

        options = sources.options(strict=strict)
        run_verify(film, composition, options, html, as_json=json)
