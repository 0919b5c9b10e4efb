"""shape: rectangles, ellipses, lines, polygons, stars and paths, filled and stroked."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from render.canvas.affine import Affine
from render.canvas.ops import Draw, DrawList
from render.errors import CompositionError, LimitExceeded
from render.layers.registry import register
from render.layers.staging import Staging
from render.layers.vector import Outline, ShapeSource
from render.limits import MAX_CANVAS_PIXELS

if TYPE_CHECKING:
    from render.layers.context import PlanContext
    from schemas import ShapeLayer

_DEFAULT_SIDE = 200.0
_DEFAULT_LINE_PX = 4.0


@dataclass(frozen=True)
class ShapeContent:
    """An outline; its box follows animated sizes, its fill and stroke animated colours."""

    outline: Outline

    colors: ClassVar = ("fill", "strokeColor")
    numbers: ClassVar = ("cornerRadius", "strokeWidth", "trimStart", "trimEnd")
    """What keyframes move in the outline itself."""

    @property
    def moves(self) -> bool:
        """A shape stands still but for its layer's tracks."""
        return False

    @property
    def crisp(self) -> bool:
        """Drawn at output size."""
        return True

    def draw(self, _frame: int, _duration_frames: int, staging: Staging) -> DrawList:
        """Draw the outline at the box's size of the moment."""
        colors, numbers = staging.colors, staging.numbers
        width, height = staging.width, staging.height
        if self.outline.kind == "rect" and (width, height) == (
            self.outline.width,
            self.outline.height,
        ):
            # At rest all four edges are sharp, and one on the canvas's edge reaches it.
            scale = staging.at_rest_scale
            width, height = _whole_pixels(width, scale), _whole_pixels(height, scale)
        outline = replace(
            self.outline,
            width=width,
            height=height,
            fill=colors.get("fill", self.outline.fill),
            stroke=colors.get("strokeColor", self.outline.stroke),
            stroke_width=max(numbers.get("strokeWidth", self.outline.stroke_width), 0.0),
            corner_radius=max(numbers.get("cornerRadius", self.outline.corner_radius), 0.0),
            trim_start=_part(numbers.get("trimStart", self.outline.trim_start)),
            trim_end=_part(numbers.get("trimEnd", self.outline.trim_end)),
        )
        if outline.fill is None and not outline.is_stroked:
            return ()  # a line that is not drawn yet
        source = ShapeSource(outline, staging.drawing_scale, staging.changing)
        shrink = Affine.scaling(1 / staging.drawing_scale)
        return (Draw(source, staging.to_canvas @ shrink, staging.opacity),)


def _part(share: float) -> float:
    return min(max(share, 0.0), 1.0)


def _whole_pixels(length: float, scale: float) -> float:
    """Return the length nearest to one of design pixels that is some whole output pixels."""
    return max(1, round(length * scale)) / scale


def plan(layer: "ShapeLayer", context: "PlanContext") -> tuple[ShapeContent, tuple[float, float]]:
    """Make a shape layer concrete."""
    size = layer.size
    width = context.length(size.width, context.width) if size else None
    height = context.length(size.height, context.height) if size else None
    line = layer.shape == "line"
    stroke = layer.stroke
    stroke_width = stroke.width if stroke else _DEFAULT_LINE_PX if line else 0.0
    if width is None:
        width = context.width / 4 if line else height or _DEFAULT_SIDE
    if line:
        height = height or stroke_width
    elif height is None:
        height = width
    fill = context.style.fill(layer.fill, None)
    stroke_fill = context.style.fill(stroke.color, "$text") if stroke else None
    if line:
        # A line has no inside: what it is filled with is what it is drawn with.
        stroke_fill, fill = stroke_fill or fill or context.style.fill(None, "$accent"), None
    elif fill is None and stroke_fill is None:
        fill = context.style.fill(None, "$accent")
    outline = Outline(
        kind=layer.shape,
        width=width,
        height=height,
        fill=fill,
        stroke=stroke_fill,
        stroke_width=stroke_width,
        corner_radius=context.length(layer.corner_radius, min(width, height)) or 0.0,
        points=layer.sides,
        inner_radius=layer.inner_radius,
        path=layer.path or "",
        trim_start=layer.trim_start,
        trim_end=layer.trim_end,
        cap=stroke.cap if stroke else "butt",
        dash=_dashes(stroke.dash if stroke else ()),
    )
    if outline.kind == "path":
        _check_path(outline, context)
    return ShapeContent(outline), (width, height)


def _dashes(lengths: tuple[float, ...]) -> tuple[float, ...]:
    """Return dashes and gaps in pairs: an odd list is read twice, as in SVG."""
    return lengths * 2 if len(lengths) % 2 else lengths


def _check_path(outline: Outline, context: "PlanContext") -> None:
    """Refuse path data that is none, or that leaves the box so far that no memory holds it.

    Raises:
        CompositionError: It is no SVG path data.
        LimitExceeded: It is larger than the largest canvas.
    """
    where = f"{context.path}.path"
    try:
        bounds = outline.to_skia().computeTightBounds()
    except Exception as error:
        # The parser of path data raises what its reading of the text happens to run into.
        raise CompositionError(f"this is no SVG path data: {error}", where=where) from error
    if bounds.width() * bounds.height() > MAX_CANVAS_PIXELS:
        raise LimitExceeded("the path is too large", where=where)


register("shape", plan)
