"""What has been made already, so that a second run over a million originals makes nothing.

One SQLite file, `.wavemaker-variants.sqlite`, beside the variants it tells of: in the output
folder, else in the folder that was named. It moves, is copied and is deleted with them; inside its
folder it knows files by their path below it. A central one in the cache folder would be lost with
every container and with every move of the media.

A variant counts as made when its original still has the size and the time of change it had then,
the profile (and the recipe behind it, its `fingerprint`) is the same, and the file is there with
the size it had. Versions of libraries are not looked at: an update of Pillow would make a million
variants again for differences that nobody sees. Rows are written after the file has its final
name, in short transactions: whatever moment a run is killed at, at worst some variants are made
once more. A manifest that is damaged is replaced by an empty one.
"""

import os
import sqlite3
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from render.errors import OutputError
from render.storage.atomic import output_error
from render.variants.database import (
    MANIFEST_NAME,
    DamagedError,
    database_error,
    is_damage,
    open_database,
    remove_database,
)

_OTHERS_MAY_WRITE: Final = 0o002
_FLUSH_ROWS: Final = 500
_FLUSH_SECONDS: Final = 0.5


@dataclass(frozen=True, slots=True)
class KnownOriginal:
    """What is known of an original.

    Attributes:
        size_bytes, mtime_ns: Its state then.
        kind: "image" or "video"; "other" gets no variants.
        note: Why it gets none.
    """

    size_bytes: int
    mtime_ns: int
    kind: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class KnownVariant:
    """A variant that was made.

    Attributes:
        original: Absolute path of what it was made of.
        state: Size and time of change of the original then.
        fingerprint: Of the profile.
        size_bytes: Of the variant.
    """

    original: str
    state: tuple[int, int]
    fingerprint: str
    size_bytes: int


class Manifest:
    """An open manifest.

    Args:
        path: The file; it is made where it is missing.
        is_read_only: Nothing is written, nothing is made: for a dry run.
        on_notice: Told when a damaged one was replaced.

    Raises:
        OutputError: It can neither be opened nor made.
    """

    def __init__(
        self,
        path: Path,
        *,
        is_read_only: bool = False,
        on_notice: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.path = path
        self._prefix = os.path.realpath(path.parent).rstrip("/") + "/"
        self._is_read_only = is_read_only
        self._on_notice = on_notice
        self._originals: list[tuple[object, ...]] = []
        self._variants: list[tuple[object, ...]] = []
        self._flushed = time.monotonic()
        with self._guarded():
            try:
                self._database = open_database(path, is_read_only=is_read_only)
            except DamagedError as error:
                self._database = self._replacement(error)

    def original(self, path: str) -> KnownOriginal | None:
        """Return what is known of an original.

        Raises:
            OutputError: The manifest cannot be read.
        """
        query = "SELECT size_bytes, mtime_ns, kind, note FROM originals WHERE path = ?"
        row = self._row(query, path)
        return KnownOriginal(*row) if row else None

    def variant(self, path: str) -> KnownVariant | None:
        """Return what is known of the variant at a path.

        Raises:
            OutputError: The manifest cannot be read.
        """
        row = self._row(
            "SELECT original, original_size_bytes, original_mtime_ns, fingerprint, size_bytes "
            "FROM variants WHERE path = ?",
            path,
        )
        if row is None:
            return None
        original = os.fsdecode(row[0])
        if not original.startswith("/"):
            original = self._prefix + original
        return KnownVariant(original, (row[1], row[2]), row[3], row[4])

    def record(
        self, path: str, known: KnownOriginal, made: Iterable[tuple[str, str, int]] = ()
    ) -> None:
        """Book an original and the variants that were made of it.

        Args:
            path: The original's, absolute.
            known: Its state when it was found.
            made: Of each variant its absolute path, the fingerprint of its profile and its size in
                bytes.

        Raises:
            OutputError: The manifest cannot be written.
        """
        if self._is_read_only:
            return
        original = self._relative(path)
        self._originals.append((original, known.size_bytes, known.mtime_ns, known.kind, known.note))
        state = (original, known.size_bytes, known.mtime_ns)
        for variant, fingerprint, size_bytes in made:
            self._variants.append((self._relative(variant), *state, fingerprint, size_bytes))
        is_late = time.monotonic() - self._flushed > _FLUSH_SECONDS
        if is_late or len(self._variants) + len(self._originals) >= _FLUSH_ROWS:
            self.flush()

    def flush(self) -> None:
        """Write what was booked, in one short transaction.

        Raises:
            OutputError: The manifest cannot be written.
        """
        self._flushed = time.monotonic()
        if not self._originals:
            return
        with self._guarded(), self._database:
            self._database.execute("BEGIN IMMEDIATE")
            self._database.executemany(
                "INSERT OR REPLACE INTO originals VALUES (?, ?, ?, ?, ?)", self._originals
            )
            self._database.executemany(
                "INSERT OR REPLACE INTO variants VALUES (?, ?, ?, ?, ?, ?)", self._variants
            )
        self._originals.clear()
        self._variants.clear()

    def close(self) -> None:
        """Write what was booked and close the file.

        Raises:
            OutputError: The manifest cannot be written.
        """
        try:
            self.flush()
        finally:
            self._database.close()

    def _row(self, query: str, path: str) -> tuple[Any, ...] | None:
        with self._guarded():
            try:
                return self._database.execute(query, (self._relative(path),)).fetchone()
            except sqlite3.DatabaseError as error:
                if not is_damage(error):
                    raise
                self._database.close()
                self._database = self._replacement(DamagedError(str(error)))
                return None

    def _replacement(self, error: DamagedError) -> sqlite3.Connection:
        """Put an empty manifest in the place of a damaged one, if it is surely ours."""
        if self.path.name != MANIFEST_NAME:
            raise OutputError(
                f"the manifest cannot be used: {error}",
                where=str(self.path),
                hint="remove it, or name another one",
            ) from error
        self._on_notice(f"{self.path}: the manifest is damaged ({error}); all is made again")
        if self._is_read_only:
            return open_database(None, is_read_only=True)
        remove_database(self.path)
        return open_database(self.path, is_read_only=False)

    def _relative(self, path: str) -> bytes:
        """Return how a path is written here: below our folder as the path from there."""
        return os.fsencode(path.removeprefix(self._prefix))

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Turn what SQLite and the system say into our error."""
        try:
            yield
        except sqlite3.Error as error:
            raise database_error(self.path, error) from error
        except OSError as error:
            raise output_error(self.path, error) from error


def manifest_folder(folder: str) -> str:
    """Return the folder whose manifest tells of a folder: the nearest that has one, else itself.

    Folders above count when the manifest there is the user's own and nobody else could have put it
    there; one in `/tmp` is nobody's.

    Args:
        folder: Absolute.
    """
    if has_manifest(folder):
        return folder
    for above in Path(folder).parents:
        with suppress(OSError):
            found = (above / MANIFEST_NAME).lstat()
            is_ours = stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid()
            if is_ours and not above.stat().st_mode & _OTHERS_MAY_WRITE:
                return str(above)
    return folder


def has_manifest(folder: str) -> bool:
    """Tell whether a folder holds a manifest."""
    return os.path.lexists(f"{folder}/{MANIFEST_NAME}")
