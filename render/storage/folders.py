"""Write a folder whole or not at all.

Everything goes into an unfinished folder beside the target, `.name.part`, on which the writer holds
a lock; at the end it is renamed. A folder that is replaced steps aside as `.name.old` before that,
because a rename does not replace a folder with files in it. Whoever writes the same target next
clears away what a kill -9 left, and brings the old folder back if its successor never came.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from render.errors import OutputError
from render.storage.atomic import flush, output_error
from render.storage.locks import is_still, try_lock


@contextmanager
def write_folder_atomically(path: Path, *, replace: bool = False) -> Iterator[Path]:
    """Yield an empty folder beside `path` to fill; when the block ends well it becomes `path`.

    When the block raises, the unfinished folder is removed and `path` is as it was. Missing parent
    folders are created. A symbolic link is followed.

    Args:
        path: The folder to write; an empty one may be there.
        replace: Whether what is there goes, with all that is in it.

    Raises:
        OutputError: The folder is there and not empty, another process writes it, or the system
            does not let us.
    """
    target = Path(os.path.realpath(path))
    unfinished = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor = _claim(unfinished)
    except OSError as error:
        raise output_error(path, error) from error
    try:
        if descriptor is None:
            raise OutputError(
                "another process is writing this folder", where=str(path), hint="wait for its end"
            )
        with _as_output_error(path):
            _bring_back(target)
            _check_free(target, path, replace=replace)
            _empty(unfinished)
        yield unfinished
        with _as_output_error(path):
            for folder, _, files in os.walk(unfinished):
                for name in (*files, "."):
                    flush(Path(folder, name))
            _swap(unfinished, target)
    finally:
        if descriptor is not None:
            if is_still(unfinished, descriptor):
                shutil.rmtree(unfinished, ignore_errors=True)
            os.close(descriptor)


@contextmanager
def _as_output_error(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise output_error(path, error) from error


def _claim(unfinished: Path) -> int | None:
    """Create the unfinished folder, or take over one whose writer is gone; None while he is not."""
    while True:
        with suppress(FileExistsError):
            unfinished.mkdir()
        descriptor = os.open(unfinished, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        try:
            is_free = try_lock(descriptor)
        except OSError:
            is_free = True  # a file system without locks
        if is_free and is_still(unfinished, descriptor):
            return descriptor
        os.close(descriptor)
        if not is_free:
            return None


def _old(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _bring_back(target: Path) -> None:
    """Undo a replacement that a kill broke off, or finish it."""
    old = _old(target)
    if not old.is_dir():
        return
    if os.path.lexists(target):
        shutil.rmtree(old)
    else:
        old.rename(target)


def _check_free(target: Path, path: Path, *, replace: bool) -> None:
    if not os.path.lexists(target):
        return
    if not target.is_dir():
        raise OutputError("cannot be written: it is a file, not a folder", where=str(path))
    if not replace and any(target.iterdir()):
        raise OutputError(
            "the folder is not empty", where=str(path), hint="name another, or remove it first"
        )


def _empty(folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def _swap(unfinished: Path, target: Path) -> None:
    """Put the finished folder in the place of the old one, if there is one."""
    old = _old(target)
    if target.is_dir():
        target.rename(old)
    try:
        unfinished.rename(target)
    except OSError:
        if old.is_dir():
            old.rename(target)
        raise
    with suppress(OSError):  # some file systems cannot flush a folder
        flush(target.parent)
    shutil.rmtree(old, ignore_errors=True)
