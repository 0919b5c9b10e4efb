"""wipe: an edge crosses the frame and uncovers the second picture; it moves right by default."""

import numpy as np

from render.canvas import verbs
from render.canvas.picture import Picture, Plane
from render.transitions.lanes import LANES
from render.transitions.registry import Moment, register

_SOFTNESS = 0.06
"""Width of the soft edge in parts of the way it crosses."""


def ramp_mask(width_px: int, height_px: int, progress: float, direction: str) -> Plane:
    """Return `(height, width)` uint8: 255 where the edge has passed, soft over its width."""
    lane = LANES[direction]
    length = width_px if lane.axis else height_px
    place = np.linspace(0.5, length - 0.5, length) / length
    if not lane.forward:
        place = place[::-1]
    edge = progress * (1 + _SOFTNESS)
    line = np.clip((edge - place) / _SOFTNESS, 0, 1)
    # A smoothstep instead of a straight ramp: no visible start or end of the soft edge.
    line = np.rint(255 * line * line * (3 - 2 * line)).astype(np.uint8)
    view = line[np.newaxis, :] if lane.axis else line[:, np.newaxis]
    return np.ascontiguousarray(np.broadcast_to(view, (height_px, width_px)))


def draw(a: Picture, b: Picture, moment: Moment, into: Picture) -> None:
    """Uncover `b` behind a soft straight edge."""
    mask = ramp_mask(a.width_px, a.height_px, moment.progress, moment.direction or "right")
    verbs.mix_by_mask(a, b, mask, into)


register("wipe", draw, easing="easeInOutSine", has_directions=True)
