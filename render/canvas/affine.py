"""Affine maps between sprite space and canvas space."""

from dataclasses import dataclass
from math import cos, hypot, radians, sin

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Affine:
    """The map x' = a*x + b*y + tx, y' = c*x + d*y + ty in pixel-corner coordinates."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    tx: float = 0.0
    ty: float = 0.0

    @staticmethod
    def translation(x: float, y: float) -> "Affine":
        """Move by (x, y)."""
        return Affine(tx=x, ty=y)

    @staticmethod
    def scaling(x: float, y: float | None = None) -> "Affine":
        """Scale about the origin; one factor scales both axes."""
        return Affine(a=x, d=x if y is None else y)

    @staticmethod
    def rotation(degrees: float) -> "Affine":
        """Turn about the origin, clockwise on a canvas whose y points down."""
        if degrees % 360 == 0:
            return IDENTITY
        s, c = sin(radians(degrees)), cos(radians(degrees))
        return Affine(c, -s, s, c)

    def __matmul__(self, inner: "Affine") -> "Affine":
        """Return the map that applies `inner` first, then this one."""
        return Affine(
            self.a * inner.a + self.b * inner.c,
            self.a * inner.b + self.b * inner.d,
            self.c * inner.a + self.d * inner.c,
            self.c * inner.b + self.d * inner.d,
            self.a * inner.tx + self.b * inner.ty + self.tx,
            self.c * inner.tx + self.d * inner.ty + self.ty,
        )

    def about(self, x: float, y: float) -> "Affine":
        """Return the same map performed about the point (x, y) instead of the origin."""
        return Affine.translation(x, y) @ self @ Affine.translation(-x, -y)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Map one point."""
        return self.a * x + self.b * y + self.tx, self.c * x + self.d * y + self.ty

    @property
    def determinant(self) -> float:
        """Signed area scale; 0 means that everything falls on a line or a point."""
        return self.a * self.d - self.b * self.c

    def inverse(self) -> "Affine":
        """Return the map back.

        Raises:
            ZeroDivisionError: The map is degenerate.
        """
        n = 1.0 / self.determinant
        a, b, c, d = self.d * n, -self.b * n, -self.c * n, self.a * n
        return Affine(a, b, c, d, -(a * self.tx + b * self.ty), -(c * self.tx + d * self.ty))

    def bounds(self, width: float, height: float) -> tuple[float, float, float, float]:
        """Return (left, top, right, bottom) of a mapped `width` x `height` rectangle."""
        corners = [self.point(x, y) for x in (0.0, width) for y in (0.0, height)]
        xs, ys = [p[0] for p in corners], [p[1] for p in corners]
        return min(xs), min(ys), max(xs), max(ys)

    @property
    def largest_scale(self) -> float:
        """The larger of the two lengths that unit steps along x and y become."""
        return max(hypot(self.a, self.c), hypot(self.b, self.d))

    def as_matrix(self) -> NDArray[np.float64]:
        """Return the `(2, 3)` float64 matrix that OpenCV takes."""
        return np.array([[self.a, self.b, self.tx], [self.c, self.d, self.ty]], dtype=np.float64)


IDENTITY = Affine()
