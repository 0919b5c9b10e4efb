"""`wavemaker render`."""

from pathlib import Path

from render.cli.console import say, show_json, show_problems
from render.cli.progress import shown_progress
from render.errors import UsageError
from render.options import RenderOptions
from render.pipeline import render_composition
from render.report import RenderReport
from render.workers.reserve import Reserve


def run_render(
    composition: Path,
    output: Path,
    options: RenderOptions,
    *,
    reserve: Reserve,
    engine: str,
    as_json: bool,
) -> None:
    """Render, show how far it is, say what came of it."""
    with shown_progress(quiet=as_json) as on_event:
        if engine == "moviepy":
            from render.interchange import render_with_moviepy  # noqa: PLC0415

            report = render_with_moviepy(composition, output, options, on_event=on_event)
        else:
            report = render_composition(
                composition, output, options, on_event=on_event, reserve=reserve
            )
    if as_json:
        show_json(report.as_json())
        return
    show_problems(report.warnings)
    say(summary(report))


def parse_frames(text: str | None) -> tuple[int | None, int | None] | None:
    """Read `A:B`, `A:` or `:B`.

    Raises:
        UsageError: It is written differently.
    """
    if text is None:
        return None
    first, colon, end = text.partition(":")
    if not colon or not all(
        part == "" or (part.isascii() and part.isdigit()) for part in (first, end)
    ):
        raise UsageError(
            f'"{text}" is no range of frames', where="--frames", hint="write 30:60, 30: or :60"
        )
    return int(first) if first else None, int(end) if end else None


def summary(report: RenderReport) -> str:
    """Return one line about a render."""
    made = report.segments - report.segments_reused
    rate = float(report.fps)
    return (
        f"{report.output}: {report.frames} frames, {rate:g} fps, "
        f"{float(report.duration_seconds):.3f} s, {report.width_px}x{report.height_px}; "
        f"{made} of {report.segments} segments rendered, {report.segments_reused} reused, "
        f"in {report.wall_seconds:.1f} s"
    )
