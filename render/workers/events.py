"""What the pool takes and what it tells while it works."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from render.errors import RenderError

Payload = TypeVar("Payload")
Result = TypeVar("Result")

Report = Callable[[int], None]
"""A task calls it with how much is done (frames) as often as it likes."""


@dataclass(frozen=True)
class Task(Generic[Payload]):
    """One piece of work.

    Attributes:
        name: How messages call it, "segment 3 (scene-2, frames 150 to 299)".
        payload: What the worker's function gets; must be picklable.
        patience_seconds: The longest it may go without reporting progress; then its worker is
            ended. None waits for ever. Without worker processes it counts for nothing.
    """

    name: str
    payload: Payload
    patience_seconds: float | None = None


@dataclass(frozen=True)
class TaskStarted:
    """A worker has begun a task; `index` is the task's place in the list."""

    index: int
    name: str


@dataclass(frozen=True)
class TaskProgress:
    """A task has done so much of itself."""

    index: int
    name: str
    done: int


@dataclass(frozen=True)
class TaskRetried:
    """A task's worker died; the task begins again from nothing."""

    index: int
    name: str
    reason: str


@dataclass(frozen=True)
class TaskFinished:
    """A task is done.

    Attributes:
        index, name: Which.
        wall_seconds: From its start to its end.
        cpu_seconds: What it used of the processor, user and system.
        peak_rss_bytes: The most memory its worker has held so far.
    """

    index: int
    name: str
    wall_seconds: float
    cpu_seconds: float
    peak_rss_bytes: int


@dataclass(frozen=True)
class TaskOutcome(Generic[Payload, Result]):
    """What came of one task: a result or an error.

    Attributes:
        index: The task's place in the stream, from 0.
        task: The task.
        result: What the function returned; None when there is an error.
        error: What it raised, or `WorkerDied` or `WorkerHung`; None when all went well. Its cause
            says where in the worker it arose.
        wall_seconds: From its start to its end.
        cpu_seconds: What it used of the processor, user and system; 0 when its worker was lost.
        peak_rss_bytes: The most memory its worker has held so far; 0 when its worker was lost.
    """

    index: int
    task: Task[Payload]
    result: Result | None
    error: RenderError | None
    wall_seconds: float
    cpu_seconds: float = 0.0
    peak_rss_bytes: int = 0


PoolEvent = TaskStarted | TaskProgress | TaskRetried | TaskFinished


class Cancel(Protocol):
    """Asked whether to stop; `threading.Event` is one."""

    def is_set(self) -> bool:
        """Tell whether the work should stop."""
        ...


@dataclass(frozen=True)
class PoolResult(Generic[Result]):
    """What came of all tasks.

    Attributes:
        results: One a task, in the order of the tasks.
        cpu_seconds: User and system time of all workers, their start-up included.
        peak_rss_bytes: The most memory any one worker held.
    """

    results: tuple[Result, ...]
    cpu_seconds: float
    peak_rss_bytes: int
