"""clockWipe: a hand goes round the middle and sweeps the second picture in.

It sets out from twelve o'clock to the right, or to the left; for up and down from three o'clock.
"""

from math import cos, pi, sin

import numpy as np
from numpy.typing import NDArray

from render.canvas import verbs
from render.canvas.picture import Picture, Plane
from render.transitions.fields import centres
from render.transitions.registry import Moment, register

_FEATHER = 0.035
"""Width of the soft edges in parts of the shorter side, the same all along the hands."""

_GROWS = 0.06
"""Part of the way in which the feather grows from nothing, and shrinks again at the end."""

_HALF_TURN = 0.5


def draw(a: Picture, b: Picture, moment: Moment, into: Picture) -> None:
    """Show `b` in a growing sector."""
    mask = _sector(a.width_px, a.height_px, moment.progress, moment.direction or "right")
    verbs.mix_by_mask(a, b, mask, into)


def _sector(width_px: int, height_px: int, progress: float, direction: str) -> Plane:
    """Return the mask of a sector from the start hand to the moving one."""
    x, y = centres(width_px)[np.newaxis, :], centres(height_px)[:, np.newaxis]
    match direction:
        case "left":
            x = -x
        case "down":
            x, y = y, -x
        case "up":
            x, y = -y, -x
        case _:
            pass
    # Distances from both hands, positive on the swept side: (x, y) is clockwise from above.
    angle = 2 * pi * progress
    from_start = x
    from_hand = -x * cos(angle) - y * sin(angle)
    if progress < _HALF_TURN:
        inside = np.minimum(from_start, from_hand)
    else:
        inside = np.maximum(from_start, from_hand)
    return _soft(inside, min(width_px, height_px), progress)


def _soft(inside: NDArray[np.floating], short_px: int, progress: float) -> Plane:
    grown = min(1.0, progress / _GROWS, (1 - progress) / _GROWS)
    feather = max(1.0, _FEATHER * short_px * grown)
    # Half a pixel less at first and more at last: a pixel on the start hand is on no side of it.
    level = 127.5 + 255 / feather * (progress - _HALF_TURN)
    raised = np.clip(inside * np.float32(255 / feather) + np.float32(level), 0, 255)
    return raised.astype(np.uint8)


register("clockWipe", draw, easing="easeInOutSine", has_directions=True)
