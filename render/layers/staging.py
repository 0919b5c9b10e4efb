"""Where the box of a layer lies at a frame, and the poses of its parts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import hypot, sqrt

from render.animation.pose import Pose
from render.canvas.affine import Affine
from render.layers.context import Scope
from render.layers.placement import turned

_DRAWN_CANVASES = 4
"""Texts and shapes are drawn up to the area of so many canvases; most of one that is larger lies
outside, and drawn smaller and enlarged it only gets softer."""

_SLACK_PX = 0.02
_HALVE_BELOW = 0.5

PoseOf = Callable[[int, int], Pose]
"""(index of a part, number of parts) -> its pose."""


@dataclass(frozen=True)
class Staging:
    """What a content is told about the frame it draws.

    Attributes:
        to_canvas: From design pixels of the layer's box, origin at its top left, to output pixels.
        scope: The parent's coordinate system.
        at_rest: The same map where the layer rests, at its largest; never degenerate.
        width, height: Size of the box in design pixels at this frame.
        opacity: Of the whole layer, [0, 1].
        parts: "line", "word" or "char" when those have poses of their own, else "layer".
        pose_of: The pose of a part; a part is moved about its own centre.
        colors: Animated colours by property name, 8-bit RGBA.
        numbers: Animated numbers by property name.
        changing: Whether any of both is another one at the next frame.
    """

    to_canvas: Affine
    at_rest: Affine
    scope: Scope
    width: float
    height: float
    opacity: float
    parts: str
    pose_of: PoseOf
    colors: dict[str, tuple[int, int, int, int]]
    numbers: Mapping[str, float] = field(default_factory=dict[str, float])
    changing: bool = False

    @property
    def at_rest_scale(self) -> float:
        """Output pixels a design pixel where the layer rests, at its largest."""
        return rest_scale(self.at_rest)

    @property
    def drawing_scale(self) -> float:
        """Output pixels a design pixel that texts and shapes are drawn at.

        They are sharp where they rest, and resampled only while they move.
        """
        width_px, height_px = self.scope.output_size_px
        area = _DRAWN_CANVASES * width_px * height_px
        scale = min(self.at_rest_scale, sqrt(area / (self.width * self.height)))
        return scale / 2 ** halvings(self.to_canvas.largest_scale / scale)

    @property
    def fills_output(self) -> bool:
        """Whether the box covers the whole output, so that nothing can be seen beside it."""
        back, slack = self.to_canvas.inverse(), _SLACK_PX / self.to_canvas.largest_scale
        width_px, height_px = self.scope.output_size_px
        corners = [back.point(x, y) for x in (0.0, width_px) for y in (0.0, height_px)]
        return all(
            -slack <= x <= self.width + slack and -slack <= y <= self.height + slack
            for x, y in corners
        )

    def posed(self, pose: Pose, left: float, top: float, width: float, height: float) -> Affine:
        """Return the map for a part of the box in a pose, about the part's centre."""
        centre = (left + width / 2, top + height / 2)
        return self.to_canvas @ Affine.translation(pose.dx, pose.dy) @ turned(pose).about(*centre)


def halvings(scale: float) -> int:
    """Return how often a picture is halved so that its sampled scale lies in [0.5, 1]."""
    count = 0
    while 0 < scale < _HALVE_BELOW:
        scale *= 2
        count += 1
    return count


def rest_scale(to_canvas: Affine) -> float:
    """Return how many output pixels a design pixel takes, the mean of both axes."""
    return (hypot(to_canvas.a, to_canvas.c) + hypot(to_canvas.b, to_canvas.d)) / 2
