"""Make what is missing of a plan, in worker processes, and say how far it is."""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from render.errors import VerificationError
from render.events import Event, Notice, Progress
from render.segments.cache import CachedSegment, SegmentCache
from render.segments.plan import Segment, SegmentPlan
from render.segments.work import SegmentWork, Work, open_bench, perform
from render.storage import cache_dir
from render.workers.confine import Confinement
from render.workers.events import (
    Cancel,
    PoolEvent,
    Task,
    TaskFinished,
    TaskProgress,
    TaskRetried,
    TaskStarted,
)
from render.workers.pool import run_tasks
from render.workers.reserve import Reserve

_PATIENCE_SECONDS = 300.0
"""A segment reports every few frames; a decoder that hangs is ended after this long a silence."""


@dataclass(frozen=True)
class Finished:
    """What `run_segments` made or found.

    Attributes:
        segments: Files in the order of the plan.
        sound: The AAC file, or None.
        segments_reused: How many files were there before.
        sound_reused: Whether the sound was.
        cpu_seconds: Of the workers.
        peak_memory_bytes: The most any one worker held.
    """

    segments: tuple[Path, ...]
    sound: Path | None
    segments_reused: int
    sound_reused: bool
    cpu_seconds: float
    peak_memory_bytes: int


def run_segments(
    plan: SegmentPlan,
    cache: SegmentCache,
    font_folders: tuple[Path, ...],
    jobs: int,
    tell: Callable[[Event], None],
    cancel: Cancel | None,
    reserve: Reserve | None = None,
    asset_files: Iterable[Path] = (),
) -> Finished:
    """Make every segment of a plan and its sound that the cache does not hold yet.

    Args:
        plan: What is wanted.
        cache: Where finished files are, and go.
        font_folders: Folders with the user's fonts.
        jobs: How many worker processes; 0 does all in this one.
        tell: Told how far it is.
        cancel: Asked whether to stop.
        reserve: Workers that boot already.
        asset_files: What the plan's layers read; workers can read no other files of the user.

    Raises:
        Cancelled: `cancel` was set.
        RenderError: What a worker met.
    """
    keys = {segment.work.key for segment in plan.segments}
    found = {key for key in keys if cache.get(key) is not None}
    sound_reused = plan.sound is not None and cache.get(plan.sound.key) is not None
    tasks: list[Task[Work]] = []
    if plan.sound is not None and not sound_reused:
        # First, because it is one long piece: the segments fill the time beside it.
        tasks.append(Task("the sound", plan.sound))
    tasks += _dearest_first([seg for seg in plan.segments if seg.work.key not in found])
    meter = _Meter(plan, found, tell)
    meter.tell_now()
    done = run_tasks(
        tasks,
        perform,
        jobs,
        prepare=partial(open_bench, cache.root, font_folders),
        on_event=lambda event: meter.hear(event, tasks),
        cancel=cancel,
        reserve=reserve,
        confinement=Confinement(
            read=(*font_folders, *asset_files), write=(cache.root, cache_dir())
        ),
    )
    return Finished(
        segments=tuple(_file(cache, segment.work.key) for segment in plan.segments),
        sound=_file(cache, plan.sound.key) if plan.sound else None,
        segments_reused=sum(segment.work.key in found for segment in plan.segments),
        sound_reused=sound_reused,
        cpu_seconds=done.cpu_seconds,
        peak_memory_bytes=done.peak_rss_bytes,
    )


def _dearest_first(segments: list[Segment]) -> list[Task[Work]]:
    """Return what makes the segments, each once; no worker then waits long at the end."""
    once = {segment.work.key: segment for segment in segments}.values()
    ordered = sorted(once, key=lambda segment: -segment.cost)
    return [Task(segment.name, segment.work, _PATIENCE_SECONDS) for segment in ordered]


def _file(cache: SegmentCache, key: str) -> Path:
    entry: CachedSegment | None = cache.get(key)
    if entry is None:
        raise VerificationError(
            "a finished segment is gone or damaged",
            where=str(cache.root),
            hint="does something else clean or change this folder? Render again",
        )
    return entry.path


class _Meter:
    """Turns what the pool tells into progress."""

    def __init__(self, plan: SegmentPlan, found: set[str], tell: Callable[[Event], None]) -> None:
        self._tell = tell
        self._plan = plan
        self._reused = sum(segment.work.key in found for segment in plan.segments)
        self._frames_reused = sum(
            len(segment.frames) for segment in plan.segments if segment.work.key in found
        )
        # Two segments that show the same are made once and count twice.
        self._uses = Counter(segment.work.key for segment in plan.segments)
        self._frames_of: dict[int, int] = {}
        self._finished = 0
        self._began = time.monotonic()

    def hear(self, event: PoolEvent, tasks: list[Task[Work]]) -> None:
        """Take one event of the pool."""
        if isinstance(event, TaskRetried):
            self._frames_of.pop(event.index, None)
            self._tell(Notice(f"a worker died ({event.reason}); trying {event.name} again"))
            return
        work = tasks[event.index].payload
        if isinstance(event, TaskStarted) or not isinstance(work, SegmentWork):
            return
        if isinstance(event, TaskProgress):
            self._frames_of[event.index] = event.done * self._uses[work.key]
        elif isinstance(event, TaskFinished):
            uses = self._uses[work.key]
            self._frames_of[event.index] = work.timeline.frame_count * uses
            self._finished += uses
        self.tell_now()

    def tell_now(self) -> None:
        """Tell how far it is."""
        made = sum(self._frames_of.values())
        total = self._plan.frame_count
        passed = time.monotonic() - self._began
        rate = made / passed if made and passed > 0 else None
        done = made + self._frames_reused
        self._tell(
            Progress(
                frames_done=done,
                frames_total=total,
                segments_done=self._finished + self._reused,
                segments_reused=self._reused,
                segments_total=len(self._plan.segments),
                frames_per_second=rate,
                seconds_left=(total - done) / rate if rate else None,
            )
        )
