"""Motion blur: at which moments a moving layer is drawn while the shutter is open."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, hypot

from render.canvas.ops import DrawList, Mean, Treat
from render.canvas.sweep import Swept

_STILL_PX = 0.5
"""Movement by less than this is not blurred."""

_BEND_PX = 1.0
"""How far two moments may leave the straight way between them: turns, growth, changes of speed."""

_STEP_PX = 12.0
"""How far apart two moments may lie on a straight way; what is between them is drawn out."""

_MOST = 32
_FEWEST = 4
_MOST_PIXELS = 12e6
"""Drawn in all moments of a frame together: 6 of a layer that fills 1080p."""

_LOOKS = 5

Point = tuple[float, float]
"""In output pixels."""

PointsAt = Callable[[float], Sequence[Point]]
"""Frame of the layer, with parts of a frame -> where the corners of all that moves lie then."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """What is drawn for a frame of a layer that moves.

    Attributes:
        moments: In frames of the layer, evenly spread over the time that the shutter is open.
        dx_px, dy_px: The mean way from one moment to the next.
    """

    moments: tuple[float, ...]
    dx_px: float
    dy_px: float

    def joined(self, lists: Sequence[DrawList]) -> DrawList:
        """Return what is seen in all moments together."""
        if not any(lists):
            return ()
        return (Treat((Mean(tuple(lists)),), (Swept(self.dx_px, self.dy_px),)),)


def expose(
    points_at: PointsAt, frame: int, shutter: float, size_px: tuple[float, float]
) -> Exposure | None:
    """Return when a layer is drawn for a frame; None when it hardly moves.

    Straight movement at an even speed is exact however far it goes.

    Args:
        points_at: Where the layer is.
        frame: In the middle of the exposure.
        shutter: How long it lasts, in frames.
        size_px: Width and height of the output.
    """
    open_at = frame - shutter / 2
    looks = [points_at(open_at + shutter * look / (_LOOKS - 1)) for look in range(_LOOKS)]
    first, last = looks[0], looks[-1]
    if not first or any(len(look) != len(first) for look in looks):
        return None
    dx = sum(x for x, _ in last) / len(last) - sum(x for x, _ in first) / len(first)
    dy = sum(y for _, y in last) / len(last) - sum(y for _, y in first) / len(first)
    bend_px = max(
        hypot(x - (x0 + dx * part), y - (y0 + dy * part))
        for part, look in ((look / (_LOOKS - 1), looks[look]) for look in range(_LOOKS))
        for (x, y), (x0, y0) in zip(look, first, strict=True)
    )
    way_px = hypot(dx, dy)
    if max(way_px, bend_px) < _STILL_PX:
        return None
    most = min(_MOST, max(_FEWEST, int(_MOST_PIXELS / max(_area(looks, size_px), 1.0))))
    count = min(max(ceil(bend_px / _BEND_PX), ceil(way_px / _STEP_PX), 1), most)
    moments = tuple(open_at + shutter * (number + 0.5) / count for number in range(count))
    return Exposure(moments, dx / count, dy / count)


def _area(looks: Sequence[Sequence[Point]], size_px: tuple[float, float]) -> float:
    """Return the area of the output that the layer lies on in the course of an exposure."""
    across = [min(max(x, 0.0), size_px[0]) for look in looks for x, _ in look]
    down = [min(max(y, 0.0), size_px[1]) for look in looks for _, y in look]
    return (max(across) - min(across)) * (max(down) - min(down))
