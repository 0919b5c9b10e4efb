"""Write a file whole or not at all.

The bytes go into an unfinished file beside the target, which is renamed onto it at the end. Rename
is atomic, so a reader sees the old file or the new one and nothing between, whenever the writer
dies.

The unfinished file of `final.mp4` is `.final.0.part.mp4` and its writer holds a lock (flock) on it.
The kernel drops the lock with the process, so a lock that can be had means the writer is gone: the
next write to the same target removes what a kill -9 left, and no clock or process id is asked. A
second writer to the same target at the same time takes `.final.1.part.mp4`; the last to finish
wins.
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from render.errors import DiskFull, OutputError
from render.storage.locks import is_still, try_lock

MAX_WRITERS = 64
"""How many unfinished files of one target are tried before giving up."""

_MAX_STEM_BYTES = 120  # a file name may have 255 bytes; the decoration must fit beside the stem
_HINTS = {
    errno.ENOSPC: ("the disk is full", "free some space or write to another disk"),
    errno.EDQUOT: ("the disk quota is used up", "free some space or write to another disk"),
    errno.EFBIG: ("the file would be larger than the system allows", "write to another disk"),
    errno.EROFS: ("the file system is read-only", "choose a folder that can be written"),
    errno.EACCES: ("permission denied", "choose a folder that can be written"),
    errno.EPERM: ("the system does not permit it", "choose a folder that can be written"),
    errno.ENAMETOOLONG: ("the name is too long", "choose a shorter name"),
    errno.ENOTDIR: ("a part of the path is a file, not a folder", None),
    errno.ELOOP: ("the symbolic link leads to itself", "remove the link"),
    errno.EIO: ("the disk reports an input/output error", "check the disk"),
}
_FULL = {errno.ENOSPC, errno.EDQUOT}
_WRITE_ONLY = _FULL | {errno.EFBIG, errno.EROFS}
"""Errors that only writing can cause; others raised inside the block may be about its inputs."""


def output_error(path: Path, error: OSError) -> OutputError:
    """Turn what the system said about writing a file into our error, with what to do about it."""
    reason, hint = _HINTS.get(error.errno or 0, (error.strerror or str(error), None))
    kind = DiskFull if error.errno in _FULL else OutputError
    return kind(f"cannot be written: {reason}", where=str(path), hint=hint)


@contextmanager
def write_atomically(path: Path, *, durable: bool = True) -> Iterator[Path]:
    """Yield an empty file beside `path` to write into; when the block ends well it becomes `path`.

    When the block raises, the unfinished file is removed and `path` is as it was. Missing parent
    folders are created. A symbolic link is followed: the file it points at is replaced and the link
    stays. The yielded file ends in the target's suffix, so that libraries guess its format.

    Args:
        path: The file to write. An existing one keeps its permission bits.
        durable: Flush to the disk before the rename, so that not even a power cut leaves a torn
            file. False for what is checked when read and can be made again (the cache).

    Raises:
        OutputError: The folder is read-only, the disk is full, the target is a folder or a device,
            or the like; also for a full disk met inside the block.
    """
    target = _checked_target(path)
    with unfinished_file(target, named=path) as unfinished:
        yield unfinished
        try:
            _finish(unfinished, target, durable=durable)
        except OSError as error:
            raise output_error(path, error) from error


@contextmanager
def unfinished_file(target: Path, *, named: Path | None = None) -> Iterator[Path]:
    """Yield an empty file beside `target`, locked as being written; afterwards it is gone.

    Whoever renames it inside the block keeps it.

    Args:
        target: What it will become; a real path, whose folder is created if need be.
        named: What to call it in errors, when that is not `target`.

    Raises:
        OutputError: The file cannot be created; also for a full disk met inside the block.
    """
    path = named or target
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished, descriptor = _claim(target)
    except OSError as error:
        raise output_error(path, error) from error
    try:
        yield unfinished
    except OSError as error:
        if error.errno in _WRITE_ONLY:
            raise output_error(path, error) from error
        raise
    finally:
        # Only what is ours: after a rename the name may be another writer's already.
        with suppress(OSError):
            if is_still(unfinished, descriptor):
                unfinished.unlink()
        with suppress(OSError):
            os.close(descriptor)


class _WouldDoError(Exception):
    """Leaves a write before it happens."""


def check_writable(path: Path) -> None:
    """Raise now what writing a file would raise at its start, before hours are spent on it.

    Missing parent folders are created, nothing else is left.

    Raises:
        OutputError: As `write_atomically`.
    """
    with suppress(_WouldDoError), write_atomically(path):
        raise _WouldDoError


def sweep_unfinished(folder: Path) -> int:
    """Remove the unfinished files that dead writers left in a folder; return how many.

    Only for folders that are ours (the cache): it looks at every name in the folder. Never raises.
    """
    removed = 0
    with suppress(OSError):
        for path in folder.glob(".*.part*"):
            with suppress(OSError):
                removed += _remove_if_stale(path)
    return removed


def sweep_unfinished_of(path: Path) -> int:
    """Remove what dead writers left of one file; return how many.

    The next write to the file does the same; this is for when there may be none. Never raises.
    """
    removed = 0
    with suppress(OSError, ValueError):
        target = Path(os.path.realpath(path))
        for number in range(MAX_WRITERS):
            with suppress(FileNotFoundError):
                removed += _remove_if_stale(_unfinished(target, number))
    return removed


def _checked_target(path: Path) -> Path:
    """Return the absolute file to replace: links followed, and only where a file may be."""
    try:
        target = Path(os.path.realpath(path))
        found = _status(target)
    except OSError as error:
        raise output_error(path, error) from error
    except ValueError as error:  # a NUL byte in the name
        raise OutputError("is not a file name", where=ascii(str(path))) from error
    if found is None:
        if not target.name:
            raise OutputError("cannot be written: it is a folder", where=str(path))
        return target
    if stat.S_ISDIR(found.st_mode):
        raise OutputError(
            "cannot be written: it is a folder", where=str(path), hint="name a file inside it"
        )
    if not stat.S_ISREG(found.st_mode):
        raise OutputError(
            "cannot be written: it is a device or a pipe, not a file",
            where=str(path),
            hint="a video is written whole or not at all, which needs a file",
        )
    if not os.access(target, os.W_OK):
        raise OutputError(
            "cannot be written: the file is read-only", where=str(path), hint="remove it first"
        )
    return target


def _status(target: Path) -> os.stat_result | None:
    """Return what lies at a resolved path, None for nothing; raise ELOOP for a loop of links."""
    try:
        return target.stat()
    except FileNotFoundError:
        return None


def _claim(target: Path) -> tuple[Path, int]:
    """Create the unfinished file of a target and lock it; return its path and open descriptor."""
    for number in range(MAX_WRITERS):
        path = _unfinished(target, number)
        with suppress(OSError):  # nothing there, or somebody else's: the next line finds out
            _remove_if_stale(path)
        try:  # O_EXCL: a link planted at the name is not followed either
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
        except FileExistsError:
            continue  # another writer is at work on the same target
        # Between open and lock another writer may have taken the file for a stale one.
        if _lock(descriptor) and is_still(path, descriptor):
            return path, descriptor
        os.close(descriptor)
    raise OSError(errno.EBUSY, "too many writers are at work on this file")


def _unfinished(target: Path, number: int) -> Path:
    """Return where a target's writer writes."""
    stem = target.stem.encode("utf-8", "ignore")[:_MAX_STEM_BYTES].decode("utf-8", "ignore")
    suffix = target.suffix if len(os.fsencode(target.suffix)) <= _MAX_STEM_BYTES else ""
    return target.with_name(f".{stem}.{number}.part{suffix}")


def _finish(unfinished: Path, target: Path, *, durable: bool) -> None:
    """Give the unfinished file the target's permissions, flush it and rename it."""
    with suppress(FileNotFoundError):
        unfinished.chmod(stat.S_IMODE(target.stat().st_mode))
    if durable:
        flush(unfinished)
    unfinished.replace(target)
    if durable and os.name == "posix":
        with suppress(OSError):  # some file systems cannot flush a folder; the file itself is safe
            flush(target.parent)


def flush(path: Path) -> None:
    """Wait until a file's bytes, or a folder's names, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove_if_stale(path: Path) -> bool:
    """Remove an unfinished file whose writer is gone; tell whether it was removed."""
    if not stat.S_ISREG(path.lstat().st_mode):
        return False
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    try:
        if not (_lock(descriptor) and is_still(path, descriptor)):
            return False
        path.unlink()
        return True
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> bool:
    """Try to take the writer's lock on an open file; tell whether it was free."""
    try:
        return try_lock(descriptor)
    except OSError:
        return True  # a file system without locks: whoever created the file is taken as its owner
