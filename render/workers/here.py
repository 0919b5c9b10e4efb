"""Do tasks in this process, one after the other, for debugging."""

import time
from collections.abc import Callable, Generator, Iterable
from typing import TypeVar

from render.errors import Cancelled, RenderError
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
    TaskStarted,
)
from render.workers.usage import peak_rss_bytes
from render.workers.worker import as_render_error

State = TypeVar("State")


def do_here(
    tasks: Iterable[Task[Payload]],
    function: Callable[[State, Payload, Report], Result],
    prepare: Callable[[], State],
    on_event: Callable[[PoolEvent], None],
    cancel: Cancel | None,
) -> Generator[TaskOutcome[Payload, Result], None, None]:
    """Do all tasks in this process, one after the other; otherwise as `stream_tasks`."""
    state: State | None = None
    for index, task in enumerate(tasks):

        def report(done: int, index: int = index, name: str = task.name) -> None:
            raise_if_cancelled(cancel)
            on_event(TaskProgress(index, name, done))

        raise_if_cancelled(cancel)
        if state is None:
            state = _prepared(prepare)
        on_event(TaskStarted(index, task.name))
        wall, cpu = time.monotonic(), time.process_time()
        result, error = None, None
        try:
            result = function(state, task.payload, report)
        except Cancelled:
            raise
        except Exception as raised:  # noqa: BLE001  (as in a worker: it is this task's outcome)
            error = as_render_error(raised)
            error.__cause__ = raised if error is not raised else raised.__cause__
        wall, cpu = time.monotonic() - wall, time.process_time() - cpu
        peak = peak_rss_bytes()
        if error is None:
            on_event(TaskFinished(index, task.name, wall, cpu, peak))
        yield TaskOutcome(index, task, result, error, wall, cpu, peak)


def _prepared(prepare: Callable[[], State]) -> State:
    try:
        return prepare()
    except RenderError:
        raise
    except Exception as error:
        raise as_render_error(error) from error


def raise_if_cancelled(cancel: Cancel | None) -> None:
    """Raise when the caller wants to stop.

    Raises:
        Cancelled: `cancel` was set.
    """
    if cancel is not None and cancel.is_set():
        raise Cancelled("the work was stopped")
