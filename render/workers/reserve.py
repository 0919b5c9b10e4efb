"""Workers that are started before their tasks are known, so that they boot meanwhile."""

from contextlib import suppress

from render.closing import Closing
from render.workers.process import WorkerProcess, start_worker


class Reserve(Closing):
    """Workers in waiting. As a context manager it leaves none behind that nobody took.

    Args:
        preload: The module that the tasks' function is in; the workers import it meanwhile.
    """

    def __init__(self, preload: str) -> None:
        self._preload = preload
        self._workers: list[WorkerProcess] = []

    def start(self, count: int) -> None:
        """Start workers, as many as the system allows."""
        with suppress(OSError):  # whoever needs more will try, and say why there are none
            for _ in range(count):
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
