"""barnDoors: the first picture opens in the middle like two doors and uncovers the second one.

They open sideways; with the direction up or down they open upwards and downwards.
"""

import numpy as np

from render.canvas import verbs
from render.canvas.affine import Affine
from render.canvas.picture import Picture
from render.transitions.lanes import LANES, Edge, lay_over, like, pan
from render.transitions.registry import Moment, register

_SHADE = 0.35
_DEPTH = 0.08
"""How much larger the second picture is at first: one steps back from the open door."""

_SHADOW = 0.5
_SHADOW_FALLS = 0.12
_HALF = 0.5


def draw(a: Picture, b: Picture, moment: Moment, into: Picture) -> None:
    """Move the halves of `a` apart over `b`."""
    progress = moment.progress
    opened, closed = moment.shutter()
    trace = _HALF * (closed - opened)
    sideways = (moment.direction or "left") in ("left", "right")
    near, far = (LANES["left"], LANES["right"]) if sideways else (LANES["up"], LANES["down"])
    middle = (b.width_px / 2, b.height_px / 2)
    verbs.draw(into, b, Affine.scaling(1 + _DEPTH * (1 - progress)).about(*middle))
    verbs.darken(into, _SHADE * (1 - progress))
    shadow = _SHADOW * min(1.0, (1 - progress) / _SHADOW_FALLS)
    doors, other = like(a), like(a)
    pan((a,), near, _HALF * progress, trace, doors)
    pan((a,), far, _HALF * progress, trace, other)
    for plane, source in zip(doors.planes, other.planes, strict=True):
        length = plane.shape[far.axis]
        np.copyto(far.take(plane, length // 2, length), far.take(source, length // 2, length))
    edges = [
        Edge(_HALF * (1 - progress), near.forward, trace, shadow),
        Edge(_HALF * (1 + progress), far.forward, trace, shadow),
    ]
    lay_over(into, doors, edges, far, into)


register("barnDoors", draw, easing="easeInOutCubic", has_directions=True)
