"""crossfade: both pictures mixed."""

from render.canvas import verbs
from render.canvas.picture import Picture
from render.transitions.registry import Moment, register


def draw(a: Picture, b: Picture, moment: Moment, into: Picture) -> None:
    """Mix the two by progress."""
    verbs.crossfade(a, b, moment.progress, into)


register("crossfade", draw, easing="easeInOutSine")
