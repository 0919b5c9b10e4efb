"""hueRotate: every hue turned by an angle, the brightness kept, as in CSS."""

from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray

from render.canvas.picture import Picture
from render.effects.grading import WEIGHTS, graded
from render.effects.registry import Look, register

# Filter Effects Module Level 1, 8.5: what the sine adds, for the luma weights it names.
_SINE = np.array([[-0.213, -0.715, 0.928], [0.143, 0.140, -0.283], [-0.787, 0.715, 0.072]])


def turn(degrees: float) -> NDArray[np.float64]:
    """Return the matrix of a turn."""
    grey = np.tile(WEIGHTS, (3, 1))
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return grey + c * (np.eye(3) - grey) + s * _SINE


def draw(picture: Picture, look: Look) -> Picture:
    """Turn the hues; the amount is the part of the angle that is turned."""
    return graded(picture, turn(look.angle_degrees * look.amount))


register(
    "hueRotate",
    draw,
    own=Look(angle_degrees=90.0),
    is_idle=lambda look: look.angle_degrees * look.amount % 360 == 0,
)
