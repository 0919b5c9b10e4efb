"""reveal: the first picture slides away and uncovers the second one; to the left by default.

The second picture lies a little in the dark and to the side, and is in its place when it is free.
"""

from render.canvas import verbs
from render.canvas.picture import Picture
from render.transitions.lanes import LANES, Edge, lay_over, like, pan
from render.transitions.registry import Moment, register

_PARALLAX = 0.12
"""How far the second picture moves on the way, in parts of the frame."""

_SHADE = 0.4
_SHADOW = 0.55
_SHADOW_FALLS = 0.12


def draw(a: Picture, b: Picture, moment: Moment, into: Picture) -> None:
    """Move `a` away from `b`."""
    lane = LANES[moment.direction or "left"]
    progress = moment.progress
    opened, closed = moment.shutter()
    trace = closed - opened
    pan((b,), lane, _PARALLAX * (progress - 1), _PARALLAX * trace, into)
    verbs.darken(into, _SHADE * (1 - progress))
    going = like(a)
    pan((a,), lane, progress, trace, going)
    place = progress if lane.forward else 1 - progress
    shadow = _SHADOW * min(1.0, (1 - progress) / _SHADOW_FALLS)
    lay_over(into, going, [Edge(place, lane.forward, trace, shadow)], lane, into)


register("reveal", draw, easing="easeInOutCubic", has_directions=True)
