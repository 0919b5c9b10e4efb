"""Live progress on a terminal; nothing at all where the output goes into a pipe or a log."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from render.cli.console import printable, say
from render.events import Event, Notice, OnEvent, Progress, StageStarted


@contextmanager
def shown_progress(*, quiet: bool) -> Iterator[OnEvent]:
    """Yield what a render may tell its events to."""
    if quiet or not sys.stderr.isatty():
        yield _notices_only
        return
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
    from rich.progress import BarColumn, TextColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    console = Console(stderr=True)
    with Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:.0f}/{task.total:.0f} frames"),
        TextColumn("{task.fields[detail]}"),
        console=console,
        transient=True,
    ) as bar:
        line = bar.add_task("reading", total=1, detail="")

        def show(event: Event) -> None:
            match event:
                case StageStarted():
                    bar.update(line, description=event.stage)
                case Progress():
                    bar.update(
                        line,
                        completed=event.frames_done,
                        total=event.frames_total,
                        detail=_detail(event),
                    )
                case Notice():
                    console.print(printable(event.message), markup=False, highlight=False)

        yield show


def _notices_only(event: Event) -> None:
    if isinstance(event, Notice):
        say(event.message)


def _detail(progress: Progress) -> str:
    parts = [f"{progress.segments_done}/{progress.segments_total} segments"]
    if progress.segments_reused:
        parts.append(f"{progress.segments_reused} reused")
    if progress.frames_per_second is not None:
        parts.append(f"{progress.frames_per_second:.0f} fps")
    if progress.seconds_left is not None:
        minutes, seconds = divmod(round(progress.seconds_left), 60)
        parts.append(f"{minutes}:{seconds:02} left")
    return ", ".join(parts)
