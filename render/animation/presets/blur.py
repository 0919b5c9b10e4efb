"""blur: come into focus while fading."""

from math import pi, sin

from render.animation.pose import Pose
from render.animation.presets.registry import Preset, Stage, clamped, register

_RADIUS = 0.02
"""Deviation at the start in parts of the canvas's short side: about 22 design pixels."""

_SOFTEST = 0.007
_NEARER = 0.05
"""What is out of focus looks a little larger, as through a lens that is being focused."""


def enter(presence: float, stage: Stage) -> Pose:
    """Come into focus."""
    away = max(1 - presence, 0.0)
    return Pose(
        scale=1 + _NEARER * away,
        opacity=clamped(presence * 1.25),
        blur=_RADIUS * stage.short_side * away,
    )


def loop(phase: float, stage: Stage) -> Pose:
    """Go out of focus and come back."""
    return Pose(blur=_SOFTEST * stage.short_side * sin(pi * phase) ** 2)


register("blur", Preset(enter, loop, frames=20, loop_frames=90))
