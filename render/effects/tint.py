"""tint: the picture in shades of one colour; black stays black, white becomes the colour."""

import numpy as np

from render.canvas.picture import Picture
from render.effects.grading import WEIGHTS, graded
from render.effects.registry import Look, register


def draw(picture: Picture, look: Look) -> Picture:
    """Mix the picture with its shades of the colour."""
    part = min(look.amount, 1.0)
    shades = np.outer(np.array(look.color) / 255, WEIGHTS)
    return graded(picture, np.eye(3) * (1 - part) + shades * part)


register("tint", draw, own=Look(amount=0.5))
