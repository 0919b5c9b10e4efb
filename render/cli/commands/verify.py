"""`wavemaker verify`: a finished film, measured."""

from pathlib import Path
from typing import Annotated

import typer

from render.cli.console import guarded
from render.cli.options import AllowHost, ApiUrl, Assets, Fonts, Json, Strict, source_options


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
    assets: Assets = None,
    api_url: ApiUrl = None,
    allow_host: AllowHost = None,
    fonts: Fonts = None,
    strict: Strict = False,
    json: Json = False,
) -> None:
    """Measure a finished film: frames, times, colours, sound, flashes. Exit code 1: defects."""
    with guarded(as_json=json):
        from render.cli.verify import run_verify  # noqa: PLC0415

        options = source_options(
            assets=assets, fonts=fonts, api_url=api_url, allow_host=allow_host, strict=strict
        )
        run_verify(film, composition, options, html, as_json=json)
