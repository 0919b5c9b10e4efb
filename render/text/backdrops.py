"""What stands behind letters: panels of a text, of its lines and of its runs."""

from collections.abc import Iterator
from dataclasses import dataclass

from render.text.placed import Box, PlacedFragment, TextLayout, box_around
from render.text.spec import Background, Fill

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


def backdrops(layout: TextLayout) -> list[Backdrop]:
    """Return the panels behind a text, back to front: the text's, then its runs'."""
    found = []
    background = layout.spec.background
    if background is not None:
        lines = [line.box for line in layout.lines if line.box.width_px > 0]
        boxes = lines if background.per_line or not lines else [box_around(lines)]
        found.append(_backdrop(background, boxes))
    for background, boxes in _marked(layout):
        found.append(_backdrop(background, boxes))
    return found


def _backdrop(background: Background, boxes: list[Box]) -> Backdrop:
    x, y = background.padding_x_px, background.padding_y_px
    grown = tuple(box.grown(x, y) for box in boxes)
    return Backdrop(background.fill, grown, background.corner_radius_px)


def _marked(layout: TextLayout) -> Iterator[tuple[Background, list[Box]]]:
    """Yield the runs with a background of their own and their boxes, one a line or piece of it."""
    for run, wanted in enumerate(layout.spec.runs):
        if wanted.background is None:
            continue
        boxes: list[Box] = []
        for line in layout.lines:
            pieces = sorted(
                (f for word in line.words for f in word.fragments), key=lambda f: f.x_px
            )
            boxes += _pieces(pieces, run)
        if boxes:
            yield wanted.background, boxes


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
