"""iris: a circle opens on the second picture, from the middle or from the edge a direction names.

With a direction it comes from the opposite side: left opens from the right edge.
"""

from functools import lru_cache

import numpy as np

from render.canvas import verbs
from render.canvas.picture import Picture
from render.transitions.fields import Field, centres, field_of, mask_at
from render.transitions.registry import Moment, register

_SOFTNESS = 0.07

_ORIGINS = {
    None: (0.0, 0.0),
    "left": (0.5, 0.0),
    "right": (-0.5, 0.0),
    "up": (0.0, 0.5),
    "down": (0.0, -0.5),
}
"""Where the circle opens, in parts of the sides from the middle."""


def draw(a: Picture, b: Picture, moment: Moment, into: Picture) -> None:
    """Show `b` in a growing circle."""
    field = _distances(a.width_px, a.height_px, moment.direction)
    verbs.mix_by_mask(a, b, mask_at(field, moment.progress, _SOFTNESS), into)


@lru_cache(maxsize=2)
def _distances(width_px: int, height_px: int, direction: str | None) -> Field:
    """Return the distances from the origin, 1 in the furthest corner."""
    x, y = _ORIGINS[direction]
    across = centres(width_px) - x * width_px
    down = centres(height_px) - y * height_px
    far = np.hypot((0.5 + abs(x)) * width_px, (0.5 + abs(y)) * height_px)
    return field_of(np.hypot(across[np.newaxis, :], down[:, np.newaxis]) / far)


register("iris", draw, easing="easeInOutSine", has_directions=True)
