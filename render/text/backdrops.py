"""What stands behind letters: panels of a text, of its lines and of its runs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

import skia

from render.text.placed import Box, PlacedFragment, PlacedLine, TextLayout, box_around
from render.text.spec import Background, Fill, TextSpec

_SLACK_PX = 1e-3
_FEWEST_CORNERS = 4
# A marker reaches as far above the capitals as below the baseline, room for descenders and accents.
_ABOVE_CAPITALS_EM, _BELOW_BASELINE_EM = 0.24, 0.28


@dataclass(frozen=True)
class Backdrop:
    """Panels that are painted as one.

    Attributes:
        fill: Runs over all of them together.
        boxes: At least one.
        radius_px: Rounding of each.
    """

    fill: Fill
    boxes: tuple[Box, ...]
    radius_px: float

    @property
    def path(self) -> skia.Path:
        """The outline of all boxes, rounded; those of neighbouring lines grow into one panel."""
        path = skia.PathBuilder()
        for stack in _stacks(self.boxes):
            _round(_outline(stack), self.radius_px, path)
        return path.detach()


def backdrops(layout: TextLayout) -> list[Backdrop]:
    """Return the panels behind a text, back to front: the text's, then its runs'."""
    found = []
    background = layout.spec.background
    if background is not None:
        lines = [line.box for line in layout.lines if line.box.width_px > 0]
        boxes = lines if background.per_line or not lines else [box_around(lines)]
        found.append(_backdrop(background, boxes))
    return [*found, *markers(layout.spec, layout.lines)]


def markers(spec: TextSpec, lines: Sequence[PlacedLine]) -> list[Backdrop]:
    """Return the panels behind the runs of a text that have one of their own."""
    return [
        _backdrop(background, boxes, scale) for background, scale, boxes in _marked(spec, lines)
    ]


def _backdrop(background: Background, boxes: list[Box], scale: float = 1.0) -> Backdrop:
    x, y = background.padding_x_px * scale, background.padding_y_px * scale
    grown = tuple(box.grown(x, y) for box in boxes)
    return Backdrop(background.fill, grown, background.corner_radius_px * scale)


def _marked(
    spec: TextSpec, lines: Sequence[PlacedLine]
) -> Iterator[tuple[Background, float, list[Box]]]:
    """Yield backgrounds of runs, what the runs are shrunk by, and boxes, one a piece of a line."""
    for run, wanted in enumerate(spec.runs):
        if wanted.background is None:
            continue
        boxes: list[Box] = []
        scale = 1.0
        for line in lines:
            pieces = sorted(
                (f for word in line.words for f in word.fragments), key=lambda f: f.x_px
            )
            boxes += _pieces(pieces, run)
            mine = [f for f in pieces if f.fragment.style.run == run]
            scale = mine[0].size_px / wanted.size_px if mine else scale
        if boxes:
            yield wanted.background, scale, boxes


def _pieces(fragments: list[PlacedFragment], run: int) -> list[Box]:
    """Join a run's neighbouring fragments, the spaces between them included."""
    boxes: list[Box] = []
    touching = False
    for fragment in fragments:
        style = fragment.fragment.style
        if style.run != run:
            touching = False
            continue
        top = fragment.baseline_px
        top -= (style.face.cap_height_em + _ABOVE_CAPITALS_EM) * fragment.size_px
        bottom = fragment.baseline_px + _BELOW_BASELINE_EM * fragment.size_px
        width = fragment.fragment.advance_px * fragment.size_px / style.size_px
        box = Box(fragment.x_px, top, width, bottom - top)
        boxes[-1:] = [box_around((*boxes[-1:], box))] if touching else [*boxes[-1:], box]
        touching = True
    return boxes


def _stacks(boxes: Sequence[Box]) -> Iterator[list[Box]]:
    """Part boxes into those that touch from one line to the next."""
    stack: list[Box] = []
    for box in sorted(boxes, key=lambda box: (box.top_px, box.left_px)):
        if stack and not _touch(stack[-1], box):
            yield stack
            stack = []
        stack.append(box)
    if stack:
        yield stack


def _touch(upper: Box, lower: Box) -> bool:
    below = upper.top_px < lower.top_px <= upper.bottom_px
    beside = lower.left_px < upper.right_px and upper.left_px < lower.right_px
    return below and beside and upper.bottom_px < lower.bottom_px


def _outline(stack: Sequence[Box]) -> list[tuple[float, float]]:
    """Return the corners around boxes that touch, clockwise from the top left."""
    down = [(stack[0].right_px, stack[0].top_px)]
    up = [(stack[0].left_px, stack[0].top_px)]
    for upper, lower in pairwise(stack):
        # Of two that overlap, the wider one is whole.
        right = upper.bottom_px if upper.right_px > lower.right_px else lower.top_px
        left = upper.bottom_px if upper.left_px < lower.left_px else lower.top_px
        down += [(upper.right_px, right), (lower.right_px, right)]
        up += [(upper.left_px, left), (lower.left_px, left)]
    down.append((stack[-1].right_px, stack[-1].bottom_px))
    up.append((stack[-1].left_px, stack[-1].bottom_px))
    return [*down, *reversed(up)]


def _round(corners: Sequence[tuple[float, float]], radius: float, path: skia.PathBuilder) -> None:
    """Add a polygon with rounded corners; inner corners are rounded too."""
    points = [c for i, c in enumerate(corners) if not _same(c, corners[i - 1])]
    # A side that goes straight on over two lines has no corner there.
    points = [
        here
        for i, here in enumerate(points)
        if not _straight(points[i - 1], here, points[(i + 1) % len(points)])
    ]
    if len(points) < _FEWEST_CORNERS:
        return
    begin = _between(points[-1], points[0])
    path.moveTo(*begin)
    for i, here in enumerate(points):
        before, after = points[i - 1], points[(i + 1) % len(points)]
        room = min(hypot(*_vector(before, here)), hypot(*_vector(here, after))) / 2
        path.arcTo(here, _between(here, after), min(radius, room))
        path.lineTo(*_between(here, after))
    path.close()


def _vector(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return other[0] - one[0], other[1] - one[1]


def _between(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def _same(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return hypot(*_vector(one, other)) < _SLACK_PX


def _straight(
    before: tuple[float, float], here: tuple[float, float], after: tuple[float, float]
) -> bool:
    (ax, ay), (bx, by) = _vector(before, here), _vector(here, after)
    return abs(ax * by - ay * bx) < _SLACK_PX
