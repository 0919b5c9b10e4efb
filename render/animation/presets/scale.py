"""scale: grow a little into place while fading."""

from render.animation.pose import Pose
from render.animation.presets.registry import Stage, register

_START = 0.82


def scale(presence: float, _stage: Stage) -> Pose:
    """Grow from 82 % to full size."""
    size = _START + (1 - _START) * presence
    return Pose(scale=size, opacity=min(max(presence * 1.4, 0.0), 1.0))


register("scale", scale)
