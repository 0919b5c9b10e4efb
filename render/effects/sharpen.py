"""sharpen: what is finer than about a pixel is made stronger; colours stay."""

from dataclasses import replace

import cv2
import numpy as np

from render.canvas.blur import blur_plane
from render.canvas.picture import Picture
from render.effects.registry import Look, register
from render.effects.straight import on_colors

_FINE_DESIGN_PX = 1.4
_STRONGEST = 1.5


def draw(picture: Picture, look: Look) -> Picture:
    """Add the difference from the picture out of focus."""
    sigma = max(_FINE_DESIGN_PX * look.scale, 0.5)
    soft = blur_plane(picture.y, sigma)
    if picture.coverage is not None:
        # The mean of what is covered: the nothing beside an edge is no part of it.
        soft = np.asarray(
            cv2.divide(soft, blur_plane(picture.coverage, sigma), scale=255), np.uint8
        )
    strength = _STRONGEST * min(look.amount, 4.0)

    def sharpened(opaque: Picture) -> Picture:
        y = cv2.addWeighted(opaque.y, 1 + strength, soft, -strength, 0)
        return replace(opaque, y=np.clip(y, 16, 235).astype(np.uint8))

    return on_colors(picture, sharpened)


register("sharpen", draw, own=Look(amount=0.5))
