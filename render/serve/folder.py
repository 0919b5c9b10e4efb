"""The served folder: keys to open files, and nothing that lies outside."""

import hashlib
import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from render.assets.folder import LocalFolder
from render.errors import AssetError
from render.serve.media_types import HEAD_BYTES, media_type


@dataclass(frozen=True)
class OpenFile:
    """A file that is open for reading, and what is true of just this file.

    Attributes:
        file: At its start; whoever has it closes it.
        size_bytes: At the time of opening.
        modified_seconds: Since 1970.
        etag: Quoted; another one whenever the bytes may be others.
        media_type: By its first bytes.
    """

    file: BinaryIO
    size_bytes: int
    modified_seconds: float
    etag: str
    media_type: str


class ServedFolder:
    """What keys have a file below a folder. Hidden files and folders are not there at all.

    Args:
        root: The folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._folder = LocalFolder(root, suggests=False)

    def has(self, key: str) -> bool:
        """Tell whether a key has a file that may be served."""
        return self._find(key) is not None

    def open(self, key: str) -> OpenFile | None:
        """Open a key's file, None when it has none that may be served."""
        path = self._find(key)
        if path is None:
            return None
        # The file may become a link or a pipe between the two: neither is followed or waited for.
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        try:
            file = os.fdopen(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb", buffering=0)
        except OSError:
            return None
        try:
            return _described(file)
        except OSError:
            file.close()
            return None

    def _find(self, key: str) -> Path | None:
        with suppress(AssetError):
            if not any(part.startswith(".") for part in key.split("/")):
                return self._folder.resolve(key)
        return None


def _described(file: BinaryIO) -> OpenFile | None:
    status = os.fstat(file.fileno())
    if not stat.S_ISREG(status.st_mode):
        file.close()
        return None
    head = file.read(HEAD_BYTES)
    file.seek(0)
    return OpenFile(
        file=file,
        size_bytes=status.st_size,
        modified_seconds=status.st_mtime,
        etag=_etag(status),
        media_type=media_type(head),
    )


def _etag(status: os.stat_result) -> str:
    """Return a name for the bytes of a file without reading them all.

    Whoever changes bytes changes the time of the change (ctime), which no program can set back;
    whoever replaces the file changes its number.
    """
    facts = (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    return f'"{hashlib.sha256(repr(facts).encode()).hexdigest()[:32]}"'
