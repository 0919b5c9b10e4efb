"""flip: turn like a card seen from its edge at first; about its middle line that lies across."""

from math import cos, pi, sin

from render.animation.pose import Pose
from render.animation.presets.registry import Preset, Stage, clamped, register

_TURN_LASTS = 0.5


def enter(presence: float, stage: Stage) -> Pose:
    """Turn from the edge to the face."""
    return _turned(max(sin(presence * pi / 2), 0.0), stage, clamped(presence * 3))


def loop(phase: float, stage: Stage) -> Pose:
    """Turn over once and rest; both sides show the same, so texts can always be read."""
    along = min(phase / _TURN_LASTS, 1.0)
    angle = pi * (1 - cos(pi * along)) / 2
    return _turned(abs(cos(angle)), stage, 1.0)


def _turned(seen: float, stage: Stage, opacity: float) -> Pose:
    if stage.direction in ("left", "right"):
        return Pose(opacity=opacity, stretch_x=seen)
    return Pose(opacity=opacity, stretch_y=seen)


register("flip", Preset(enter, loop, frames=18, loop_frames=90))
