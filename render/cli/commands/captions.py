"""`wavemaker captions`: what is spoken, as files."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from render.cli.console import guarded
from render.cli.options import Composition, Json, Strict
from render.cli.sources import Sources, takes_sources

app = typer.Typer(help="Captions as files.", no_args_is_help=True, rich_markup_mode=None)


class CaptionFormat(StrEnum):
    """Formats that captions are written in."""

    SRT = "srt"
    VTT = "vtt"
    ASS = "ass"
    JSON = "json"


@app.callback()
def _root() -> None:
    """Captions as files."""


@app.command()
@takes_sources()
def export(
    composition: Composition,
    *,
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", help="The file to write: .srt, .vtt, .ass or .json; - is stdout."
        ),
    ],
    form: Annotated[
        CaptionFormat | None,
        typer.Option("--format", help="Its format.  [default: by the suffix]"),
    ] = None,
    sources: Sources,
    strict: Strict = False,
    json: Json = False,
) -> None:
    """Write the captions of a composition: its pages and lines as drawn, times to the frame.

    WebVTT, ASS and JSON hold the times of words too. The files can be read again as a source of
    captions.
    """
    with guarded(as_json=json):
        from render.cli.captions import run_export  # noqa: PLC0415

        kind = None if form is None else form.value
        run_export(composition, output, kind, sources.options(strict=strict), as_json=json)
