"""`wavemaker inspect` and `wavemaker validate`: what a composition says."""

from pathlib import Path
from typing import Annotated

import typer

from render.cli.console import guarded
from render.cli.options import (
    Composition,
    Json,
    Strict,
)
from render.cli.sources import Sources, takes_sources


@takes_sources()
def inspect(
    composition: Composition,
    *,
    sources: Sources,
    strict: Strict = False,
    json: Json = False,
) -> None:
    """Show the timeline: scenes, layers, transitions and sounds with their frames."""
    with guarded(as_json=json):
        from render.cli.inspect import run_inspect  # noqa: PLC0415

        options = sources.options(strict=strict)
        run_inspect(composition, options, as_json=json)


def validate(
    compositions: Annotated[list[Path], typer.Argument(help="Composition JSON; - reads stdin.")],
    *,
    strict: Strict = False,
    json: Json = False,
) -> None:
    """Check compositions; every problem is shown with its line, column and fix."""
    with guarded(as_json=json):
        from render.cli.validate import run_validate  # noqa: PLC0415

        run_validate(compositions, strict=strict, as_json=json)
