"""slide: the second picture slides in over a slower first one; to the left by default."""

from render.canvas import verbs
from render.canvas.picture import Picture
from render.transitions.lanes import LANES, Edge, lay_over, like, pan
from render.transitions.registry import Moment, register

PARALLAX = 0.3
"""How far the first picture moves, in parts of the frame."""

SHADE = 0.35
"""How dark the first picture gets."""

SHADOW = 0.45
"""How dark the shadow of the second one's edge is."""

SHADOW_RISES = 0.12
"""The shadow comes with the first part of the way, not at once."""


def draw(a: Picture, b: Picture, moment: Moment, into: Picture) -> None:
    """Move `b` in over a shaded, slower `a`."""
    lane = LANES[moment.direction or "left"]
    progress = moment.progress
    opened, closed = moment.shutter()
    trace = closed - opened
    pan((a,), lane, PARALLAX * progress, PARALLAX * trace, into)
    # Drawn with an opacity it would be rounded twice: dark colours jump by a level of chroma.
    verbs.darken(into, SHADE * progress)
    coming = like(b)
    pan((b,), lane, progress - 1, trace, coming)
    place = progress if lane.forward else 1 - progress
    shadow = SHADOW * min(1.0, progress / SHADOW_RISES)
    edge = Edge(place, not lane.forward, trace, shadow)
    lay_over(into, coming, [edge], lane, into)


register("slide", draw, easing="easeInOutCubic", has_directions=True)
