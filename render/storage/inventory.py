"""What is in the cache: listing it, and how much room it takes."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from render.storage.notes import Note, files_in, note_files, read_note, subfolders

DOWNLOADS: Final = "downloads"
"""The kind of what has been downloaded in part."""


@dataclass(frozen=True)
class Entry:
    """One thing that can be removed.

    Attributes:
        kind: What sort: `assets`, `segments`, `facts`, `downloads`.
        name: What it is asked for by; "" when its note does not say.
        note: The file that makes it findable; of a download its lock.
        sha256: Of its bytes, hex; "" when it has none that other entries could share.
        size_bytes: Of these bytes, else of what there is instead.
        used_ns: When it was last of use, nanoseconds since 1970.
        is_damaged: Whether its note is; nothing else is known then.
    """

    kind: str
    name: str
    note: Path
    sha256: str
    size_bytes: int
    used_ns: int
    is_damaged: bool = False


@dataclass(frozen=True)
class Usage:
    """How much there is of one kind."""

    kind: str
    entries: int
    size_bytes: int


def list_entries(root: Path) -> list[Entry]:
    """Return all there is, in no order; a damaged note is an entry without a digest.

    Raises:
        OSError: Something cannot be read.
    """
    found: list[Entry] = []
    for kind, file in note_files(root):
        path = Path(file.path)
        with suppress(FileNotFoundError):  # replaced or removed since the folder was read
            note = read_note(path)
            status = file.stat()
            found.append(_entry(kind, path, note, status))
    for file in files_in(root / DOWNLOADS):
        if file.name.endswith(".partial"):
            lock = Path(file.path).with_suffix(".lock")
            with suppress(FileNotFoundError):
                status = file.stat()
                found.append(Entry(DOWNLOADS, "", lock, "", status.st_size, status.st_mtime_ns))
    return found


def _entry(kind: str, path: Path, note: Note | None, status: os.stat_result) -> Entry:
    if note is None or note.kind != kind:
        return Entry(kind, "", path, "", status.st_size, status.st_mtime_ns, is_damaged=True)
    size_bytes = note.size_bytes if note.sha256 else status.st_size
    return Entry(kind, note.name, path, note.sha256, size_bytes, status.st_mtime_ns)


def usage(root: Path) -> list[Usage]:
    """Return how much there is of every kind, by name; what two kinds share counts for both.

    Raises:
        OSError: Something cannot be read.
    """
    entries = list_entries(root)
    found: list[Usage] = []
    for kind in sorted({entry.kind for entry in entries}):
        own = [entry for entry in entries if entry.kind == kind]
        sizes = {entry.sha256 or str(entry.note): entry.size_bytes for entry in own}
        found.append(Usage(kind, len(own), sum(sizes.values())))
    return found


def total_bytes(root: Path) -> int:
    """Return the room that everything takes, notes too, without reading a file.

    Raises:
        OSError: A folder cannot be read.
    """
    folders = [root / DOWNLOADS, *(Path(each.path) for each in subfolders(root / "blobs"))]
    files = [file for folder in folders for file in files_in(folder)]
    files += [file for _, file in note_files(root)]
    total = 0
    for file in files:
        with suppress(FileNotFoundError):  # gone since the folder was read
            total += file.stat().st_size
    return total
