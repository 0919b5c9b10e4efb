"""Where a layer rests in its parent, and how a pose moves it from there."""

from dataclasses import dataclass

from render.animation.pose import Pose
from render.canvas.affine import Affine
from schemas.names import NINE_GRID

_THIRDS = {"left": 0.0, "right": 1.0, "top": 0.0, "bottom": 1.0}


@dataclass(frozen=True)
class Placement:
    """Where a layer rests in its parent.

    Attributes:
        x, y: The anchor point in the parent's design pixels.
        anchor_x, anchor_y: Which point of the box lies there, as fractions of the box.
        width, height: Of the box in design pixels.
        scale: Factor about the anchor point.
        rotation_degrees: Clockwise about the anchor point.
        stretch_x, stretch_y: Factors across and down the layer itself, besides the scale.
    """

    x: float
    y: float
    anchor_x: float
    anchor_y: float
    width: float
    height: float
    scale: float = 1.0
    rotation_degrees: float = 0.0
    stretch_x: float = 1.0
    stretch_y: float = 1.0

    @property
    def left(self) -> float:
        """Left edge of the unscaled box."""
        return self.x - self.anchor_x * self.width

    @property
    def top(self) -> float:
        """Top edge of the unscaled box."""
        return self.y - self.anchor_y * self.height

    def matrix(self) -> Affine:
        """Map from the box, origin at its top left, to the parent."""
        size = Affine.scaling(self.scale * self.stretch_x, self.scale * self.stretch_y)
        about_anchor = Affine.rotation(self.rotation_degrees) @ size
        anchor = Affine.translation(-self.anchor_x * self.width, -self.anchor_y * self.height)
        return Affine.translation(self.x, self.y) @ about_anchor @ anchor


def posed(place: Placement, pose: Pose) -> Affine:
    """Map from the box to the parent with a pose applied about the box's centre."""
    centre = turned(pose).about(place.width / 2, place.height / 2)
    return Affine.translation(pose.dx, pose.dy) @ place.matrix() @ centre


def turned(pose: Pose) -> Affine:
    """Return what a pose does to a thing about its centre."""
    size = Affine.scaling(pose.scale * pose.stretch_x, pose.scale * pose.stretch_y)
    return Affine.rotation(pose.rotation_degrees) @ size


def grid_fractions(name: str) -> tuple[float, float]:
    """Return where a nine-grid name lies in a box, as fractions across and down."""
    if name not in NINE_GRID:
        return 0.5, 0.5
    across = next((_THIRDS[part] for part in name.split("-") if part in ("left", "right")), 0.5)
    down = next((_THIRDS[part] for part in name.split("-") if part in ("top", "bottom")), 0.5)
    return across, down
