"""Paint a TextLayout into premultiplied RGBA.

Passes from back to front: backgrounds, shadows, strokes, fills. Every fill lies over every stroke,
so tight letters never cut into each other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, cos, floor, hypot, radians, sin
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from render.errors import LimitExceeded
from render.text.faces import OUTLINE_EM
from render.text.layout import Box, PlacedFragment, TextLayout, box_around
from render.text.spec import Background, Fill, Gradient, Rgba

if TYPE_CHECKING:
    import skia

Pass = Literal["background", "shadow", "stroke", "fill"]
PASSES: tuple[Pass, ...] = ("background", "shadow", "stroke", "fill")

MAX_PICTURE_PX = 64_000_000

_OPAQUE = 255
_BLUR_REACH = 3.0  # standard deviations; Skia's blur ends there
_EDGE_PX = 1.0  # antialiasing touches the pixel next to the outline
# Skia places edges on quarter pixels. Drawn larger and averaged, small letters keep their weight.
_FINE_TEXT_PX = 72.0
_FINE, _COARSE = 4, 2


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

    def picture(self, fragments: Sequence[PlacedFragment], passes: Iterable[Pass]) -> TextPicture:
        """Paint some fragments, some passes of them.

        Raises:
            LimitExceeded: The picture would be larger than anything is drawn.
        """
        import skia  # noqa: PLC0415 heavy, and not needed to plan

        wanted = set(passes)
        left, top, width, height = self._pixel_bounds(fragments, wanted)
        rgba = np.zeros((height, width, 4), np.uint8)
        if rgba.size == 0:
            return TextPicture(rgba, (left, top))
        surface = _surface(rgba)
        canvas = surface.getCanvas()
        canvas.translate(-left, -top)
        canvas.scale(self._scale, self._scale)
        if "background" in wanted:
            self._paint_backgrounds(canvas)
        if "shadow" in wanted:
            self._paint_shadow(canvas, fragments)
        if wanted & {"stroke", "fill"}:
            ink = self._ink(fragments, wanted, (left, top, width, height))
            if not wanted & {"background", "shadow"}:
                return TextPicture(ink, (left, top))
            canvas.resetMatrix()
            info = _info(width, height)
            canvas.drawImage(skia.Image.MakeRasterData(info, skia.Data(ink), width * 4), 0, 0)
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
                hint="use a smaller font size or a shorter text",
            )
        return left, top, width, height

    def _bounds(self, fragments: Sequence[PlacedFragment], passes: set[Pass]) -> list[Box]:
        boxes: list[Box] = []
        ink = [ink_box(fragment).grown(self._stroke_px, self._stroke_px) for fragment in fragments]
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

    def _paint_backgrounds(self, canvas: "skia.Canvas") -> None:
        import skia  # noqa: PLC0415 heavy, and not needed to plan

        background = self._spec.background
        if background is None:
            return
        boxes = background_boxes(self._layout)
        path = skia.Path()
        for box in boxes:
            radius = min(background.corner_radius_px, box.width_px / 2, box.height_px / 2)
            path.addRoundRect(_rect(box), radius, radius)
        # One path: where the boxes of two lines overlap, a see-through one must not be darker.
        canvas.drawPath(path, self._paint_of(background.fill, box_around(boxes)))

    def _paint_shadow(self, canvas: "skia.Canvas", fragments: Sequence[PlacedFragment]) -> None:
        import skia  # noqa: PLC0415 heavy, and not needed to plan

        shadow = self._spec.shadow
        if shadow is None or shadow.color[3] == 0:
            return
        paint = skia.Paint(AntiAlias=True, Color4f=_color(shadow.color))
        if shadow.blur_px > 0:
            blur = skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, shadow.blur_px / 2)
            paint.setMaskFilter(blur)
        if self._stroke_px > 0:
            _stroke(paint, self._stroke_px, skia.Paint.kStrokeAndFill_Style)
        # One silhouette, so that the shadows of neighbours do not add up.
        canvas.save()
        canvas.translate(shadow.dx_px, shadow.dy_px)
        canvas.drawPath(silhouette(fragments), paint)
        canvas.restore()

    def _ink(
        self,
        fragments: Sequence[PlacedFragment],
        passes: set[Pass],
        bounds: tuple[int, int, int, int],
    ) -> NDArray[np.uint8]:
        import cv2  # noqa: PLC0415 heavy, and not needed to plan

        left, top, width, height = bounds
        times = self._oversampling
        large = np.zeros((height * times, width * times, 4), np.uint8)
        surface = _surface(large)
        canvas = surface.getCanvas()
        canvas.scale(times, times)
        canvas.translate(-left, -top)
        canvas.scale(self._scale, self._scale)
        if "stroke" in passes:
            self._paint_stroke(canvas, fragments)
        if "fill" in passes:
            self._paint_fills(canvas, fragments)
        small = cv2.resize(large, (width, height), interpolation=cv2.INTER_AREA)
        return np.asarray(small, np.uint8)

    def _paint_stroke(self, canvas: "skia.Canvas", fragments: Sequence[PlacedFragment]) -> None:
        import skia  # noqa: PLC0415 heavy, and not needed to plan

        stroke = self._spec.stroke
        if stroke is None or self._stroke_px <= 0 or stroke.color[3] == 0:
            return
        paint = skia.Paint(AntiAlias=True, Color4f=_color(stroke.color))
        _stroke(paint, self._stroke_px, skia.Paint.kStrokeAndFill_Style)
        clear = [f for f in fragments if not _is_opaque(f.fragment.style.fill)]
        if not clear:
            canvas.drawPath(silhouette(fragments), paint)
            return
        # Under a fill one can see through there must be no stroke.
        canvas.saveLayer()
        canvas.drawPath(silhouette(fragments), paint)
        erase = skia.Paint(AntiAlias=True, BlendMode=skia.BlendMode.kDstOut)
        canvas.drawPath(silhouette(clear), erase)
        canvas.restore()

    def _paint_fills(self, canvas: "skia.Canvas", fragments: Sequence[PlacedFragment]) -> None:
        by_fill: dict[Fill, list[PlacedFragment]] = {}
        for fragment in fragments:
            by_fill.setdefault(fragment.fragment.style.fill, []).append(fragment)
        for fill, filled in by_fill.items():
            canvas.drawPath(silhouette(filled), self._paint_of(fill, self._layout.content_box))
        for fragment in fragments:
            self._paint_pictures(canvas, fragment)

    def _paint_pictures(self, canvas: "skia.Canvas", fragment: PlacedFragment) -> None:
        outline = fragment.fragment.outline
        if outline.picture is None:
            return
        canvas.save()
        canvas.translate(fragment.x_px, fragment.baseline_px)
        ratio = fragment.size_px / OUTLINE_EM
        canvas.scale(ratio, ratio)
        outline.picture.paint(canvas, 0, -outline.picture_baseline)
        canvas.restore()

    def _paint_of(self, fill: Fill, box: Box) -> "skia.Paint":
        import skia  # noqa: PLC0415 heavy, and not needed to plan

        if not isinstance(fill, Gradient):
            return skia.Paint(AntiAlias=True, Color4f=_color(fill))
        return skia.Paint(AntiAlias=True, Shader=_shader(fill, box), Dither=False)


def ink_box(fragment: PlacedFragment) -> Box:
    """Return what a fragment's outline covers, at least; empty for one without ink."""
    left, top, right, bottom = fragment.fragment.outline.bounds
    ratio = fragment.size_px / OUTLINE_EM
    x, y = fragment.x_px, fragment.baseline_px
    return Box(x + left * ratio, y + top * ratio, (right - left) * ratio, (bottom - top) * ratio)


def background_boxes(layout: TextLayout) -> list[Box]:
    """Return the boxes that are painted behind a text."""
    background: Background | None = layout.spec.background
    if background is None:
        return []
    lines = [_line_box(layout, index) for index in range(len(layout.lines))]
    lines = [box for box in lines if box.width_px > 0]
    boxes = lines if background.per_line or not lines else [box_around(lines)]
    return [box.grown(background.padding_x_px, background.padding_y_px) for box in boxes]


def _line_box(layout: TextLayout, index: int) -> Box:
    line = layout.lines[index]
    return line.box


def silhouette(fragments: Iterable[PlacedFragment]) -> "skia.Path":
    """Return the outlines of fragments in place, as one path in design pixels."""
    import skia  # noqa: PLC0415 heavy, and not needed to plan

    path = skia.Path()
    for fragment in fragments:
        ratio = fragment.size_px / OUTLINE_EM
        matrix = skia.Matrix.MakeAll(
            ratio, 0, fragment.x_px, 0, ratio, fragment.baseline_px, 0, 0, 1
        )
        path.addPath(fragment.fragment.outline.path, matrix)
    return path


def _stroke(paint: "skia.Paint", outside_px: float, style: "skia.Paint.Style") -> None:
    import skia  # noqa: PLC0415 heavy, and not needed to plan

    paint.setStyle(style)
    paint.setStrokeWidth(2 * outside_px)
    # Mitred corners shoot out of sharp letters (W, M) and past every measured bound.
    paint.setStrokeJoin(skia.Paint.kRound_Join)
    paint.setStrokeCap(skia.Paint.kRound_Cap)


def _is_opaque(fill: Fill) -> bool:
    if isinstance(fill, Gradient):
        return all(color[3] == _OPAQUE for _, color in fill.stops)
    return fill[3] == _OPAQUE


def _shader(gradient: Gradient, box: Box) -> "skia.Shader":
    import skia  # noqa: PLC0415 heavy, and not needed to plan

    colors = [_color(color).toColor() for _, color in gradient.stops]
    offsets = [offset for offset, _ in gradient.stops]
    middle = (box.left_px + box.width_px / 2, box.top_px + box.height_px / 2)
    if gradient.kind == "radial":
        radius = max(hypot(box.width_px, box.height_px) / 2, 1e-3)
        return skia.GradientShader.MakeRadial(middle, radius, colors, offsets)
    angle = radians(gradient.angle_degrees)
    # CSS: the line is long enough for the corners to get the end colours.
    half = (abs(box.width_px * sin(angle)) + abs(box.height_px * cos(angle))) / 2
    dx, dy = sin(angle) * max(half, 1e-3), -cos(angle) * max(half, 1e-3)
    ends = [(middle[0] - dx, middle[1] - dy), (middle[0] + dx, middle[1] + dy)]
    return skia.GradientShader.MakeLinear(ends, colors, offsets)


def _color(color: Rgba) -> "skia.Color4f":
    import skia  # noqa: PLC0415 heavy, and not needed to plan

    red, green, blue, alpha = color
    return skia.Color4f(red / 255, green / 255, blue / 255, alpha / 255)


def _rect(box: Box) -> "skia.Rect":
    import skia  # noqa: PLC0415 heavy, and not needed to plan

    return skia.Rect.MakeXYWH(box.left_px, box.top_px, box.width_px, box.height_px)


def _info(width: int, height: int) -> "skia.ImageInfo":
    import skia  # noqa: PLC0415 heavy, and not needed to plan

    return skia.ImageInfo.Make(width, height, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)


def _surface(rgba: NDArray[np.uint8]) -> "skia.Surface":
    import skia  # noqa: PLC0415 heavy, and not needed to plan

    height, width = rgba.shape[:2]
    return skia.Surface.MakeRasterDirect(_info(width, height), rgba, width * 4)
