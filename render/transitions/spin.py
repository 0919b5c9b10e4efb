"""spin: the camera turns over, the frame is one whirl, and it stops upright on the second picture.

Clockwise by default; left and up turn the other way.
"""

from math import pi, sin

from render.canvas.picture import Picture
from render.transitions.cross_zoom import cut
from render.transitions.registry import Moment, register
from render.transitions.smears import Pose, smear

_TURN_DEGREES = 180.0
"""The first picture turns by the first half of it, the second one by the other half."""

_CLOSER = 0.35
"""How much nearer the camera is in the middle: less of what is mirrored beyond the edges shows."""

_OPEN = 0.8
_CUT = 0.11


def draw(a: Picture, b: Picture, moment: Moment, into: Picture) -> None:
    """Turn both about the middle."""
    progress = moment.progress
    opened, closed = moment.shutter(_OPEN)
    way = -_TURN_DEGREES if moment.direction in ("left", "up") else _TURN_DEGREES
    share = cut(progress, _CUT)
    near = 1 + _CLOSER * sin(pi * progress) ** 2
    layers = [
        (a, Pose(way * progress, near), 1 - share),
        (b, Pose(way * (progress - 1), near), share),
    ]
    smear(layers, Pose(way * (closed - opened)), into)


register("spin", draw, easing="easeInOutQuart", has_directions=True)
