"""What changes the look of a layer after it is drawn, and what part of it shows."""

from typing import Annotated, Self, TypeAlias

from pydantic import BaseModel, Discriminator, Field, Tag, model_validator

from schemas import names, spellings
from schemas.geometry import Point, Size
from schemas.model import Model
from schemas.motion import EffectKeyframes
from schemas.named import NineGrid, named
from schemas.values import NUMBER, AssetKey, Color, Factor, Flag, Id, Length, Part, PathData, Pixels
from schemas.wording import refusal


def _position_tag(value: object) -> str:
    return "is:point" if isinstance(value, (dict, BaseModel)) else "is:name"


Position: TypeAlias = Annotated[
    Annotated[NineGrid, Tag("is:name")] | Annotated[Point, Tag("is:point")],
    Discriminator(_position_tag),
]
"""A nine-grid name, or the point where the anchor lies."""


class Effect(Model):
    """One change of a layer's pixels. Effects are applied in the order of the list.

    Attributes:
        type: The kind.
        amount: Strength. brightness, contrast, saturation: 1 leaves all as it is. grayscale, sepia,
            invert, tint, vignette, grain, sharpen, lut, chromaKey: 0 is nothing, 1 is full.
            hueRotate: the part of the angle. blur, pixelate: the radius in design pixels, where
            that is not given. Unset, the kind's own.
        radius: Of blur (the deviation of a Gaussian, as in CSS) and vignette, the size of a block
            of pixelate: design pixels, or a percentage of the layer's shorter side.
        angle: Of hueRotate, in degrees.
        color: Of tint and vignette, and the one that chromaKey takes out.
        threshold: Of chromaKey: how far from the colour still counts as it.
        softness: Of vignette and chromaKey: how soft the edge is.
        asset: Of lut: a .cube file.
        keyframes: amount, radius, angle, color, threshold and softness over time, in frames of the
            layer.
    """

    SHORTHAND = "type"

    type: Annotated[names.EffectType, named("effect", names.EFFECT_TYPES, spellings.EFFECT)]
    amount: Factor | None = None
    radius: Length | None = None
    angle: Annotated[float, Field(ge=-3600, le=3600), NUMBER] | None = None
    color: Color | None = None
    threshold: Part | None = None
    softness: Part | None = None
    asset: AssetKey | None = None
    keyframes: EffectKeyframes = {}  # noqa: RUF012 - Pydantic copies defaults

    @model_validator(mode="after")
    def _has_its_table(self) -> Self:
        if self.type == "lut" and self.asset is None:
            raise refusal("missing", "a lut needs asset, the key of a .cube file")
        return self


class Mask(Model):
    """What part of a layer shows: the inside of a shape, or where another layer is.

    Attributes:
        shape: The kind of shape.
        path: SVG path data in design pixels from the layer's top left; shape path only.
        position: Of the shape inside the layer's box. Unset, its centre.
        size: Of the shape; percentages are of the layer's box. Unset, all of it.
        corner_radius: Of a rect.
        layer: The id of another layer of the same list, which then is not drawn itself.
        mode: Whether the other layer's coverage or its brightness decides.
        inverted: Show the outside instead.
        feather: How soft the edge is, in design pixels.
    """

    shape: Annotated[names.ShapeName, named("shape", names.SHAPES, spellings.SHAPE)] | None = None
    path: PathData | None = None
    position: Position | None = None
    size: Size | None = None
    corner_radius: Length | None = None
    layer: Id | None = None
    mode: Annotated[names.MaskMode, named("mask mode", names.MASK_MODES, {})] = "alpha"
    inverted: Flag = False
    feather: Pixels = 0.0

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        if (self.shape is None) == (self.layer is None):
            raise refusal("conflict", "a mask takes a shape or a layer, one of the two")
        if self.shape == "path" and self.path is None:
            raise refusal("missing", 'a mask of shape "path" needs path, SVG path data')
        return self
