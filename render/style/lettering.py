"""How large and how tight each role of text is set, by the shape of the canvas."""

from dataclasses import dataclass
from typing import Literal

Shape = Literal["tall", "portrait", "square", "wide"]

_SIZES_PX: dict[Shape, dict[str, float]] = {
    # Held at arm's length a phone shows 1080 design pixels on 7 cm: body of 50 is 10 points.
    "tall": {"heading": 116, "subheading": 66, "body": 50, "label": 34},
    "portrait": {"heading": 110, "subheading": 62, "body": 46, "label": 31},
    "square": {"heading": 104, "subheading": 58, "body": 43, "label": 29},
    # Across a room or on a desk the picture has room to breathe around calmer type.
    "wide": {"heading": 104, "subheading": 54, "body": 38, "label": 26},
}
"""Font size of each role on a canvas whose short side is 1080."""

LEADING = {"heading": 1.08, "subheading": 1.2, "body": 1.35, "label": 1.3}
"""Distance of lines by role, as a multiple of the size: the smaller the type, the looser."""

_SHORT_SIDE_PX = 1080.0
_TALL_BELOW = 0.62
_PORTRAIT_BELOW = 0.9
_WIDE_ABOVE = 1.2

_PAIRS = {
    "EB Garamond": "Source Sans 3",
    "XCharter": "Source Sans 3",
    "Gentium Book Plus": "Lato",
    "Fontin": "Lato",
    "Raleway": "Lato",
    "Audiowide": "DM Sans",
    "Monofett": "DM Sans",
    "Roboto Mono": "Inter",
    "Sixtyfour Convergence": "Inter",
}
"""Text faces for display faces: a serif takes a sans, a show-off takes something quiet."""


def shape_of(width: float, height: float) -> Shape:
    """Return the shape of a canvas, which says from how far it is looked at."""
    aspect = width / height
    if aspect < _TALL_BELOW:
        return "tall"
    if aspect < _PORTRAIT_BELOW:
        return "portrait"
    return "wide" if aspect > _WIDE_ABOVE else "square"


def role_size_px(role: str, width: float, height: float) -> float:
    """Return the font size of a role in design pixels of a canvas."""
    return _SIZES_PX[shape_of(width, height)][role] * min(width, height) / _SHORT_SIDE_PX


def body_font_for(heading_font: str) -> str:
    """Return what to set text in under headings of a family."""
    return _PAIRS.get(heading_font, heading_font)


@dataclass(frozen=True, slots=True)
class Look:
    """What a motion language says about lettering and layout where typography does not.

    Attributes:
        heading_font, body_font: Families.
        heading_weight, body_weight: 1 to 1000.
        heading_size: Factor on the size of headings and subheadings.
        heading_case: Change of case of headings.
        heading_italic: Whether headings are in italics, where the heading font is the look's own.
        heading_tracking, label_tracking: Letter spacing in parts of the size.
        heading_leading: Distance of heading lines as a multiple of their size.
        on_pictures, on_plain: Nine-grid place of a block of texts that name none.
        ornament: What is drawn beside such a block: "bar", "hairline", "rule" or "".
        panel: What its heading stands on: "square" and "round" put every line on the accent; "".
    """

    heading_font: str
    body_font: str
    heading_weight: int
    body_weight: int
    heading_size: float = 1.0
    heading_case: str = "none"
    heading_italic: bool = False
    heading_tracking: float = 0.0
    label_tracking: float = 0.14
    heading_leading: float = LEADING["heading"]
    on_pictures: str = "bottom-left"
    on_plain: str = "center"
    ornament: str = ""
    panel: str = ""
