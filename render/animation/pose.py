"""A pose: where an animation puts a thing relative to its place at rest."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pose:
    """Offsets from rest.

    Attributes:
        dx, dy: Shift in design pixels.
        scale: Factor about the thing's centre.
        rotation_degrees: Clockwise, about the thing's centre.
        opacity: [0, 1].
    """

    dx: float = 0.0
    dy: float = 0.0
    scale: float = 1.0
    rotation_degrees: float = 0.0
    opacity: float = 1.0

    def __matmul__(self, other: "Pose") -> "Pose":
        """Return both poses at once."""
        return Pose(
            self.dx + other.dx,
            self.dy + other.dy,
            self.scale * other.scale,
            self.rotation_degrees + other.rotation_degrees,
            self.opacity * other.opacity,
        )


REST = Pose()
