"""spin: turn round once while growing; clockwise unless it goes left or up."""

from render.animation.pose import Pose
from render.animation.presets.registry import Preset, Stage, clamped, register
from render.animation.presets.rotate import turns

_TURN_DEGREES = 360.0
_START = 0.2


def enter(presence: float, stage: Stage) -> Pose:
    """Spin in."""
    return Pose(
        scale=max(_START + (1 - _START) * presence, 0.0),
        rotation_degrees=-turns(stage) * _TURN_DEGREES * (1 - presence),
        opacity=clamped(presence * 2.5),
    )


def loop(phase: float, stage: Stage) -> Pose:
    """Turn evenly."""
    return Pose(rotation_degrees=turns(stage) * _TURN_DEGREES * phase)


register("spin", Preset(enter, loop, "easeOutCubic", frames=26, loop_frames=120))
