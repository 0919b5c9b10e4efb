"""What moves while the shutter is open: means of pictures, and pictures drawn out along a line."""

from dataclasses import dataclass, replace
from math import ceil, hypot, log2

import cv2
import numpy as np

from render.canvas.affine import Affine
from render.canvas.picture import Picture, Plane, Subsampling

_SHARP_PX = 1.0
"""A picture drawn out by less than this stays as it is."""


@dataclass(frozen=True, slots=True)
class Swept:
    """The mean of a picture all along a straight way about where it lies.

    Attributes:
        dx_px, dy_px: The whole way.
    """

    dx_px: float
    dy_px: float

    @property
    def reach_px(self) -> float:
        """The whole way: half of it shows, the other half is passed through while it is mixed."""
        return hypot(self.dx_px, self.dy_px) + 1

    @property
    def transient(self) -> bool:
        """It is as the picture is."""
        return False

    def apply(self, picture: Picture, _shift: Affine) -> Picture:
        """Mix the picture with itself moved by half of the way, that one by a quarter, and so on.

        So 2**n pictures, no more than a pixel apart, take n steps.
        """
        way_px = hypot(self.dx_px, self.dy_px)
        if way_px <= _SHARP_PX or 0 in picture.y.shape:
            return picture
        return picture.mapped(lambda plane, step: self._drawn_out(plane, step, way_px))

    def _drawn_out(self, plane: Plane, step: Subsampling, way_px: float) -> Plane:
        steps = ceil(log2(way_px))
        dx, dy = self.dx_px / step.x, self.dy_px / step.y
        # Floats: eight bits would round at every step.
        mixed = plane.astype(np.float32)
        for number in range(1, steps + 1):
            away = _moved(mixed, dx / 2**number, dy / 2**number)
            mixed = cv2.addWeighted(mixed, 0.5, away, 0.5, 0)
        back = -(1 - 0.5**steps) / 2
        return np.asarray(cv2.convertScaleAbs(_moved(mixed, back * dx, back * dy)), np.uint8)


def _moved(plane: "cv2.typing.MatLike", dx: float, dy: float) -> "cv2.typing.MatLike":
    matrix = np.array([[1, 0, dx], [0, 1, dy]], np.float64)
    return cv2.warpAffine(
        plane, matrix, plane.shape[::-1], flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )


def mean(pictures: list[Picture]) -> Picture:
    """Return the mean of premultiplied pictures of one size, all with coverage."""

    def of(planes: list[Plane]) -> Plane:
        total = planes[0].astype(np.float32)
        for plane in planes[1:]:
            cv2.accumulate(plane, total)
        return np.asarray(cv2.convertScaleAbs(total, alpha=1 / len(planes)), np.uint8)

    return replace(
        pictures[0],
        y=of([each.y for each in pictures]),
        cb=of([each.cb for each in pictures]),
        cr=of([each.cr for each in pictures]),
        coverage=of([each.coverage for each in pictures if each.coverage is not None]),
        chroma_coverage=of(
            [each.chroma_coverage for each in pictures if each.chroma_coverage is not None]
        ),
    )
