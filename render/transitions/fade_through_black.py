"""fadeThroughBlack: the first picture sinks into black, the second rises out of it."""

from render.canvas import verbs
from render.canvas.picture import BLACK, Picture
from render.transitions.registry import Moment, register

_MIDDLE = 0.5


def draw(a: Picture, b: Picture, moment: Moment, into: Picture) -> None:
    """Show `a` darker and darker up to the middle, then `b` brighter and brighter."""
    progress = moment.progress
    shown, strength = (
        (a, 1 - progress / _MIDDLE) if progress < _MIDDLE else (b, progress / _MIDDLE - 1)
    )
    into.fill(BLACK)
    verbs.crossfade(into, shown, strength, into)


register("fadeThroughBlack", draw, easing="easeInOutSine")
