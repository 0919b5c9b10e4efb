"""rise: a short way towards rest while fading; upwards unless a direction is given."""

from math import pi, sin

from render.animation.pose import Pose
from render.animation.presets.registry import WAYS, Preset, Stage, clamped, register

_TRAVEL = 0.045
"""Way in parts of the canvas's short side: about 48 design pixels."""

_LIFT = 0.022


def enter(presence: float, stage: Stage) -> Pose:
    """Drift into place; opacity is complete before the way is."""
    x, y = WAYS[stage.direction or "up"]
    way = _TRAVEL * stage.short_side * (1 - presence)
    return Pose(dx=-x * way, dy=-y * way, opacity=clamped(presence * 1.4))


def loop(phase: float, stage: Stage) -> Pose:
    """Rise a little and settle again."""
    x, y = WAYS[stage.direction or "up"]
    way = _LIFT * stage.short_side * sin(pi * phase) ** 2
    return Pose(dx=x * way, dy=y * way)


register("rise", Preset(enter, loop, loop_frames=75))
