"""cover: the second picture slides over the first one, which stands still; to the left by default.

What is covered sinks a little into the dark: the eye follows the edge and its shadow.
"""

from render.canvas import verbs
from render.canvas.picture import Picture
from render.transitions.lanes import LANES, Edge, lay_over, like, pan
from render.transitions.registry import Moment, register

_SHADE = 0.15
_SHADOW = 0.55
_SHADOW_RISES = 0.12


def draw(a: Picture, b: Picture, moment: Moment, into: Picture) -> None:
    """Move `b` over `a`."""
    lane = LANES[moment.direction or "left"]
    progress = moment.progress
    opened, closed = moment.shutter()
    into.copy_from(a)
    verbs.darken(into, _SHADE * progress)
    coming = like(b)
    pan((b,), lane, progress - 1, closed - opened, coming)
    place = progress if lane.forward else 1 - progress
    shadow = _SHADOW * min(1.0, progress / _SHADOW_RISES)
    edge = Edge(place, not lane.forward, closed - opened, shadow)
    lay_over(into, coming, [edge], lane, into)


register("cover", draw, easing="easeInOutCubic", has_directions=True)
