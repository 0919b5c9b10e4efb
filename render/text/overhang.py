"""Room for ink that reaches beyond the boxes of the lines, so that a text never leaves its box."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import ceil
from unicodedata import combining

from render.text.faces import OUTLINE_EM, Face
from render.text.placed import Overhang, PlacedFragment, PlacedLine, box_around
from render.text.scripts import script_of
from render.text.shaping import Shaper
from render.text.spec import TextSpec

_SLACK_PX = 0.1
"""Outlines are traced to a 4096th of an em; less than this cannot be seen."""
_DESCENDERS = "gjpqy"
_STACKED_MARKS = 2


def inside(spec: TextSpec, overhang: Overhang) -> TextSpec:
    """Return a text's box without the room kept for ink."""
    width, height = spec.width_px, spec.height_px
    if width is not None:
        width = max(width - overhang.left_px - overhang.right_px, 0.0)
    if height is not None:
        height = max(height - overhang.top_px - overhang.bottom_px, 0.0)
    return replace(spec, width_px=width, height_px=height)


def holds(kept: Overhang, found: Overhang) -> bool:
    """Tell whether the room that was kept is enough for what was found."""
    return (
        found.left_px <= kept.left_px + _SLACK_PX
        and found.top_px <= kept.top_px + _SLACK_PX
        and found.right_px <= kept.right_px + _SLACK_PX
        and found.bottom_px <= kept.bottom_px + _SLACK_PX
    )


def overhang_of(spec: TextSpec, lines: Sequence[PlacedLine], shaper: Shaper) -> Overhang:
    """Measure how far the ink of placed lines reaches beyond their boxes.

    Below the last line there is always room for its font's descenders, so that a baseline at the
    bottom of a canvas does not move with the words. Centred text keeps as much room on both sides.
    Room is whole pixels, so that it does not move letters by parts of one.
    """
    whole = box_around(line.box for line in lines)
    left = top = right = bottom = 0.0
    for fragment in (f for line in lines for word in line.words for f in word.fragments):
        if _stays_inside(fragment, whole.left_px, whole.top_px, whole.right_px, whole.bottom_px):
            continue
        ink = fragment.ink_box
        if ink.width_px <= 0 or ink.height_px <= 0:
            continue
        left = max(left, whole.left_px - ink.left_px)
        top = max(top, whole.top_px - ink.top_px)
        right = max(right, ink.right_px - whole.right_px)
        bottom = max(bottom, ink.bottom_px - whole.bottom_px)
    if lines and lines[-1].words:
        bottom = max(bottom, _descenders_px(lines[-1], shaper) - whole.bottom_px)
    if spec.align == "center":
        left = right = max(left, right)
    if spec.vertical_align == "middle":
        top = bottom = max(top, bottom)
    return Overhang(*(float(ceil(px - _SLACK_PX)) for px in (left, top, right, bottom)))


def _stays_inside(
    fragment: PlacedFragment, left: float, top: float, right: float, bottom: float
) -> bool:
    """Tell from the font's bounds alone that ink stays in a box: tracing takes a while."""
    face, size, part = _face(fragment), fragment.size_px, fragment.fragment
    if face.colored or any(_is_stacked(cluster.text) for cluster in part.clusters):
        return False
    reach_left, reach_top, reach_right, reach_bottom = face.reach_em
    end = fragment.x_px + part.outline.advance * size / OUTLINE_EM
    return (
        fragment.x_px + min(reach_left, 0.0) * size >= left
        and fragment.baseline_px + reach_top * size >= top
        and end + reach_right * size <= right
        and fragment.baseline_px + reach_bottom * size <= bottom
    )


def _is_stacked(cluster: str) -> bool:
    # Where letters stand below letters and marks on marks, a font's own bounds say nothing.
    if script_of(cluster[0]) is not None:
        return True
    return sum(combining(character) != 0 for character in cluster) >= _STACKED_MARKS


def _face(fragment: PlacedFragment) -> Face:
    return fragment.fragment.clusters[0].face


def _descenders_px(line: PlacedLine, shaper: Shaper) -> float:
    """Return where the descenders of a line's fonts end, below the layout box's top."""
    faces: Iterable[tuple[Face, float]] = {
        (f.fragment.style.face, f.size_px) for word in line.words for f in word.fragments
    }
    depths = [0.0]
    for face, size_px in faces:
        if not face.colored and face.has(_DESCENDERS):
            depths.append(shaper.shape(face, _DESCENDERS).bounds[3] * size_px / OUTLINE_EM)
    return line.baseline_px + max(depths)
