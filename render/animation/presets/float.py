"""float: drift up into place as if carried, swaying a little."""

from math import pi, sin

from render.animation.pose import Pose
from render.animation.presets.registry import WAYS, Preset, Stage, clamped, register

_TRAVEL, _SWAY, _LEAN_DEGREES = 0.08, 0.012, 2.0
_HOVER, _HOVER_SWAY, _HOVER_LEAN_DEGREES = 0.011, 0.005, 0.7


def enter(presence: float, stage: Stage) -> Pose:
    """Drift upwards, or in the direction given, across it a little."""
    x, y = WAYS[stage.direction or "up"]
    away = 1 - presence
    way, sway = _TRAVEL * away, _SWAY * away * sin(2 * pi * presence)
    return Pose(
        dx=(-x * way + y * sway) * stage.short_side,
        dy=(-y * way + x * sway) * stage.short_side,
        rotation_degrees=_LEAN_DEGREES * away * sin(2 * pi * presence),
        opacity=clamped(presence * 1.3),
    )


def loop(phase: float, stage: Stage) -> Pose:
    """Hover along a lying eight."""
    turn = 2 * pi * phase
    return Pose(
        dx=_HOVER_SWAY * stage.short_side * sin(2 * turn),
        dy=-_HOVER * stage.short_side * sin(turn),
        rotation_degrees=_HOVER_LEAN_DEGREES * sin(turn),
    )


register("float", Preset(enter, loop, "easeOutCubic", frames=36, loop_frames=120))
