"""`wavemaker cache`: what is kept on disk, making room, and looking whether it is whole."""

import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import typer

from render.cli.amounts import size_text
from render.cli.console import say, show_json
from render.errors import OutputError, UsageError
from render.storage import ContentStore
from render.storage.inventory import Entry, Usage
from render.storage.upkeep import Removed

_AGE: Final = re.compile(r"([0-9]{1,6})([mhdw])")
_SECONDS: Final = {"m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_SHOWN: Final = 20


def run_info(*, as_json: bool) -> None:
    """Show where the cache is and how much is in it."""
    with ContentStore() as store:
        kinds = store.usage()
        total = store.total_bytes()
    if as_json:
        show_json(
            {
                "folder": str(store.root),
                "size_bytes": total,
                "max_bytes": store.max_bytes,
                "kinds": [_usage_as_json(usage) for usage in kinds],
            }
        )
        return
    say(f"{store.root}: {size_text(total)} of at most {size_text(store.max_bytes)}")
    for usage in kinds:
        say(f"  {usage.kind:<10} {usage.entries:>8}  {size_text(usage.size_bytes):>9}")


def run_clear(kinds: Sequence[str], older_than: str | None, *, as_json: bool) -> None:
    """Remove what is not in use.

    Args:
        kinds: Only these; empty is all.
        older_than: Only what was not of use for so long, `30d`; None is all.
        as_json: Print the result as JSON.

    Raises:
        UsageError: The age is written differently.
        OutputError: Nothing can be removed now.
    """
    age_seconds = parse_age(older_than)
    with ContentStore() as store:
        since_ns = None if age_seconds is None else time.time_ns() - age_seconds * 10**9
        removed = store.clear(kinds or None, since_ns)
    _check_done(removed, store)
    if as_json:
        show_json(_removed_as_json(removed))
        return
    say(f"{_count(removed.entries)} removed, {size_text(removed.size_bytes)} freed")
    _say_in_use(removed)


def run_verify(*, as_json: bool) -> None:
    """Hash everything and remove what is damaged; the exit code says whether something was.

    Raises:
        OutputError: The cache cannot be read.
    """
    with ContentStore() as store, _shown_bytes(quiet=as_json) as on_checked:
        verified = store.verify(on_checked)
    if as_json:
        show_json(
            {
                "checked": verified.checked,
                "size_bytes": verified.size_bytes,
                "damaged": [
                    _entry_as_json(entry)
                    | {"reason": reason, "removed": entry in verified.removed.entries}
                    for entry, reason in verified.damaged
                ],
            }
        )
    else:
        for entry, reason in verified.damaged[:_SHOWN]:
            say(f"damaged: {_title(entry)}: {reason}")
        if len(verified.damaged) > _SHOWN:
            say(f"  and {len(verified.damaged) - _SHOWN} more; --json lists all")
        size = size_text(verified.size_bytes)
        say(
            f"{verified.checked} entries checked, {size}; {len(verified.damaged)} damaged, "
            f"{len(verified.removed.entries)} removed"
        )
        _say_in_use(verified.removed)
    if verified.damaged:
        raise typer.Exit(1)


def parse_age(text: str | None) -> int | None:
    """Return the seconds of `30m`, `12h`, `30d` or `2w`.

    Raises:
        UsageError: It is written differently.
    """
    if text is None:
        return None
    written = _AGE.fullmatch(text)
    if written is None:
        raise UsageError(
            f'"{text}" is no age', where="--older-than", hint="write 30m, 12h, 30d or 2w"
        )
    return int(written[1]) * _SECONDS[written[2]]


def _check_done(removed: Removed, store: ContentStore) -> None:
    if not removed.is_done:
        raise OutputError(
            "the cache cannot be cleared now",
            where=str(store.root),
            hint="it is busy, may not be written, or its file system has no locks; try again",
        )


def _say_in_use(removed: Removed) -> None:
    if removed.in_use:
        say(f"{_count(removed.in_use)} stayed: a running process uses them")


def _count(entries: Sequence[Entry]) -> str:
    return f"{len(entries)} {'entry' if len(entries) == 1 else 'entries'}"


def _title(entry: Entry) -> str:
    name = entry.name.replace("\n", " ")
    return f"{entry.kind} {name}" if name else f"{entry.kind} {entry.note.name}"


def _usage_as_json(usage: Usage) -> dict[str, object]:
    return {"kind": usage.kind, "entries": usage.entries, "size_bytes": usage.size_bytes}


def _entry_as_json(entry: Entry) -> dict[str, object]:
    return {"kind": entry.kind, "name": entry.name, "sha256": entry.sha256 or None}


def _removed_as_json(removed: Removed) -> dict[str, object]:
    return {
        "removed": len(removed.entries),
        "size_bytes": removed.size_bytes,
        "in_use": len(removed.in_use),
    }


@contextmanager
def _shown_bytes(*, quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """Yield what to tell how many bytes are done; None where nobody looks."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
    from rich.progress import BarColumn, DownloadColumn, Progress, TransferSpeedColumn  # noqa: PLC0415

    columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        line = bar.add_task("")
        yield lambda done, total: bar.update(line, completed=done, total=total)
