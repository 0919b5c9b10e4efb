"""typewriter: one character after the other, each at once; what has none comes in steps."""

from math import ceil

from render.animation.pose import Pose, Veil
from render.animation.presets.registry import Preset, Stage, register

_STEPS = 12
_ON = 0.5


def enter(presence: float, stage: Stage) -> Pose:
    """Be there or not; a layer as one appears from the left in steps."""
    if stage.part_size or presence <= 0:
        return Pose(opacity=float(presence > 0))
    return Pose(veils=(Veil("right", ceil(presence * _STEPS) / _STEPS),))


def loop(phase: float, _stage: Stage) -> Pose:
    """Blink as a cursor does."""
    return Pose(opacity=float(phase < _ON))


register(
    "typewriter",
    Preset(enter, loop, "linear", frames=24, loop_frames=32, by="char", one_length=True),
)
