"""Blend modes: how the colours of a picture meet those of what lies below.

W3C Compositing and Blending Level 1 over gamma-encoded sRGB, as browsers and Photoshop do. Skia
does the arithmetic.
"""

from dataclasses import replace
from types import MappingProxyType

import cv2
import numpy as np
import skia
from numpy.typing import NDArray

from render.canvas.color import frame_to_rgb, raster_to_sprite, sprite_to_rgba
from render.canvas.picture import Picture, Raster

_OPAQUE = 255

MODES = MappingProxyType(
    {
        "multiply": skia.BlendMode.kMultiply,
        "screen": skia.BlendMode.kScreen,
        "overlay": skia.BlendMode.kOverlay,
        "darken": skia.BlendMode.kDarken,
        "lighten": skia.BlendMode.kLighten,
        "color-dodge": skia.BlendMode.kColorDodge,
        "color-burn": skia.BlendMode.kColorBurn,
        "hard-light": skia.BlendMode.kHardLight,
        "soft-light": skia.BlendMode.kSoftLight,
        "difference": skia.BlendMode.kDifference,
        "exclusion": skia.BlendMode.kExclusion,
        "hue": skia.BlendMode.kHue,
        "saturation": skia.BlendMode.kSaturation,
        "color": skia.BlendMode.kColor,
        "luminosity": skia.BlendMode.kLuminosity,
    }
)
"""Skia's mode by the format's name."""


def meet(below: NDArray[np.uint8], above: NDArray[np.uint8], mode: str) -> NDArray[np.uint8]:
    """Return what two opaque pictures give.

    Args:
        below, above: `(h, w, 3)` uint8 sRGB, straight.
        mode: A key of `MODES`.
    """
    canvas, source = _opaque(below), _opaque(above)
    info = (skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)
    paint = skia.Paint()
    paint.setBlendMode(MODES[mode])
    with skia.Surface(canvas, *info) as surface:
        image = skia.Image.fromarray(source, *info, copy=False)
        surface.drawImage(image, 0, 0, skia.SamplingOptions(), paint)
    return canvas[:, :, :3]


def blended(below: Picture, above: Picture, mode: str) -> Picture:
    """Return a sprite that, drawn normally, looks as another one does in a blend mode.

    With cs, cb straight colours, the sprite's colour is (1 - ab) cs + ab B(cb, cs) and its
    coverage stays: what it does not cover is not touched by a rounding.

    Args:
        below: The picture drawn on, or the part of it that the sprite covers; of the sprite's size.
        above: The sprite.
        mode: A key of `MODES`.
    """
    over = sprite_to_rgba(above)
    color = straight(over)
    if below.coverage is None:
        met = meet(frame_to_rgb(below), color, mode)
    else:
        under = sprite_to_rgba(below)
        share = _spread(under[:, :, 3])
        mixed = cv2.multiply(meet(straight(under), color, mode), share, scale=1 / _OPAQUE)
        alone = cv2.multiply(color, cv2.bitwise_not(share), scale=1 / _OPAQUE)
        met = np.asarray(cv2.add(mixed, alone), np.uint8)
    if above.coverage is not None:
        met = cv2.multiply(met, _spread(above.coverage), scale=1 / _OPAQUE)
    raster = Raster(np.dstack([met, over[:, :, 3]]).astype(np.uint8, copy=False))
    sprite = raster_to_sprite(raster, above.subsampling)
    # Chroma is covered as it was: reduced once more, edges would be softer than those of luma.
    if above.coverage is not None and sprite.coverage is not None:
        sprite = replace(sprite, chroma_coverage=above.chroma_coverage)
    return sprite


def straight(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the colours `(h, w, 3)` of a premultiplied `(h, w, 4)` picture; black where clear."""
    rgb = np.ascontiguousarray(rgba[:, :, :3])
    if cv2.minMaxLoc(np.ascontiguousarray(rgba[:, :, 3]))[0] == _OPAQUE:
        return rgb
    return np.asarray(cv2.divide(rgb, _spread(rgba[:, :, 3]), scale=_OPAQUE), np.uint8)


def _spread(plane: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(np.broadcast_to(plane[:, :, np.newaxis], (*plane.shape, 3)))


def _opaque(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    alpha = np.full((*rgb.shape[:2], 1), _OPAQUE, np.uint8)
    return np.concatenate([rgb, alpha], axis=2)
