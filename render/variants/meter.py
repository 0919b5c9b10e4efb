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
        self._marks: deque[tuple[float, float]] = deque(maxlen=_MARKS)
        self._shares: dict[int, float] = {}
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
        self._marks.append((self._clock(), 0.0))
        self._tell(Looking(self.found, self.total))
        if self.total:
            self._tell(self.making())

    def advance(self, task: int, share: float) -> None:
        """Note how much of a task in work is done, from 0 to 1."""
        self._shares[task] = share
        self._mark()
        if self._is_time():
            self._tell(self.making())

    def drop(self, task: int) -> None:
        """Forget a task in work: it is through, or begins again."""
        self._shares.pop(task, None)

    def finish_one(self, *, has_failed: bool) -> None:
        """Count an original that is through."""
        self.done += 1
        self.failed += has_failed
        self._mark()
        if self._is_time() or self.done == self.total:
            self._tell(self.making())

    def making(self) -> Making:
        """Return how far it is."""
        began, before = self._marks[0]
        passed = self._clock() - began
        in_work = sum(self._shares.values())
        so_far = self.done + in_work
        rate = (so_far - before) / passed if passed > 0 and so_far > before else None
        left = (self.total - so_far) / rate if rate else None
        return Making(self.done, self.total, self.failed, in_work, rate, left)

    def _mark(self) -> None:
        now = self._clock()
        if now - self._marks[-1][0] >= _MARK_SECONDS:
            self._marks.append((now, self.done + sum(self._shares.values())))

    def _is_time(self) -> bool:
        now = self._clock()
        if now - self._told < _EVERY_SECONDS:
            return False
        self._told = now
        return True
