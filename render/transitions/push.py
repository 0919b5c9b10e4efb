"""push: the second picture pushes the first one out; to the left by default."""

from render.canvas.picture import Picture
from render.transitions.lanes import LANES, pan
from render.transitions.registry import Moment, register


def draw(a: Picture, b: Picture, moment: Moment, into: Picture) -> None:
    """Move both as one strip."""
    opened, closed = moment.shutter()
    lane = LANES[moment.direction or "left"]
    pan((a, b), lane, moment.progress, closed - opened, into)


register("push", draw, easing="easeInOutCubic", has_directions=True)
