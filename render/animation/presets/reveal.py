"""reveal: move out from behind a line that lies at the thing's own edge; upwards unless said."""

from render.animation.pose import REST, Pose, Side, Veil
from render.animation.presets.registry import WAYS, Preset, Stage, register

_TRAVEL = 1.12
"""Way in parts of the thing's own size: what reaches out of the box starts hidden as well."""

_GIVES_WAY, _LATE = 0.6, 6
"""The line gives way at the end, so that shadows and tails below it do not appear at once."""

_OUT, _BACK = 0.28, 0.6

_BEHIND: dict[str, Side] = {"up": "down", "down": "up", "left": "right", "right": "left"}
_SIDES: dict[str, Side] = {"up": "up", "down": "down", "left": "left", "right": "right"}


def enter(presence: float, stage: Stage) -> Pose:
    """Move out from behind the line that lies where it comes from."""
    x, y = WAYS[stage.direction or "up"]
    return _moved(-x, -y, _BEHIND[stage.direction or "up"], presence, stage)


def loop(phase: float, stage: Stage) -> Pose:
    """Roll out on one side and in again on the other, and rest."""
    direction = stage.direction or "up"
    x, y = WAYS[direction]
    if phase < _OUT:
        return _moved(x, y, _SIDES[direction], 1 - (phase / _OUT) ** 3, stage)
    if phase < _BACK:
        return enter(1 - (1 - (phase - _OUT) / (_BACK - _OUT)) ** 3, stage)
    return REST


def _moved(x: int, y: int, side: Side, presence: float, stage: Stage) -> Pose:
    """Return the thing moved towards a side of its box, hidden beyond that side."""
    away = _TRAVEL * (1 - presence)
    gap = _GIVES_WAY * max(presence, 0.0) ** _LATE
    return Pose(
        dx=x * away * stage.own_width,
        dy=y * away * stage.own_height,
        opacity=float(presence > 0),
        veils=(Veil(side, 1 + gap if side in ("down", "right") else -gap),),
    )


register("reveal", Preset(enter, loop, "easeOutQuart", 22, loop_frames=90, by="line"))
