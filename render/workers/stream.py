"""Do tasks as they come, in worker processes, one task at a time each.

Only tasks in work are held, so a stream of a million costs no more memory than one of ten. What
goes wrong with a task is its outcome and no other's: it raised, its worker died, its worker hung.
"""

import pickle
import time
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable
from multiprocessing.connection import wait
from typing import Final, Generic, cast

from render.errors import RenderError, WorkerDied, WorkerHung
from render.workers.confine import Confinement
from render.workers.events import (
    Cancel,
    Payload,
    PoolEvent,
    Report,
    Result,
    Task,
    TaskFinished,
    TaskOutcome,
    TaskProgress,
    TaskRetried,
    TaskStarted,
)
from render.workers.here import State, do_here, raise_if_cancelled
from render.workers.process import WorkerProcess, start_worker
from render.workers.reserve import Reserve
from render.workers.worker import STOP, UNWIND_SECONDS, Answer, Progress, Setup

MAX_DEATHS: Final = 2
"""A task whose worker died this often is given up."""

_POLL_SECONDS: Final = 0.1  # how soon a cancellation is noticed
_PAUSE_SECONDS: Final = 2.0  # a longer gap between two polls is a pause and no worker's fault
_LAST_WORDS_SECONDS: Final = 0.5  # for a hung worker to remove its unfinished files, if it can


class WorkerTraceback(Exception):
    """Where in the worker an error arose; it stands as the cause of the error in the parent."""


def stream_tasks(
    tasks: Iterable[Task[Payload]],
    function: Callable[[State, Payload, Report], Result],
    jobs: int,
    *,
    prepare: Callable[[], State],
    on_event: Callable[[PoolEvent], None] = lambda _: None,
    cancel: Cancel | None = None,
    unwind_seconds: float = UNWIND_SECONDS,
    confinement: Confinement | None = None,
) -> Generator[TaskOutcome[Payload, Result], None, None]:
    """Do tasks in worker processes and yield what comes of each, in the order in which they end.

    A task whose worker dies is tried once more in a new worker. No task's failure stops another.
    However this ends (exhausted, closed, or by an error), no worker is left.

    Args:
        tasks: Taken one by one, as workers become free; begun in this order.
        function: Does one task: gets the worker's state, the payload and a callable to report
            progress with. A function of an importable module, not of the main script.
        jobs: How many workers at most; 0 does all in this process, for debugging.
        prepare: Builds a worker's state, once in each worker; picklable, so a
            `functools.partial` of an importable function.
        on_event: Told what happens, in the thread that iterates.
        cancel: Asked ten times a second whether to stop.
        unwind_seconds: When it ends early, how long workers may take to remove their unfinished
            files before they are ended the hard way.
        confinement: The files the workers may touch; None leaves it all.

    Raises:
        Cancelled: `cancel` was set.
        WorkerDied: Two workers died while starting.
        RenderError: `prepare` raised it.
    """
    if jobs == 0:
        return do_here(tasks, function, prepare, on_event, cancel)
    setup = pickle.dumps(Setup(function, prepare, confinement))
    return Stream[Payload, Result](
        tasks, setup, jobs, on_event, cancel, unwind_seconds=unwind_seconds
    ).outcomes()


class Stream(Generic[Payload, Result]):
    """One run of tasks in worker processes.

    Attributes:
        cpu_seconds: User and system time of all workers so far, their start-up included.
        peak_rss_bytes: The most memory any one worker held.
    """

    def __init__(
        self,
        tasks: Iterable[Task[Payload]],
        setup: bytes,
        jobs: int,
        on_event: Callable[[PoolEvent], None],
        cancel: Cancel | None,
        *,
        unwind_seconds: float = UNWIND_SECONDS,
        reserve: Reserve | None = None,
    ) -> None:
        self.cpu_seconds = 0.0
        self.peak_rss_bytes = 0
        self._tasks = enumerate(tasks)
        self._setup = setup
        self._jobs = jobs
        self._on_event = on_event
        self._cancel = cancel
        self._unwind_seconds = unwind_seconds
        self._reserve = reserve
        self._held: dict[int, Task[Payload]] = {}
        self._waiting: deque[int] = deque()
        self._deaths: Counter[int | None] = Counter()
        self._workers: list[WorkerProcess] = []
        self._polled = 0.0

    def outcomes(self) -> Generator[TaskOutcome[Payload, Result], None, None]:
        """Do all tasks, yield what comes of them and end all workers."""
        try:
            self._take(self._jobs)
            self._start(len(self._waiting))
            if self._reserve is not None:
                self._reserve.close()
            self._polled = time.monotonic()
            while self._held:
                raise_if_cancelled(self._cancel)
                yield from self._listen()
                yield from self._end_hung()
            for worker in self._workers:
                worker.send(STOP)
        except BaseException:
            for worker in self._workers:
                worker.process.terminate()
            raise
        finally:
            deadline = time.monotonic() + self._unwind_seconds
            for worker in self._workers:
                worker.bury(deadline - time.monotonic())

    def _take(self, count: int) -> None:
        """Take up to so many tasks more; they wait for workers."""
        for _ in range(count):
            index, task = next(self._tasks, (None, None))
            if index is None or task is None:
                return
            self._held[index] = task
            self._waiting.append(index)

    def _start(self, count: int) -> None:
        """Start workers: all processes first, then their set-ups, so that they boot abreast."""
        started: list[WorkerProcess] = []
        for _ in range(count):
            try:
                ready = self._reserve.take() if self._reserve is not None else None
                started.append(ready or start_worker())
            except OSError as error:
                raise RenderError(
                    f"no worker process can be started: {error.strerror}", hint="use fewer jobs"
                ) from error
            self._workers.append(started[-1])
        for worker in started:
            worker.send(self._setup)

    def _listen(self) -> Generator[TaskOutcome[Payload, Result], None, None]:
        """Wait a moment for messages; take one from each worker that has one."""
        speaking = wait([worker.connection for worker in self._workers], timeout=_POLL_SECONDS)
        for worker in [worker for worker in self._workers if worker.connection in speaking]:
            try:
                message = cast("Progress | Answer", worker.connection.recv())
            except (EOFError, OSError):
                outcome = self._mourn(worker)
            else:
                outcome = self._hear(worker, message)
            if outcome is not None:
                yield outcome

    def _hear(
        self, worker: WorkerProcess, message: Progress | Answer
    ) -> TaskOutcome[Payload, Result] | None:
        """Pass progress on; book an answer and give the worker its next task."""
        index, now = worker.task, time.monotonic()
        worker.last_heard = now
        if isinstance(message, Progress):
            if index is not None:
                self._on_event(TaskProgress(index, self._held[index].name, message.done))
            return None
        spent = message.cpu_seconds - worker.cpu_seconds
        worker.cpu_seconds = message.cpu_seconds
        self.cpu_seconds += spent
        peak = message.peak_rss_bytes
        self.peak_rss_bytes = max(self.peak_rss_bytes, peak)
        if message.error is not None:
            message.error.__cause__ = WorkerTraceback(message.trace)
            if index is None:
                raise message.error
        worker.ready, worker.task = True, None
        self._deaths.pop(index, None)
        if index is None:
            self._give(worker)
            return None
        task, wall = self._held.pop(index), now - worker.task_began
        if message.error is None:
            self._on_event(TaskFinished(index, task.name, wall, spent, peak))
        self._give(worker)
        result = cast("Result", message.result)
        return TaskOutcome(index, task, result, message.error, wall, spent, peak)

    def _give(self, worker: WorkerProcess) -> None:
        """Give an idle worker the next task, if there is one."""
        if not self._waiting:
            self._take(1)
        if not self._waiting:
            return
        index = self._waiting.popleft()
        worker.task, worker.task_began = index, time.monotonic()
        worker.last_heard = worker.task_began
        worker.send(pickle.dumps(self._held[index].payload))
        self._on_event(TaskStarted(index, self._held[index].name))

    def _mourn(self, worker: WorkerProcess) -> TaskOutcome[Payload, Result] | None:
        """Take a dead worker's task back, or give the task up, and replace the worker."""
        reason = worker.bury(UNWIND_SECONDS)
        self._workers.remove(worker)
        index = worker.task
        self._deaths[index] += 1
        error: WorkerDied | None = None
        if self._deaths[index] == MAX_DEATHS:
            at = "while starting" if index is None else f"on {self._held[index].name}"
            error = WorkerDied(
                f"a worker process died twice {at}: {reason}",
                hint="if memory ran out, use fewer jobs or a smaller resolution",
            )
            if index is None:
                raise error
        elif index is not None:
            self._waiting.appendleft(index)
            self._on_event(TaskRetried(index, self._held[index].name, reason))
        outcome = self._given_up(worker, error) if error is not None else None
        self._replace()
        return outcome

    def _end_hung(self) -> Generator[TaskOutcome[Payload, Result], None, None]:
        """End the workers that have given no sign of life for too long."""
        now = time.monotonic()
        pause, self._polled = now - self._polled, now
        for worker in tuple(self._workers):
            if worker.task is None:
                continue
            if pause > _PAUSE_SECONDS:  # Ctrl-Z, or the caller was busy with an outcome
                worker.last_heard += pause
            task = self._held[worker.task]
            if task.patience_seconds is None or now - worker.last_heard <= task.patience_seconds:
                continue
            worker.process.terminate()
            worker.bury(_LAST_WORDS_SECONDS)
            self._workers.remove(worker)
            outcome = self._given_up(
                worker,
                WorkerHung(
                    f"a worker process gave no sign of life for {task.patience_seconds:g} s on "
                    f"{task.name}"
                ),
            )
            self._replace()
            yield outcome

    def _given_up(self, worker: WorkerProcess, error: RenderError) -> TaskOutcome[Payload, Result]:
        """Return the outcome of a lost worker's task."""
        index = cast("int", worker.task)
        self._deaths.pop(index, None)
        wall = time.monotonic() - worker.task_began
        return TaskOutcome(index, self._held.pop(index), None, error, wall)

    def _replace(self) -> None:
        """Let idle workers, or one new one, take over what a lost one leaves to do."""
        for other in self._workers:
            if other.ready and other.task is None:
                self._give(other)
        if not self._waiting:
            self._take(1)
        if self._waiting:
            self._start(1)
