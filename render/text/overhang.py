"""Room for ink that reaches beyond the boxes of the lines, so that a text never leaves its box."""

from collections.abc import Iterable, Sequence
from math import ceil
from unicodedata import combining

from render.text.backdrops import markers
from render.text.faces import OUTLINE_EM, Face
from render.text.placed import Overhang, PlacedFragment, PlacedLine, box_around
from render.text.scripts import script_of
from render.text.shaping import Shaper
from render.text.spec import TextSpec

_SLACK_PX = 0.1
"""Outlines are traced to a 4096th of an em; less than this cannot be seen."""
_DESCENDERS = "gjpqy"
_STACKED_MARKS = 2


def kept_room(spec: TextSpec, overhang: Overhang) -> Overhang:
    """Return the room to keep for ink.

    A box that grows with its text grows by whole pixels, so that letters do not move by parts.
    """
    left, right = overhang.left_px, overhang.right_px
    top, bottom = overhang.top_px, overhang.bottom_px
    if spec.width_px is None:
        left, right = float(ceil(left)), float(ceil(right))
    if spec.height_px is None:
        top, bottom = float(ceil(top)), float(ceil(bottom))
    return Overhang(left, top, right, bottom)


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
    """
    whole = box_around(line.box for line in lines)
    covered = [box for marker in markers(spec, lines) for box in marker.boxes]
    for fragment in (f for line in lines for word in line.words for f in word.fragments):
        if _stays_inside(fragment, whole.left_px, whole.top_px, whole.right_px, whole.bottom_px):
            continue
        if fragment.ink_box.width_px > 0 and fragment.ink_box.height_px > 0:
            covered.append(fragment.ink_box)
    left = max((whole.left_px - box.left_px for box in covered), default=0.0)
    top = max((whole.top_px - box.top_px for box in covered), default=0.0)
    right = max((box.right_px - whole.right_px for box in covered), default=0.0)
    bottom = max((box.bottom_px - whole.bottom_px for box in covered), default=0.0)
    if lines and lines[-1].words:
        bottom = max(bottom, _descenders_px(lines[-1], shaper) - whole.bottom_px)
    if spec.align == "center":
        left = right = max(left, right)
    if spec.vertical_align == "middle":
        top = bottom = max(top, bottom)
    return Overhang(*(px if px > _SLACK_PX else 0.0 for px in (left, top, right, bottom)))


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
