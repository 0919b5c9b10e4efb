"""The shadow that a picture casts on what lies below it: a treatment of the draw list."""

from dataclasses import dataclass, replace
from math import hypot

import cv2
import numpy as np

from render.canvas.affine import Affine
from render.canvas.blur import REACH_SIGMAS, blur_plane
from render.canvas.color import reduce, rgb_to_ycbcr
from render.canvas.picture import Picture, Plane
from render.canvas.verbs import warp_plane

_OPAQUE = 255


@dataclass(frozen=True, slots=True)
class CastShadow:
    """A soft copy of a picture's coverage in one colour, below it.

    Attributes:
        color: 8-bit sRGB and coverage.
        dx_px, dy_px: Where it lies.
        sigma_px: How soft it is.
    """

    color: tuple[int, int, int, int]
    dx_px: float
    dy_px: float
    sigma_px: float

    @property
    def reach_px(self) -> float:
        """How far it can be seen from the picture's edge."""
        return hypot(self.dx_px, self.dy_px) + REACH_SIGMAS * self.sigma_px

    @property
    def transient(self) -> bool:
        """It is as the picture is."""
        return False

    def apply(self, picture: Picture, _shift: Affine) -> Picture:
        """Return the picture with its shadow below; what fills its canvas casts none."""
        if picture.coverage is None or picture.chroma_coverage is None:
            return picture
        size = (picture.width_px, picture.height_px)
        away = warp_plane(picture.coverage, Affine.translation(self.dx_px, self.dy_px), size)
        soft = blur_plane(away, self.sigma_px)
        shade = np.asarray(cv2.convertScaleAbs(soft, alpha=self.color[3] / _OPAQUE), np.uint8)
        small = reduce(shade, picture.subsampling)
        luma = cv2.multiply(shade, cv2.bitwise_not(picture.coverage), scale=1 / _OPAQUE)
        chroma = cv2.multiply(small, cv2.bitwise_not(picture.chroma_coverage), scale=1 / _OPAQUE)
        y, cb, cr = rgb_to_ycbcr(*self.color[:3])
        return replace(
            picture,
            y=_under(picture.y, luma, y),
            cb=_under(picture.cb, chroma, cb),
            cr=_under(picture.cr, chroma, cr),
            coverage=_under(picture.coverage, luma, _OPAQUE),
            chroma_coverage=_under(picture.chroma_coverage, chroma, _OPAQUE),
        )


def _under(plane: Plane, shade: "cv2.typing.MatLike", level: int) -> Plane:
    return np.asarray(cv2.addWeighted(plane, 1, shade, level / _OPAQUE, 0), np.uint8)
