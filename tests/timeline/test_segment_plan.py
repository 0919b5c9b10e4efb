"""From a timeline to segments, and how far they are told to be."""

from pathlib import Path

import pytest

from render.encode.profiles import profile_named
from render.events import Notice, Progress
from render.options import RenderOptions
from render.prepare import prepare
from render.segments import run as running
from render.segments.cache import SegmentCache
from render.segments.plan import SEGMENT_SECONDS, plan_segments
from render.timebase import FrameRange
from render.workers.events import (
    PoolResult,
    TaskFinished,
    TaskProgress,
    TaskRetried,
    TaskStarted,
)
from tests.pictures import box, composition, scene

DRAFT = profile_named("draft")


def plan(*scenes, window=None, size=(16, 12), profile=DRAFT, **fields):
    prepared = prepare(composition(*scenes, size=(16, 12), **fields), RenderOptions())
    window = FrameRange(*(window or (0, prepared.timeline.frame_count)))
    return plan_segments(prepared.timeline, prepared.sound, window, size, profile)


def ranges(planned):
    return [(segment.frames.start, segment.frames.end) for segment in planned.segments]


def moving(frames, color="red", **fields):
    fade = {"preset": "fade", "durationFrames": frames}
    return scene(box(color, 0, 0, 4, 4, enter=fade), frames=frames, **fields)


def test_segments_begin_with_scenes_and_are_no_longer_than_a_few_seconds():
    longest = SEGMENT_SECONDS * 30
    planned = plan(moving(longest + 10), moving(20))
    assert ranges(planned) == [(0, longest), (longest, longest + 10), (longest + 10, longest + 30)]
    assert planned.frame_count == longest + 30
    assert planned.sample_count is None


def test_a_window_keeps_the_borders_and_shares_whole_segments():
    scenes = (moving(100), moving(40), moving(60))
    whole, part = plan(*scenes), plan(*scenes, window=(95, 170))
    assert ranges(part) == [(95, 100), (100, 140), (140, 170)]
    assert part.frame_count == 75
    keys = [segment.work.key for segment in whole.segments]
    assert [segment.work.key in keys for segment in part.segments] == [False, True, False]


def test_size_and_quality_are_in_the_keys():
    keys = {
        plan(moving(9), **how).segments[0].work.key
        for how in ({}, {"size": (32, 24)}, {"profile": profile_named("high")})
    }
    assert len(keys) == 3


def test_segments_are_named_for_people():
    planned = plan(moving(9), moving(9, transition={"type": "crossfade", "durationFrames": 3}))
    assert [segment.name for segment in planned.segments] == [
        "frames 0 to 8 (scene-1)",
        "frames 9 to 17 (scene-1, scene-2)",
    ]
    gap = plan(scene(frames=5, startFrame=3), total=8)
    assert gap.segments[0].name == "frames 0 to 2 (no scene)"


class Told(list):
    """What a render told; only progress counts."""

    @property
    def done(self):
        return [event.frames_done for event in self if isinstance(event, Progress)]


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run segments with a pool that plays events and writes nothing but notes in the cache."""

    def go(planned, play, *, finished=()):
        told = Told()
        with SegmentCache(tmp_path / "segments") as cache:
            for work in finished:
                publish(cache, work)

            def pool(tasks, _function, _jobs, *, on_event, **_how):
                play(tasks, on_event)
                for task in tasks:
                    publish(cache, task.payload)
                return PoolResult(tuple(None for _ in tasks), 1.5, 10**7)

            monkeypatch.setattr(running, "run_tasks", pool)
            return running.run_segments(planned, cache, (), 2, told.append, None), told

    def publish(cache, work):
        with cache.publish(work.key, work.timeline.frame_count) as path:
            Path(path).write_text(work.key)

    return go


def finish(tasks, tell):
    for index, task in enumerate(tasks):
        frames = task.payload.timeline.frame_count
        tell(TaskStarted(index, task.name))
        tell(TaskProgress(index, task.name, frames // 2))
        tell(TaskFinished(index, task.name, 0.1, 0.1, 10**6))


def test_progress_grows_to_all_frames_and_counts_what_was_there(run):
    planned = plan(moving(10), moving(20, "blue"), moving(30, "lime"))
    result, told = run(planned, finish, finished=[planned.segments[1].work])
    assert told.done == sorted(told.done)
    assert (told.done[0], told.done[-1]) == (20, 60)
    last = told[-1]
    assert (last.segments_done, last.segments_reused, last.segments_total) == (3, 1, 3)
    assert result.segments_reused == 1
    keys = [segment.work.key for segment in planned.segments]
    assert [path.read_text() for path in result.segments] == keys
    assert (result.cpu_seconds, result.sound) == (1.5, None)


def test_two_equal_segments_are_made_once_and_count_twice(run):
    made = []

    def play(tasks, tell):
        made.extend(task.name for task in tasks)
        finish(tasks, tell)

    planned = plan(moving(10), moving(20, "blue"), moving(10))
    result, told = run(planned, play)
    assert len(made) == 2
    assert told.done[-1] == 40
    assert told[-1].segments_done == 3
    assert result.segments[0] == result.segments[2] != result.segments[1]


def test_a_worker_that_dies_takes_its_frames_back_and_is_told_of(run):
    def play(tasks, tell):
        tell(TaskProgress(0, tasks[0].name, 8))
        tell(TaskRetried(0, tasks[0].name, "killed by SIGKILL"))
        finish(tasks, tell)

    _, told = run(plan(moving(10)), play)
    assert 8 in told.done
    assert told.done[-1] == 10
    notices = [event.message for event in told if isinstance(event, Notice)]
    assert notices == ["a worker died (killed by SIGKILL); trying frames 0 to 9 (scene-1) again"]


def test_progress_never_passes_the_total_however_often_it_is_told(run):
    def play(tasks, tell):
        for done in (5, 10, 10):
            tell(TaskProgress(0, tasks[0].name, done))
        finish(tasks, tell)

    _, told = run(plan(moving(10)), play)
    assert max(told.done) == 10
