"""How fast a batch is, and how long it will take."""

import time
from collections import deque
from collections.abc import Callable
from typing import Final

from render.variants.outcome import Looking, Making, OnBatchEvent

_EVERY_SECONDS: Final = 0.1  # how often is told
_MARK_SECONDS: Final = 1.0
_MARKS: Final = 60  # the rate is that of the last minute: films among pictures change it


class Meter:
    """Counts, and tells now and then.

    Args:
        tell: Told how far it is.
        clock: Seconds; only differences count.
    """

    def __init__(self, tell: OnBatchEvent, clock: Callable[[], float] = time.monotonic) -> None:
        self._tell = tell
        self._clock = clock
        self._told = clock() - _EVERY_SECONDS
        self._marks: deque[tuple[float, int]] = deque(maxlen=_MARKS)
        self.found = 0
        self.total = 0
        self.done = 0
        self.failed = 0

    def look(self, *, is_pending: bool) -> None:
        """Count an original that was found."""
        self.found += 1
        self.total += is_pending
        if self._is_time():
            self._tell(Looking(self.found, self.total))

    def begin(self) -> None:
        """Begin to make what is to be made."""
        self._marks.append((self._clock(), 0))
        self._tell(Looking(self.found, self.total))
        if self.total:
            self._tell(self.making())

    def finish_one(self, *, has_failed: bool) -> None:
        """Count an original that is through."""
        self.done += 1
        self.failed += has_failed
        now = self._clock()
        if now - self._marks[-1][0] >= _MARK_SECONDS:
            self._marks.append((now, self.done))
        if self._is_time() or self.done == self.total:
            self._tell(self.making())

    def making(self) -> Making:
        """Return how far it is."""
        began, before = self._marks[0]
        passed = self._clock() - began
        rate = (self.done - before) / passed if passed > 0 and self.done > before else None
        left = (self.total - self.done) / rate if rate else None
        return Making(self.done, self.total, self.failed, rate, left)

    def _is_time(self) -> bool:
        now = self._clock()
        if now - self._told < _EVERY_SECONDS:
            return False
        self._told = now
        return True
