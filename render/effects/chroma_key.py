"""chromaKey: what has the colour of a screen is taken out, and its light off the rest.

Distances are those of Cb and Cr, in parts of the screen's own distance from grey: 0 is the screen,
1 is grey. A screen without a colour is told by its brightness.
"""

from dataclasses import replace
from math import hypot

import cv2
import numpy as np
from numpy.typing import NDArray

from render.canvas.color import expand, reduce, rgb_to_ycbcr
from render.canvas.picture import Picture, Plane
from render.effects.ramps import smooth_step
from render.effects.registry import Look, register
from render.effects.straight import covered, divided, on_colors

_GREYEST = 12.0
"""Levels from grey below which a screen has no colour to go by."""

_SPILL = 0.9
"""How much of the screen's light on the rest is taken off."""


def draw(picture: Picture, look: Look) -> Picture:
    """Uncover the screen; the amount is how much of it goes."""
    y, cb, cr = rgb_to_ycbcr(*look.color)
    key = np.array([cb - 128, cr - 128], np.float32)
    strength = hypot(*key)
    part = min(look.amount, 1.0)
    if strength < _GREYEST:
        off = cv2.absdiff(divided(picture).y, float(y)).astype(np.float32) / 219  # type: ignore[arg-type]
        luma = _kept(off, look, part)
        return covered(picture, luma, reduce(luma, picture.subsampling))
    bare = divided(picture)
    away = [np.asarray(plane, np.float32) - 128 for plane in (bare.cb, bare.cr)]
    off = np.hypot(away[0] - key[0], away[1] - key[1]) / strength
    small = _kept(off, look, part)
    luma = expand(small, picture)
    clean = on_colors(picture, lambda opaque: _unspilled(opaque, key / strength, part))
    return covered(clean, luma, small)


def _kept(off: NDArray[np.float32], look: Look, part: float) -> Plane:
    ramp = smooth_step(off, look.threshold, look.threshold + look.softness)
    return np.rint(255 * (1 - part * (1 - ramp))).astype(np.uint8)


def _unspilled(picture: Picture, way: NDArray[np.float32], part: float) -> Picture:
    """Take off what points the screen's way in the colours and is not outweighed across it."""
    cb, cr = (np.asarray(plane, np.float32) - 128 for plane in (picture.cb, picture.cr))
    along = cb * way[0] + cr * way[1]
    across = np.abs(cr * way[0] - cb * way[1])
    spill = np.maximum(along - across, 0) * np.float32(_SPILL * part)
    return replace(
        picture,
        cb=np.rint(cb - spill * way[0] + 128).astype(np.uint8),
        cr=np.rint(cr - spill * way[1] + 128).astype(np.uint8),
    )


register("chromaKey", draw, own=Look(color=(0, 255, 0), threshold=0.4, softness=0.25))
