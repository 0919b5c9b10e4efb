"""Paint a TextLayout into premultiplied RGBA.

Passes from back to front: backgrounds, shadows, strokes, fills. Every fill lies over every stroke,
so tight letters never cut into each other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Literal

import numpy as np
import skia
from numpy.typing import NDArray

from render.errors import LimitExceeded
from render.text.brush import (
    color4f,
    fill_paint,
    image_info,
    is_opaque,
    outline_paint,
    silhouette,
    skia_rect,
    surface_on,
)
from render.text.faces import OUTLINE_EM
from render.text.placed import Box, PlacedFragment, TextLayout, box_around
from render.text.spec import Shadow

Pass = Literal["background", "shadow", "stroke", "fill"]
PASSES: tuple[Pass, ...] = ("background", "shadow", "stroke", "fill")

MAX_PICTURE_PX = 64_000_000

_BLUR_REACH = 3.0  # standard deviations; Skia's blur ends there
_SHARP_PX = 0.1  # blurs below it cannot be seen, and Skia refuses tiny ones
_EDGE_PX = 2.0  # antialiasing touches the pixel next to the outline, a rounded stroke one more
# Skia places edges on quarter pixels. Drawn larger and averaged, small letters keep their weight.
_FINE_TEXT_PX = 72.0
_FINE, _COARSE = 4, 2
_BAND_PX = 4_000_000  # drawn large in bands of so many, so that memory stays small


@dataclass(frozen=True)
class TextPicture:
    """Painted text.

    Attributes:
        rgba: `(height_px, width_px, 4)` uint8, premultiplied sRGB, in output pixels.
        origin_px: Where its top-left pixel's corner lies, in whole output pixels right and down
            of the layout box's top-left corner; mostly negative.
    """

    rgba: NDArray[np.uint8]
    origin_px: tuple[int, int]

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height."""
        return self.rgba.shape[1], self.rgba.shape[0]


def paint(layout: TextLayout, *, scale: float = 1.0) -> TextPicture:
    """Paint all of a text.

    Args:
        layout: What to paint.
        scale: Output pixels a design pixel, above 0.

    Raises:
        LimitExceeded: The picture would be larger than anything is drawn.
    """
    fragments = [f for word in layout.words for f in word.fragments]
    return Painter(layout, scale).picture(fragments, PASSES)


class Painter:
    """Paints parts of one layout at one scale, all on the same pixel grid.

    Args:
        layout: What is painted.
        scale: Output pixels a design pixel, above 0.
    """

    def __init__(self, layout: TextLayout, scale: float) -> None:
        self._layout = layout
        self._spec = layout.spec
        self._scale = scale
        sizes = [f.size_px for word in layout.words for f in word.fragments]
        fine = min(sizes, default=_FINE_TEXT_PX) * scale < _FINE_TEXT_PX
        self._oversampling = _FINE if fine else _COARSE
        stroke = self._spec.stroke
        self._stroke_px = stroke.width_px * layout.scale if stroke else 0.0
        painted = {
            "background": self._spec.background,
            "shadow": self._spec.shadow and self._spec.shadow.color[3],
            "stroke": self._stroke_px > 0 and stroke and stroke.color[3],
        }
        self._idle = {name for name, wanted in painted.items() if not wanted}

    def picture(self, fragments: Sequence[PlacedFragment], passes: Iterable[Pass]) -> TextPicture:
        """Paint some fragments, some passes of them.

        Raises:
            LimitExceeded: The picture would be larger than anything is drawn.
        """
        wanted = set(passes) - self._idle
        left, top, width, height = self._pixel_bounds(fragments, wanted)
        rgba = np.zeros((height, width, 4), np.uint8)
        if rgba.size == 0:
            return TextPicture(rgba, (left, top))
        surface = surface_on(rgba)
        canvas = surface.getCanvas()
        canvas.translate(-left, -top)
        canvas.scale(self._scale, self._scale)
        if "background" in wanted:
            self._paint_backgrounds(canvas)
        if "shadow" in wanted:
            self._paint_shadow(canvas, fragments)
        if wanted & {"stroke", "fill"}:
            canvas.resetMatrix()
            self._paint_ink(canvas, fragments, wanted, (left, top, width, height))
        return TextPicture(rgba, (left, top))

    def _pixel_bounds(
        self, fragments: Sequence[PlacedFragment], passes: set[Pass]
    ) -> tuple[int, int, int, int]:
        boxes = self._bounds(fragments, passes)
        if not boxes:
            return 0, 0, 0, 0
        box = box_around(boxes)
        left = floor(box.left_px * self._scale - _EDGE_PX)
        top = floor(box.top_px * self._scale - _EDGE_PX)
        width = ceil(box.right_px * self._scale + _EDGE_PX) - left
        height = ceil(box.bottom_px * self._scale + _EDGE_PX) - top
        if width * height > MAX_PICTURE_PX:
            raise LimitExceeded(
                f"the text would be painted {width} x {height} pixels large",
                where="fontSize",
                hint="use a smaller font size, shadow or stroke, or a shorter text",
            )
        return left, top, width, height

    def _bounds(self, fragments: Sequence[PlacedFragment], passes: set[Pass]) -> list[Box]:
        boxes: list[Box] = []
        ink = [fragment.ink_box.grown(self._stroke_px, self._stroke_px) for fragment in fragments]
        if passes & {"stroke", "fill"}:
            boxes += ink
        shadow = self._spec.shadow
        if shadow and "shadow" in passes:
            reach = _BLUR_REACH * shadow.blur_px / 2
            for box in ink:
                grown = box.grown(reach, reach)
                moved = (grown.left_px + shadow.dx_px, grown.top_px + shadow.dy_px)
                boxes.append(Box(*moved, grown.width_px, grown.height_px))
        if "background" in passes:
            boxes += background_boxes(self._layout)
        return boxes

    def _paint_backgrounds(self, canvas: skia.Canvas) -> None:
        background = self._spec.background
        if background is None:
            return
        boxes = background_boxes(self._layout)
        path = skia.Path()
        for box in boxes:
            radius = min(background.corner_radius_px, box.width_px / 2, box.height_px / 2)
            path.addRoundRect(skia_rect(box), radius, radius)
        # One path: where the boxes of two lines overlap, a see-through one must not be darker.
        canvas.drawPath(path, fill_paint(background.fill, box_around(boxes)))

    def _paint_shadow(self, canvas: skia.Canvas, fragments: Sequence[PlacedFragment]) -> None:
        shadow = self._spec.shadow
        if shadow is None:
            return
        paint = outline_paint(shadow.color, self._stroke_px)
        if shadow.blur_px * self._scale > _SHARP_PX:
            blur = skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, shadow.blur_px / 2)
            paint.setMaskFilter(blur)
        # One silhouette, so that the shadows of neighbours do not add up.
        canvas.save()
        canvas.translate(shadow.dx_px, shadow.dy_px)
        canvas.drawPath(silhouette(fragments), paint)
        canvas.restore()
        pictures = [f for f in fragments if f.fragment.outline.picture is not None]
        if pictures:
            self._paint_picture_shadows(canvas, pictures, shadow)

    def _paint_picture_shadows(
        self, canvas: skia.Canvas, fragments: Sequence[PlacedFragment], shadow: Shadow
    ) -> None:
        cast = skia.ImageFilters.DropShadowOnly(
            shadow.dx_px,
            shadow.dy_px,
            shadow.blur_px / 2,
            shadow.blur_px / 2,
            color4f(shadow.color).toColor(),
        )
        canvas.saveLayer(None, skia.Paint(ImageFilter=cast))
        for fragment in fragments:
            self._paint_pictures(canvas, fragment)
        canvas.restore()

    def _paint_ink(
        self,
        target: skia.Canvas,
        fragments: Sequence[PlacedFragment],
        passes: set[Pass],
        bounds: tuple[int, int, int, int],
    ) -> None:
        left, top, width, height = bounds
        rows = max(_BAND_PX // (width * self._oversampling**2), 1)
        for first in range(0, height, rows):
            band = (left, top + first, width, min(rows, height - first))
            target.save()
            target.translate(0, first)
            self._paint_band(target, fragments, passes, band)
            target.restore()

    def _paint_band(
        self,
        target: skia.Canvas,
        fragments: Sequence[PlacedFragment],
        passes: set[Pass],
        bounds: tuple[int, int, int, int],
    ) -> None:
        left, top, width, height = bounds
        times = self._oversampling
        large = np.zeros((height * times, width * times, 4), np.uint8)
        canvas = surface_on(large).getCanvas()
        canvas.scale(times, times)
        canvas.translate(-left, -top)
        canvas.scale(self._scale, self._scale)
        if "stroke" in passes:
            self._paint_stroke(canvas, fragments)
        if "fill" in passes:
            self._paint_fills(canvas, fragments)
        info = image_info(width * times, height * times)
        image = skia.Image.MakeRasterData(info, skia.Data(large), width * times * 4)
        # Halved once or twice by mipmaps: each pixel is the exact mean of those it is made of.
        averaged = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kNearest)
        target.drawImageRect(image, skia.Rect.MakeWH(width, height), averaged)

    def _paint_stroke(self, canvas: skia.Canvas, fragments: Sequence[PlacedFragment]) -> None:
        stroke = self._spec.stroke
        if stroke is None:
            return
        paint = outline_paint(stroke.color, self._stroke_px)
        clear = [f for f in fragments if not is_opaque(f.fill)]
        if not clear:
            canvas.drawPath(silhouette(fragments), paint)
            return
        # Under a fill one can see through there must be no stroke.
        canvas.saveLayer()
        canvas.drawPath(silhouette(fragments), paint)
        erase = skia.Paint(AntiAlias=True, BlendMode=skia.BlendMode.kDstOut)
        canvas.drawPath(silhouette(clear), erase)
        canvas.restore()

    def _paint_fills(self, canvas: skia.Canvas, fragments: Sequence[PlacedFragment]) -> None:
        # One by one: how Skia rounds an edge depends on the whole path, and a word that moves by
        # itself should look as it does in the line.
        for fragment in fragments:
            paint = fill_paint(fragment.fill, self._layout.gradient_box)
            canvas.drawPath(silhouette([fragment]), paint)
            self._paint_pictures(canvas, fragment)

    def _paint_pictures(self, canvas: skia.Canvas, fragment: PlacedFragment) -> None:
        outline = fragment.fragment.outline
        if outline.picture is None:
            return
        canvas.save()
        canvas.translate(fragment.x_px, fragment.baseline_px)
        ratio = fragment.size_px / OUTLINE_EM
        canvas.scale(ratio, ratio)
        outline.picture.paint(canvas, outline.picture_left, -outline.picture_baseline)
        canvas.restore()


def background_boxes(layout: TextLayout) -> list[Box]:
    """Return the boxes that are painted behind a text."""
    background = layout.spec.background
    if background is None:
        return []
    lines = [line.box for line in layout.lines if line.box.width_px > 0]
    boxes = lines if background.per_line or not lines else [box_around(lines)]
    return [box.grown(background.padding_x_px, background.padding_y_px) for box in boxes]
