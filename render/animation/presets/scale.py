"""scale: grow a little into place while fading."""

from math import pi, sin

from render.animation.pose import Pose
from render.animation.presets.registry import Preset, Stage, clamped, register

_START = 0.82
_SWELL = 0.08


def enter(presence: float, _stage: Stage) -> Pose:
    """Grow from 82 % to full size."""
    size = _START + (1 - _START) * presence
    return Pose(scale=size, opacity=clamped(presence * 1.4))


def loop(phase: float, _stage: Stage) -> Pose:
    """Swell by 8 % and shrink again, slowly."""
    return Pose(scale=1 + _SWELL * sin(pi * phase) ** 2)


register("scale", Preset(enter, loop, loop_frames=90))
