"""Locks between processes; the kernel drops them with the process that held them.

A lock (flock) belongs to an open file, so two that one process opened exclude each other as well.
On Windows nothing is locked: an open file cannot be removed there.
"""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final
from weakref import finalize

if sys.platform != "win32":
    import fcntl

_ALONE_WAIT_SECONDS: Final = 5.0
_POLL_SECONDS: Final = 0.01


def try_lock(descriptor: int) -> bool:
    """Try to take the exclusive lock on an open file; tell whether it was free.

    Raises:
        OSError: The file system has no locks.
    """
    if sys.platform != "win32":
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def is_still(path: Path, descriptor: int) -> bool:
    """Tell whether a path still names the file that is open."""
    try:
        return os.path.samestat(path.lstat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def open_locked(path: Path) -> int | None:
    """Create or open a file that is nothing but a lock, and take it.

    Whoever holds the lock may remove the file: a lock on a removed one does not count.

    Returns:
        The open descriptor, or None when somebody else holds the lock.

    Raises:
        OSError: The file cannot be created, or the file system has no locks.
    """
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        try:
            if not try_lock(descriptor):
                os.close(descriptor)
                return None
            if is_still(path, descriptor):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


class Gate:
    """Lets many pass at once, or one alone.

    Passing takes microseconds: whoever cleans up alone may wait for it, and knows that nobody is
    half way through.

    Args:
        path: The file to lock; created when first needed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None
        self._let_go: Callable[[], object] | None = None
        self._mutex = threading.Lock()  # the lock is the process's: threads take turns
        self._is_held = False

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Pass together with others; waits while somebody is alone.

        Where the file cannot be created nobody else can be alone either.
        """
        with self._mutex:
            self._flock(shared=True)
            try:
                yield
            finally:
                self._unlock()

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Be alone; yields False when others did not let go in seconds or there are no locks."""
        with self._mutex:
            if self._is_held:
                yield False
                return
            deadline = time.monotonic() + _ALONE_WAIT_SECONDS
            is_alone = self._flock(shared=False)
            while is_alone is False and time.monotonic() < deadline:
                time.sleep(_POLL_SECONDS)
                is_alone = self._flock(shared=False)
            try:
                yield bool(is_alone)
            finally:
                self._unlock()

    def hold(self) -> None:
        """Keep the shared lock until closed: nobody is alone any more. Call it inside `shared`."""
        self._is_held = True

    def close(self) -> None:
        """Let go of everything."""
        with self._mutex:
            self._is_held = False
            if self._let_go is not None:
                self._let_go()
            self._let_go = self._descriptor = None

    def _flock(self, *, shared: bool) -> bool | None:
        """Take the lock; None where there are no locks, False when it is not free."""
        try:
            if self._descriptor is None:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
                self._let_go = finalize(self, os.close, self._descriptor)
            if sys.platform != "win32":
                how = fcntl.LOCK_SH if shared else fcntl.LOCK_EX | fcntl.LOCK_NB
                fcntl.flock(self._descriptor, how)
        except BlockingIOError:
            return False
        except OSError:
            return None
        return True

    def _unlock(self) -> None:
        if self._descriptor is None or sys.platform == "win32":
            return
        with suppress(OSError):
            fcntl.flock(self._descriptor, fcntl.LOCK_SH if self._is_held else fcntl.LOCK_UN)
