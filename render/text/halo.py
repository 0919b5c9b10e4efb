"""What glyphs and their strokes cast around them: shadows and glows."""

from collections.abc import Sequence

import skia

from render.text.brush import color4f, outline_paint, paint_pictures, silhouette
from render.text.placed import Box, PlacedFragment
from render.text.spec import Glow, Rgba, Shadow

_REACH = 3.0  # standard deviations; Skia's blur ends there
_SHARP_PX = 0.1  # blurs below it cannot be seen, and Skia refuses tiny ones
_GLOW_RINGS = ((1 / 3, 1.5), (1 / 8, 1.0), (1 / 24, 0.8))
"""Deviation as part of the size, and coverage: a wide haze, a corona, a bright edge. One blur alone
looks like a smudge."""
_NOWHERE = Box(0.0, 0.0, 1.0, 1.0)

Parts = Sequence[tuple[PlacedFragment, float]]
"""Fragments and how far their strokes show, in design pixels."""


def shadow_box(ink: Box, shadow: Shadow) -> Box:
    """Return what the shadow of some ink covers."""
    reach = _REACH * shadow.blur_px / 2
    grown = ink.grown(reach, reach)
    left, top = grown.left_px + shadow.dx_px, grown.top_px + shadow.dy_px
    return Box(left, top, grown.width_px, grown.height_px)


def glow_box(ink: Box, glow: Glow) -> Box:
    """Return what the glow of some ink covers."""
    reach = _REACH * glow.size_px * _GLOW_RINGS[0][0]
    return ink.grown(reach, reach)


def cast_shadow(canvas: skia.Canvas, parts: Parts, shadow: Shadow, scale: float) -> None:
    """Paint the shadow of fragments; `scale` is output pixels a design pixel."""
    canvas.save()
    canvas.translate(shadow.dx_px, shadow.dy_px)
    _cast(canvas, parts, shadow.color, shadow.blur_px / 2, scale)
    canvas.restore()


def cast_glow(canvas: skia.Canvas, parts: Parts, glow: Glow, scale: float) -> None:
    """Paint the glow of fragments; `scale` is output pixels a design pixel."""
    red, green, blue, alpha = glow.color
    for part, coverage in _GLOW_RINGS:
        left = coverage * glow.strength
        # More than full coverage is light on light.
        while left > 0:
            color = (red, green, blue, round(alpha * min(left, 1.0)))
            _cast(canvas, parts, color, glow.size_px * part, scale)
            left -= 1.0


def _cast(
    canvas: skia.Canvas, parts: Parts, color: Rgba, deviation_px: float, scale: float
) -> None:
    strokes = {stroke_px for _, stroke_px in parts}
    pictures = [f for f, _ in parts if f.fragment.outline.picture is not None]
    if len(strokes) == 1:
        # One silhouette, so that the shadows of neighbours do not add up.
        paint = outline_paint(color, strokes.pop(), _NOWHERE)
        if 2 * deviation_px * scale > _SHARP_PX:
            paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, deviation_px))
        canvas.drawPath(silhouette(fragment for fragment, _ in parts), paint)
        parts = [(fragment, 0.0) for fragment in pictures]
    if not parts:
        return
    tint = color4f(color).toColor()
    cast = skia.ImageFilters.DropShadowOnly(0, 0, deviation_px, deviation_px, tint)
    canvas.saveLayer(None, skia.Paint(ImageFilter=cast))
    for fragment, stroke_px in parts:
        canvas.drawPath(silhouette([fragment]), outline_paint((0, 0, 0, 255), stroke_px, _NOWHERE))
        paint_pictures(canvas, fragment)
    canvas.restore()
