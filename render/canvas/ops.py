"""The draw list: a small closed set of data between what a composition says and pixels.

A frame is a tuple of these operations, back to front. They are values: two frames whose lists are
equal show the same picture, so nothing has to be drawn a second time.
"""

from dataclasses import dataclass
from typing import Any, Literal, Protocol

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


class Treatment(Protocol):
    """A change of pixels: a frozen, hashable description of an effect at one frame."""

    @property
    def reach_px(self) -> float:
        """How far beyond a picture's edge the change can be seen, in output pixels."""
        ...

    @property
    def transient(self) -> bool:
        """Whether the change is another one at the next frame, so that nothing is worth keeping."""
        ...

    def apply(self, picture: Picture, shift: Affine, /) -> Picture:
        """Return the changed picture.

        Args:
            picture: Premultiplied, with coverage or opaque; it is left as it is.
            shift: From canvas pixels to the picture's pixels.
        """
        ...


@dataclass(frozen=True, slots=True)
class Matte:
    """What decides where something else shows: a list that is not drawn itself.

    Attributes:
        ops: The list.
        by: Its coverage decides, or its brightness (where it does not cover it is black).
        inverted: Show what lies beside it instead.
        feather_px: How soft the edge is, in output pixels: twice the deviation of a Gaussian.
    """

    ops: "tuple[Op, ...]"
    by: Literal["alpha", "luma"] = "alpha"
    inverted: bool = False
    feather_px: float = 0.0


@dataclass(frozen=True, slots=True)
class Isolate:
    """Draw a list on its own transparent canvas and then that canvas as one thing.

    Attributes:
        ops: What is drawn together.
        opacity: Of the whole, [0, 1].
        mask: Only where this is opaque does the whole show; None masks nothing.
        blend: Blend mode, as the format names it, of the whole and what lies below.
    """

    ops: "tuple[Op, ...]"
    opacity: float = 1.0
    mask: Draw | Matte | None = None
    blend: str = "normal"


@dataclass(frozen=True, slots=True)
class Treat:
    """Draw a list on its own transparent canvas, change its pixels, then draw that.

    Attributes:
        ops: What is changed.
        treatments: The changes, one after the other.
    """

    ops: "tuple[Op, ...]"
    treatments: tuple[Treatment, ...]


@dataclass(frozen=True, slots=True)
class Mean:
    """Draw the mean of several lists, each on a transparent canvas of its own.

    Attributes:
        lists: Such as what is seen while the shutter of a camera is open; one or more.
    """

    lists: "tuple[tuple[Op, ...], ...]"


Op = Fill | Draw | Isolate | Treat | Mean
DrawList = tuple[Op, ...]


def is_transient(ops: DrawList) -> bool:
    """Tell whether a list shows what the next frame shows differently."""
    return any(_is_transient(op) for op in ops)


def _is_transient(op: Op) -> bool:
    match op:
        case Fill():
            return False
        case Draw():
            return op.source.transient
        case Treat():
            return any(each.transient for each in op.treatments) or is_transient(op.ops)
        case Mean():
            return any(is_transient(ops) for ops in op.lists)
        case Isolate():
            mask = op.mask.ops if isinstance(op.mask, Matte) else (op.mask,) if op.mask else ()
            return is_transient((*op.ops, *mask))


def needs_backdrop(ops: DrawList) -> bool:
    """Tell whether how a list looks depends on what lies below it."""
    return any(isinstance(op, Isolate) and op.blend != "normal" for op in ops)
