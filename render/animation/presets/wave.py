"""wave: swing up through rest and settle; a text's characters one after the other."""

from math import cos, pi, sin

from render.animation.pose import Pose
from render.animation.presets.registry import Preset, Stage, clamped, register

_SWING, _HIGHEST_SWING = 0.7, 0.07
_ROLL, _HIGHEST_ROLL = 0.16, 0.034


def enter(presence: float, stage: Stage) -> Pose:
    """Come from below, swing above rest once, and settle."""
    most = min(_SWING * stage.own_height, _HIGHEST_SWING * stage.short_side)
    swing = (1 - presence) * cos(1.5 * pi * presence)
    return Pose(dy=most * swing, opacity=clamped(presence * 3))


def loop(phase: float, stage: Stage) -> Pose:
    """Roll up and down."""
    most = min(_ROLL * stage.own_height, _HIGHEST_ROLL * stage.short_side)
    return Pose(dy=-most * sin(2 * pi * phase))


register("wave", Preset(enter, loop, "easeOutSine", 26, 48, by="char", loop_by="char"))
