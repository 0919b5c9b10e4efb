"""wipe: show behind a soft edge that moves across; to the right unless a direction is given."""

from render.animation.pose import REST, Pose, Side, Veil
from render.animation.presets.registry import Preset, Stage, clamped, register

_SOFTNESS = 0.07
_ROOM = 0.06
"""What reaches out of the box, in parts of it: letters that lean, and shadows."""

_OUT, _BACK = 0.3, 0.65

HIDES: dict[str, Side] = {"right": "right", "left": "left", "up": "up", "down": "down"}
"""The side that does not show yet when an edge moves in a direction."""

OPPOSITE: dict[str, Side] = {"right": "left", "left": "right", "up": "down", "down": "up"}


def enter(presence: float, stage: Stage) -> Pose:
    """Uncover in place."""
    veil = _edge(presence, HIDES[stage.direction or "right"])
    return Pose(opacity=float(presence > 0), veils=(veil,))


def loop(phase: float, stage: Stage) -> Pose:
    """Be wiped away and back again by edges that move the same way, and rest."""
    direction = stage.direction or "right"
    if phase < _OUT:
        return Pose(veils=(_edge(1 - _smooth(phase / _OUT), OPPOSITE[direction]),))
    if phase < _BACK:
        return enter(_smooth((phase - _OUT) / (_BACK - _OUT)), stage)
    return REST


def _edge(shown: float, side: Side) -> Veil:
    along = -_ROOM + shown * (1 + 2 * _ROOM + _SOFTNESS)
    return Veil(side, along if side in ("right", "down") else 1 - along, _SOFTNESS)


def _smooth(x: float) -> float:
    x = clamped(x)
    return x * x * (3 - 2 * x)


register("wipe", Preset(enter, loop, frames=20, loop_frames=90))
