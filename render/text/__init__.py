"""Text: fonts, shaping, line breaking, word boxes, painting.

A `TextSpec` says what a text should look like, `lay_out` gives its words places, `paint` makes
premultiplied RGBA of it. Nothing here knows a composition, and nothing depends on the machine's own
fonts.
"""

from render.text.fonts import FontBook, FontNote
from render.text.layout import Box, PlacedLine, PlacedWord, TextLayout, lay_out
from render.text.paint import TextPicture, paint
from render.text.spec import Background, Fill, Gradient, Rgba, Shadow, Stroke, TextRun, TextSpec

__all__ = [
    "Background",
    "Box",
    "Fill",
    "FontBook",
    "FontNote",
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
    "lay_out",
    "paint",
]
