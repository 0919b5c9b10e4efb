"""Finished segments and sounds in the cache, found again by their key.

A key is the hash of everything the file depends on (`segments.key`), so whatever is found under it
is right; the cache itself sees to it that the bytes are those that were stored.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from render.closing import Closing
from render.storage import ContentStore

KIND: Final = "segments"
"""What the cache calls these files."""

_KEY: Final = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class CachedSegment:
    """One finished file.

    Attributes:
        path: Where it is; stays there while the cache is open.
        sha256: Of its bytes, hex.
        size_bytes: Its size.
        length: Frames of a segment, samples of a sound.
    """

    path: Path
    sha256: str
    size_bytes: int
    length: int


class SegmentCache(Closing):
    """Finished files by key; safe for any number of processes at once.

    Use it in a `with` block or close it: what it was asked for is not evicted while it is open, and
    when it is closed the cache shrinks to its bound.

    Args:
        root: The folder; created if need be. One that cannot be created or written holds nothing,
            and only `publish` complains.
        max_bytes: How much may stay; None is what `WAVEMAKER_CACHE_MAX_BYTES` says.

    Raises:
        UsageError: The variable is not a number.
    """

    def __init__(self, root: Path, max_bytes: int | None = None) -> None:
        self.root = root
        self._store = ContentStore(root, max_bytes)

    def close(self) -> None:
        """Let others evict what this cache returned."""
        self._store.close()

    def get(self, key: str) -> CachedSegment | None:
        """Return the file of a key, or None when there is none or it is not what was written."""
        found = self._store.find(_checked(key), KIND)
        length = found and found.facts.get("length")
        if found is None or not isinstance(length, int):
            return None
        return CachedSegment(found.path, found.sha256, found.size_bytes, length)

    @contextmanager
    def publish(self, key: str, length: int) -> Iterator[Path]:
        """Yield an empty file to write; when the block ends well it is the key's.

        When the block raises, nothing changes.

        Args:
            key: 64 hex digits.
            length: Frames of a segment, samples of a sound.

        Raises:
            OutputError: The cache cannot be written.
        """
        facts = {"length": length}
        with self._store.put(_checked(key), KIND, facts=facts, suffix=".mp4") as unfinished:
            yield unfinished


def _checked(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise ValueError(f"{key!r} is not a key")
    return key
