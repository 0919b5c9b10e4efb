"""Worker processes: tasks go in, progress and results come out, and a death is contained."""

from render.workers.confine import Confinement
from render.workers.events import (
    Cancel,
    PoolEvent,
    PoolResult,
    Report,
    Task,
    TaskFinished,
    TaskOutcome,
    TaskProgress,
    TaskRetried,
    TaskStarted,
)
from render.workers.pool import run_tasks
from render.workers.reserve import Reserve
from render.workers.stream import stream_tasks
from render.workers.usage import available_cpus, peak_rss_bytes

__all__ = [
    "Cancel",
    "Confinement",
    "PoolEvent",
    "PoolResult",
    "Report",
    "Reserve",
    "Task",
    "TaskFinished",
    "TaskOutcome",
    "TaskProgress",
    "TaskRetried",
    "TaskStarted",
    "available_cpus",
    "peak_rss_bytes",
    "run_tasks",
    "stream_tasks",
]
