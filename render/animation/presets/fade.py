"""fade: opacity alone."""

from math import pi, sin

from render.animation.pose import Pose
from render.animation.presets.registry import Preset, Stage, clamped, register

_DIMMED = 0.6


def enter(presence: float, _stage: Stage) -> Pose:
    """Fade in place."""
    return Pose(opacity=clamped(presence))


def loop(phase: float, _stage: Stage) -> Pose:
    """Breathe: dim by 60 % and come back."""
    return Pose(opacity=1 - _DIMMED * sin(pi * phase) ** 2)


register("fade", Preset(enter, loop))
