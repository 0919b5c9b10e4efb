"""pop: spring up to size, a little beyond it, and settle."""

from math import pi, sin

from render.animation.pose import Pose
from render.animation.presets.registry import Preset, Stage, clamped, register

_START = 0.4
"""With an overshoot of a tenth, 6 % over size at the most: lively, and texts keep their room."""

_BEAT, _BEAT_LASTS, _ATTACK = 0.12, 0.4, 0.6


def enter(presence: float, _stage: Stage) -> Pose:
    """Grow from 40 %; seen almost at once, so that the growing is seen."""
    size = max(_START + (1 - _START) * presence, 0.0)
    return Pose(scale=size, opacity=clamped(presence * 3))


def loop(phase: float, _stage: Stage) -> Pose:
    """Beat once, quicker up than down, and rest."""
    beat = sin(pi * clamped(phase / _BEAT_LASTS) ** _ATTACK) ** 2
    return Pose(scale=1 + _BEAT * beat)


register("pop", Preset(enter, loop, easing="easeOutBack", frames=14, loop_frames=45))
