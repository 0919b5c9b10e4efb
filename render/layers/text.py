"""text: words, shaped and set by the text stage, moved as one or by line, word or character."""

from dataclasses import dataclass, field, replace
from math import ceil
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from render.animation.keyframes import Track
from render.animation.pose import REST, Pose
from render.assets.media import NOT_IN_KEY
from render.canvas.affine import Affine
from render.canvas.color import raster_to_sprite
from render.canvas.ops import Draw, DrawList, Op
from render.canvas.picture import Picture, Raster
from render.errors import FontError
from render.layers.dressing import dressed
from render.layers.ink import Ink, plan_ink
from render.layers.registry import register
from render.layers.staging import Staging
from render.layers.text_keyed import COLORS, NUMBERS, SETTING, box_tracks, keyed, with_lines_kept
from render.layers.text_spec import padding_of, plan_spec
from render.layers.tracks import plan_track
from render.text import TextLayout, TextSpec, lay_out, paint, units_of
from render.text.fonts import content_hash
from render.text.spec import Rgba
from render.text.units import UnitKind

if TYPE_CHECKING:
    from render.layers.context import PlanContext
    from render.layers.studio import Studio
    from schemas import TextLayer


@dataclass(frozen=True)
class TextSource:
    """A whole text painted at a number of output pixels a design pixel."""

    spec: TextSpec
    scale: float
    changing: bool = False

    @property
    def transient(self) -> bool:
        """Texts are worth keeping unless the next frame has another one."""
        return self.changing

    def raster(self, studio: "Studio") -> Raster:
        """Paint the text; sprite space has its origin at the layout box's top left."""
        picture = paint(studio.layout(self.spec), scale=self.scale)
        return Raster(picture.rgba, *picture.origin_px)

    def sprite(self, studio: "Studio") -> Picture:
        """Paint the text as planes."""
        return raster_to_sprite(self.raster(studio))


@dataclass(frozen=True)
class TextPartSource:
    """One pass of one line, word or character; `part` None is what stands still."""

    spec: TextSpec
    scale: float
    by: UnitKind
    part: int | None
    layer: str

    @property
    def transient(self) -> bool:
        """Parts are worth keeping while they move."""
        return False

    def raster(self, studio: "Studio") -> Raster:
        """Paint the part; sprite space has its origin at the layout box's top left."""
        pieces = studio.units(self.spec, self.by, self.scale).pieces
        for piece in pieces:
            if (piece.unit, piece.layer) == (self.part, self.layer):
                return Raster(piece.picture.rgba, *piece.picture.origin_px)
        return Raster(np.zeros((0, 0, 4), np.uint8))  # a space has no ink

    def sprite(self, studio: "Studio") -> Picture:
        """Paint the part as planes."""
        return raster_to_sprite(self.raster(studio))


@dataclass(frozen=True)
class TextContent:
    """A text.

    Attributes:
        spec: Its words and how they are set.
        font_hashes: Content hashes of the fonts it is drawn with.
        parts: (left, top, width, height) of the lines, words or characters that move apart, in
            design pixels of the box; empty when the text moves as one.
        padding: From the box to the text, across and down: its panel belongs to the box.
        ink: The colours it may have where the composition says none. The first of them is in the
            spec, until what lies behind has been looked at.
        size_px: The font size that keyframes of it stand for.
        box_tracks: How the box grows where keyframes change what the text needs.
    """

    spec: TextSpec
    font_hashes: tuple[str, ...]
    parts: tuple[tuple[float, float, float, float], ...] = ()
    padding: tuple[float, float] = (0.0, 0.0)
    ink: Ink | None = field(default=None, metadata=NOT_IN_KEY)
    size_px: float = 1.0
    box_tracks: tuple[tuple[str, Track], ...] = ()

    numbers: ClassVar = NUMBERS
    colors: ClassVar = COLORS

    def inked(self, color: Rgba) -> "TextContent":
        """Return the text with a colour wherever the composition says none."""
        auto = self.ink.runs if self.ink else ()
        runs = tuple(
            replace(run, fill=color) if index in auto else run
            for index, run in enumerate(self.spec.runs)
        )
        return replace(self, spec=replace(self.spec, runs=runs), ink=None)

    @property
    def moves(self) -> bool:
        """A text stands still but for its layer's tracks."""
        return False

    @property
    def crisp(self) -> bool:
        """Drawn at output size."""
        return True

    def draw(self, _frame: int, _duration_frames: int, staging: Staging) -> DrawList:
        """Draw the text, or its parts in their poses."""
        spec = keyed(self.spec, self.size_px, staging)
        scale = staging.drawing_scale
        poses = [staging.pose_of(part, len(self.parts)) for part in range(len(self.parts))]
        if staging.parts != "layer" and any(pose != REST for pose in poses):
            return self._draw_parts(spec, poses, staging)
        source = TextSource(spec, scale, staging.changing)
        return (Draw(source, staging.to_canvas @ self._placed(scale), staging.opacity),)

    def _placed(self, scale: float) -> Affine:
        """Return where the painted text lies in the box."""
        return Affine.translation(*self.padding) @ Affine.scaling(1 / scale)

    def _draw_parts(self, spec: TextSpec, poses: list[Pose], staging: Staging) -> DrawList:
        """Draw every part in its pose: all shadows, all glows, all strokes, then all fills."""
        scale = staging.drawing_scale
        placed = self._placed(scale)
        by: UnitKind = staging.parts  # type: ignore[assignment]
        ops: list[Op] = []
        if spec.backgrounds:
            # The box comes with its first words.
            shown = staging.opacity * max(pose.opacity for pose in poses)
            source = TextPartSource(spec, scale, by, None, "background")
            ops.append(Draw(source, staging.to_canvas @ placed, shown))
        wanted = (
            ("shadow", spec.shadow),
            ("glow", spec.glow),
            ("stroke", spec.strokes),
            ("fill", spec.runs),
        )
        for layer in (name for name, there in wanted if there):
            for part, (pose, box) in enumerate(zip(poses, self.parts, strict=True)):
                opacity = staging.opacity * pose.opacity
                if opacity > 0:
                    source = TextPartSource(spec, scale, by, part, layer)
                    drawn = Draw(source, staging.posed(pose, *box) @ placed, opacity)
                    ops += dressed((drawn,), pose, staging.to_canvas, box)
        return tuple(ops)


def plan(layer: "TextLayer", context: "PlanContext") -> tuple[TextContent, tuple[float, float]]:
    """Make a text layer concrete: the box is as wide as the longest line unless it has a size."""
    spec = plan_spec(layer, context)
    layout = _laid_out(spec, layer, context)
    if layer.size is None or context.length(layer.size.width, context.width) is None:
        # Lines break where they broke; the box only loses the room no line needs.
        spec = replace(spec, width_px=float(ceil(layout.snug_width_px + 0.5)))
        layout = _laid_out(spec, layer, context)
    for note in layout.notes:
        context.notes.add(context.path, note.message, code=note.code)
    if layout.truncated:
        context.notes.add(context.path, "the text does not fit and is cut", code="text-overflow")
    padding = padding_of(spec.background)
    parts: tuple[tuple[float, float, float, float], ...] = ()
    if context.parts != "layer":
        boxes = (unit.box for unit in units_of(layout, context.parts))  # type: ignore[arg-type]
        parts = tuple(
            (b.left_px + padding[0], b.top_px + padding[1], b.width_px, b.height_px) for b in boxes
        )
    ink = plan_ink(layer, spec, context)
    size_px = max(run.size_px for run in spec.runs)
    if isinstance(layer.font_size, float):
        size_px = layer.font_size
    content = TextContent(spec, content_hash(layout.faces), parts, padding, ink, size_px)
    content = _growing(content, layer, layout, context)
    return content, (layout.width_px + 2 * padding[0], layout.height_px + 2 * padding[1])


def _growing(
    content: TextContent, layer: "TextLayer", layout: TextLayout, context: "PlanContext"
) -> TextContent:
    """Return a text that keeps its lines, and grows its box, where keyframes change its setting.

    One with a size of its own breaks anew inside of it.
    """
    keyframes = {name: layer.keyframes[name] for name in SETTING if name in layer.keyframes}
    if not keyframes or layer.size is not None or layout.truncated:
        return content
    spec = with_lines_kept(content.spec, layout)
    tracks = {
        name: plan_track(name, each, (content.size_px, content.size_px), context)
        for name, each in keyframes.items()
    }
    grows = box_tracks(spec, content.size_px, content.padding, tracks, context.fonts)
    return replace(content, spec=spec, box_tracks=grows)


def _laid_out(spec: TextSpec, layer: "TextLayer", context: "PlanContext") -> TextLayout:
    try:
        return lay_out(spec, context.fonts)
    except FontError as error:
        place = f"{context.path}.{error.where}" if layer.spans and error.where else context.path
        raise FontError(error.message, where=place, hint=error.hint) from error


register("text", plan)
