"""Give every text whose colour nobody has said an ink, and the picture behind it a veil."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from render.errors import RenderError
from render.legibility.choice import Choice, Seen, choose
from render.legibility.looks import Looks, question, recalled, remember
from render.legibility.subjects import Bounds, Layers, Subject, below, inked, moments, subjects_in
from render.legibility.veils import veil_layer
from render.timebase import FrameRange
from render.timeline.model import PlannedScene, Timeline

if TYPE_CHECKING:
    from render.text import FontBook
    from render.text.spec import Rgba

_OVERLAY_LOOKS = 6
_THIRDS = 3
_LATE = 1
"""Seconds after which a veil comes with its text instead of standing from the start."""


def make_legible(timeline: Timeline, fonts: "FontBook") -> Timeline:
    """Return the timeline with inks and veils made concrete.

    What lies behind the texts is looked at, in small, the first time; what was chosen is kept by
    the content of the picture and found again. Where a file cannot be read the wanted ink stays:
    the render will say what is wrong with it.

    Args:
        timeline: A whole one.
        fonts: Its fonts.
    """
    with Looks(fonts) as looks:
        scenes = tuple(_scene(scene, timeline, looks) for scene in timeline.scenes)
        settled = replace(timeline, scenes=scenes)
        return replace(settled, overlays=_overlays(settled, looks))


def _scene(scene: PlannedScene, timeline: Timeline, looks: Looks) -> PlannedScene:
    within = FrameRange(0, len(scene.on_screen))
    subjects = subjects_in(scene.layers, within)
    if not subjects:
        return scene
    alone = replace(scene, start_frame=0, transition=None)
    views: dict[Layers, Timeline] = {}
    backs = [
        views.setdefault(
            under,
            replace(
                timeline,
                frame_count=len(within),
                scenes=(replace(alone, layers=under),),
                overlays=(),
            ),
        )
        for under in (below(scene.layers, subject) for subject in subjects)
    ]
    frames = [moments(subject, timeline.fps) for subject in subjects]
    choice = _chosen(subjects, backs, frames, looks)
    looks.forget()
    if choice is None:
        return scene
    layers = inked(scene.layers, _colors(subjects, choice))
    canvas = (float(timeline.width), float(timeline.height))
    late = round(_LATE * timeline.fps)
    return replace(scene, layers=_veiled(layers, subjects, choice, canvas, within, late))


def _overlays(timeline: Timeline, looks: Looks) -> Layers:
    within = FrameRange(0, timeline.frame_count)
    subjects = subjects_in(timeline.overlays, within)
    if not subjects:
        return timeline.overlays
    views: dict[Layers, Timeline] = {}
    unders = [below(timeline.overlays, subject) for subject in subjects]
    backs = [views.setdefault(under, replace(timeline, overlays=under)) for under in unders]
    frames = [
        tuple(
            sorted(
                {
                    subject.frames.start + len(subject.frames) * look // _OVERLAY_LOOKS
                    for look in range(_OVERLAY_LOOKS)
                }
            )
        )
        for subject in subjects
    ]
    choice = _chosen(subjects, backs, frames, looks)
    looks.forget()
    if choice is None:
        return timeline.overlays
    layers = inked(timeline.overlays, _colors(subjects, choice))
    canvas = (float(timeline.width), float(timeline.height))
    return _veiled(layers, subjects, choice, canvas, within, timeline.frame_count)


def _chosen(
    subjects: list[Subject],
    backs: list[Timeline],
    frames: list[tuple[int, ...]],
    looks: Looks,
) -> Choice | None:
    """Return what was chosen for the same texts before the same pictures, or look and choose."""
    name = question(subjects, backs, frames)
    known = recalled(name, len(subjects))
    if known is not None:
        return known
    try:
        seen = [
            Seen(
                subject,
                np.concatenate([looks.pixels(back, frame, subject.bounds) for frame in when]),
            )
            for subject, back, when in zip(subjects, backs, frames, strict=True)
        ]
    except RenderError:
        return None
    choice = choose(seen)
    remember(name, choice)
    return choice


def _colors(subjects: list[Subject], choice: Choice) -> "dict[tuple[int, ...], Rgba]":
    return {subject.place: ink for subject, ink in zip(subjects, choice.inks, strict=True)}


def _veiled(
    layers: Layers,
    subjects: list[Subject],
    choice: Choice,
    canvas: tuple[float, float],
    within: FrameRange,
    late: int,
) -> Layers:
    """Return layers with a veil before the first text of each third of the canvas in need."""
    parts: dict[int, list[tuple[Subject, float]]] = {}
    for subject, opacity in zip(subjects, choice.veils, strict=True):
        if opacity > 0:
            middle = (subject.bounds[1] + subject.bounds[3]) / 2 / canvas[1]
            third = min(max(int(middle * _THIRDS), 0), _THIRDS - 1)
            parts.setdefault(third, []).append((subject, opacity))
    done = list(layers)
    texts = {subject.place[0] for subject in subjects}
    added = [
        (
            _below_block(layers, min(subject.place[0] for subject, _ in part), texts),
            veil_layer(
                _around([subject.bounds for subject, _ in part]),
                canvas,
                choice.veil,
                max(opacity for _, opacity in part),
                _veil_span([subject for subject, _ in part], within, late),
            ),
        )
        for part in parts.values()
    ]
    for index, veil in sorted(added, key=lambda each: each[0], reverse=True):
        done.insert(index, veil)
    return tuple(done)


def _below_block(layers: Layers, index: int, texts: set[int]) -> int:
    """Return where a veil goes: under the other texts, and what the style drew beside them."""
    while index > 0:
        is_ornament = layers[index - 1].path == layers[index].path
        if index - 1 not in texts and not is_ornament:
            break
        index -= 1
    return index


def _veil_span(subjects: list[Subject], within: FrameRange, late: int) -> FrameRange:
    first = min(subject.frames.start for subject in subjects)
    last = max(subject.frames.end for subject in subjects)
    start = within.start if first <= late * 2 else first
    return FrameRange(start, within.end if last >= within.end - late * 2 else last)


def _around(bounds: list[Bounds]) -> Bounds:
    return (
        min(each[0] for each in bounds),
        min(each[1] for each in bounds),
        max(each[2] for each in bounds),
        max(each[3] for each in bounds),
    )
