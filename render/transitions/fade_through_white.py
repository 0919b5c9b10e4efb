"""fadeThroughWhite: the first picture burns out into white, the second comes back out of it."""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from render.canvas.picture import BLACK, Picture
from render.transitions.registry import Moment, register

_MIDDLE = 0.5

_EXPOSURE = 9.0
"""How much brighter the light gets on the way: highlights burn out first, shadows last. A mere mix
with white lies on the picture like fog."""

_DARK, _GREY, _ = BLACK
_WHITE = 235


def draw(a: Picture, b: Picture, moment: Moment, into: Picture) -> None:
    """Overexpose `a` up to the middle, then bring `b` back."""
    shown = a if moment.progress < _MIDDLE else b
    light = 1 - abs(moment.progress / _MIDDLE - 1)
    luma, chroma = _tables(round(light, 6))
    for plane, source in zip(into.planes, shown.planes, strict=True):
        cv2.LUT(source, luma if source is shown.y else chroma, dst=plane)


@lru_cache(maxsize=2)
def _tables(light: float) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return what luma and chroma levels become, 0 for no light and 1 for white."""
    gain, veil = 1 + _EXPOSURE * light**2.5, light**4
    levels = np.linspace(0, 255, 256)
    exposed = np.minimum((levels - _DARK) * gain, np.maximum(levels, _WHITE) - _DARK)
    luma = _DARK + exposed + (_WHITE - _DARK - exposed) * veil
    chroma = _GREY + (levels - _GREY) * (1 - light**4)
    return np.rint(luma).astype(np.uint8), np.rint(chroma).astype(np.uint8)


register("fadeThroughWhite", draw, easing="easeInOutSine")
