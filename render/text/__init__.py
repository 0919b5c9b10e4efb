"""Text: fonts, shaping, line breaking, word boxes, painting.

A `TextSpec` says what a text should look like, `lay_out` gives its words places, `paint` makes
premultiplied RGBA of it, `paint_units` of its lines, words or characters apart. Nothing here knows
a composition, and nothing depends on the machine's own fonts.
"""

from typing import TYPE_CHECKING

from render.lazy import names_in
from render.text.spec import (
    Background,
    Fill,
    Glow,
    Gradient,
    Rgba,
    Shadow,
    Stroke,
    TextRun,
    TextSpec,
)

if TYPE_CHECKING:
    from render.text.fonts import FontBook, FontNote
    from render.text.layout import lay_out
    from render.text.painting import TextPicture, paint
    from render.text.placed import Box, PlacedLine, PlacedWord, TextLayout
    from render.text.units import TextUnit, TextUnits, UnitPiece, paint_units, units_of

__all__ = [
    "Background",
    "Box",
    "Fill",
    "FontBook",
    "FontNote",
    "Glow",
    "Gradient",
    "PlacedLine",
    "PlacedWord",
    "Rgba",
    "Shadow",
    "Stroke",
    "TextLayout",
    "TextPicture",
    "TextRun",
    "TextSpec",
    "TextUnit",
    "TextUnits",
    "UnitPiece",
    "lay_out",
    "paint",
    "paint_units",
    "units_of",
]

# Skia is loaded with the first of these that is used; a spec can be made without it.
__getattr__ = names_in(
    __name__,
    {
        "placed": ("Box", "PlacedLine", "PlacedWord", "TextLayout"),
        "fonts": ("FontBook", "FontNote"),
        "painting": ("TextPicture", "paint"),
        "units": ("TextUnit", "TextUnits", "UnitPiece", "paint_units", "units_of"),
        "layout": ("lay_out",),
    },
)
