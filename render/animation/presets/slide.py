"""slide: in from beyond the edge of the canvas; from left to right unless said otherwise."""

from math import pi, sin

from render.animation.pose import Pose
from render.animation.presets.registry import WAYS, Preset, Stage, register

_SWAY = 0.03


def enter(presence: float, stage: Stage) -> Pose:
    """Travel from just outside the canvas to rest."""
    away = 1 - presence
    match stage.direction or "right":
        case "right":
            return Pose(dx=-away * (stage.left + stage.width))
        case "left":
            return Pose(dx=away * (stage.canvas_width - stage.left))
        case "down":
            return Pose(dy=-away * (stage.top + stage.height))
        case _:
            return Pose(dy=away * (stage.canvas_height - stage.top))


def loop(phase: float, stage: Stage) -> Pose:
    """Sway to and fro about rest."""
    x, y = WAYS[stage.direction or "right"]
    way = _SWAY * stage.short_side * sin(2 * pi * phase)
    return Pose(dx=x * way, dy=y * way)


register("slide", Preset(enter, loop, loop_frames=90))
