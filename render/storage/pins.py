"""What running processes use of the cache, so that whoever makes room leaves it alone.

A process writes the names of what it uses into a file of its own, on which it holds a lock as long
as it runs. A file whose lock can be had is of a process that is gone: no clock and no process id is
asked. Names are written inside the cache's gate and read by one who is alone in it.
"""

import os
import uuid
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import finalize

from render.storage.locks import Gate, is_still, try_lock
from render.storage.notes import files_in

if TYPE_CHECKING:
    from collections.abc import Callable


class Pins:
    """The names one user of the cache keeps.

    Args:
        folder: Where the files of all users are.
        gate: What `add` must be called inside of.
    """

    def __init__(self, folder: Path, gate: Gate) -> None:
        self._folder = folder
        self._gate = gate
        self._descriptor: int | None = None
        self._let_go: Callable[[], object] | None = None
        self._names: set[str] = set()

    def add(self, *names: str) -> None:
        """Keep some names. When they cannot be written down (a full disk), the gate stays shut."""
        new = [name for name in names if name not in self._names]
        if not new:
            return
        try:
            if self._descriptor is None:
                path, self._descriptor = _own_file(self._folder)
                self._let_go = finalize(self, _let_go, path, self._descriptor, os.getpid())
            lines = "".join(f"{name}\n" for name in new).encode()
            if os.write(self._descriptor, lines) < len(lines):
                self._gate.hold()
        except OSError:
            self._gate.hold()
        self._names.update(new)

    def close(self) -> None:
        """Let go of all names; the end of the process does it as well."""
        if self._let_go is not None:
            self._let_go()
        self._let_go = self._descriptor = None
        self._names.clear()


def pinned(folder: Path) -> set[str]:
    """Return what all running processes use, and remove the files of those that are gone.

    Raises:
        OSError: A file cannot be read: what its process uses is not known.
    """
    names: set[str] = set()
    for file in files_in(folder):
        if file.name.endswith(".pins"):
            with suppress(FileNotFoundError):  # its process has ended just now
                names.update(_names_in(Path(file.path)))
    return names


def _names_in(path: Path) -> list[str]:
    descriptor = os.open(path, os.O_RDWR)
    try:
        if _is_abandoned(descriptor):
            path.unlink()
            return []
        return path.read_text("ascii").splitlines()
    finally:
        os.close(descriptor)


def _is_abandoned(descriptor: int) -> bool:
    try:
        return try_lock(descriptor)
    except OSError:
        return False  # a file system without locks: taken as in use


def _own_file(folder: Path) -> tuple[Path, int]:
    """Create a file and lock it; return its path and open descriptor."""
    folder.mkdir(parents=True, exist_ok=True)
    while True:
        path = folder / f"{uuid.uuid4().hex}.pins"
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o666)
        with suppress(OSError):  # no locks: nobody takes it for abandoned
            # Between open and lock somebody may have removed the file as an abandoned one.
            if not (try_lock(descriptor) and is_still(path, descriptor)):
                os.close(descriptor)
                continue
        return path, descriptor


def _let_go(path: Path, descriptor: int, owner: int) -> None:
    if os.getpid() == owner:  # a forked copy lets go of nothing that is the original's
        with suppress(OSError):
            path.unlink(missing_ok=True)
    os.close(descriptor)
