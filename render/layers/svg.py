"""svg: a vector drawing from a file, drawn at the size it is shown."""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from render.assets.drawings import draw_drawing
from render.assets.media import Media
from render.canvas.affine import Affine
from render.canvas.color import premultiplied, raster_to_sprite
from render.canvas.ops import Draw, DrawList
from render.canvas.picture import Picture, Raster
from render.layers.registry import register
from render.layers.staging import Staging
from render.text.spec import Rgba

if TYPE_CHECKING:
    from render.layers.context import PlanContext
    from schemas import SvgLayer

_OPAQUE = 255


@lru_cache(maxsize=2)
def _drawn(
    media: Media, size_px: tuple[int, int], color: tuple[int, int, int] | None
) -> NDArray[np.uint8]:
    """Return a drawing's pixels; a silhouette whose colour runs is drawn once."""
    return draw_drawing(media, size_px, color)


@dataclass(frozen=True)
class DrawingSource:
    """A drawing at a size.

    Attributes:
        media: The asset.
        width_px, height_px: In output pixels.
        color: What it is coloured with; None leaves it as it is.
        changing: Whether it is another one at the next frame, and not worth keeping.
    """

    media: Media
    width_px: int
    height_px: int
    color: Rgba | None = None
    changing: bool = False

    @property
    def transient(self) -> bool:
        """Drawings are worth keeping, unless their colour runs."""
        return self.changing

    def raster(self, _studio: object) -> Raster:
        """Draw the file."""
        color = self.color
        facts = self.media.drawing
        takes_color = facts is not None and facts.uses_current_color
        own = color[:3] if color and takes_color else None
        pixels = _drawn(self.media, (self.width_px, self.height_px), own).copy()
        if color is not None:
            if not takes_color:
                pixels[:, :, :3] = color[:3]
            if color[3] < _OPAQUE:
                faded = pixels[:, :, 3].astype(np.uint16) * color[3] + _OPAQUE // 2
                pixels[:, :, 3] = faded // _OPAQUE
        return Raster(premultiplied(pixels))

    def sprite(self, studio: object) -> Picture:
        """Draw the file as planes."""
        return raster_to_sprite(self.raster(studio))


@dataclass(frozen=True)
class DrawingContent:
    """A drawing.

    Attributes:
        media: The asset.
        color: What it is coloured with; None leaves it as it is.
    """

    media: Media
    color: Rgba | None = None

    colors: ClassVar = ("color",)

    @property
    def moves(self) -> bool:
        """A drawing stands still but for its layer's tracks."""
        return False

    @property
    def crisp(self) -> bool:
        """Drawn at output size."""
        return True

    def draw(self, _frame: int, _duration_frames: int, staging: Staging) -> DrawList:
        """Draw it in its box."""
        scale = staging.drawing_scale
        width, height = (
            max(1, ceil(side * scale - 1e-6)) for side in (staging.width, staging.height)
        )
        color = staging.colors.get("color", self.color)
        source = DrawingSource(self.media, width, height, color, staging.changing)
        fill = Affine.scaling(staging.width / width, staging.height / height)
        return (Draw(source, staging.to_canvas @ fill, staging.opacity),)


def plan(layer: "SvgLayer", context: "PlanContext") -> tuple[DrawingContent, tuple[float, float]]:
    """Make an svg layer concrete; without a size it is as large as its file says."""
    media = context.drawing(layer.asset)
    facts = media.drawing
    natural = (facts.width_px, facts.height_px) if facts else (1.0, 1.0)
    size = layer.size
    width = context.length(size.width, context.width) if size else None
    height = context.length(size.height, context.height) if size else None
    if width is None and height is None:
        width, height = natural
    elif width is None:
        width = (height or 0.0) * natural[0] / natural[1]
    elif height is None:
        height = width * natural[1] / natural[0]
    color = None if layer.color is None else context.style.color(layer.color)
    return DrawingContent(media, color), (width, height or 0.0)


register("svg", plan)
