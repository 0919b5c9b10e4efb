"""vignette: the layer's corners go dark, or into another colour."""

from dataclasses import replace
from functools import lru_cache

import cv2
import numpy as np

from render.canvas.affine import Affine
from render.canvas.color import reduce, rgb_to_ycbcr
from render.canvas.picture import Picture, Plane
from render.effects.ramps import smooth_step
from render.effects.registry import Look, register

_OPAQUE = 255
_COARSE = 4
"""The ramp is made on a plane so many times smaller: it is smooth everywhere."""


def draw(picture: Picture, look: Look) -> Picture:
    """Mix the picture with a colour, more and more from the middle outwards.

    It is half there at the radius, which is that of the ellipse in the layer's box where none is
    given; the softness is how wide the ramp is, in radii.
    """
    strength = min(look.amount, 1.0)
    luma = _shade(
        look.box,
        (look.width, look.height),
        look.radius,
        look.softness,
        (picture.width_px, picture.height_px),
    )
    luma = np.asarray(cv2.convertScaleAbs(luma, alpha=strength), np.uint8)
    small = reduce(luma, picture.subsampling)
    y, cb, cr = rgb_to_ycbcr(*look.color)
    coverage, chroma_coverage = picture.coverage, picture.chroma_coverage
    return replace(
        picture,
        y=_mixed(picture.y, luma, y, coverage),
        cb=_mixed(picture.cb, small, cb, chroma_coverage),
        cr=_mixed(picture.cr, small, cr, chroma_coverage),
    )


def _mixed(plane: Plane, shade: Plane, level: int, coverage: Plane | None) -> Plane:
    kept = cv2.multiply(plane, cv2.bitwise_not(shade), scale=1 / _OPAQUE)
    if coverage is not None:
        shade = np.asarray(cv2.multiply(shade, coverage, scale=1 / _OPAQUE), np.uint8)
    return np.asarray(cv2.addWeighted(kept, 1, shade, level / _OPAQUE, 0), np.uint8)


@lru_cache(maxsize=4)
def _shade(
    box: Affine,
    size: tuple[float, float],
    radius: float | None,
    softness: float,
    picture_px: tuple[int, int],
) -> Plane:
    """Return how much of the colour each pixel gets, 255 all of it."""
    width, height = (max(1, -(-side // _COARSE)) for side in picture_px)
    back = box.inverse()
    x = (np.linspace(0.5, width - 0.5, width) * picture_px[0] / width)[np.newaxis, :]
    y = (np.linspace(0.5, height - 0.5, height) * picture_px[1] / height)[:, np.newaxis]
    across, down = (radius, radius) if radius else (size[0] / 2, size[1] / 2)
    u = (back.a * x + back.b * y + back.tx - size[0] / 2) / max(across, 1e-6)
    v = (back.c * x + back.d * y + back.ty - size[1] / 2) / max(down, 1e-6)
    away = np.hypot(u, v).astype(np.float32)
    ramp = smooth_step(away, 1 - softness / 2, 1 + softness / 2) * _OPAQUE
    wide = cv2.resize(ramp, picture_px, interpolation=cv2.INTER_LINEAR)
    return np.rint(wide).astype(np.uint8)


register("vignette", draw, own=Look(amount=0.5, softness=0.9))
