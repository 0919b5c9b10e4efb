"""Transitions in R'G'B', written a second time.

Geometry and curves are those of the files in `render/transitions`; the arithmetic is not. A kind
that is not here is drawn by its own file, through planes and back (`through_planes`), so that a new
transition needs nothing in this place.
"""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from render.canvas.affine import Affine
from render.canvas.color import frame_to_rgb, rgb_to_frame
from render.canvas.picture import new_frame
from render.interchange.tiles import warp_picture
from render.transitions import TRANSITIONS, Moment

Rgb = NDArray[np.floating]
"""`(height, width, 3)` float32 sRGB in [0, 255]."""

Mix = Callable[[Rgb, Rgb, Moment], Rgb]
"""(a, b, moment) -> picture."""

_WIPE_SOFTNESS = 0.06
_SLIDE_PARALLAX = 0.3
_SLIDE_SHADE = 0.35
_SLIDE_SHADOW = 0.45
_SHADOW_RISES = 0.12
_SHADOW_REACH = 0.09
_MIDDLE = 0.5

_UNIT = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


def _smooth(x: NDArray[np.float64] | float) -> NDArray[np.float64]:
    x = np.clip(x, 0.0, 1.0)
    return np.asarray(x * x * (3 - 2 * x))


def _crossfade(a: Rgb, b: Rgb, moment: Moment) -> Rgb:
    return a + (b - a) * np.float32(moment.progress)


def _fade_through_black(a: Rgb, b: Rgb, moment: Moment) -> Rgb:
    if moment.progress < _MIDDLE:
        return a * np.float32(1 - 2 * moment.progress)
    return b * np.float32(2 * moment.progress - 1)


def _wipe(a: Rgb, b: Rgb, moment: Moment) -> Rgb:
    """An edge moves in the direction; it is soft over a part of the way."""
    x, _ = _UNIT[moment.direction or "right"]
    travelled = _along(a, moment.direction or "right")
    line = _smooth((moment.progress * (1 + _WIPE_SOFTNESS) - travelled) / _WIPE_SOFTNESS)
    return a + (b - a) * _spread(line, across=bool(x))


def _slide(a: Rgb, b: Rgb, moment: Moment) -> Rgb:
    """`b` comes in from the edge, blurred by its speed; `a` goes a part of the way and darkens."""
    height, width = a.shape[:2]
    progress, direction = moment.progress, moment.direction or "left"
    x, y = _UNIT[direction]
    opened, closed = moment.shutter()
    length = width if x else height
    way, left = _SLIDE_PARALLAX * progress, 1 - progress
    trace_px = (closed - opened) * length
    sign = x + y
    pushed = _moved(a, sign * way * length, _SLIDE_PARALLAX * trace_px, across=bool(x))
    coming = _moved(b, -sign * left * length, trace_px, across=bool(x))
    # How far inside the coming picture a pixel lies, in pixels.
    inside = progress * length - _along(a, direction) * length
    covered = np.clip(inside / max(1.0, trace_px) + _MIDDLE, 0, 1)
    reach_px = _SHADOW_REACH * min(width, height)
    fallen = np.clip(1 + inside / reach_px, 0, 1) ** 2
    shadow = 1 - _SLIDE_SHADOW * min(1.0, progress / _SHADOW_RISES) * fallen
    below = pushed * np.float32(1 - _SLIDE_SHADE * progress) * _spread(shadow, across=bool(x))
    return below + (coming - below) * _spread(covered, across=bool(x))


def _along(picture: Rgb, direction: str) -> NDArray[np.float64]:
    """Return how far along a direction the pixels lie, [0, 1]."""
    height, width = picture.shape[:2]
    x, y = _UNIT[direction]
    length = width if x else height
    place = (np.linspace(0, length - 1, length) + 0.5) / length
    return 1 - place if x + y < 0 else place


def _spread(line: NDArray[np.float64], *, across: bool) -> NDArray[np.float32]:
    return line.reshape((1, -1, 1) if across else (-1, 1, 1)).astype(np.float32)


def _moved(picture: Rgb, by_px: float, trace_px: float, *, across: bool) -> Rgb:
    """Move a picture along an axis, mirrored beyond its edges, and blur it by about so much."""
    axis = 1 if across else 0
    length = picture.shape[axis]
    mirrored = np.flip(picture, axis)
    row = np.concatenate([mirrored, picture, mirrored], axis)
    to_row = Affine.translation(by_px, 0) if across else Affine.translation(0, by_px)
    row, _ = warp_picture(row, to_row)
    taps = 2 * round(trace_px / 2) + 1
    blurred = np.asarray(cv2.blur(row, (taps, 1) if across else (1, taps)), np.float32)
    return blurred[:, length : 2 * length] if across else blurred[length : 2 * length]


MIXES: dict[str, Mix] = {
    "crossfade": _crossfade,
    "fadeThroughBlack": _fade_through_black,
    "slide": _slide,
    "wipe": _wipe,
}
"""Transitions by their `type` in the composition."""


def through_planes(kind: str) -> Mix:
    """Return a transition of the fast engine for pictures in R'G'B'; the sides must be even."""

    def mix(a: Rgb, b: Rgb, moment: Moment) -> Rgb:
        before, after = (rgb_to_frame(to_bytes(picture)) for picture in (a, b))
        into = new_frame(before.width_px, before.height_px)
        TRANSITIONS[kind].draw(before, after, moment, into)
        return frame_to_rgb(into).astype(np.float32)

    return mix


def to_bytes(rgb: Rgb) -> NDArray[np.uint8]:
    """Round to `(height, width, 3)` uint8."""
    return np.rint(np.clip(rgb, 0, 255)).astype(np.uint8)
