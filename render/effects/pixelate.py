"""pixelate: squares of one colour, counted from the layer's top left corner."""

from math import ceil, floor

import cv2
import numpy as np

from render.canvas.picture import Picture, Plane, Subsampling
from render.effects.registry import Look, register

_SMALLEST_PX = 1.0


def draw(picture: Picture, look: Look) -> Picture:
    """Show the mean of every square all over it."""
    side = min(max(look.radius_px, _SMALLEST_PX), 2.0 * max(picture.width_px, picture.height_px))
    left, top = look.box.point(0, 0)

    def squares(plane: Plane, step: Subsampling) -> Plane:
        down = _Lines(top / step.y, side / step.y, plane.shape[0])
        across = _Lines(left / step.x, side / step.x, plane.shape[1])
        wide = cv2.copyMakeBorder(
            plane, down.before, down.after, across.before, across.after, cv2.BORDER_REPLICATE
        )
        means = cv2.resize(wide, (across.count, down.count), interpolation=cv2.INTER_AREA)
        size = (wide.shape[1], wide.shape[0])
        grown = cv2.resize(means, size, interpolation=cv2.INTER_NEAREST_EXACT)
        height, width = plane.shape
        inside = grown[down.before : down.before + height, across.before : across.before + width]
        return np.ascontiguousarray(inside, np.uint8)

    return picture.mapped(squares)


class _Lines:
    """How a row of squares lies on a row of samples.

    Args:
        origin: Where one of them starts, in samples.
        side: Of a square, in samples.
        length: Of the row.
    """

    def __init__(self, origin: float, side: float, length: int) -> None:
        first = floor(-origin / side)
        self.count = max(1, ceil((length - origin) / side) - first)
        self.before = max(0, round(-(origin + first * side)))
        self.after = max(0, round(origin + (first + self.count) * side) - length)


register(
    "pixelate",
    draw,
    own=Look(radius=24.0),
    is_idle=lambda look: look.radius_px <= _SMALLEST_PX,
    reach_px=lambda look: look.radius_px,
    radius_by_amount=True,
)
