"""Skia's words for our colours, gradients, outlines and arrays."""

from collections.abc import Iterable
from math import cos, hypot, radians, sin

import numpy as np
import skia
from numpy.typing import NDArray

from render.text.faces import OUTLINE_EM
from render.text.placed import Box, PlacedFragment
from render.text.spec import Fill, Gradient, Rgba

_OPAQUE = 255
# As CSS does: a stop that is clear lends its colour to nothing.
_PREMULTIPLIED = int(skia.GradientShader.kInterpolateColorsInPremul_Flag)


def silhouette(fragments: Iterable[PlacedFragment]) -> skia.Path:
    """Return the outlines of fragments in place, as one path in design pixels."""
    path = skia.Path()
    for fragment in fragments:
        ratio = fragment.size_px / OUTLINE_EM
        matrix = skia.Matrix.MakeAll(
            ratio, 0, fragment.x_px, 0, ratio, fragment.baseline_px, 0, 0, 1
        )
        path.addPath(fragment.fragment.outline.path, matrix)
    return path


def outline_paint(fill: Fill, outside_px: float, box: Box) -> skia.Paint:
    """Return the paint of glyphs together with an outline that shows `outside_px` around them."""
    paint = fill_paint(fill, box)
    if outside_px <= 0:
        return paint
    paint.setStyle(skia.Paint.kStrokeAndFill_Style)
    paint.setStrokeWidth(2 * outside_px)
    # Mitred corners shoot out of sharp letters (W, M) and past every measured bound.
    paint.setStrokeJoin(skia.Paint.kRound_Join)
    paint.setStrokeCap(skia.Paint.kRound_Cap)
    return paint


def paint_pictures(canvas: skia.Canvas, fragment: PlacedFragment) -> None:
    """Paint a fragment of pictures (emoji) in place; nothing for one of outlines."""
    outline = fragment.fragment.outline
    if outline.picture is None:
        return
    canvas.save()
    canvas.translate(fragment.x_px, fragment.baseline_px)
    ratio = fragment.size_px / OUTLINE_EM
    canvas.scale(ratio, ratio)
    outline.picture.paint(canvas, outline.picture_left, -outline.picture_baseline)
    canvas.restore()


def is_clear(fill: Fill) -> bool:
    """Tell whether nothing is seen of a fill."""
    if isinstance(fill, Gradient):
        return all(color[3] == 0 for _, color in fill.stops)
    return fill[3] == 0


def is_opaque(fill: Fill) -> bool:
    """Tell whether nothing shines through a fill."""
    if isinstance(fill, Gradient):
        return all(color[3] == _OPAQUE for _, color in fill.stops)
    return fill[3] == _OPAQUE


def _shader(gradient: Gradient, box: Box) -> skia.Shader:
    colors = [color4f(color).toColor() for _, color in gradient.stops]
    offsets = [offset for offset, _ in gradient.stops]
    middle = (box.left_px + box.width_px / 2, box.top_px + box.height_px / 2)
    if gradient.kind == "radial":
        radius = max(hypot(box.width_px, box.height_px) / 2, 1e-3)
        return skia.GradientShader.MakeRadial(middle, radius, colors, offsets, flags=_PREMULTIPLIED)
    angle = radians(gradient.angle_degrees)
    # CSS: the line is long enough for the corners to get the end colours.
    half = (abs(box.width_px * sin(angle)) + abs(box.height_px * cos(angle))) / 2
    dx, dy = sin(angle) * max(half, 1e-3), -cos(angle) * max(half, 1e-3)
    ends = [(middle[0] - dx, middle[1] - dy), (middle[0] + dx, middle[1] + dy)]
    return skia.GradientShader.MakeLinear(ends, colors, offsets, flags=_PREMULTIPLIED)


def color4f(color: Rgba) -> skia.Color4f:
    """Return a colour as Skia has it."""
    red, green, blue, alpha = color
    return skia.Color4f(red / 255, green / 255, blue / 255, alpha / 255)


def image_info(width: int, height: int) -> skia.ImageInfo:
    """Describe premultiplied RGBA pixels, colours taken as they are."""
    return skia.ImageInfo.Make(width, height, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)


def surface_on(rgba: NDArray[np.uint8]) -> skia.Surface:
    """Return a surface that draws into an array `(height, width, 4)`, premultiplied."""
    height, width = rgba.shape[:2]
    return skia.Surface.MakeRasterDirect(image_info(width, height), rgba, width * 4)


def fill_paint(fill: Fill, box: Box) -> skia.Paint:
    """Return the paint of a fill; a gradient runs over the box."""
    if not isinstance(fill, Gradient):
        return skia.Paint(AntiAlias=True, Color4f=color4f(fill))
    return skia.Paint(AntiAlias=True, Shader=_shader(fill, box), Dither=False)
