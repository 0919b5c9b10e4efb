"""A pose: where an animation puts a thing relative to its place at rest."""

from dataclasses import dataclass
from math import hypot
from typing import Literal

Side = Literal["left", "right", "up", "down"]


@dataclass(frozen=True, slots=True)
class Veil:
    """A straight edge beyond which a thing does not show; it lies still while the thing moves.

    Attributes:
        side: On which side of the edge nothing shows.
        at: Where the edge lies, in parts of the thing's box at rest: 0 is its left or upper edge,
            1 its right or lower one.
        softness: How wide the edge is, in parts of the box.
    """

    side: Side
    at: float
    softness: float = 0.0


@dataclass(frozen=True, slots=True)
class Pose:
    """Offsets from rest.

    Attributes:
        dx, dy: Shift in design pixels.
        scale: Factor about the thing's centre.
        rotation_degrees: Clockwise, about the thing's centre.
        opacity: [0, 1].
        stretch_x, stretch_y: Factors across and down the thing itself, about its centre; a card
            that turns is 0 wide when it is seen from its edge.
        blur: How far out of focus, deviation of a Gaussian in design pixels.
        veils: What of it does not show.
    """

    dx: float = 0.0
    dy: float = 0.0
    scale: float = 1.0
    rotation_degrees: float = 0.0
    opacity: float = 1.0
    stretch_x: float = 1.0
    stretch_y: float = 1.0
    blur: float = 0.0
    veils: tuple[Veil, ...] = ()

    def __matmul__(self, other: "Pose") -> "Pose":
        """Return both poses at once."""
        return Pose(
            self.dx + other.dx,
            self.dy + other.dy,
            self.scale * other.scale,
            self.rotation_degrees + other.rotation_degrees,
            self.opacity * other.opacity,
            self.stretch_x * other.stretch_x,
            self.stretch_y * other.stretch_y,
            hypot(self.blur, other.blur),
            self.veils + other.veils,
        )


REST = Pose()
