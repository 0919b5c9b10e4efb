"""Transitions in R'G'B', written a second time.

Geometry and curves are those of the files in `render/transitions`; the arithmetic is not. A kind
that is not here is drawn by its own file, through planes and back (`through_planes`), so that a new
transition needs nothing in this place.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from render.canvas.affine import Affine
from render.canvas.color import frame_to_rgb, rgb_to_frame
from render.canvas.picture import new_frame
from render.interchange.tiles import warp_picture
from render.transitions import TRANSITIONS

Rgb = NDArray[np.floating]
"""`(height, width, 3)` float32 sRGB in [0, 255]."""

Mix = Callable[[Rgb, Rgb, float, str | None], Rgb]
"""(a, b, progress [0, 1], direction or None) -> picture."""

_WIPE_SOFTNESS = 0.06
_SLIDE_PARALLAX = 0.3
_SLIDE_SHADE = 0.35
_ZOOM_APPROACH = 0.6
_MIDDLE = 0.5

_UNIT = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


def _smooth(x: NDArray[np.float64] | float) -> NDArray[np.float64]:
    x = np.clip(x, 0.0, 1.0)
    return np.asarray(x * x * (3 - 2 * x))


def _crossfade(a: Rgb, b: Rgb, progress: float, _direction: str | None) -> Rgb:
    return a + (b - a) * np.float32(progress)


def _fade_through_black(a: Rgb, b: Rgb, progress: float, _direction: str | None) -> Rgb:
    if progress < _MIDDLE:
        return a * np.float32(1 - 2 * progress)
    return b * np.float32(2 * progress - 1)


def _wipe(a: Rgb, b: Rgb, progress: float, direction: str | None) -> Rgb:
    """An edge moves in the direction; it is soft over a part of the way."""
    height, width = a.shape[:2]
    x, y = _UNIT[direction or "right"]
    length = width if x else height
    travelled = (np.linspace(0, length - 1, length) + 0.5) / length
    if x + y < 0:
        travelled = 1 - travelled
    line = _smooth((progress * (1 + _WIPE_SOFTNESS) - travelled) / _WIPE_SOFTNESS)
    shape = (1, width, 1) if x else (height, 1, 1)
    return a + (b - a) * line.reshape(shape).astype(np.float32)


def _slide(a: Rgb, b: Rgb, progress: float, direction: str | None) -> Rgb:
    """`b` comes in from the edge; `a` goes a part of the way and darkens; black shows between."""
    height, width = a.shape[:2]
    x, y = _UNIT[direction or "left"]
    way = _SLIDE_PARALLAX * progress
    pushed, kept = warp_picture(a, Affine.translation(x * width * way, y * height * way))
    below = pushed * kept * np.float32(1 - _SLIDE_SHADE * progress)
    left = 1 - progress
    coming, covered = warp_picture(b, Affine.translation(-x * width * left, -y * height * left))
    return below + (coming - below) * covered


def _zoom(a: Rgb, b: Rgb, progress: float, _direction: str | None) -> Rgb:
    """Both grow about the middle; `b` fades in and comes to rest."""
    height, width = a.shape[:2]
    middle = (width / 2, height / 2)
    near, _ = warp_picture(a, Affine.scaling(1 + _ZOOM_APPROACH * progress).about(*middle))
    settling = 1 + _ZOOM_APPROACH / 2 * (1 - progress)
    coming, _ = warp_picture(b, Affine.scaling(settling).about(*middle))
    return near + (coming - near) * np.float32(_smooth(progress))


MIXES: dict[str, Mix] = {
    "crossfade": _crossfade,
    "fadeThroughBlack": _fade_through_black,
    "slide": _slide,
    "wipe": _wipe,
    "zoom": _zoom,
}
"""Transitions by their `type` in the composition."""


def through_planes(kind: str) -> Mix:
    """Return a transition of the fast engine for pictures in R'G'B'; the sides must be even."""

    def mix(a: Rgb, b: Rgb, progress: float, direction: str | None) -> Rgb:
        before, after = (rgb_to_frame(to_bytes(picture)) for picture in (a, b))
        into = new_frame(before.width_px, before.height_px)
        TRANSITIONS[kind](before, after, progress, direction, into)
        return frame_to_rgb(into).astype(np.float32)

    return mix


def to_bytes(rgb: Rgb) -> NDArray[np.uint8]:
    """Round to `(height, width, 3)` uint8."""
    return np.rint(np.clip(rgb, 0, 255)).astype(np.uint8)
