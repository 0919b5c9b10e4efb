"""sepia: the brown of old prints, as in CSS."""

import numpy as np

from render.canvas.picture import Picture
from render.effects.grading import graded
from render.effects.registry import Look, register

# Filter Effects Module Level 1, 8.2.
_PRINT = np.array([[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]])


def draw(picture: Picture, look: Look) -> Picture:
    """Mix the picture with its print."""
    part = min(look.amount, 1.0)
    return graded(picture, np.eye(3) * (1 - part) + _PRINT * part)


register("sepia", draw, own=Look(amount=1.0))
