"""rise: a short way towards rest while fading; upwards unless a direction is given."""

from render.animation.pose import Pose
from render.animation.presets.registry import Stage, register

_TRAVEL = 0.045
"""Way in parts of the canvas's short side: about 48 design pixels."""

DIRECTIONS = {"up": (0, 1), "down": (0, -1), "left": (1, 0), "right": (-1, 0)}
"""Where a thing starts, seen from rest, when it moves in a direction."""


def rise(presence: float, stage: Stage) -> Pose:
    """Drift into place; opacity is complete before the way is."""
    x, y = DIRECTIONS[stage.direction or "up"]
    way = _TRAVEL * min(stage.canvas_width, stage.canvas_height) * (1 - presence)
    return Pose(dx=x * way, dy=y * way, opacity=min(max(presence * 1.4, 0.0), 1.0))


register("rise", rise)
