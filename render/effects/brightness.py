"""brightness: every colour times the amount, as in CSS."""

import numpy as np

from render.canvas.picture import Picture
from render.effects.grading import graded
from render.effects.registry import Look, register


def draw(picture: Picture, look: Look) -> Picture:
    """Scale the colours."""
    return graded(picture, np.eye(3) * look.amount)


register("brightness", draw, own=Look(amount=1.2), neutral=1.0)
