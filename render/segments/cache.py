"""Finished segments on disk, found again by their key.

    ab/abcd...ef.mp4    the file
    ab/abcd...ef.json   its note: digest, size and length; a file without one does not count

The file gets its name first and its note last, each by one rename, so a kill at any moment leaves a
finished entry or none. What is read back is held against the note's digest: a file that was cut
short, changed, or replaced by another process between its two renames is simply not found, rendered
again and written over. Nothing in here is precious.

Whoever uses the cache holds a shared lock on it; `evict` asks for the exclusive one and does
nothing while another render runs, so it never takes away what somebody is about to join.
"""

import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from render.errors import UsageError
from render.storage import sha256_file, sweep_unfinished, write_atomically

if sys.platform != "win32":
    import fcntl

MAX_BYTES_VARIABLE: Final = "WAVEMAKER_CACHE_MAX_BYTES"
DEFAULT_MAX_BYTES: Final = 10_000_000_000
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


@dataclass(frozen=True)
class CacheUsage:
    """How much a cache holds."""

    segments: int
    size_bytes: int


def max_cache_bytes() -> int:
    """Return the bound `WAVEMAKER_CACHE_MAX_BYTES` sets, else 10 GB.

    Raises:
        UsageError: The variable is not a whole number of bytes.
    """
    asked = os.environ.get(MAX_BYTES_VARIABLE, "").strip()
    if not asked:
        return DEFAULT_MAX_BYTES
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 20):  # noqa: PLR2004  (2^64)
        raise UsageError(
            f"{asked[:40]!r} is not a number of bytes",
            where=MAX_BYTES_VARIABLE,
            hint="give a whole number, such as 10000000000 for 10 GB",
        )
    return int(asked)


class SegmentCache:
    """A folder of finished files by key; safe for any number of processes at once.

    Use it in a `with` block or close it: as long as it is open, nobody's `evict` removes anything.

    Args:
        root: The folder; created if need be. One that cannot be created or written holds nothing,
            and only `publish` complains.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lock_descriptor: int | None = None
        with suppress(OSError):
            root.mkdir(parents=True, exist_ok=True)
            self._lock_descriptor = os.open(root / "lock", os.O_RDWR | os.O_CREAT, 0o666)
        self._share()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let others evict again."""
        if self._lock_descriptor is not None:
            os.close(self._lock_descriptor)
            self._lock_descriptor = None

    def get(self, key: str) -> CachedSegment | None:
        """Return the file of a key, or None when there is none or it is not what was written."""
        path, note = self._places(key)
        try:
            facts = json.loads(note.read_bytes())
            found = CachedSegment(
                path, str(facts["sha256"]), int(facts["size_bytes"]), int(facts["length"])
            )
            if path.stat().st_size != found.size_bytes or sha256_file(path) != found.sha256:
                return None
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return None
        with suppress(OSError):
            os.utime(note)  # eviction goes by when an entry was last of use
        return found

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
        path, note = self._places(key)
        with write_atomically(path, durable=False) as unfinished:
            yield unfinished
            entry = CachedSegment(path, sha256_file(unfinished), unfinished.stat().st_size, length)
        with write_atomically(note, durable=False) as unfinished:
            facts = {name: fact for name, fact in asdict(entry).items() if name != "path"}
            unfinished.write_text(json.dumps(facts))

    def usage(self) -> CacheUsage:
        """Return how many files the cache holds and how much room they take."""
        entries = self._entries()
        return CacheUsage(len(entries), sum(size_bytes for _, size_bytes, _ in entries))

    def evict(self, max_bytes: int) -> int:
        """Remove what was of use longest ago until the rest fits; return the bytes freed.

        Also removes what killed processes left. Does nothing while another process uses the cache.

        Args:
            max_bytes: How much may stay, at least 0.
        """
        try:
            return self._shrink(max_bytes) if self._own() else 0
        finally:
            self._share()

    def _shrink(self, max_bytes: int) -> int:
        self._sweep()
        entries = sorted(self._entries())
        total = sum(size_bytes for _, size_bytes, _ in entries)
        freed = 0
        for _, size_bytes, note in entries:
            if total - freed <= max_bytes:
                break
            with suppress(OSError):
                note.unlink()  # first: a file without a note does not count
                note.with_suffix(".mp4").unlink(missing_ok=True)
                freed += size_bytes
        return freed

    def _places(self, key: str) -> tuple[Path, Path]:
        if not _KEY.fullmatch(key):
            raise ValueError(f"{key!r} is not a key")
        folder = self.root / key[:2]
        return folder / f"{key}.mp4", folder / f"{key}.json"

    def _entries(self) -> list[tuple[int, int, Path]]:
        """Return (last use in nanoseconds, bytes, note) of everything there."""
        entries: list[tuple[int, int, Path]] = []
        for note in self.root.glob("??/*.json"):
            with suppress(OSError):
                status = note.stat()
                size_bytes = status.st_size
                with suppress(FileNotFoundError):
                    size_bytes += note.with_suffix(".mp4").stat().st_size
                entries.append((status.st_mtime_ns, size_bytes, note))
        return entries

    def _sweep(self) -> None:
        """Remove files without a note and files that were never finished."""
        for folder in self.root.glob("??"):
            sweep_unfinished(folder)
            for path in folder.glob("*.mp4"):
                if not path.with_suffix(".json").exists():
                    with suppress(OSError):
                        path.unlink()

    def _share(self) -> None:
        """Take the shared lock; waits while somebody evicts, which is short."""
        if self._lock_descriptor is not None and sys.platform != "win32":
            with suppress(OSError):  # a file system without locks
                fcntl.flock(self._lock_descriptor, fcntl.LOCK_SH)

    def _own(self) -> bool:
        """Try to take the exclusive lock; a failed try also gives up the shared one."""
        if self._lock_descriptor is None:
            return False
        if sys.platform != "win32":
            try:
                fcntl.flock(self._lock_descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return False
        return True
