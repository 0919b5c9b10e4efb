"""What must hold between the times of a composition's scenes."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated

from pydantic import ValidationError

from render.document.document import Document
from render.document.places import Fault
from render.document.timing import (
    SceneTiming,
    Timed,
    crowded_scenes,
    scene_gaps,
    scene_start_frames,
    transition_frames,
)
from render.errors import CompositionError
from render.limits import MAX_HOURS
from schemas import Composition, Layer, Model, Transition
from schemas.rate import Rate
from schemas.values import Frames, SomeFrames, at_least

_SECONDS_AN_HOUR = 3600
_SHOWN_GAPS = 5


class _SceneTimes(Model):
    """A scene's times alone: they can be checked while something else in it is wrong."""

    start_frame: Frames | None = None
    duration_frames: SomeFrames
    transition: Transition | None = None


class _Times(Model):
    """A composition's times alone."""

    fps: Rate = Fraction(30)
    total_duration_frames: SomeFrames
    scenes: Annotated[tuple[_SceneTimes, ...], at_least(1, "")]


def check_times(document: Document, composition: Composition | None) -> Iterator[Fault]:
    """Yield what is wrong with the times of a document.

    Args:
        document: The document.
        composition: What it says; None when it is invalid. Then its times are checked all the same
            if they themselves are valid.
    """
    try:
        times = composition or _Times.model_validate(document.body)
    except ValidationError:
        return
    yield from _check_length(document, times.total_duration_frames, times.fps)
    yield from _check_transitions(document, times)
    try:
        timing = scene_start_frames(times)
    except CompositionError as error:
        for problem in error.problems:
            path, offset = document.locate((problem.path,))
            yield Fault(offset, path, problem.message, problem.hint, problem.code)
        return
    yield from _check_starts(document, times, timing)
    yield from _check_crowding(document, times, timing)
    is_ordered = timing.starts == tuple(sorted(timing.starts))
    if is_ordered and times.total_duration_frames / times.fps <= MAX_HOURS * _SECONDS_AN_HOUR:
        yield from _check_coverage(document, times, timing)
    if composition is not None:
        yield from _check_layers(document, composition)


def _check_length(document: Document, total: int, fps: Fraction) -> Iterator[Fault]:
    if total / fps > MAX_HOURS * _SECONDS_AN_HOUR:
        path, offset = document.locate(("totalDurationFrames",))
        hours = float(total / fps) / _SECONDS_AN_HOUR
        yield Fault(
            offset,
            path,
            f"the composition lasts {hours:.1f} hours, the limit is {MAX_HOURS}",
            None,
            "limit",
        )


def _check_starts(document: Document, times: Timed, timing: SceneTiming) -> Iterator[Fault]:
    total = times.total_duration_frames
    for index, start in enumerate(timing.starts):
        path, offset = document.locate(("scenes", index, "startFrame"))
        if start >= total:
            yield Fault(
                offset,
                path,
                f"the scene starts at frame {start}, but the composition has {total} frames",
                f"the last frame is {total - 1}",
                "scene-outside",
            )
        if index and start <= timing.starts[index - 1]:
            yield Fault(
                offset,
                path,
                f"the scene starts at frame {start}, not after the scene before it, which starts "
                f"at frame {timing.starts[index - 1]}",
                "put the scenes in the order of their startFrame",
                "scene-order",
            )
        end = start + times.scenes[index].duration_frames
        if start < total < end:
            path, offset = document.locate(("scenes", index, "durationFrames"))
            yield Fault(
                offset,
                path,
                f"the scene ends at frame {end}, the composition at frame {total}",
                f"its last {end - total} frames are never shown",
                "scene-cut-off",
                "warning",
            )


def _check_transitions(document: Document, times: Timed) -> Iterator[Fault]:
    for index, scene in enumerate(times.scenes):
        frames = transition_frames(scene)
        before = times.scenes[index - 1].duration_frames if index else frames
        room = min(scene.duration_frames, before)
        if frames <= room:
            continue
        which = "its scene" if frames > scene.duration_frames else "the scene before it"
        path, offset = document.locate(("scenes", index, "transition", "durationFrames"))
        yield Fault(
            offset,
            path,
            f"the transition lasts {frames} frames, longer than {which} ({room} frames)",
            f"at most {room} frames fit",
            "transition-too-long",
        )


def _check_crowding(document: Document, times: Timed, timing: SceneTiming) -> Iterator[Fault]:
    for index in crowded_scenes(times, timing):
        path, offset = document.locate(("scenes", index + 1))
        frames = transition_frames(times.scenes[index])
        yield Fault(
            offset,
            path,
            f"the scene comes in while the transition before it ({frames} frames) still runs",
            "make one of the transitions shorter, or the scene between them longer",
            "transition-too-long",
        )


def _check_coverage(document: Document, times: Timed, timing: SceneTiming) -> Iterator[Fault]:
    gaps = scene_gaps(times, timing)
    for start, end in gaps[:_SHOWN_GAPS]:
        index = next((i for i, first in enumerate(timing.starts) if first >= end), None)
        location = ("totalDurationFrames",) if index is None else ("scenes", index, "startFrame")
        path, offset = document.locate(location)
        yield Fault(
            offset,
            path,
            f"no scene covers frames {start} to {end - 1}; they show the background",
            None,
            "uncovered-frames",
            "warning",
        )


def _check_layers(document: Document, composition: Composition) -> Iterator[Fault]:
    for index, scene in enumerate(composition.scenes):
        place = ("scenes", index, "layers")
        yield from _late_layers(document, scene.layers, place, scene.duration_frames, "scene")
    total = composition.total_duration_frames
    yield from _late_layers(document, composition.overlays, ("overlays",), total, "composition")


def _late_layers(
    document: Document,
    layers: tuple[Layer, ...],
    place: tuple[str | int, ...],
    duration_frames: int,
    what: str,
) -> Iterator[Fault]:
    for index, layer in enumerate(layers):
        end = None if layer.duration_frames is None else layer.start_frame + layer.duration_frames
        if layer.start_frame < duration_frames and (end is None or end > 0):
            continue
        path, offset = document.locate((*place, index, "startFrame"))
        yield Fault(
            offset,
            path,
            f"the layer is never shown: it starts at frame {layer.start_frame} of a {what} with "
            f"{duration_frames} frames",
            None,
            "never-shown",
            "warning",
        )
