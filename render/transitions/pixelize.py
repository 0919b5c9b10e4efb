"""pixelize: the first picture falls into larger and larger squares, the second one out of them."""

from math import pi, sin

import cv2
import numpy as np

from render.canvas import verbs
from render.canvas.picture import Picture, Plane
from render.transitions.cross_zoom import cut
from render.transitions.registry import Moment, register

_SQUARES = 14
"""In the shorter side of the frame when they are largest."""

_LEVELS = 5
"""How often they have doubled by then. Four lie in one, so that nothing swims."""

_CUT = 0.2


def draw(a: Picture, b: Picture, moment: Moment, into: Picture) -> None:
    """Mix the two and show the mix in squares."""
    verbs.crossfade(a, b, cut(moment.progress, _CUT), into)
    short = min(a.width_px, a.height_px)
    fewest = tuple(max(1, round(_SQUARES * side / short)) for side in (a.width_px, a.height_px))
    level = _LEVELS * sin(pi * moment.progress)
    for plane in into.planes:
        _pixelize(plane, level, (fewest[0], fewest[1]))


def _pixelize(plane: Plane, level: float, fewest: tuple[int, int]) -> None:
    """Show a plane in squares in place; between two levels it is a mix of both."""
    finer = min(int(level), _LEVELS - 1)
    share = level - finer
    share = share * share * (3 - 2 * share)
    fine, coarse = (_squares(plane, _LEVELS - each, fewest) for each in (finer, finer + 1))
    cv2.addWeighted(fine, 1 - share, coarse, share, 0, dst=plane)


def _squares(plane: Plane, doublings: int, fewest: tuple[int, int]) -> Plane:
    """Return a plane in squares, the fewest doubled so often; the plane itself if it has not more.

    Level 0 is the picture as it is.
    """
    height, width = plane.shape
    across, down = fewest[0] << doublings, fewest[1] << doublings
    if doublings == _LEVELS or across >= width or down >= height:
        return plane
    means = cv2.resize(plane, (across, down), interpolation=cv2.INTER_AREA)
    squares = cv2.resize(means, (width, height), interpolation=cv2.INTER_NEAREST_EXACT)
    return np.asarray(squares, np.uint8)


register("pixelize", draw, easing="easeInOutSine")
