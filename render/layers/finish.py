"""What is done to a layer's picture after its kind has drawn it.

In this order: it is cut to its box, effects change it, the border is drawn on it, the mask takes
away, the shadow is cast, and the whole is put down with its opacity in its blend mode.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from render.canvas.affine import Affine
from render.canvas.halo import CastShadow
from render.canvas.ops import Draw, DrawList, Isolate, Matte, Treat
from render.effects import PlannedEffect
from render.layers.context import Scope
from render.layers.staging import Staging
from render.layers.vector import Outline, ShapeSource
from render.text.spec import Rgba
from render.timebase import FrameRange

if TYPE_CHECKING:
    from render.layers.planned import PlannedLayer


@dataclass(frozen=True)
class PlannedMask:
    """What part of a layer shows.

    Attributes:
        outline: A shape; None where another layer decides.
        left, top: Of the shape's box in the layer's.
        fills: Whether the shape's box is the layer's, whatever its size at a frame.
        layer: The other layer, in the frames of the same parent; None where it never shows.
        by: Whether its coverage or its brightness decides.
        inverted: Show the outside instead.
        feather: In design pixels.
    """

    outline: Outline | None
    left: float = 0.0
    top: float = 0.0
    fills: bool = False
    layer: "PlannedLayer | None" = None
    by: Literal["alpha", "luma"] = "alpha"
    inverted: bool = False
    feather: float = 0.0

    def matte(self, parent_frame: int, scope: Scope, staging: Staging) -> Matte:
        """Return it at a frame of the parent."""
        feather = max(staging.numbers.get("maskFeather", self.feather), 0.0)
        feather_px = feather * staging.at_rest_scale
        if self.outline is None:
            ops = self.layer.draw(parent_frame, scope) if self.layer else ()
            return Matte(ops, self.by, self.inverted, feather_px)
        outline, size = self.outline, (staging.width, staging.height)
        left, top = self.left, self.top
        if self.fills:
            # The soft edge ends with the layer: half of it outside would be cut off straight.
            inset = 0.0 if self.inverted else min(feather, *(0.4 * side for side in size))
            left = top = inset
            outline = replace(outline, width=size[0] - 2 * inset, height=size[1] - 2 * inset)
        scale = staging.drawing_scale
        place = Affine.translation(left, top) @ Affine.scaling(1 / scale)
        draw = Draw(ShapeSource(outline, scale), staging.to_canvas @ place)
        return Matte((draw,), "alpha", self.inverted, feather_px)


@dataclass(frozen=True)
class PlannedBorder:
    """A line along the edge of a layer, inside of it.

    Attributes:
        color: Of the line.
        width: In design pixels.
        outline: The edge; a rectangle takes the layer's size at a frame.
    """

    color: Rgba
    width: float
    outline: Outline

    def drawn(self, staging: Staging) -> Draw:
        """Draw it where the layer lies."""
        color = staging.colors.get("borderColor", self.color)
        line = max(staging.numbers.get("borderWidth", self.width), 0.0)
        scale = staging.drawing_scale
        radius = staging.numbers.get("cornerRadius", self.outline.corner_radius)
        inset = line / 2 if self.outline.kind in ("rect", "ellipse") else 0.0
        outline = replace(
            self.outline,
            width=max(staging.width - 2 * inset, 0.01),
            height=max(staging.height - 2 * inset, 0.01),
            fill=None,
            stroke=color,
            stroke_width=line,
            sharp=self.outline.kind == "rect",
            corner_radius=max(radius - inset, 0.0),
        )
        place = Affine.translation(inset, inset) @ Affine.scaling(1 / scale)
        source = ShapeSource(outline, scale, staging.changing)
        return Draw(source, staging.to_canvas @ place)


@dataclass(frozen=True)
class PlannedShadow:
    """A soft copy of a layer's outline below it; lengths in design pixels.

    Attributes:
        color: Of it, with its coverage.
        dx, dy: Where it lies.
        blur: Twice the deviation of the Gaussian.
    """

    color: Rgba
    dx: float
    dy: float
    blur: float

    def cast(self, staging: Staging) -> CastShadow:
        """Return it at the size of the output; it falls the same way however the layer turns."""
        numbers = staging.numbers
        blur = max(numbers.get("shadowBlur", self.blur), 0.0)
        to_output, scale = staging.scope.to_canvas, staging.to_canvas.largest_scale
        right, down = numbers.get("shadowX", self.dx), numbers.get("shadowY", self.dy)
        dx = to_output.a * right + to_output.b * down
        dy = to_output.c * right + to_output.d * down
        grown = scale / max(to_output.largest_scale, 1e-9)
        color = staging.colors.get("shadowColor", self.color)
        return CastShadow(color, dx * grown, dy * grown, blur / 2 * scale)


@dataclass(frozen=True)
class Finish:
    """What is done to a layer's picture; nothing where nothing is said."""

    effects: tuple[PlannedEffect, ...] = ()
    border: PlannedBorder | None = None
    mask: PlannedMask | None = None
    shadow: PlannedShadow | None = None
    blend: str = "normal"

    @property
    def moves(self) -> bool:
        """Whether it depends on the frame number."""
        matte = self.mask is not None and self.mask.layer is not None
        return matte or any(effect.moves for effect in self.effects)

    @property
    def joins(self) -> bool:
        """Whether the opacity has to wait until all of it is done."""
        return self != _NOTHING

    def seen_in(self, window: FrameRange) -> "Finish":
        """Return it as far as a window of parent frames can show it."""
        if self.mask is None or self.mask.layer is None:
            return self
        return replace(self, mask=replace(self.mask, layer=self.mask.layer.seen_in(window)))

    def shifted(self, frames: int) -> "Finish":
        """Return it for a parent whose frames are counted from elsewhere."""
        if self.mask is None or self.mask.layer is None:
            return self
        return replace(self, mask=replace(self.mask, layer=self.mask.layer.shifted(frames)))

    def applied(self, ops: DrawList, frame: int, parent_frame: int, staging: Staging) -> DrawList:
        """Return the finished picture of a frame.

        Args:
            ops: What the kind has drawn, cut to its box, opaque.
            frame: Of the layer.
            parent_frame: The same in frames of its parent.
            staging: Where the layer lies.
        """
        size = (staging.width, staging.height)
        touches = tuple(
            touch
            for effect in self.effects
            if (touch := effect.at(frame, staging.to_canvas, size, staging.to_canvas.largest_scale))
        )
        if touches and ops:
            ops = (Treat(ops, touches),)
        if self.border is not None and (
            self.border.width > 0 or staging.numbers.get("borderWidth", 0.0) > 0
        ):
            ops = (*ops, self.border.drawn(staging))
        if self.mask is not None and ops:
            ops = (Isolate(ops, 1.0, self.mask.matte(parent_frame, staging.scope, staging)),)
        if self.shadow is not None and ops:
            ops = (Treat(ops, (self.shadow.cast(staging),)),)
        return ops

    def put_down(self, ops: DrawList, opacity: float) -> DrawList:
        """Return a finished picture as it meets what lies below; opaque until now where it joins.

        Args:
            ops: The picture.
            opacity: Of the whole.
        """
        if not ops or not self.joins or (opacity >= 1 and self.blend == "normal"):
            return ops
        return (Isolate(ops, opacity, None, self.blend),)


_NOTHING = Finish()
