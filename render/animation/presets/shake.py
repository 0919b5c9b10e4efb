"""shake: tremble and come to rest; across unless the direction is up or down."""

from math import inf, pi, sin

from render.animation.pose import Pose
from render.animation.presets.registry import Preset, Stage, clamped, register

_AMPLITUDE = 0.035
_SWINGS = 4
_HEIGHTS = 6.0
"""Distances of a line, word or character are parts of so many of its heights at the most."""

_TREMOR, _TREMOR_LASTS, _TREMOR_SWINGS = 0.011, 0.5, 4


def enter(presence: float, stage: Stage) -> Pose:
    """Appear shaking; it dies down."""
    away = max(1 - presence, 0.0)
    way = _AMPLITUDE * away * away * sin(2 * pi * _SWINGS * presence)
    return _shaken(way, stage, clamped(presence * 5))


def loop(phase: float, stage: Stage) -> Pose:
    """Tremble, swelling and dying down, and rest."""
    along = min(phase / _TREMOR_LASTS, 1.0)
    way = _TREMOR * sin(pi * along) * sin(2 * pi * _TREMOR_SWINGS * along)
    return _shaken(way, stage, 1.0)


def _shaken(way: float, stage: Stage, opacity: float) -> Pose:
    # Letters that shake as far as a layer would trade places.
    way *= min(stage.short_side, _HEIGHTS * stage.own_height if stage.part_size else inf)
    if stage.direction in ("up", "down"):
        return Pose(dy=way, opacity=opacity)
    return Pose(dx=way, opacity=opacity)


register("shake", Preset(enter, loop, "linear", frames=20, loop_frames=54))
