"""Paint a TextLayout into premultiplied RGBA.

Passes from back to front: backgrounds, shadows, glows, strokes, fills. Every fill lies over every
stroke, so tight letters never cut into each other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Literal

import numpy as np
import skia
from numpy.typing import NDArray

from render.errors import LimitExceeded
from render.text.backdrops import backdrops
from render.text.brush import (
    fill_paint,
    image_info,
    is_clear,
    is_opaque,
    outline_paint,
    paint_pictures,
    silhouette,
    surface_on,
)
from render.text.halo import cast_glow, cast_shadow, glow_box, shadow_box
from render.text.placed import Box, PlacedFragment, TextLayout, box_around
from render.text.spec import Fill, Gradient, Stroke

Pass = Literal["background", "shadow", "glow", "stroke", "fill"]
PASSES: tuple[Pass, ...] = ("background", "shadow", "glow", "stroke", "fill")

MAX_PICTURE_PX = 64_000_000

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
        self._backdrops = backdrops(layout)
        shadow, glow = self._spec.shadow, self._spec.glow
        painted = {
            "background": self._backdrops,
            "shadow": shadow and shadow.color[3],
            "glow": glow and glow.color[3] and glow.size_px > 0 and glow.strength > 0,
            "stroke": any(s.width_px > 0 and not is_clear(s.color) for s in self._spec.strokes),
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
        if wanted & {"shadow", "glow"}:
            parts = [(f, self._stroke_px(f)) for f in fragments]
            if "shadow" in wanted and self._spec.shadow:
                cast_shadow(canvas, parts, self._spec.shadow, self._scale)
            if "glow" in wanted and self._spec.glow:
                cast_glow(canvas, parts, self._spec.glow, self._scale)
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

    def _stroke_of(self, fragment: PlacedFragment) -> Stroke | None:
        return fragment.fragment.style.stroke or self._spec.stroke

    def _stroke_px(self, fragment: PlacedFragment) -> float:
        stroke = self._stroke_of(fragment)
        return stroke.width_px * self._layout.scale if stroke else 0.0

    def _bounds(self, fragments: Sequence[PlacedFragment], passes: set[Pass]) -> list[Box]:
        boxes: list[Box] = []
        ink = [f.ink_box.grown(self._stroke_px(f), self._stroke_px(f)) for f in fragments]
        if passes & {"stroke", "fill"}:
            boxes += ink
        if self._spec.shadow and "shadow" in passes:
            boxes += [shadow_box(box, self._spec.shadow) for box in ink]
        if self._spec.glow and "glow" in passes:
            boxes += [glow_box(box, self._spec.glow) for box in ink]
        if "background" in passes:
            boxes += [box for backdrop in self._backdrops for box in backdrop.boxes]
        return boxes

    def _paint_backgrounds(self, canvas: skia.Canvas) -> None:
        for backdrop in self._backdrops:
            # One path: where the boxes of two lines overlap, a see-through one is not darker.
            paint = fill_paint(backdrop.fill, box_around(backdrop.boxes))
            canvas.drawPath(backdrop.path, paint)

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
        groups: dict[Stroke, list[PlacedFragment]] = {}
        for fragment in fragments:
            stroke = self._stroke_of(fragment)
            if stroke is not None and stroke.width_px > 0:
                groups.setdefault(stroke, []).append(fragment)
        for stroke, outlined in groups.items():
            box = self._fill_box(outlined[0], stroke.color)
            paint = outline_paint(stroke.color, stroke.width_px * self._layout.scale, box)
            clear = [f for f in outlined if not is_opaque(f.fill)]
            if not clear:
                canvas.drawPath(silhouette(outlined), paint)
                continue
            # Under a fill one can see through there must be no stroke.
            canvas.saveLayer()
            canvas.drawPath(silhouette(outlined), paint)
            erase = skia.Paint(AntiAlias=True, BlendMode=skia.BlendMode.kDstOut)
            canvas.drawPath(silhouette(clear), erase)
            canvas.restore()

    def _fill_box(self, fragment: PlacedFragment, fill: Fill) -> Box:
        if isinstance(fill, Gradient) and fill.over == "run":
            return self._layout.run_boxes[fragment.fragment.style.run]
        return self._layout.gradient_box

    def _paint_fills(self, canvas: skia.Canvas, fragments: Sequence[PlacedFragment]) -> None:
        # One by one: how Skia rounds an edge depends on the whole path, and a word that moves by
        # itself should look as it does in the line.
        for fragment in fragments:
            paint = fill_paint(fragment.fill, self._fill_box(fragment, fragment.fill))
            canvas.drawPath(silhouette([fragment]), paint)
            paint_pictures(canvas, fragment)
