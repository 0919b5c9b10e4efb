"""text: words, shaped and set by the text stage, moved as one or by line, word or character."""

from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

from render.canvas.affine import Affine
from render.canvas.color import raster_to_sprite
from render.canvas.ops import Draw, DrawList
from render.canvas.picture import Picture, Raster
from render.layers.registry import register
from render.layers.staging import Staging
from render.layers.text_spec import plan_spec
from render.text import TextSpec, lay_out, paint
from render.text.fonts import content_hash

if TYPE_CHECKING:
    from render.layers.context import PlanContext
    from render.layers.studio import Studio
    from schemas import TextLayer


@dataclass(frozen=True)
class TextSource:
    """A whole text painted at a number of output pixels a design pixel."""

    spec: TextSpec
    scale: float

    @property
    def transient(self) -> bool:
        """Texts are worth keeping."""
        return False

    def raster(self, studio: "Studio") -> Raster:
        """Paint the text; sprite space has its origin at the layout box's top left."""
        picture = paint(studio.layout(self.spec), scale=self.scale)
        return Raster(picture.rgba, *picture.origin_px)

    def sprite(self, studio: "Studio") -> Picture:
        """Paint the text as planes."""
        return raster_to_sprite(self.raster(studio))


@dataclass(frozen=True)
class TextContent:
    """A text.

    Attributes:
        spec: Its words and how they are set.
        font_hashes: Content hashes of the fonts it is drawn with.
    """

    spec: TextSpec
    font_hashes: tuple[str, ...]

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
        spec = self.spec
        if "color" in staging.colors:
            fill = staging.colors["color"]
            spec = replace(spec, runs=tuple(replace(run, fill=fill) for run in spec.runs))
        scale = staging.at_rest_scale
        source = TextSource(spec, scale)
        return (Draw(source, staging.to_canvas @ Affine.scaling(1 / scale), staging.opacity),)


def plan(layer: "TextLayer", context: "PlanContext") -> tuple[TextContent, tuple[float, float]]:
    """Make a text layer concrete: the box is as wide as the longest line unless it has a size."""
    spec = plan_spec(layer, context)
    layout = lay_out(spec, context.fonts)
    if layer.size is None or context.length(layer.size.width, context.width) is None:
        # Lines break where they broke; the box only loses the room no line needs.
        spec = replace(spec, width_px=float(ceil(layout.content_box.width_px + 0.5)))
        layout = lay_out(spec, context.fonts)
    for note in layout.notes:
        context.notes.add(context.path, note.message, code=note.code)
    if layout.truncated:
        context.notes.add(context.path, "the text does not fit and is cut", code="text-overflow")
    content = TextContent(spec, content_hash(layout.faces))
    return content, (layout.width_px, layout.height_px)


register("text", plan)
