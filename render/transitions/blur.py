"""blur: the first picture goes out of focus, the second one comes into it."""

from math import pi, sin

from render.canvas import verbs
from render.canvas.blur import blurred
from render.canvas.picture import Picture
from render.transitions.cross_zoom import cut
from render.transitions.registry import Moment, register

_WIDEST = 0.035
"""Standard deviation in the middle, in parts of the frame's shorter side."""

_CUT = 0.3


def draw(a: Picture, b: Picture, moment: Moment, into: Picture) -> None:
    """Mix the two, then blur the mix: both are out of focus where they meet."""
    progress = moment.progress
    verbs.crossfade(a, b, cut(progress, _CUT), into)
    wide = sin(pi * progress) ** 1.5
    into.copy_from(blurred(into, wide * _WIDEST * min(a.width_px, a.height_px)))


register("blur", draw, easing="easeInOutSine")
