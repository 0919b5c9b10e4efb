"""When each scene starts: the time rule of the format, for every stage that needs it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal, Protocol

from render.errors import CompositionError, Problem
from schemas import Transition


class TimedScene(Protocol):
    """What the time rule needs to know of a scene."""

    @property
    def start_frame(self) -> int | None: ...  # noqa: D102 - the scene's field
    @property
    def duration_frames(self) -> int: ...  # noqa: D102 - the scene's field
    @property
    def transition(self) -> Transition | None: ...  # noqa: D102 - the scene's field


class Timed(Protocol):
    """What the time rule needs to know of a composition."""

    @property
    def total_duration_frames(self) -> int: ...  # noqa: D102 - the composition's field
    @property
    def scenes(self) -> Sequence[TimedScene]: ...  # noqa: D102 - the composition's field


@dataclass(frozen=True)
class SceneTiming:
    """Where the scenes begin.

    Attributes:
        starts: Composition frame of each scene's first frame, ascending.
        reading: "explicit": scenes say their startFrame; "sum": they follow each other;
            "overlap": each transition overlaps the scene with the one before.
    """

    starts: tuple[int, ...]
    reading: Literal["explicit", "sum", "overlap"]


def transition_frames(scene: TimedScene) -> int:
    """Return how many frames a scene's transition takes; 0 for a cut."""
    if scene.transition is None or scene.transition.type == "cut":
        return 0
    return scene.transition.duration_frames


def scene_start_frames(composition: Timed) -> SceneTiming:
    """Return where the scenes begin.

    With startFrame on any scene those rule, and scenes without follow the one before. Otherwise
    the scenes follow each other, or overlap by their transitions: whichever fills
    totalDurationFrames exactly. The first scene's transition overlaps nothing.

    Raises:
        CompositionError: Neither reading fills the total.
    """
    scenes, total = composition.scenes, composition.total_duration_frames
    if any(scene.start_frame is not None for scene in scenes):
        return SceneTiming(_explicit_starts(scenes), "explicit")
    durations = [scene.duration_frames for scene in scenes]
    overlaps = [transition_frames(scene) for scene in scenes[1:]]
    summed, overlapped = sum(durations), sum(durations) - sum(overlaps)
    if summed == total:
        return SceneTiming(tuple(accumulate(durations[:-1], initial=0)), "sum")
    if overlapped == total:
        steps = [duration - overlap for duration, overlap in zip(durations, overlaps, strict=False)]
        return SceneTiming(tuple(accumulate(steps, initial=0)), "overlap")
    problem = _mismatch(total, summed, overlapped)
    raise CompositionError(
        problem.message, where=problem.where, hint=problem.hint, problems=(problem,)
    )


def scene_gaps(composition: Timed, timing: SceneTiming) -> list[tuple[int, int]]:
    """Return the half-open ranges of composition frames that no scene covers."""
    covered = 0
    gaps: list[tuple[int, int]] = []
    total = composition.total_duration_frames
    for start, scene in zip(timing.starts, composition.scenes, strict=True):
        if start > covered:
            gaps.append((covered, min(start, total)))
        covered = max(covered, start + scene.duration_frames)
    if covered < total:
        gaps.append((covered, total))
    return [gap for gap in gaps if gap[0] < gap[1]]


def crowded_scenes(composition: Timed, timing: SceneTiming) -> list[int]:
    """Return the scenes that the next one enters before their own transition is over."""
    return [
        index
        for index, (start, following) in enumerate(pairwise(timing.starts))
        if index > 0 and following - start < transition_frames(composition.scenes[index])
    ]


def _explicit_starts(scenes: Sequence[TimedScene]) -> tuple[int, ...]:
    starts: list[int] = []
    after = 0
    for scene in scenes:
        start = after if scene.start_frame is None else scene.start_frame
        starts.append(start)
        after = start + scene.duration_frames
    return tuple(starts)


def _mismatch(total: int, summed: int, overlapped: int) -> Problem:
    if summed == overlapped:
        message = f"the scenes last {summed} frames together, but totalDurationFrames is {total}"
        choice = f"set totalDurationFrames to {summed}"
    else:
        message = (
            f"the scenes last {summed} frames one after the other and {overlapped} with their "
            f"transitions overlapping, but totalDurationFrames is {total}"
        )
        choice = f"set totalDurationFrames to {summed} or {overlapped}"
    return Problem(
        path="totalDurationFrames",
        message=message,
        hint=f"{choice}, change a durationFrames, or give the scenes a startFrame",
        code="duration-mismatch",
    )
