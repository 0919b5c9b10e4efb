"""The note of a stored file: what it is called, its digest, its size, and facts about it.

    names/<kind>/ab/abcd...ef.json    the note of one name; ab... is the hash of kind and name

A note carries its own checksum: one that was cut short or changed is no note.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from render.storage.atomic import unfinished_file

_DIGEST: Final = re.compile("([0-9a-f]{64})?")
_KIND: Final = re.compile("[a-z]{1,20}")


@dataclass(frozen=True)
class Note:
    """What is known of one name.

    Attributes:
        kind: What sort of file it is, `assets`.
        name: What it is asked for by.
        sha256: Of its bytes, hex; "" when there are none and the facts are all.
        size_bytes: Its size.
        facts: More, as JSON values, from whoever stored it.
    """

    kind: str
    name: str
    sha256: str
    size_bytes: int
    facts: Mapping[str, object]


def identity(kind: str, name: str) -> str:
    """Return the 64 hex digits that stand for a name in the names of files.

    Raises:
        ValueError: The kind is not one short lower-case word.
    """
    if not _KIND.fullmatch(kind):
        raise ValueError(f"{kind!r} is no kind of stored file")
    return hashlib.sha256(f"{kind}\n{name}".encode("utf-8", "surrogatepass")).hexdigest()


def note_path(root: Path, kind: str, name: str) -> Path:
    """Return where the note of a name is."""
    own = identity(kind, name)
    return root / "names" / kind / own[:2] / f"{own}.json"


def blob_path(root: Path, sha256: str) -> Path:
    """Return where the bytes of a digest are."""
    return root / "blobs" / sha256[:2] / sha256


def read_note(path: Path) -> Note | None:
    """Return a note as it was written, or None when there is none or it is damaged.

    Raises:
        OSError: It cannot be read, whatever it holds.
    """
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    with suppress(ValueError, TypeError, KeyError, RecursionError):
        record = cast("dict[str, object]", json.loads(data))
        check = record.pop("check")
        note = Note(
            str(record["kind"]),
            str(record["name"]),
            str(record["sha256"]),
            int(cast("int", record["size_bytes"])),
            dict(cast("dict[str, object]", record["facts"])),
        )
        if check == _checksum(record) and _DIGEST.fullmatch(note.sha256):
            return note
    return None


def write_note(root: Path, note: Note) -> None:
    """Write a note by one rename.

    Raises:
        OSError: It cannot be written.
        OutputError: Likewise.
    """
    path = note_path(root, note.kind, note.name)
    record = {
        "kind": note.kind,
        "name": note.name,
        "sha256": note.sha256,
        "size_bytes": note.size_bytes,
        "facts": dict(note.facts),
    }
    with unfinished_file(root / "unfinished" / path.name) as unfinished:
        unfinished.write_text(json.dumps(record | {"check": _checksum(record)}), "ascii")
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.replace(path)


def note_files(root: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield (kind, note file) of everything there.

    Raises:
        OSError: A folder cannot be read.
    """
    for kind in subfolders(root / "names"):
        for folder in subfolders(Path(kind.path)):
            for entry in files_in(Path(folder.path)):
                if entry.name.endswith(".json"):
                    yield kind.name, entry


def subfolders(folder: Path) -> list[os.DirEntry[str]]:
    """Return the folders in a folder; none when it is not there.

    Raises:
        OSError: It cannot be read.
    """
    return [entry for entry in _listed(folder) if entry.is_dir(follow_symlinks=False)]


def files_in(folder: Path) -> list[os.DirEntry[str]]:
    """Return the regular files in a folder; none when it is not there.

    Raises:
        OSError: It cannot be read.
    """
    return [entry for entry in _listed(folder) if entry.is_file(follow_symlinks=False)]


def _listed(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except (FileNotFoundError, NotADirectoryError):
        return []


def _checksum(record: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()[:32]
