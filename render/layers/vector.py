"""Vector outlines drawn by Skia into sprites, at the size they rest at on the output."""

from dataclasses import dataclass
from math import ceil, cos, floor, pi, sin

import numpy as np
import skia

from render.canvas.color import raster_to_sprite
from render.canvas.picture import Picture, Raster
from render.text.brush import fill_paint
from render.text.placed import Box
from render.text.spec import Fill


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

    def to_skia(self) -> skia.Path:
        """Return the outline as a Skia path in design pixels."""
        w, h = self.width, self.height
        path = skia.Path()
        match self.kind:
            case "ellipse":
                path.addOval(skia.Rect.MakeWH(w, h))
            case "line":
                path.moveTo(0, h / 2)
                path.lineTo(w, h / 2)
            case "polygon" | "star":
                path.addPoly(self._corners(), True)  # noqa: FBT003 - Skia's signature: close
            case "path":
                _trace(self.path, path)
            case _:
                radius = min(self.corner_radius, w / 2, h / 2)
                path.addRoundRect(skia.Rect.MakeWH(w, h), radius, radius)
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
    """An outline drawn at a number of output pixels a design pixel."""

    outline: Outline
    scale: float

    @property
    def transient(self) -> bool:
        """Shapes are worth keeping."""
        return False

    @property
    def _bounds(self) -> tuple[int, int, int, int]:
        """(left, top, right, bottom) of everything drawn, in whole output pixels."""
        reach = self.outline.stroke_width / 2 if self.outline.stroke else 0.0
        box = self.outline.to_skia().computeTightBounds()
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
            if self.outline.stroke is not None and self.outline.stroke_width > 0:
                pen = _smooth(fill_paint(self.outline.stroke, box))
                pen.setStyle(skia.Paint.kStroke_Style)
                pen.setStrokeWidth(self.outline.stroke_width)
                sharp = self.outline.sharp
                pen.setStrokeJoin(skia.Paint.kMiter_Join if sharp else skia.Paint.kRound_Join)
                canvas.drawPath(path, pen)
        return Raster(pixels, left, top)

    def sprite(self, studio: object) -> Picture:
        """Draw the shape as planes."""
        return raster_to_sprite(self.raster(studio))


def _smooth(paint: skia.Paint) -> skia.Paint:
    """Return a paint whose gradients are dithered: over a whole frame 8 bits show bands."""
    paint.setDither(True)
    return paint
