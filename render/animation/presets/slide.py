"""slide: in from beyond the edge of the canvas; from left to right unless said otherwise."""

from render.animation.pose import Pose
from render.animation.presets.registry import Stage, register


def slide(presence: float, stage: Stage) -> Pose:
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


register("slide", slide)
