"""The SQLite file behind a manifest: opened, made, checked."""

import os
import sqlite3
from pathlib import Path
from typing import Final

from render.errors import DiskFull, OutputError

MANIFEST_NAME: Final = ".wavemaker-variants.sqlite"

_APPLICATION_ID: Final = 0x774D5661  # "wMVa": tells it from other programs' databases
_SCHEMA: Final = 1
_BUSY_SECONDS: Final = 30
_TABLES: Final = """
CREATE TABLE originals (
    path BLOB PRIMARY KEY, size_bytes INTEGER, mtime_ns INTEGER, kind TEXT, note TEXT
) WITHOUT ROWID;
CREATE TABLE variants (
    path BLOB PRIMARY KEY, original BLOB, original_size_bytes INTEGER, original_mtime_ns INTEGER,
    fingerprint TEXT, size_bytes INTEGER
) WITHOUT ROWID;
"""


class DamagedError(Exception):
    """A file that is no manifest, or none of this version."""


def open_database(path: Path | None, *, is_read_only: bool) -> sqlite3.Connection:
    """Open a manifest's file.

    Args:
        path: The file; None is an empty one in memory.
        is_read_only: A missing one is not made; an empty one in memory takes its place.

    Raises:
        DamagedError: It is no manifest of this version.
        sqlite3.Error: It cannot be opened.
    """
    if is_read_only and path is not None and not path.exists():
        path = None
    database = sqlite3.connect(
        ":memory:" if path is None else path.absolute().as_uri() + _mode(path, is_read_only),
        uri=True,
        isolation_level=None,
        timeout=_BUSY_SECONDS,
    )
    try:
        if not _is_empty(database):
            _check_version(database)  # before anything of it is changed
        if not is_read_only:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
        if not is_read_only or path is None:
            database.execute("BEGIN IMMEDIATE")  # another run may be making it as well
            if _is_empty(database):
                _make_tables(database)
            database.execute("COMMIT")
    except sqlite3.DatabaseError as error:
        database.close()
        if is_damage(error):
            raise DamagedError(str(error)) from error
        raise
    except BaseException:
        database.close()
        raise
    return database


def _mode(path: Path, is_read_only: bool) -> str:  # noqa: FBT001 - a private step of the above
    if not is_read_only:
        return "?mode=rwc"
    # Even reading a database in WAL mode writes beside it, where that is possible.
    is_writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    return "?mode=rw" if is_writable else "?mode=ro&immutable=1"


def is_damage(error: sqlite3.Error) -> bool:
    """Tell whether SQLite met a file that it cannot make sense of; other errors are subclasses."""
    return type(error) is sqlite3.DatabaseError


def remove_database(path: Path) -> None:
    """Remove a database and what SQLite keeps beside it.

    Raises:
        OSError: It cannot be removed.
    """
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def database_error(path: Path, error: sqlite3.Error) -> OutputError:
    """Return our error for one of SQLite's."""
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
        return DiskFull(
            "cannot be written: the disk is full",
            where=str(path),
            hint="free some space or write to another disk",
        )
    return OutputError(
        f"the manifest cannot be used: {error}",
        where=str(path),
        hint="choose a place on a local disk that can be written, with --manifest FILE",
    )


def _is_empty(database: sqlite3.Connection) -> bool:
    return not database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def _make_tables(database: sqlite3.Connection) -> None:
    for statement in _TABLES.split(";"):
        database.execute(statement)
    database.execute(f"PRAGMA user_version = {_SCHEMA}")
    database.execute(f"PRAGMA application_id = {_APPLICATION_ID}")


def _check_version(database: sqlite3.Connection) -> None:
    found = [
        database.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("application_id", "user_version")
    ]
    if found != [_APPLICATION_ID, _SCHEMA]:
        raise DamagedError("it is of another version, or of another program")
