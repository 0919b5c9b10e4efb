"""saturation: the distance from grey of the same brightness times the amount, as in CSS."""

import numpy as np

from render.canvas.picture import Picture
from render.effects.grading import WEIGHTS, graded
from render.effects.registry import Look, register


def draw(picture: Picture, look: Look) -> Picture:
    """Make the colours stronger or weaker."""
    grey = np.tile(WEIGHTS, (3, 1))
    return graded(picture, grey + look.amount * (np.eye(3) - grey))


register("saturation", draw, own=Look(amount=1.3), neutral=1.0)
