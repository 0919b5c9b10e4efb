"""A render as independent segments: cut, named by what they show, kept, and run on all cores."""

from render.segments.cache import CachedSegment, CacheUsage, SegmentCache, max_cache_bytes
from render.segments.cut import cut
from render.segments.events import (
    Cancel,
    PoolEvent,
    PoolResult,
    Report,
    Task,
    TaskFinished,
    TaskProgress,
    TaskRetried,
    TaskStarted,
)
from render.segments.key import canonical_json, segment_key
from render.segments.pool import run_tasks
from render.segments.usage import available_cpus, peak_rss_bytes

__all__ = [
    "CacheUsage",
    "CachedSegment",
    "Cancel",
    "PoolEvent",
    "PoolResult",
    "Report",
    "SegmentCache",
    "Task",
    "TaskFinished",
    "TaskProgress",
    "TaskRetried",
    "TaskStarted",
    "available_cpus",
    "canonical_json",
    "cut",
    "max_cache_bytes",
    "peak_rss_bytes",
    "run_tasks",
    "segment_key",
]
