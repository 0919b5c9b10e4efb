"""wiggle: grow into place wagging from side to side."""

from math import pi, sin

from render.animation.pose import Pose
from render.animation.presets.registry import Preset, Stage, clamped, register

_WAG_DEGREES, _WAGS, _START = 13.0, 2.5, 0.7
_PLAY_DEGREES, _PART_PLAY_DEGREES, _PLAY = 2.6, 6.0, 0.004


def enter(presence: float, _stage: Stage) -> Pose:
    """Wag less and less."""
    away = max(1 - presence, 0.0)
    return Pose(
        scale=1 - (1 - _START) * away * away,
        rotation_degrees=_WAG_DEGREES * away * sin(2 * pi * _WAGS * presence),
        opacity=clamped(presence * 3),
    )


def loop(phase: float, stage: Stage) -> Pose:
    """Wag without looking like clockwork."""
    turn = 2 * pi * phase
    most = _PART_PLAY_DEGREES if stage.part_size else _PLAY_DEGREES
    return Pose(
        dx=_PLAY * stage.short_side * sin(2 * turn),
        rotation_degrees=most * (0.65 * sin(turn) + 0.35 * sin(3 * turn)),
    )


register("wiggle", Preset(enter, loop, "easeOutSine", frames=24, loop_frames=45))
