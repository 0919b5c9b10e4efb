"""whipPan: the camera is torn round, all is one streak, and it stops on the second picture."""

from render.canvas.picture import Picture
from render.transitions.lanes import LANES, pan
from render.transitions.registry import Moment, register

_OPEN = 0.9
"""Part of a frame's time the shutter is open: the streak is the transition."""


def draw(a: Picture, b: Picture, moment: Moment, into: Picture) -> None:
    """Pan over `a`, `a` and `b` mirrored, and `b`: a way with a single seam, in the middle."""
    opened, closed = moment.shutter(_OPEN)
    lane = LANES[moment.direction or "left"]
    row = (a, mirrored(a, lane.axis), mirrored(b, lane.axis), b)
    way = len(row) - 1
    pan(row, lane, way * moment.progress, way * (closed - opened), into)


def mirrored(picture: Picture, axis: int) -> Picture:
    """Return views of a picture's planes, mirrored along an axis of the arrays."""
    y, cb, cr = (plane[:, ::-1] if axis else plane[::-1] for plane in picture.planes)
    return Picture(y, cb, cr, subsampling=picture.subsampling)


register("whipPan", draw, easing="easeInOutQuart", has_directions=True)
