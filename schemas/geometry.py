"""Points, sizes and rectangles. y points down."""

from typing import Self

from pydantic import model_validator

from schemas.model import Model
from schemas.values import Length, Part, SizeLength
from schemas.wording import refusal

_ROUNDING = 1e-6


class Point(Model):
    """A place on the canvas.

    Attributes:
        x: Distance from the left edge: design pixels, or a percentage of the canvas's width.
        y: Distance from the top edge: design pixels, or a percentage of the canvas's height.
    """

    x: Length
    y: Length


class UnitPoint(Model):
    """A place inside something, as shares of its size.

    Attributes:
        x: 0 is the left edge, 1 the right one.
        y: 0 is the top edge, 1 the bottom one.
    """

    x: Part = 0.5
    y: Part = 0.5


class Size(Model):
    """The size of a layer.

    Attributes:
        width: Design pixels, a percentage of the canvas's width, or "auto" (from the height or the
            content).
        height: Likewise.
    """

    width: SizeLength = "auto"
    height: SizeLength = "auto"


class Rect(Model):
    """A part of a source picture, as shares of its size.

    Attributes:
        x: Left edge, 0 to 1.
        y: Top edge, 0 to 1.
        width: Above 0; x + width is at most 1.
        height: Above 0; y + height is at most 1.
    """

    x: Part = 0.0
    y: Part = 0.0
    width: Part = 1.0
    height: Part = 1.0

    @model_validator(mode="after")
    def _lies_inside(self) -> Self:
        if self.width <= 0 or self.height <= 0:
            raise refusal("range", "a rectangle needs a width and a height above 0")
        if max(self.x + self.width, self.y + self.height) > 1 + _ROUNDING:
            raise refusal(
                "range",
                "the rectangle reaches beyond the picture",
                hint="x + width and y + height are at most 1: they are shares of the source",
            )
        return self
