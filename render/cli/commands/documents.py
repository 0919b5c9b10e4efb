"""`wavemaker inspect` and `wavemaker validate`: what a composition says."""

from pathlib import Path
from typing import Annotated

import typer

from render.cli.console import guarded
from render.cli.options import (
    AllowHost,
    ApiUrl,
    Assets,
    Composition,
    Fonts,
    Json,
    Proxy,
    Strict,
    source_options,
)


def inspect(
    composition: Composition,
    *,
    assets: Assets = None,
    api_url: ApiUrl = None,
    allow_host: AllowHost = None,
    proxy: Proxy = False,
    fonts: Fonts = None,
    strict: Strict = False,
    json: Json = False,
) -> None:
    """Show the timeline: scenes, layers, transitions and sounds with their frames."""
    with guarded(as_json=json):
        from render.cli.inspect import run_inspect  # noqa: PLC0415

        options = source_options(
            assets=assets,
            fonts=fonts,
            api_url=api_url,
            allow_host=allow_host,
            proxy=proxy,
            strict=strict,
        )
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
