"""The draw list: a small closed set of data between what a composition says and pixels.

A frame is a tuple of these operations, back to front. They are values: two frames whose lists are
equal show the same picture, so nothing has to be drawn a second time.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from render.canvas.affine import Affine
from render.canvas.picture import Picture, Raster


class SpriteSource(Protocol):
    """Where a sprite comes from: a frozen, hashable description that can be turned into pixels."""

    @property
    def transient(self) -> bool:
        """Whether the sprite is used for a frame or two only (video) and not worth keeping."""
        ...

    def sprite(self, studio: Any, /) -> Picture:
        """Make the planar picture."""
        ...

    def raster(self, studio: Any, /) -> Raster:
        """Make the same picture in R'G'B'."""
        ...


@dataclass(frozen=True, slots=True)
class Fill:
    """Cover the whole canvas with one opaque colour (8-bit sRGB)."""

    red: int
    green: int
    blue: int


@dataclass(frozen=True, slots=True)
class Draw:
    """Draw one sprite.

    Attributes:
        source: The sprite.
        matrix: From sprite pixels to canvas pixels.
        opacity: [0, 1].
    """

    source: SpriteSource
    matrix: Affine
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Isolate:
    """Draw a list on its own transparent canvas and then that canvas as one thing.

    Attributes:
        ops: What is drawn together.
        opacity: Of the whole, [0, 1].
        mask: Only where this sprite is opaque does the whole show; None masks nothing.
    """

    ops: "tuple[Op, ...]"
    opacity: float = 1.0
    mask: Draw | None = None


Op = Fill | Draw | Isolate
DrawList = tuple[Op, ...]
