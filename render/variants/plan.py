"""What is to be made, on disk: a list of a million originals costs no memory.

A temporary SQLite database without a name; the system removes it with the process, however that
ends. It gives the originals back in the order of their paths, each once however often it was named,
and knows which output is claimed by which original.
"""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from render.closing import Closing
from render.errors import DiskFull, OutputError
from render.variants.originals import Original

_PAGE: Final = 200
_TABLES: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE originals (
    path BLOB PRIMARY KEY, shown BLOB, name BLOB, home BLOB, size_bytes INTEGER, mtime_ns INTEGER,
    is_named INTEGER, is_pending INTEGER DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE claims (output BLOB PRIMARY KEY, shown BLOB) WITHOUT ROWID;
BEGIN;
"""


class Plan(Closing):
    """Originals and claims; a context manager that forgets them.

    Raises:
        DiskFull: From every method, when the folder for temporary files is full.
    """

    def __init__(self) -> None:
        with _guarded():
            self._database = sqlite3.connect("", isolation_level=None)
            self._database.executescript(_TABLES)

    def close(self) -> None:
        """Forget them."""
        self._database.close()

    def add(self, original: Original) -> bool:
        """Add an original; tell whether it is new."""
        texts = (original.path, original.shown, original.name, original.home)
        with _guarded():
            cursor = self._database.execute(
                "INSERT OR IGNORE INTO originals VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
                (
                    *map(_encoded, texts),
                    *(original.size_bytes, original.mtime_ns, original.is_named),
                ),
            )
        return cursor.rowcount == 1

    def set_pending(self, original: Original) -> None:
        """Note that an original is to be made."""
        with _guarded():
            self._database.execute(
                "UPDATE originals SET is_pending = 1 WHERE path = ?", (_encoded(original.path),)
            )

    def pending(self) -> Iterator[Original]:
        """Yield what is to be made, in the order of the paths."""
        last = b""
        while True:
            with _guarded():
                rows = self._database.execute(
                    "SELECT path, shown, name, home, size_bytes, mtime_ns, is_named FROM originals "
                    "WHERE path > ? AND is_pending ORDER BY path LIMIT ?",
                    (last, _PAGE),
                ).fetchall()
            for row in rows:
                last = row[0]
                path, shown, name, home = map(_decoded, row[:4])
                yield Original(path, shown, name, home, row[4], row[5], bool(row[6]))
            if not rows:
                return

    def claimed_by(self, output: str) -> str | None:
        """Return which original, as it is shown, claims an output; None for nobody."""
        query = "SELECT shown FROM claims WHERE output = ?"
        with _guarded():
            row = self._database.execute(query, (_encoded(output),)).fetchone()
        return _decoded(row[0]) if row else None

    def claim(self, output: str, original: Original) -> None:
        """Note that an output is an original's."""
        row = _encoded(output), _encoded(original.shown)
        with _guarded():
            self._database.execute("INSERT OR REPLACE INTO claims VALUES (?, ?)", row)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # bytes that are no UTF-8, and whatever was named


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")


@contextmanager
def _guarded() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        full = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        raise (DiskFull if full else OutputError)(
            f"the list of what is to be made cannot be kept: {error}",
            where=tempfile.gettempdir(),
            hint="name a folder with more space in TMPDIR",
        ) from error
