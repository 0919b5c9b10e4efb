"""Live progress on a terminal; nothing at all where the output goes into a pipe or a log."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from render.cli.amounts import size_text, time_left_text
from render.cli.console import printable, say
from render.events import Event, FetchProgress, Notice, OnEvent, Progress, StageStarted


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
        TextColumn("{task.completed:.0f}/{task.total:.0f} {task.fields[unit]}"),
        TextColumn("{task.fields[detail]}"),
        console=console,
        transient=True,
    ) as bar:
        line = bar.add_task("reading", total=1, unit="frames", detail="")

        def show(event: Event) -> None:
            match event:
                case StageStarted():
                    bar.update(line, description=event.stage)
                case Progress():
                    bar.update(
                        line,
                        completed=event.frames_done,
                        total=event.frames_total,
                        unit="frames",
                        detail=_detail(event),
                    )
                case FetchProgress():
                    bar.update(
                        line,
                        completed=event.assets_done,
                        total=event.assets_total,
                        unit="assets",
                        detail=_download(event),
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
        parts.append(time_left_text(progress.seconds_left))
    return ", ".join(parts)


def _download(progress: FetchProgress) -> str:
    parts = [size_text(progress.bytes_done)]
    if progress.bytes_total is not None:
        parts[0] += f" of {size_text(progress.bytes_total)}"
    if progress.bytes_per_second is not None:
        parts.append(f"{size_text(round(progress.bytes_per_second))}/s")
    if progress.seconds_left is not None:
        parts.append(time_left_text(progress.seconds_left))
    return ", ".join(parts)
