"""crossZoom: the camera shoots into the first picture and comes to rest in the second one."""

from render.canvas.picture import Picture
from render.transitions.registry import Moment, register
from render.transitions.smears import Pose, smear

_APPROACH = 3.6
"""How much larger the first picture is at the end of the way."""

_DISTANCE = 1.3
"""How much smaller the second one is at its beginning; less than the first one grows, since beyond
its edges it is mirrored."""

_OPEN = 0.9
"""Part of a frame's time the shutter is open: the streaks are the transition."""

_CUT = 0.13
"""Half of the part of the way over which the pictures change, in the middle of the streaks."""


def draw(a: Picture, b: Picture, moment: Moment, into: Picture) -> None:
    """Zoom into both, blurred from the middle outwards."""
    progress = moment.progress
    opened, closed = moment.shutter(_OPEN)
    share = cut(progress, _CUT)
    layers = [
        (a, Pose(scale=_APPROACH**progress), 1 - share),
        (b, Pose(scale=_DISTANCE ** (progress - 1)), share),
    ]
    way = _APPROACH ** (1 - share) * _DISTANCE**share
    smear(layers, Pose(scale=way ** (closed - opened)), into)


def cut(progress: float, half_width: float) -> float:
    """Return how much of the second picture is there when they change in the middle."""
    x = min(max((progress - 0.5) / (2 * half_width) + 0.5, 0.0), 1.0)
    return x * x * (3 - 2 * x)


register("crossZoom", draw, easing="easeInOutQuart")
