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

from render.canvas.color import frame_to_rgb, raster_to_sprite, rgb_to_frame, sprite_to_rgba
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
    canvas, source = (cv2.cvtColor(each, cv2.COLOR_RGB2RGBA) for each in (below, above))
    info = (skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)
    paint = skia.Paint()
    paint.setBlendMode(MODES[mode])
    with skia.Surface(canvas, *info) as surface:
        image = skia.Image.fromarray(source, *info, copy=False)
        surface.drawImage(image, 0, 0, skia.SamplingOptions(), paint)
    return np.asarray(cv2.cvtColor(canvas, cv2.COLOR_RGBA2RGB), np.uint8)


def blended(below: Picture, above: Picture, mode: str) -> Picture:
    """Return a sprite that, drawn normally, looks as another one does in a blend mode.

    With cs, cb straight colours, the sprite's colour is (1 - ab) cs + ab B(cb, cs) and its
    coverage stays: what it does not cover is not touched by a rounding.

    Args:
        below: The picture drawn on, or the part of it that the sprite covers; of the sprite's size.
        above: The sprite.
        mode: A key of `MODES`.
    """
    color, coverage = _straight(above)
    under, share = _straight(below)
    met = meet(under, color, mode)
    if share is not None:
        wide = cv2.merge([share] * 3)
        alone = cv2.multiply(color, cv2.bitwise_not(wide), scale=1 / _OPAQUE)
        met = cv2.add(cv2.multiply(met, wide, scale=1 / _OPAQUE), alone)
    if coverage is None:
        return rgb_to_frame(np.asarray(met, np.uint8), above.subsampling)
    met = cv2.multiply(met, cv2.merge([coverage] * 3), scale=1 / _OPAQUE)
    rgba = cv2.merge([*cv2.split(met), coverage])
    sprite = raster_to_sprite(Raster(np.asarray(rgba, np.uint8)), above.subsampling)
    if sprite.coverage is None:
        return sprite
    # Chroma is covered as it was: reduced once more, edges would be softer than those of luma.
    return replace(sprite, chroma_coverage=above.chroma_coverage)


def _straight(picture: Picture) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None]:
    """Return the colours `(h, w, 3)` of a picture, black where clear, and its coverage.

    The coverage is None where the picture is opaque everywhere.
    """
    if picture.coverage is None or cv2.minMaxLoc(picture.coverage)[0] == _OPAQUE:
        return frame_to_rgb(picture), None
    *colors, _ = cv2.split(sprite_to_rgba(picture))
    straight = cv2.divide(cv2.merge(colors), cv2.merge([picture.coverage] * 3), scale=_OPAQUE)
    return np.asarray(straight, np.uint8), picture.coverage
