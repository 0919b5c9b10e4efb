"""The table that preset files enter themselves in."""

from collections.abc import Callable
from dataclasses import dataclass

from render.animation.pose import Pose


@dataclass(frozen=True, slots=True)
class Stage:
    """What a preset may know about the thing it moves.

    Attributes:
        width, height: Size of the thing in design pixels.
        left, top: Where its box lies on the canvas at rest, in design pixels.
        canvas_width, canvas_height: Size of the canvas in design pixels.
        direction: Where the thing moves to when it enters: left, right, up, down.
    """

    width: float
    height: float
    left: float
    top: float
    canvas_width: float
    canvas_height: float
    direction: str | None = None


PoseAt = Callable[[float, Stage], Pose]

PRESETS: dict[str, PoseAt] = {}
"""Every preset by its name in the composition: (eased presence, stage) -> pose."""


def register(name: str, pose_at: PoseAt) -> None:
    """Enter a preset in the table."""
    PRESETS[name] = pose_at
