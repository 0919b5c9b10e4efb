"""`wavemaker frame` and `wavemaker sheet`: pictures of a composition, nothing encoded."""

from dataclasses import replace
from typing import Annotated

import typer

from render.cli.console import guarded
from render.cli.options import (
    Composition,
    Json,
    PictureFile,
    Scale,
    Strict,
)
from render.cli.sources import Sources, takes_sources


@takes_sources()
def frame(
    composition: Composition,
    number: Annotated[int, typer.Argument(metavar="N", help="Frame, counted from 0.")],
    *,
    output: PictureFile,
    sources: Sources,
    resolution: Scale = None,
    strict: Strict = False,
    json: Json = False,
) -> None:
    """Draw one frame to a picture, without encoding anything."""
    with guarded(as_json=json):
        from render.cli.pictures import run_frame  # noqa: PLC0415

        options = sources.options(strict=strict)
        options = replace(options, resolution=resolution and resolution.value)
        run_frame(composition, number, output, options, as_json=json)


@takes_sources()
def sheet(
    composition: Composition,
    *,
    output: PictureFile,
    count: Annotated[
        int | None,
        typer.Option(min=1, max=400, help="Pictures.  [default: from the length, 12 to 48]"),
    ] = None,
    columns: Annotated[int | None, typer.Option(min=1, max=20, help="Pictures in a row.")] = None,
    width: Annotated[int, typer.Option(min=64, max=1920, help="Of one picture, pixels.")] = 480,
    sources: Sources,
    strict: Strict = False,
    json: Json = False,
) -> None:
    """Draw a contact sheet of the whole composition to a picture."""
    with guarded(as_json=json):
        from render.cli.pictures import run_sheet  # noqa: PLC0415

        options = sources.options(strict=strict)
        layout = {"count": count, "columns": columns, "width_px": width}
        run_sheet(composition, output, options, layout, as_json=json)
