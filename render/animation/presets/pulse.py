"""pulse: appear, swell beyond full size, and settle."""

from math import pi, sin

from render.animation.pose import Pose
from render.animation.presets.registry import Preset, Stage, clamped, register

_START, _SWELL = 0.9, 0.13
_GROWS, _ROOM = 0.043, 0.12
"""A swell of the one reaches full size; more makes a word wider, by parts of its height: a blank
has room for two such."""

_BREATH = 0.05


def enter(presence: float, stage: Stage) -> Pose:
    """Swell once; a word no further than its blanks have room."""
    swell = _SWELL
    if stage.part_size:
        swell = min(swell, _GROWS + _ROOM * stage.own_height / max(stage.own_width, 1.0))
    size = _START + (1 - _START) * presence + swell * sin(pi * presence)
    return Pose(scale=size, opacity=clamped(presence * 2.2))


def loop(phase: float, _stage: Stage) -> Pose:
    """Swell by a twentieth and back, as fast as a calm heart beats."""
    return Pose(scale=1 + _BREATH * sin(pi * phase) ** 2)


register("pulse", Preset(enter, loop, "easeOutSine", frames=20, loop_frames=32))
