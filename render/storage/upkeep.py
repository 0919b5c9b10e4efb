"""Keeping the cache in bounds and whole: evicting, clearing, verifying.

Whatever removes is alone in the gate: nobody is between reading a note and saying that he uses it,
or between moving bytes in and noting them. What running processes use (`pins`) stays.
"""

import errno
import os
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from render.storage.atomic import sweep_unfinished
from render.storage.digest import sha256_file
from render.storage.inventory import DOWNLOADS, Entry, list_entries, total_bytes
from render.storage.locks import Gate, open_locked
from render.storage.notes import blob_path, files_in, subfolders
from render.storage.pins import pinned


@dataclass(frozen=True)
class Removed:
    """What cleaning up did.

    Attributes:
        entries: What was removed.
        size_bytes: How much room that made.
        in_use: What stayed because a running process uses it.
        is_done: False when nothing was removed, because others left no moment to clean up in,
            the file system has no locks, or it is not to be found out what is in use.
    """

    entries: tuple[Entry, ...] = ()
    size_bytes: int = 0
    in_use: tuple[Entry, ...] = ()
    is_done: bool = True


@dataclass(frozen=True)
class Verified:
    """What verifying found.

    Attributes:
        checked: How many entries were looked at.
        size_bytes: How many bytes were hashed.
        damaged: What is not what was stored, with what is wrong with it.
        removed: What came of it.
    """

    checked: int
    size_bytes: int
    damaged: tuple[tuple[Entry, str], ...]
    removed: Removed


def evict(root: Path, gate: Gate, max_bytes: int) -> Removed:
    """Remove what was of use longest ago until the rest fits.

    Args:
        root: The cache.
        gate: Its gate.
        max_bytes: How much may stay, at least 0.
    """
    try:
        if total_bytes(root) <= max_bytes:
            sweep_unfinished(root / "unfinished")
            pinned(root / "users")  # removes the files of those that are gone
            return Removed()
    except OSError:
        return Removed(is_done=False)

    def choose(entries: list[Entry]) -> list[Entry]:
        return sorted(entries, key=lambda entry: entry.used_ns)

    return _remove(root, gate, choose, lambda: total_bytes(root) - max_bytes)


def clear(
    root: Path, gate: Gate, kinds: Iterable[str] | None = None, unused_since_ns: int | None = None
) -> Removed:
    """Remove what is of some kinds and has not been of use for a while.

    Args:
        root: The cache.
        gate: Its gate.
        kinds: Which; None is all.
        unused_since_ns: Only what was last of use before, nanoseconds since 1970; None is all.
    """
    wanted = None if kinds is None else frozenset(kinds)

    def choose(entries: list[Entry]) -> list[Entry]:
        return [
            entry
            for entry in entries
            if (wanted is None or entry.kind in wanted)
            and (unused_since_ns is None or entry.used_ns < unused_since_ns)
        ]

    return _remove(root, gate, choose)


_GONE: Final = "its bytes are gone"


def verify(
    root: Path, gate: Gate, on_checked: Callable[[int, int], None] | None = None
) -> Verified:
    """Hash every file and remove what is damaged.

    Args:
        root: The cache.
        gate: Its gate.
        on_checked: Told after each file how many bytes of how many are done.

    Raises:
        OSError: Something cannot be read, for a reason that is no damage.
    """
    entries = [entry for entry in list_entries(root) if entry.kind != DOWNLOADS]
    sizes = {entry.sha256: entry.size_bytes for entry in entries if entry.sha256}
    total, done = sum(sizes.values()), 0
    faults: dict[str, str | None] = {"": None}
    seen: dict[str, tuple[int, ...] | None] = {}
    for digest, size_bytes in sizes.items():
        blob = blob_path(root, digest)
        seen[digest] = _state(blob)
        faults[digest] = _fault(blob, digest)
        done += size_bytes
        if on_checked is not None:
            on_checked(done, total)
    damaged = {
        entry: fault
        for entry in entries
        if (fault := "its note is damaged" if entry.is_damaged else faults[entry.sha256])
    }
    if damaged:
        # What somebody evicted meanwhile, and perhaps stored anew, was never damaged.
        present = {entry.note for entry in list_entries(root)}
        damaged = {
            entry: fault
            for entry, fault in damaged.items()
            if entry.note in present
            and not (fault == _GONE and blob_path(root, entry.sha256).exists())
        }
    known = {(entry.note, entry.sha256, entry.is_damaged) for entry in damaged}

    def choose(present: list[Entry]) -> list[Entry]:
        # What was mended while the rest was hashed stays.
        return [
            entry
            for entry in present
            if (entry.note, entry.sha256, entry.is_damaged) in known
            and (not entry.sha256 or _state(blob_path(root, entry.sha256)) == seen[entry.sha256])
        ]

    removed = _remove(root, gate, choose) if damaged else Removed()
    return Verified(len(entries), total, tuple(damaged.items()), removed)


def _fault(blob: Path, digest: str) -> str | None:
    """Return what is wrong with a file, or None.

    Raises:
        OSError: It cannot be read for a reason that is not its own.
    """
    try:
        return None if sha256_file(blob) == digest else "its bytes have changed"
    except (FileNotFoundError, IsADirectoryError):
        return _GONE
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        return "the disk cannot read its bytes"


def _state(path: Path) -> tuple[int, ...] | None:
    with suppress(OSError):
        found = path.lstat()
        return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
    return None


def _remove(
    root: Path,
    gate: Gate,
    choose: Callable[[list[Entry]], list[Entry]],
    excess: Callable[[], int] | None = None,
) -> Removed:
    """Remove entries, and whatever nobody can find any more.

    Args:
        root: The cache.
        gate: Its gate.
        choose: Which, in order; called when everybody else is out of the gate.
        excess: How many bytes have to go; None is all that was chosen.
    """
    with gate.alone() as is_alone:
        if not is_alone:
            return Removed(is_done=False)
        try:
            used = pinned(root / "users")
            entries = list_entries(root)
            freed = _sweep(root, {entry.sha256 for entry in entries} | used)
            goal = excess and excess()
        except OSError:  # never remove on a guess
            return Removed(is_done=False)
        left = Counter(entry.sha256 for entry in entries)
        removed: list[Entry] = []
        in_use: list[Entry] = []
        made = 0
        for entry in choose(entries):
            if goal is not None and made >= goal:
                break
            if entry.note.stem in used or entry.sha256 in used:
                in_use.append(entry)
                continue
            left[entry.sha256] -= 1
            with suppress(OSError):
                made += _remove_one(root, entry, is_last=not left[entry.sha256])
                removed.append(entry)
        with suppress(OSError):
            _remove_empty_folders(root)
    return Removed(tuple(removed), freed + made, tuple(in_use))


def _remove_one(root: Path, entry: Entry, *, is_last: bool) -> int:
    """Remove an entry, and its bytes if no other has the same; return the room that made."""
    if entry.kind == DOWNLOADS:
        return _remove_download(entry.note)
    freed = entry.note.stat().st_size
    entry.note.unlink()  # first: bytes without a note do not count
    if entry.sha256 and is_last:
        freed += _unlink(blob_path(root, entry.sha256))
    return freed


def _remove_download(lock: Path) -> int:
    """Remove a partial download unless somebody is at it; return the room that made."""
    descriptor = open_locked(lock)
    if descriptor is None:
        return 0
    try:
        freed = _unlink(lock.with_suffix(".json")) + _unlink(lock.with_suffix(".partial"))
        lock.unlink()
    finally:
        os.close(descriptor)
    return freed


def _sweep(root: Path, wanted: set[str]) -> int:
    """Remove what killed processes left and bytes that no note leads to; return the room made."""
    sweep_unfinished(root / "unfinished")
    freed = 0
    for folder in subfolders(root / "blobs"):
        for file in files_in(Path(folder.path)):
            if file.name not in wanted:
                freed += _unlink(Path(file.path))
    downloads = {Path(file.path) for file in files_in(root / DOWNLOADS)}
    for path in downloads:
        if path.suffix in {".lock", ".json"} and path.with_suffix(".partial") not in downloads:
            with suppress(OSError):
                freed += _remove_download(path.with_suffix(".lock"))
    return freed


def _unlink(path: Path) -> int:
    """Remove a file, which may be gone; return its size."""
    try:
        freed = path.lstat().st_size
        path.unlink()
    except OSError:
        return 0
    return freed


def _remove_empty_folders(root: Path) -> None:
    for above in (root / "blobs", *(Path(kind.path) for kind in subfolders(root / "names"))):
        for folder in subfolders(above):
            with suppress(OSError):  # most are not empty
                Path(folder.path).rmdir()
