"""Workers that are started before their tasks are known, so that they boot meanwhile."""

from contextlib import suppress
from typing import Final

from render.closing import Closing
from render.workers.process import WorkerProcess, start_worker

MOST: Final = 4
"""Workers that boot while the composition is planned, before it is known what the cache holds: half
a second earlier, for 0.4 CPU-seconds each. After a small edit no more are needed."""


class Reserve(Closing):
    """Workers in waiting. As a context manager it leaves none behind that nobody took.

    Args:
        preload: The module that the tasks' function is in; the workers import it meanwhile.
    """

    def __init__(self, preload: str) -> None:
        self._preload = preload
        self._workers: list[WorkerProcess] = []

    def start(self, jobs: int) -> None:
        """Start workers for so many jobs, those that wait already included.

        No more than `MOST`, and no more than the system allows.
        """
        with suppress(OSError):  # whoever needs more will try, and say why there are none
            while len(self._workers) < min(jobs, MOST):
                self._workers.append(start_worker(self._preload))

    def take(self) -> WorkerProcess | None:
        """Hand over a worker that waits for its set-up; None when there are no more."""
        return self._workers.pop(0) if self._workers else None

    def close(self) -> None:
        """End those that nobody took."""
        for worker in self._workers:
            worker.process.terminate()
        while self._workers:
            self._workers.pop().bury(0.5)


def segment_workers() -> Reserve:
    """Return a reserve of workers that render segments; it is empty."""
    return Reserve("render.segments.work")
