"""The cache: files on disk by what they contain, found again by name, shared between processes.

    blobs/ab/abcd...ef                the bytes, under their SHA-256; written once, never changed
    names/<kind>/ab/abcd...ef.json    a note for every name: digest, size, facts (`notes`)
    downloads/                        what is being downloaded, kept for resuming (`claims`)
    unfinished/                       what is being written right now
    users/                            what running processes use (`pins`)
    gate                              the lock that cleaning up takes alone (`upkeep`)

Everything appears under its final name by one rename, the bytes before the note, so a kill at any
moment leaves a finished entry or none. Nothing in here is precious.

What is found has been verified: the bytes are hashed when a process first asks for them, and again
whenever inode, size or times of the file are not what they were then. No program can set a file's
change time, so within one process these are as good as hashing; and hashing a file once a process
is little beside decoding it.
"""

import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from render.closing import Closing
from render.errors import OutputError
from render.storage import inventory, upkeep
from render.storage.atomic import output_error, unfinished_file
from render.storage.claims import Cancel, Claim, wait_for_claim
from render.storage.digest import sha256_file
from render.storage.locks import Gate
from render.storage.notes import Note, blob_path, identity, note_path, read_note, write_note
from render.storage.pins import Pins
from render.storage.places import NO_BOUND, cache_dir, max_cache_bytes

_SETTLED_NS: Final = 100_000_000
"""Change times tick every few milliseconds: a file changed just now may change again unseen."""

_verified: dict[str, tuple[int, int, int, int]] = {}
"""Inode, size and times that the files had when this process found their bytes to be right."""


@dataclass(frozen=True)
class StoredContent:
    """A file in the cache.

    Attributes:
        path: Where it is; stays there, unchanged, while the store that returned it is open.
        sha256: Of its bytes, hex.
        size_bytes: Its size.
        facts: What whoever stored it noted beside it, as JSON values.
    """

    path: Path
    sha256: str
    size_bytes: int
    facts: Mapping[str, object] = field(default_factory=dict[str, object])


class ContentStore(Closing):
    r"""Files by name; safe for any number of threads and processes at once.

    Close it, or use it in a `with` block: nothing that an open store returned is evicted. A store
    that has grown shrinks the cache to its bound when it is closed. Do not share one with a fork of
    the process; open another there.

    Args:
        root: The folder; None is the user's cache. One that cannot be created or written holds
            nothing, and only writing complains.
        max_bytes: How much may stay; None is what `WAVEMAKER_CACHE_MAX_BYTES` says.

    Raises:
        UsageError: The variable is not a number.

    Example:
        >>> with ContentStore() as store, store.claim("https://api\nlogo.png") as claim:
        ...     if claim.found is None:  # nobody else has fetched it meanwhile
        ...         claim.restart({"etag": '"1"'})
        ...         claim.partial.write_bytes(b"...")
        ...         claim.commit()  # doctest: +SKIP
    """

    def __init__(self, root: Path | None = None, max_bytes: int | None = None) -> None:
        self.root = cache_dir() if root is None else root
        self.max_bytes = max_cache_bytes() if max_bytes is None else max_bytes
        self._gate = Gate(self.root / "gate")
        self._pins = Pins(self.root / "users", self._gate)
        self._has_grown = False

    def close(self) -> None:
        """Let others evict what this store returned, and keep the bound if it has grown."""
        self._pins.close()
        self._gate.close()
        if self._has_grown and self.max_bytes < NO_BOUND:
            self.evict()
            self._gate.close()
        self._has_grown = False

    def find(self, name: str, kind: str = "assets") -> StoredContent | None:
        """Return the file of a name, verified, or None when there is none or it is damaged.

        Args:
            name: A stable identity, such as the API's URL and the key.
            kind: What sort of file; every kind has names of its own.
        """
        place = note_path(self.root, kind, name)
        with self._gate.shared():
            self._pins.add(place.stem)  # also when there is none yet: another process may make it
            note = self._note(place, kind, name)
            if note is None or not note.sha256:
                return None
            self._pins.add(note.sha256)
        blob = blob_path(self.root, note.sha256)
        if not _is_whole(blob, note):
            return None
        with suppress(OSError):
            os.utime(place)  # eviction goes by when a name was last of use
        return StoredContent(blob, note.sha256, note.size_bytes, note.facts)

    def recall(self, name: str, kind: str) -> Mapping[str, object] | None:
        """Return what was remembered under a name, or None when there is nothing or it is damaged.

        Args:
            name: As for `find`.
            kind: As for `find`.
        """
        place = note_path(self.root, kind, name)
        note = self._note(place, kind, name)
        if note is None:
            return None
        with suppress(OSError):
            os.utime(place)
        return note.facts

    def remember(self, name: str, kind: str, facts: Mapping[str, object]) -> None:
        """Keep JSON values under a name, without a file.

        Args:
            name: As for `find`.
            kind: As for `find`.
            facts: JSON values.

        Raises:
            OutputError: The cache cannot be written.
        """
        try:
            with self._gate.shared():
                self._has_grown = True
                write_note(self.root, Note(kind, name, "", 0, facts))
        except OSError as error:
            raise output_error(self.root, error) from error

    @contextmanager
    def put(
        self,
        name: str,
        kind: str,
        *,
        facts: Mapping[str, object] | None = None,
        suffix: str = "",
    ) -> Iterator[Path]:
        """Yield an empty file to write; when the block ends well it is the name's.

        When the block raises, nothing changes. Of several writers the last to finish counts.

        Args:
            name: As for `find`.
            kind: As for `find`.
            facts: JSON values to note beside it.
            suffix: Of the file to write, `.mp4`, for libraries that guess by it.

        Raises:
            OutputError: The cache cannot be written.
        """
        with unfinished_file(self.root / "unfinished" / (identity(kind, name) + suffix)) as path:
            yield path
            self.adopt(path, name, kind, facts=facts)

    def claim(
        self, name: str, kind: str = "assets", *, cancel: Cancel | None = None, fresh: bool = False
    ) -> Claim:
        """Wait until nobody else, in any process, downloads a name, and return it as ours.

        Use what is returned in a `with` block.

        Args:
            name: As for `find`.
            kind: As for `find`.
            cancel: Asked twenty times a second whether to stop waiting.
            fresh: Download again even if it is there.

        Raises:
            Cancelled: `cancel` was set.
            OutputError: The cache cannot be written.
        """
        return wait_for_claim(self, name, kind, cancel=cancel, fresh=fresh)

    def try_claim(self, name: str, kind: str = "assets", *, fresh: bool = False) -> Claim | None:
        """Return a name as ours to download, or None while somebody else downloads it.

        For callers that must not block; the rest as `claim`.
        """
        return Claim.open(self, name, kind, fresh=fresh)

    def adopt(
        self, path: Path, name: str, kind: str, *, facts: Mapping[str, object] | None = None
    ) -> StoredContent:
        """Move a finished file into the store under a name.

        Args:
            path: A file on the same file system that nobody writes to any more.
            name: As for `find`.
            kind: As for `find`.
            facts: JSON values to note beside it.

        Raises:
            OutputError: The cache cannot be written.
        """
        try:
            status = path.stat()
            note = Note(kind, name, sha256_file(path), status.st_size, facts or {})
            blob = blob_path(self.root, note.sha256)
            path.chmod(stat.S_IMODE(status.st_mode) & 0o555)
            with self._gate.shared():
                self._pins.add(identity(kind, name), note.sha256)
                blob.parent.mkdir(parents=True, exist_ok=True)
                path.replace(blob)  # also over a file that is there: it may be damaged
                self._has_grown = True
                write_note(self.root, note)
        except OSError as error:
            raise output_error(self.root, error) from error
        return StoredContent(blob, note.sha256, note.size_bytes, note.facts)

    def evict(self, max_bytes: int | None = None) -> int:
        """Remove what was of use longest ago until the rest fits; return the bytes freed.

        What an open store returned, here or in another process, stays.

        Args:
            max_bytes: How much may stay, at least 0; None is this store's bound.
        """
        bound = self.max_bytes if max_bytes is None else max_bytes
        return upkeep.evict(self.root, self._gate, bound).size_bytes

    def clear(
        self, kinds: Iterable[str] | None = None, unused_since_ns: int | None = None
    ) -> upkeep.Removed:
        """Remove what is of some kinds (None: all) and was last of use before a time (None: any).

        What an open store returned, here or in another process, stays.
        """
        return upkeep.clear(self.root, self._gate, kinds, unused_since_ns)

    def verify(self, on_checked: Callable[[int, int], None] | None = None) -> upkeep.Verified:
        """Hash everything and remove what is damaged.

        Args:
            on_checked: Told after each file how many bytes of how many are done.

        Raises:
            OutputError: The cache cannot be read.
        """
        with self._readable():
            return upkeep.verify(self.root, self._gate, on_checked)

    def usage(self) -> list[inventory.Usage]:
        """Return how much there is of every kind.

        Raises:
            OutputError: The cache cannot be read.
        """
        with self._readable():
            return inventory.usage(self.root)

    def total_bytes(self) -> int:
        """Return the room that everything takes: what the bound is for.

        Raises:
            OutputError: The cache cannot be read.
        """
        with self._readable():
            return inventory.total_bytes(self.root)

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or str(error)
            raise OutputError(
                f"the cache cannot be read: {reason}", where=str(self.root)
            ) from error

    def _note(self, place: Path, kind: str, name: str) -> Note | None:
        with suppress(OSError):
            note = read_note(place)
            if note is not None and (note.kind, note.name) == (kind, name):
                return note
        return None


def _is_whole(blob: Path, note: Note) -> bool:
    """Tell whether a file has the bytes of its note."""
    try:
        found = blob.stat()
        state = (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
        if found.st_size != note.size_bytes or not stat.S_ISREG(found.st_mode):
            return False
        if _verified.get(str(blob)) == state:
            return True
        began_ns = time.time_ns()
        if sha256_file(blob) != note.sha256:
            return False
    except OSError:
        return False
    if began_ns - found.st_ctime_ns > _SETTLED_NS:
        _verified[str(blob)] = state
    return True
