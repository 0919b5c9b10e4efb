"""`wavemaker render`."""

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from render.cli.console import guarded
from render.cli.options import (
    Composition,
    Json,
    Quality,
    Scale,
    Strict,
)
from render.cli.sources import Sources, takes_sources

if TYPE_CHECKING:
    from render.workers.reserve import Reserve


class Engine(StrEnum):
    """What draws the frames."""

    FAST = "fast"
    MOVIEPY = "moviepy"


@takes_sources()
def render(
    composition: Composition,
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="The MP4 to write.")],
    sources: Sources,
    resolution: Scale = None,
    quality: Annotated[Quality, typer.Option(help="Speed against size.")] = Quality.STANDARD,
    frames: Annotated[
        str | None, typer.Option(metavar="A:B", help="Only frames A up to B (exclusive).")
    ] = None,
    scene: Annotated[str | None, typer.Option(metavar="ID", help="Only this scene.")] = None,
    jobs: Annotated[
        int | None,
        typer.Option(min=1, max=256, help="Worker processes.  [default: one a processor]"),
    ] = None,
    cache: Annotated[
        bool, typer.Option("--cache/--no-cache", help="Keep and reuse finished segments.")
    ] = True,
    engine: Annotated[
        Engine, typer.Option(help="moviepy is slow: the same timeline, for comparison.")
    ] = Engine.FAST,
    strict: Strict = False,
    json: Json = False,
) -> None:
    """Render a composition to an MP4.

    Finished segments are kept in the cache folder (WAVEMAKER_CACHE_DIR): after an edit or an
    interruption only what is missing is rendered.
    """
    with guarded(as_json=json), _workers(composition, jobs, engine) as reserve:
        from render.cli.render import parse_frames, run_render  # noqa: PLC0415

        options = replace(
            sources.options(strict=strict),
            resolution=resolution and resolution.value,
            quality=quality.value,
            frames=parse_frames(frames),
            scene=scene,
            jobs=jobs,
            cache=cache,
        )
        run_render(composition, output, options, reserve=reserve, engine=engine.value, as_json=json)


def _workers(composition: Path, jobs: int | None, engine: Engine) -> "Reserve":
    """Start workers before anything else: they boot while this process imports and plans."""
    from render.workers.reserve import segment_workers  # noqa: PLC0415
    from render.workers.usage import available_cpus  # noqa: PLC0415

    reserve = segment_workers()
    if engine is Engine.FAST and (str(composition) == "-" or composition.is_file()):
        reserve.start(jobs or available_cpus())
    return reserve
