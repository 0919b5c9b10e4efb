"""What things are filled, lined and shaded with."""

from typing import Annotated, Self, TypeAlias

from pydantic import BaseModel, Discriminator, Field, Tag, model_validator

from schemas import names
from schemas.geometry import Point
from schemas.model import Draft, Model
from schemas.named import named
from schemas.spellings import BACKGROUND_MODE, STROKE_CAP
from schemas.values import NUMBER, Color, Length, Part, Pixels, Signed, at_least
from schemas.wording import refusal

_MAX_STOPS = 64
_MAX_DASHES = 16
DashLength: TypeAlias = Annotated[float, Field(ge=0.5, le=10_000), NUMBER]


class GradientStop(Model):
    """One colour of a gradient.

    Attributes:
        offset: Where the colour is pure, 0 (start) to 1 (end).
        color: A colour.
    """

    offset: Part
    color: Color


class Gradient(Model):
    """A fill that runs from colour to colour.

    Attributes:
        type: linear or radial (from the centre to the farthest corner).
        angle: Degrees clockwise as in CSS: 0 runs upwards, 90 to the right. Linear only.
        stops: Two or more colours, offsets ascending.
    """

    type: Annotated[names.GradientType, named("gradient", names.GRADIENT_TYPES, {})] = "linear"
    angle: Annotated[float, Field(ge=-3600, le=3600), NUMBER] = 90.0
    stops: Annotated[
        tuple[GradientStop, ...],
        at_least(2, "a gradient needs at least two stops"),
        Field(max_length=_MAX_STOPS),
    ]

    @model_validator(mode="after")
    def _ascends(self) -> Self:
        offsets = [stop.offset for stop in self.stops]
        if offsets != sorted(offsets):
            raise refusal("order", "the stops of a gradient must be in order of their offset")
        return self


def _paint_tag(value: object) -> str:
    return "is:gradient" if isinstance(value, (dict, BaseModel)) else "is:color"


Paint: TypeAlias = Annotated[
    Annotated[Color, Tag("is:color")] | Annotated[Gradient, Tag("is:gradient")],
    Discriminator(_paint_tag),
]
"""A colour, or a gradient."""


class Stroke(Model):
    """A line around text or a shape.

    Attributes:
        color: A colour or a gradient.
        width: Design pixels.
    """

    SHORTHAND = "color"

    color: Paint
    width: Pixels = 2.0


class ShapeStroke(Stroke):
    """A line along the outline of a shape, half of it inside.

    Attributes:
        cap: How an open line, a trimmed one and every dash ends.
        dash: Lengths of dashes and gaps in design pixels, in turn: [24, 12]. One number serves for
            both. Unset, the line is whole.
    """

    cap: Annotated[names.StrokeCapName, named("line cap", names.STROKE_CAPS, STROKE_CAP)] = "butt"
    dash: Annotated[tuple[DashLength, ...], Field(max_length=_MAX_DASHES)] = ()

    @classmethod
    def rewrite(cls, draft: Draft) -> None:
        """Read one length for dashes and gaps alike."""
        super().rewrite(draft)
        if isinstance(draft.values.get("dash"), (int, float, bool)):
            draft.put("dash", [draft.values["dash"]], "dash")


class Border(Model):
    """A line around a layer's box, inside its edge.

    Attributes:
        color: A colour.
        width: Design pixels.
    """

    SHORTHAND = "color"

    color: Color
    width: Pixels = 2.0


class Shadow(Model):
    """A soft copy of the outline, below and beside.

    Attributes:
        color: A colour; its coverage is the shadow's strength.
        offset_x: Design pixels to the right.
        offset_y: Design pixels down.
        blur: How soft, in design pixels: twice the deviation of the Gaussian, as in CSS.
    """

    SHORTHAND = "color"

    color: Color = "#00000080"
    offset_x: Signed = 0.0
    offset_y: Signed = 4.0
    blur: Annotated[float, Field(ge=0, le=1000), NUMBER] = 12.0


class Glow(Model):
    """Light around letters: bright at their edge, fading out.

    Attributes:
        color: A colour.
        size: How far it reaches, in design pixels.
        strength: 1 is neon; less is a shimmer, more burns out.
    """

    SHORTHAND = "color"

    color: Color = "#ffffff"
    size: Annotated[float, Field(ge=0, le=1000), NUMBER] = 24.0
    strength: Annotated[float, Field(ge=0, le=4), NUMBER] = 1.0


def _padding_tag(value: object) -> str:
    return "is:both" if isinstance(value, (dict, BaseModel)) else "is:length"


Padding: TypeAlias = Annotated[
    Annotated[Length, Tag("is:length")] | Annotated[Point, Tag("is:both")],
    Discriminator(_padding_tag),
]


class TextBackground(Model):
    """A panel behind text.

    Attributes:
        color: A colour or a gradient.
        mode: One box around the whole text, or one for each line.
        padding: Distance from the text to the panel's edge: one length, or {"x", "y"}.
            Percentages are of the font size.
        corner_radius: Design pixels, or a percentage of the panel's shorter side.
    """

    SHORTHAND = "color"

    color: Paint
    mode: Annotated[
        names.BackgroundMode, named("mode", names.BACKGROUND_MODES, BACKGROUND_MODE)
    ] = "box"
    padding: Padding | None = None
    corner_radius: Length | None = None

    @classmethod
    def expand_shorthand(cls, data: object) -> object:
        """Read a bare colour."""
        return {"color": data} if isinstance(data, (str, Gradient)) else data

    @classmethod
    def rewrite(cls, draft: Draft) -> None:
        """Read a bare gradient, which is an object too."""
        if "stops" in draft.unknown:
            gradient = {
                key: draft.claim(key) for key in ("type", "angle", "stops") if key in draft.unknown
            }
            draft.put("color", gradient)
