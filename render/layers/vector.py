"""Vector outlines drawn by Skia into sprites, at the size they rest at on the output."""

from dataclasses import dataclass
from math import ceil, cos, floor, pi, sin, sqrt

import numpy as np
import skia

from render.canvas.color import raster_to_sprite
from render.canvas.picture import Picture, Raster
from render.text.brush import fill_paint
from render.text.placed import Box
from render.text.spec import Fill

_CLEAR = (0, 0, 0, 0)
_CAPS = {
    "butt": skia.Paint.kButt_Cap,
    "round": skia.Paint.kRound_Cap,
    "square": skia.Paint.kSquare_Cap,
}


@dataclass(frozen=True, slots=True)
class Outline:
    """A shape in a box of design pixels, with what it is filled and stroked with.

    Attributes:
        kind: rect, ellipse, line, polygon, star or path.
        width, height: Of the box.
        fill: Inside; None leaves it open.
        stroke: Colour of the line along the outline, centred on it; None draws none.
        stroke_width: In design pixels.
        corner_radius: Of a rect.
        points: Corners of a polygon, rays of a star.
        inner_radius: Of a star, in parts of the outer one.
        path: SVG path data, in the box's design pixels.
        sharp: Whether the stroke's corners are; else they are round.
        trim_start, trim_end: What part of the outline is stroked, [0, 1]; several contours are
            drawn one after the other, as a pen does.
        cap: How the stroke ends: butt, round or square.
        dash: Lengths of dashes and gaps in design pixels, in turn; none for a whole line.
    """

    kind: str
    width: float
    height: float
    fill: Fill | None = None
    stroke: Fill | None = None
    stroke_width: float = 0.0
    corner_radius: float = 0.0
    points: int = 5
    inner_radius: float = 0.5
    path: str = ""
    sharp: bool = False
    trim_start: float = 0.0
    trim_end: float = 1.0
    cap: str = "butt"
    dash: tuple[float, ...] = ()

    @property
    def is_stroked(self) -> bool:
        """Whether any of the line along the outline shows."""
        shows = self.stroke_width > 0 and self.trim_end > self.trim_start
        return self.stroke is not None and shows

    def to_skia(self) -> skia.Path:
        """Return the outline as a Skia path in design pixels."""
        w, h = self.width, self.height
        path = skia.Path()
        match self.kind:
            case "ellipse":
                # From the top on, clockwise: so a ring is drawn.
                path.addOval(skia.Rect.MakeWH(w, h), skia.PathDirection.kCW, 0)
            case "line":
                path.moveTo(0, h / 2)
                path.lineTo(w, h / 2)
            case "polygon" | "star":
                path.addPoly(self._corners(), True)  # noqa: FBT003 - Skia's signature: close
            case "path":
                _trace(self.path, path)
            case _:
                radius = min(self.corner_radius, w / 2, h / 2)
                box = skia.RRect.MakeRectXY(skia.Rect.MakeWH(w, h), radius, radius)
                path.addRRect(box, skia.PathDirection.kCW, 0)
        return path

    def _corners(self) -> list[skia.Point]:
        star = self.kind == "star"
        count = max(3, self.points) * (2 if star else 1)
        corners = []
        for index in range(count):
            angle = 2 * pi * index / count - pi / 2
            reach = self.inner_radius if star and index % 2 else 1.0
            x = self.width / 2 * (1 + reach * cos(angle))
            y = self.height / 2 * (1 + reach * sin(angle))
            corners.append(skia.Point(x, y))
        return corners


def _trace(path_data: str, path: skia.Path) -> None:
    """Append SVG path data to a Skia path."""
    from fontTools.pens.recordingPen import RecordingPen  # noqa: PLC0415 - 0.1 s, for paths only
    from fontTools.svgLib.path import parse_path  # noqa: PLC0415

    pen = RecordingPen()
    parse_path(path_data, pen)
    for verb, points in pen.value:
        numbers = [coordinate for point in points for coordinate in point]
        match verb:
            case "moveTo":
                path.moveTo(*numbers)
            case "lineTo":
                path.lineTo(*numbers)
            case "qCurveTo":
                path.quadTo(*numbers)
            case "curveTo":
                path.cubicTo(*numbers)
            case "closePath":
                path.close()


def rounded_rectangle(width: float, height: float, corner_radius: float) -> Outline:
    """Return a filled rectangle with round corners, opaque white: a mask."""
    return Outline("rect", width, height, (255, 255, 255, 255), corner_radius=corner_radius)


@dataclass(frozen=True, slots=True)
class ShapeSource:
    """An outline drawn at a number of output pixels a design pixel.

    Attributes:
        outline: The outline.
        scale: Output pixels a design pixel.
        changing: Whether it is another one at the next frame, and not worth keeping.
    """

    outline: Outline
    scale: float
    changing: bool = False

    @property
    def transient(self) -> bool:
        """Shapes are worth keeping, unless the next frame shows another."""
        return self.changing

    @property
    def _bounds(self) -> tuple[int, int, int, int]:
        """(left, top, right, bottom) of everything drawn, in whole output pixels."""
        outline = self.outline
        reach = outline.stroke_width / 2 if outline.stroke else 0.0
        if outline.cap == "square":
            reach *= sqrt(2)
        box = outline.to_skia().computeTightBounds()
        left, top = (
            floor((box.left() - reach) * self.scale),
            floor((box.top() - reach) * self.scale),
        )
        right = max(left + 1, ceil((box.right() + reach) * self.scale))
        return left, top, right, max(top + 1, ceil((box.bottom() + reach) * self.scale))

    def raster(self, _studio: object) -> Raster:
        """Draw the shape; sprite space has its origin at the box's top left."""
        left, top, right, bottom = self._bounds
        pixels = np.zeros((bottom - top, right - left, 4), np.uint8)
        surface = skia.Surface(pixels, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)
        with surface as canvas:
            canvas.translate(-left, -top)
            canvas.scale(self.scale, self.scale)
            path = self.outline.to_skia()
            box = Box(0, 0, self.outline.width, self.outline.height)
            if self.outline.fill is not None and self.outline.kind != "line":
                canvas.drawPath(path, _smooth(fill_paint(self.outline.fill, box)))
            if self.outline.is_stroked:
                canvas.drawPath(path, self._pen(box))
        return Raster(pixels, left, top)

    def sprite(self, studio: object) -> Picture:
        """Draw the shape as planes."""
        return raster_to_sprite(self.raster(studio))

    def _pen(self, box: Box) -> skia.Paint:
        """Return what the stroke is drawn with."""
        outline = self.outline
        pen = _smooth(fill_paint(outline.stroke or _CLEAR, box))
        pen.setStyle(skia.Paint.kStroke_Style)
        pen.setStrokeWidth(outline.stroke_width)
        pen.setStrokeJoin(skia.Paint.kMiter_Join if outline.sharp else skia.Paint.kRound_Join)
        pen.setStrokeCap(_CAPS[outline.cap])
        effect = None
        if outline.trim_start > 0 or outline.trim_end < 1:
            effect = skia.TrimPathEffect.Make(outline.trim_start, outline.trim_end)
        if outline.dash:
            # Skia makes dashes of straight lines rectangles at once, so they come after the trim.
            dashes = skia.DashPathEffect.Make(list(outline.dash), 0.0)
            effect = dashes if effect is None else skia.PathEffect.MakeCompose(dashes, effect)
        if effect is not None:
            pen.setPathEffect(effect)
        return pen


def _smooth(paint: skia.Paint) -> skia.Paint:
    """Return a paint whose gradients are dithered: over a whole frame 8 bits show bands."""
    paint.setDither(True)
    return paint
