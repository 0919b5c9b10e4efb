"""blinds: slats turn one after the other from the first picture to the second one.

They lie across the way they turn: without a direction they are level and turn downwards.
"""

import numpy as np

from render.canvas import verbs
from render.canvas.picture import Picture, Plane
from render.transitions.fields import SMOOTH
from render.transitions.lanes import LANES
from render.transitions.registry import Moment, register

_SLATS = 9
"""In the shorter side of the frame; a longer one has more of the same width."""

_SPREAD = 0.45
"""Part of the time by which the last slat is behind the first."""

_SOFTNESS = 0.25
"""Of a slat's edge, in parts of the slat."""


def draw(a: Picture, b: Picture, moment: Moment, into: Picture) -> None:
    """Uncover `b` slat by slat."""
    mask = _mask(a.width_px, a.height_px, moment.progress, moment.direction or "down")
    verbs.mix_by_mask(a, b, mask, into)


def _mask(width_px: int, height_px: int, progress: float, direction: str) -> Plane:
    lane = LANES[direction]
    length = width_px if lane.axis else height_px
    count = max(1, round(_SLATS * length / min(width_px, height_px)))
    place = np.linspace(0.5, length - 0.5, length) / length * count
    if not lane.forward:
        place = place[::-1]
    slat = np.floor(place)
    late = _SPREAD * slat / max(1, count - 1)
    turned = np.clip((progress - late) / (1 - _SPREAD), 0, 1)
    raised = np.clip((turned * (1 + _SOFTNESS) - (place - slat)) / _SOFTNESS, 0, 1)
    line = SMOOTH[np.rint(255 * raised).astype(np.uint8)]
    view = line[np.newaxis, :] if lane.axis else line[:, np.newaxis]
    return np.ascontiguousarray(np.broadcast_to(view, (height_px, width_px)))


register("blinds", draw, easing="easeInOutSine", has_directions=True)
