"""fade: opacity alone."""

from render.animation.pose import Pose
from render.animation.presets.registry import Stage, register


def fade(presence: float, _stage: Stage) -> Pose:
    """Fade in place."""
    return Pose(opacity=min(max(presence, 0.0), 1.0))


register("fade", fade)
