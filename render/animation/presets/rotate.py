"""rotate: turn a little into place while fading; clockwise unless it goes left or up."""

from math import pi, sin

from render.animation.pose import Pose
from render.animation.presets.registry import Preset, Stage, clamped, register

_TURN_DEGREES = 28.0
_ROCK_DEGREES, _PART_ROCK_DEGREES = 4.0, 9.0
"""A word or a character is small: it has to rock further to be seen rocking."""

_START = 0.86


def enter(presence: float, stage: Stage) -> Pose:
    """Turn into place and grow to full size."""
    away = 1 - presence
    return Pose(
        scale=_START + (1 - _START) * presence,
        rotation_degrees=-turns(stage) * _TURN_DEGREES * away,
        opacity=clamped(presence * 1.6),
    )


def loop(phase: float, stage: Stage) -> Pose:
    """Rock like a pendulum."""
    most = _PART_ROCK_DEGREES if stage.part_size else _ROCK_DEGREES
    return Pose(rotation_degrees=turns(stage) * most * sin(2 * pi * phase))


def turns(stage: Stage) -> int:
    """Return 1 for clockwise, -1 for the other way."""
    return -1 if stage.direction in ("left", "up") else 1


register("rotate", Preset(enter, loop, frames=18, loop_frames=75))
