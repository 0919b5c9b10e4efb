"""The wordmark of an invented shop: Fold & Ember, Brooklyn. PNG with alpha."""

from pathlib import Path

import numpy as np
import rendercv_fonts
import skia
from numpy.typing import NDArray

from studio.plate import brush

_FONTS = Path(rendercv_fonts.__file__).parent


def _font(file: str, size_px: float) -> skia.Font:
    font = skia.Font(skia.Typeface.MakeFromFile(str(_FONTS / file)), size_px)
    font.setEdging(skia.Font.Edging.kAntiAlias)
    font.setSubpixel(True)
    return font


def _spaced(
    canvas: skia.Canvas,
    text: str,
    font: skia.Font,
    x: float,
    y: float,
    gap_px: float,
    paint: skia.Paint,
) -> float:
    """Draw a line with letter spacing and return where it ends."""
    for letter in text:
        canvas.drawString(letter, x, y, font, paint)
        x += font.measureText(letter) + gap_px
    return x - gap_px


def emblem(canvas: skia.Canvas, x: float, y: float, size: float, cream: str, ember: str) -> None:
    """Draw the mark: a folded paper flame standing in a cup, centred on (x, y)."""
    unit = size / 100
    canvas.save()
    canvas.translate(x, y)
    canvas.scale(unit, unit)
    ring = brush(cream, width_px=2.6)
    canvas.drawCircle(0, 0, 47, ring)
    left = skia.Path()
    left.moveTo(0, -34)
    left.cubicTo(-5, -19, -19, -13, -19, 3)
    left.cubicTo(-19, 9, -15, 14, -8, 16)
    left.lineTo(3, -6)
    left.close()
    canvas.drawPath(left, brush(ember))
    right = skia.Path()
    right.moveTo(0, -34)
    right.cubicTo(6, -20, 19, -12, 19, 3)
    right.cubicTo(19, 10, 14, 16, 6, 16)
    right.lineTo(-5, 16)
    right.lineTo(5, -4)
    right.cubicTo(7, -14, 4, -24, 0, -34)
    right.close()
    canvas.drawPath(right, brush("#f6a765" if ember != cream else cream, 0.95))
    cup = skia.Path()
    cup.moveTo(-25, 20)
    cup.lineTo(25, 20)
    cup.cubicTo(24, 32, 15, 38, 0, 38)
    cup.cubicTo(-15, 38, -24, 32, -25, 20)
    cup.close()
    canvas.drawPath(cup, brush(cream))
    canvas.restore()


def _blank(width_px: int, height_px: int) -> tuple[NDArray[np.uint8], skia.Surface]:
    pixels = np.zeros((height_px, width_px, 4), np.uint8)
    return pixels, skia.Surface(
        pixels, colorType=skia.kRGBA_8888_ColorType, alphaType=skia.kPremul_AlphaType
    )


def _straight(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    alpha = pixels[..., 3:].astype(np.float32)
    color = pixels[..., :3] * (255 / np.maximum(alpha, 1))
    return np.dstack([np.clip(color + 0.5, 0, 255), alpha]).astype(np.uint8)


def wordmark(*, cream: str = "#f7e9d4", ember: str = "#e9813f") -> NDArray[np.uint8]:
    """Return the horizontal logo, 1240 by 260, straight RGBA."""
    pixels, surface = _blank(1240, 260)
    with surface as canvas:
        emblem(canvas, 130, 130, 236, cream, ember)
        roman = _font("EB Garamond/EBGaramond-Regular.ttf", 152)
        italic = _font("EB Garamond/EBGaramond-Italic.ttf", 160)
        x = 292.0
        x = _spaced(canvas, "Fold", roman, x, 148, 1.5, brush(cream)) + 34
        x = _spaced(canvas, "&", italic, x, 148, 0, brush(ember)) + 30
        _spaced(canvas, "Ember", roman, x, 148, 1.5, brush(cream))
        small = _font("Poppins/Poppins-Regular.ttf", 33)
        _spaced(canvas, "COFFEE  ·  BROOKLYN", small, 297, 222, 14.6, brush(cream, 0.86))
    return _straight(pixels)
