"""grayscale: colour taken out, the brightness kept."""

import numpy as np

from render.canvas.picture import Picture
from render.effects.grading import WEIGHTS, graded
from render.effects.registry import Look, register


def draw(picture: Picture, look: Look) -> Picture:
    """Take a part of the colour out."""
    part = min(look.amount, 1.0)
    return graded(picture, np.eye(3) * (1 - part) + np.tile(WEIGHTS, (3, 1)) * part)


register("grayscale", draw, own=Look(amount=1.0))
