"""The texts of a list of layers whose colour nobody has said, and what lies behind each."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from render.canvas.affine import Affine
from render.layers.group import GroupContent
from render.layers.ink import Ink
from render.layers.planned import PlannedLayer
from render.layers.text import TextContent
from render.text.spec import Fill
from render.timebase import FrameRange

Layers = tuple[PlannedLayer, ...]
Bounds = tuple[float, float, float, float]
"""Left, top, right, bottom in design pixels of the canvas."""


@dataclass(frozen=True)
class Subject:
    """A text to be made legible.

    Attributes:
        place: Its number in the list, and in the list of the group there, and so on.
        bounds: Where it rests on the canvas.
        frames: When it is seen, come in, in frames of the list.
        ink: What it may be drawn in.
        panel: The fill of the panel it stands on, or None.
    """

    place: tuple[int, ...]
    bounds: Bounds
    frames: FrameRange
    ink: Ink
    panel: Fill | None


def subjects_in(layers: Layers, within: FrameRange) -> list[Subject]:
    """Return the texts among layers, groups looked into, that are seen in a range of frames."""
    return list(_found(layers, (), Affine(), 0, within))


def _found(
    layers: Layers, place: tuple[int, ...], matrix: Affine, start: int, within: FrameRange
) -> Iterator[Subject]:
    for index, layer in enumerate(layers):
        content, here = layer.content, (*place, index)
        seen = layer.span.shifted(start).intersection(within)
        if not seen:
            continue
        to_canvas = matrix @ layer.placement.matrix()
        if isinstance(content, GroupContent):
            began = start + layer.span.start
            yield from _found(content.layers, here, to_canvas, began, seen)
        elif isinstance(content, TextContent) and content.ink is not None:
            parts = len(content.parts) or 1
            entering = layer.enter.total_frames(parts) if layer.enter else 0
            leaving = layer.exit.total_frames(parts) if layer.exit else 0
            first = min(seen.start + entering, seen.end - 1)
            frames = FrameRange(first, max(seen.end - leaving, first + 1))
            bounds = to_canvas.bounds(layer.placement.width, layer.placement.height)
            panel = content.spec.background.fill if content.spec.background else None
            yield Subject(here, bounds, frames, content.ink, panel)


def below(layers: Layers, subject: Subject) -> Layers:
    """Return what lies behind a text: earlier layers that meet it, without other texts like it."""
    return _below(layers, subject.place, subject, Affine())


def _below(layers: Layers, place: tuple[int, ...], subject: Subject, matrix: Affine) -> Layers:
    index, *rest = place
    lower = [layer for layer in layers[:index] if _matters(layer, subject, matrix)]
    if rest:
        group = layers[index]
        content = group.content
        if isinstance(content, GroupContent):
            inner = matrix @ group.placement.matrix()
            inside = _below(content.layers, tuple(rest), subject, inner)
            if inside:
                lower.append(replace(group, content=replace(content, layers=inside)))
    return tuple(lower)


def _matters(layer: PlannedLayer, subject: Subject, matrix: Affine) -> bool:
    content = layer.content
    if isinstance(content, TextContent) and content.ink is not None:
        return False
    if layer.tracks or isinstance(content, GroupContent):
        return True
    place = layer.placement
    left, top, right, bottom = (matrix @ place.matrix()).bounds(place.width, place.height)
    a, b, c, d = subject.bounds
    return left < c and a < right and top < d and b < bottom


def moments(subject: Subject, fps: Fraction) -> tuple[int, ...]:
    """Return the frames at which what lies behind a text is looked at.

    They are rounded to half seconds, so that the texts of a block share their looks.
    """
    step = max(1, round(fps / 2))
    first, last = subject.frames.start, subject.frames.end - 1
    start = min(ceil(first / step) * step, last)
    middle = min(max((first + last) // 2 // step * step, first), last)
    return tuple(
        sorted({start, middle, last // step * step if last // step * step >= first else last})
    )


def inked(layers: Layers, colors: "dict[tuple[int, ...], tuple[int, int, int, int]]") -> Layers:
    """Return layers with texts in the colours chosen for them, by place."""
    return _inked(layers, colors, ())


def _inked(
    layers: Layers,
    colors: "dict[tuple[int, ...], tuple[int, int, int, int]]",
    place: tuple[int, ...],
) -> Layers:
    done: list[PlannedLayer] = []
    for index, layer in enumerate(layers):
        here, content = (*place, index), layer.content
        if isinstance(content, GroupContent):
            if any(name[: len(here)] == here for name in colors):
                inner = _inked(content.layers, colors, here)
                layer = replace(layer, content=replace(content, layers=inner))  # noqa: PLW2901 - the same layer
        elif isinstance(content, TextContent) and here in colors:
            layer = replace(layer, content=content.inked(colors[here]))  # noqa: PLW2901 - the same layer
        done.append(layer)
    return tuple(done)
