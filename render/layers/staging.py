"""Where the box of a layer lies at a frame, and the poses of its parts."""

from collections.abc import Callable
from dataclasses import dataclass
from math import hypot

from render.animation.pose import Pose
from render.canvas.affine import Affine
from render.layers.context import Scope

PoseOf = Callable[[int, int], Pose]
"""(index of a part, number of parts) -> its pose."""


@dataclass(frozen=True)
class Staging:
    """What a content is told about the frame it draws.

    Attributes:
        to_canvas: From design pixels of the layer's box, origin at its top left, to output pixels.
        scope: The parent's coordinate system.
        width, height: Size of the box in design pixels at this frame.
        opacity: Of the whole layer, [0, 1].
        at_rest_scale: Output pixels a design pixel where the layer rests: what text and shapes are
            drawn at, so that they are sharp there and resampled only while they move.
        parts: "line", "word" or "char" when those have poses of their own, else "layer".
        pose_of: The pose of a part; a part is moved about its own centre.
        colors: Animated colours by property name, 8-bit RGBA.
    """

    to_canvas: Affine
    scope: Scope
    width: float
    height: float
    opacity: float
    at_rest_scale: float
    parts: str
    pose_of: PoseOf
    colors: dict[str, tuple[int, int, int, int]]

    @property
    def current_scale(self) -> float:
        """Output pixels a design pixel at this frame, the larger of both axes."""
        return self.to_canvas.largest_scale

    def posed(self, pose: Pose, left: float, top: float, width: float, height: float) -> Affine:
        """Return the map for a part of the box in a pose, about the part's centre."""
        moved = Affine.rotation(pose.rotation_degrees) @ Affine.scaling(pose.scale)
        centre = (left + width / 2, top + height / 2)
        return self.to_canvas @ Affine.translation(pose.dx, pose.dy) @ moved.about(*centre)


def rest_scale(to_canvas: Affine) -> float:
    """Return how many output pixels a design pixel takes, the mean of both axes."""
    return (hypot(to_canvas.a, to_canvas.c) + hypot(to_canvas.b, to_canvas.d)) / 2
