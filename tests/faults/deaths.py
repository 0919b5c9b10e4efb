"""Workers that die in the middle of batches: `python -m tests.faults.deaths [DEATHS]`.

Of each batch of a hundred tasks fifty take their worker with them twice, each in a way of its own.
Those must be named, all others done, and a new worker at work within two seconds.
"""

import ctypes
import os
import signal
import sys
import time

from render.errors import WorkerDied
from render.workers import Task, TaskRetried, TaskStarted, peak_rss_bytes, stream_tasks

BATCH, DEADLY, TRIES = 100, 50, 2
RECOVERY_SECONDS = 2.0
WAYS = ("SIGKILL", "abort", "SIGSEGV", "exit")


def nothing():
    return None


def live_or_die(_state, way, report):
    """Do a task, or die of it."""
    report(1)
    match way:
        case "SIGKILL":  # as when the system is out of memory
            os.kill(os.getpid(), signal.SIGKILL)
        case "abort":
            os.abort()
        case "SIGSEGV":
            ctypes.string_at(0)
        case "exit":
            os._exit(3)
    return way


def batch(number, jobs=2):
    """Do one batch; return the deaths, what is wrong, and the longest recovery in seconds."""
    ways = [WAYS[(number + at) % len(WAYS)] if at % 2 else "" for at in range(BATCH)]
    tasks = [Task(f"task {at}", way) for at, way in enumerate(ways)]
    died_at, longest, deaths = {}, 0.0, 0

    def listen(event):
        nonlocal longest, deaths
        if isinstance(event, TaskRetried):
            died_at[event.index] = time.monotonic()
            deaths += 1
        elif isinstance(event, TaskStarted) and event.index in died_at:
            longest = max(longest, time.monotonic() - died_at.pop(event.index))

    wrong, seen = [], set()
    for outcome in stream_tasks(tasks, live_or_die, jobs, prepare=nothing, on_event=listen):
        seen.add(outcome.index)
        if ways[outcome.index]:
            deaths += 1
            if not isinstance(outcome.error, WorkerDied):
                wrong.append(f"task {outcome.index}: {outcome.error!r}")
        elif outcome.error is not None:
            wrong.append(f"task {outcome.index} is lost: {outcome.error!r}")
    if len(seen) != BATCH:
        wrong.append(f"{BATCH - len(seen)} tasks have no outcome")
    if longest > RECOVERY_SECONDS:
        wrong.append(f"it took {longest:.1f} s to recover")
    return deaths, wrong, longest


def main(wanted=500):
    deaths, number, bad, longest = 0, 0, 0, 0.0
    while deaths < wanted:
        died, wrong, recovery = batch(number)
        deaths, number, longest = deaths + died, number + 1, max(longest, recovery)
        bad += len(wrong)
        for line in wrong:
            sys.stdout.write(f"batch {number}: {line}\n")
    sys.stdout.write(
        f"tried {deaths} deaths in {number} batches of {BATCH}; tasks lost or wrong {bad}; worst"
        f" recovery {longest:.2f} s; parent {peak_rss_bytes() >> 20} MiB\n"
    )
    sys.exit(bool(bad))


if __name__ == "__main__":
    # Workers import the function by its module's name.
    from tests.faults import deaths as this

    this.main(*map(int, sys.argv[1:]))
