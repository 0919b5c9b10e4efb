"""invert: the negative, as in CSS: half of it is grey."""

import numpy as np

from render.canvas.picture import Picture
from render.effects.grading import graded
from render.effects.registry import Look, register


def draw(picture: Picture, look: Look) -> Picture:
    """Turn the colours round."""
    part = min(look.amount, 1.0)
    return graded(picture, np.eye(3) * (1 - 2 * part), part)


register("invert", draw, own=Look(amount=1.0))
