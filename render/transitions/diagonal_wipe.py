"""diagonalWipe: a soft edge crosses the frame from corner to corner.

It moves as its direction says, turned clockwise to the corner: right is to the lower right (by
default), down to the lower left, left to the upper left, up to the upper right.
"""

from functools import lru_cache

import numpy as np

from render.canvas import verbs
from render.canvas.picture import Picture
from render.transitions.fields import Field, centres, field_of, mask_at
from render.transitions.registry import Moment, register

_SOFTNESS = 0.07

_WAYS = {"right": (1, 1), "down": (-1, 1), "left": (-1, -1), "up": (1, -1)}


def draw(a: Picture, b: Picture, moment: Moment, into: Picture) -> None:
    """Uncover `b` behind an edge that lies along the other diagonal."""
    field = _diagonal(a.width_px, a.height_px, moment.direction or "right")
    verbs.mix_by_mask(a, b, mask_at(field, moment.progress, _SOFTNESS), into)


@lru_cache(maxsize=2)
def _diagonal(width_px: int, height_px: int, direction: str) -> Field:
    x, y = _WAYS[direction]
    across = centres(width_px)[np.newaxis, :] * (x / width_px)
    down = centres(height_px)[:, np.newaxis] * (y / height_px)
    return field_of((across + down + 1) / 2)


register("diagonalWipe", draw, easing="easeInOutSine", has_directions=True)
