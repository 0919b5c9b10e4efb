"""How far a batch is, live on a terminal; elsewhere only what a user should know."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from render.cli.amounts import time_left_text
from render.cli.console import printable, say
from render.events import Notice
from render.variants.outcome import BatchEvent, Looking, Making, OnBatchEvent


@contextmanager
def shown_batch(*, quiet: bool) -> Iterator[OnBatchEvent]:
    """Yield what a batch may tell its events to."""
    if quiet or not sys.stderr.isatty():
        yield _notices_only
        return
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
    from rich.progress import BarColumn, Progress, TextColumn  # noqa: PLC0415

    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[done]}/{task.total:.0f} files"),
        TextColumn("{task.fields[detail]}"),
        console=console,
        transient=True,
    ) as bar:
        line = bar.add_task("look", total=1, done=0, detail="")

        def show(event: BatchEvent) -> None:
            match event:
                case Looking(found=found, pending=pending):
                    bar.update(line, total=found, detail=f"{pending} to make")
                case Making():
                    bar.update(
                        line,
                        description="make",
                        completed=event.done + event.in_work,
                        total=event.total,
                        done=event.done,
                        detail=_detail(event),
                    )
                case Notice():
                    console.print(printable(event.message), markup=False, highlight=False)

        yield show


def _notices_only(event: BatchEvent) -> None:
    if isinstance(event, Notice):
        say(event.message)


def _detail(making: Making) -> str:
    parts: list[str] = []
    if making.files_per_second is not None:
        rate = making.files_per_second
        parts.append(f"{rate:.0f}/s" if rate >= 10 else f"{rate:.1f}/s")  # noqa: PLR2004 - two digits
    if making.seconds_left is not None:
        parts.append(time_left_text(making.seconds_left))
    if making.failed:
        parts.append(f"{making.failed} failed")
    return ", ".join(parts)
