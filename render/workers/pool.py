"""Run a list of tasks in worker processes: all of them, or none when one fails."""

import pickle
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from typing import cast

from render.workers.confine import Confinement
from render.workers.events import (
    Cancel,
    Payload,
    PoolEvent,
    PoolResult,
    Report,
    Result,
    Task,
    TaskOutcome,
)
from render.workers.here import State, do_here, raise_if_cancelled
from render.workers.reserve import Reserve
from render.workers.stream import Stream
from render.workers.usage import peak_rss_bytes
from render.workers.worker import Setup


def run_tasks(
    tasks: Sequence[Task[Payload]],
    function: Callable[[State, Payload, Report], Result],
    jobs: int,
    *,
    prepare: Callable[[], State],
    on_event: Callable[[PoolEvent], None] = lambda _: None,
    cancel: Cancel | None = None,
    reserve: Reserve | None = None,
    confinement: Confinement | None = None,
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
        reserve: Workers to take first; those not needed are dismissed.
        confinement: The files the workers may touch; None leaves it all.

    Raises:
        Cancelled: `cancel` was set.
        WorkerDied: A task's worker died twice, or two workers died while starting.
        WorkerHung: A task gave no sign of life for too long.
        RenderError: What a task raised. What is no error of ours (a defect) comes as this too,
            with the worker's traceback as its cause.
    """
    if not tasks:
        return PoolResult((), 0.0, 0)
    if jobs == 0:
        began = time.process_time()
        raise_if_cancelled(cancel)
        results = _all_of(do_here(tasks, function, prepare, on_event, cancel), len(tasks))
        return PoolResult(results, time.process_time() - began, peak_rss_bytes())
    setup = pickle.dumps(Setup(function, prepare, confinement))
    stream = Stream[Payload, Result](
        tasks, setup, min(jobs, len(tasks)), on_event, cancel, reserve=reserve
    )
    results = _all_of(stream.outcomes(), len(tasks))
    return PoolResult(results, stream.cpu_seconds, stream.peak_rss_bytes)


def _all_of(
    outcomes: Generator[TaskOutcome[Payload, Result], None, None], count: int
) -> tuple[Result, ...]:
    """Return the results by index; raise the first error and end the rest."""
    results: dict[int, Result] = {}
    with closing(outcomes):
        for outcome in outcomes:
            if outcome.error is not None:
                raise outcome.error
            results[outcome.index] = cast("Result", outcome.result)
    return tuple(results[index] for index in range(count))
