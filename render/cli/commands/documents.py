"""`wavemaker inspect` and `wavemaker validate`: what a composition says."""

from enum import StrEnum
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


class Format(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"
    JUNIT = "junit"


@takes_sources()
def validate(
    compositions: Annotated[
        list[str], typer.Argument(help="Composition JSON, or patterns of names; - reads stdin.")
    ],
    *,
    media: Annotated[
        bool,
        typer.Option(
            "--media", help="Look at assets, frames and sound too; so do --assets and --api-url."
        ),
    ] = False,
    sources: Sources,
    form: Annotated[
        Format, typer.Option("--format", help="How findings are written.")
    ] = Format.TEXT,
    config: Annotated[
        Path | None,
        typer.Option(
            help="Config of the checks.  [default: the nearest wavemaker.toml or pyproject.toml "
            "upwards from each file]"
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Treat warnings as errors.")] = False,
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """Check compositions; every problem is shown with its line, column and fix."""
    with guarded(as_json=json):
        from render.cli.validate import run_validate  # noqa: PLC0415

        asks = media or sources.assets is not None or sources.api_url is not None
        run_validate(
            compositions,
            form=Format.JSON if json else form,
            config=config,
            strict=strict,
            media=sources.options(strict=False) if asks else None,
            fonts=tuple(sources.fonts or ()),
        )


def format_documents(
    compositions: Annotated[
        list[str],
        typer.Argument(help="Composition JSON, or patterns of names; - reads stdin, to stdout."),
    ],
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 when a file would change.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Change nothing; show what would change.")
    ] = False,
) -> None:
    """Write compositions in canonical form: the format's own keys and names, and one layout."""
    with guarded(as_json=False):
        from render.cli.formatting import run_format  # noqa: PLC0415

        run_format(compositions, check=check, diff=diff)


def schema(
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write.  [default: stdout]")
    ] = None,
) -> None:
    """Print the JSON Schema of compositions, with which editors complete and explain."""
    with guarded(as_json=False):
        from render.cli.schema import run_schema  # noqa: PLC0415

        run_schema(output)


@takes_sources()
def explain(
    composition: Composition,
    frame: Annotated[int, typer.Argument(help="Composition frame, from 0.")],
    *,
    sources: Sources,
    json: Json = False,
) -> None:
    """Say what is on screen at a frame, layer by layer, and where each value comes from."""
    with guarded(as_json=json):
        from render.cli.explain import run_explain  # noqa: PLC0415

        run_explain(composition, frame, sources.options(strict=False), as_json=json)
