"""Run tasks in worker processes, one task at a time each."""

import pickle
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from multiprocessing.connection import wait
from typing import Final, Generic, TypeVar, cast

from render.errors import Cancelled, RenderError, WorkerDied
from render.workers.events import (
    Cancel,
    Payload,
    PoolEvent,
    PoolResult,
    Report,
    Result,
    Task,
    TaskFinished,
    TaskProgress,
    TaskRetried,
    TaskStarted,
)
from render.workers.process import WorkerProcess, start_worker
from render.workers.usage import peak_rss_bytes
from render.workers.worker import STOP, UNWIND_SECONDS, Answer, Progress, Setup, as_render_error

State = TypeVar("State")

MAX_DEATHS: Final = 2
"""A task whose worker died this often is given up."""

_POLL_SECONDS: Final = 0.1  # how soon a cancellation is noticed


class WorkerTraceback(Exception):
    """Where in the worker an error arose; it stands as the cause of the error in the parent."""


def run_tasks(
    tasks: Sequence[Task[Payload]],
    function: Callable[[State, Payload, Report], Result],
    jobs: int,
    *,
    prepare: Callable[[], State],
    on_event: Callable[[PoolEvent], None] = lambda _: None,
    cancel: Cancel | None = None,
) -> PoolResult[Result]:
    """Do all tasks in worker processes and return their results in the order of the tasks.

    A task whose worker dies is tried once more in a new worker. The first error of any task ends
    all of them. However this ends, no worker is left when it returns or raises, and workers whose
    parent is killed end themselves.

    Args:
        tasks: Begun in this order; none gives an empty result without starting anything.
        function: Does one task: gets the worker's state, the payload and a callable to report
            progress with. A function of an importable module, not of the main script.
        jobs: How many workers at most; 0 does all in this process, for debugging.
        prepare: Builds a worker's state, once in each worker; picklable, so a
            `functools.partial` of an importable function.
        on_event: Told what happens, in this thread.
        cancel: Asked ten times a second whether to stop.

    Raises:
        Cancelled: `cancel` was set.
        WorkerDied: A task's worker died twice, or two workers died while starting.
        RenderError: What a task raised. What is no error of ours (a defect) comes as this too,
            with the worker's traceback as its cause.
    """
    if not tasks:
        return PoolResult((), 0.0, 0)
    if jobs == 0:
        return _run_here(tasks, function, prepare, on_event, cancel)
    setup = pickle.dumps(Setup(function, prepare))
    return _Pool[Payload, Result](tasks, setup, min(jobs, len(tasks)), on_event, cancel).run()


class _Pool(Generic[Payload, Result]):
    """One run of `run_tasks`."""

    def __init__(
        self,
        tasks: Sequence[Task[Payload]],
        setup: bytes,
        jobs: int,
        on_event: Callable[[PoolEvent], None],
        cancel: Cancel | None,
    ) -> None:
        self._tasks = tasks
        self._setup = setup
        self._jobs = jobs
        self._on_event = on_event
        self._cancel = cancel
        self._pending = deque(range(len(tasks)))
        self._results: dict[int, Result] = {}
        self._deaths: Counter[int | None] = Counter()
        self._workers: list[WorkerProcess] = []
        self._cpu_seconds = 0.0
        self._peak_rss_bytes = 0

    def run(self) -> PoolResult[Result]:
        """Do all tasks and end all workers."""
        try:
            self._start(self._jobs)
            while len(self._results) < len(self._tasks):
                _raise_if_cancelled(self._cancel)
                self._listen()
            for worker in self._workers:
                worker.send(STOP)
        except BaseException:
            for worker in self._workers:
                worker.process.terminate()
            raise
        finally:
            deadline = time.monotonic() + UNWIND_SECONDS
            for worker in self._workers:
                worker.bury(deadline - time.monotonic())
        results = tuple(self._results[index] for index in range(len(self._tasks)))
        return PoolResult(results, self._cpu_seconds, self._peak_rss_bytes)

    def _start(self, count: int) -> None:
        """Start workers: all processes first, then their set-ups, so that they boot abreast."""
        for _ in range(count):
            try:
                self._workers.append(start_worker())
            except OSError as error:
                raise RenderError(
                    f"no worker process can be started: {error.strerror}", hint="use fewer jobs"
                ) from error
        for worker in self._workers[-count:]:
            worker.set_up(self._setup)

    def _listen(self) -> None:
        """Wait a moment for messages; take one from each worker that has one."""
        speaking = wait([worker.connection for worker in self._workers], timeout=_POLL_SECONDS)
        for worker in [worker for worker in self._workers if worker.connection in speaking]:
            try:
                message = cast("Progress | Answer", worker.connection.recv())
            except (EOFError, OSError):
                self._mourn(worker)
            else:
                self._hear(worker, message)

    def _hear(self, worker: WorkerProcess, message: Progress | Answer) -> None:
        """Pass progress on; book an answer and give the worker its next task."""
        index = worker.task
        if isinstance(message, Progress):
            if index is not None:
                self._on_event(TaskProgress(index, self._tasks[index].name, message.done))
            return
        spent = message.cpu_seconds - worker.cpu_seconds
        worker.cpu_seconds = message.cpu_seconds
        self._cpu_seconds += spent
        self._peak_rss_bytes = max(self._peak_rss_bytes, message.peak_rss_bytes)
        if message.error is not None:
            raise message.error from WorkerTraceback(message.trace)
        worker.ready, worker.task = True, None
        if index is not None:
            self._results[index] = cast("Result", message.result)
            wall = time.monotonic() - worker.task_began
            peak = message.peak_rss_bytes
            self._on_event(TaskFinished(index, self._tasks[index].name, wall, spent, peak))
        self._give(worker)

    def _give(self, worker: WorkerProcess) -> None:
        """Give an idle worker the next task, if there is one."""
        if not self._pending:
            return
        index = self._pending.popleft()
        worker.task, worker.task_began = index, time.monotonic()
        worker.send(pickle.dumps(self._tasks[index].payload))
        self._on_event(TaskStarted(index, self._tasks[index].name))

    def _mourn(self, worker: WorkerProcess) -> None:
        """Take a dead worker's task back and replace the worker; too many deaths end the run."""
        reason = worker.bury(UNWIND_SECONDS)
        self._workers.remove(worker)
        index = worker.task
        self._deaths[index] += 1
        if self._deaths[index] == MAX_DEATHS:
            at = "while starting" if index is None else f"on {self._tasks[index].name}"
            raise WorkerDied(
                f"a worker process died twice {at}: {reason}",
                hint="if memory ran out, use fewer jobs or a smaller resolution",
            )
        if index is not None:
            self._pending.appendleft(index)
            self._on_event(TaskRetried(index, self._tasks[index].name, reason))
        for other in self._workers:
            if other.ready and other.task is None:
                self._give(other)
        if self._pending:
            self._start(1)


def _run_here(
    tasks: Sequence[Task[Payload]],
    function: Callable[[State, Payload, Report], Result],
    prepare: Callable[[], State],
    on_event: Callable[[PoolEvent], None],
    cancel: Cancel | None,
) -> PoolResult[Result]:
    """Do all tasks in this process, one after the other."""
    began = time.process_time()

    def do(index: int, task: Task[Payload]) -> Result:
        def report(done: int) -> None:
            _raise_if_cancelled(cancel)
            on_event(TaskProgress(index, task.name, done))

        _raise_if_cancelled(cancel)
        on_event(TaskStarted(index, task.name))
        wall, cpu = time.monotonic(), time.process_time()
        result = function(state, task.payload, report)
        wall, cpu = time.monotonic() - wall, time.process_time() - cpu
        on_event(TaskFinished(index, task.name, wall, cpu, peak_rss_bytes()))
        return result

    try:
        state = prepare()
        results = tuple(do(index, task) for index, task in enumerate(tasks))
    except RenderError:
        raise
    except Exception as error:
        raise as_render_error(error) from error
    return PoolResult(results, time.process_time() - began, peak_rss_bytes())


def _raise_if_cancelled(cancel: Cancel | None) -> None:
    if cancel is not None and cancel.is_set():
        raise Cancelled("the render was stopped")
