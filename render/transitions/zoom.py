"""zoom: through the first picture into the second, both growing towards the viewer."""

from render.canvas.picture import Picture
from render.transitions.registry import Moment, register
from render.transitions.smears import Pose, smear

APPROACH = 1.45
"""How much larger the first picture is when it is gone."""

DISTANCE = 1.18
"""How much smaller the second one is when it begins to show."""

_CUTS = (0.1, 0.8)
"""From when to when the second picture fades in."""


def draw(a: Picture, b: Picture, moment: Moment, into: Picture) -> None:
    """Zoom into `a` while `b` fades in behind it and comes to its own size."""
    opened, closed = moment.shutter()
    share = faded(moment.progress)
    layers = [
        (a, Pose(scale=APPROACH**moment.progress), 1 - share),
        (b, Pose(scale=DISTANCE ** (moment.progress - 1)), share),
    ]
    way = APPROACH ** (1 - share) * DISTANCE**share
    smear(layers, Pose(scale=way ** (closed - opened)), into)


def faded(progress: float) -> float:
    """Return how much of the second picture is there, smooth at both ends."""
    begin, end = _CUTS
    x = min(max((progress - begin) / (end - begin), 0.0), 1.0)
    return x * x * (3 - 2 * x)


register("zoom", draw, easing="easeInOutSine")
