"""Which part of a canvas texts keep to, and where on it a block of them may stand."""

from dataclasses import dataclass

from render.layers.ground import Box, Ground
from render.style.lettering import shape_of

_MARGINS = {
    # Phones: the platforms' buttons stand on the right and below, a clock and a camera above.
    "tall": (0.085, 0.115, 0.085, 0.165),
    "portrait": (0.08, 0.08, 0.08, 0.085),
    "square": (0.08, 0.08, 0.08, 0.08),
    "wide": (0.0625, 0.1, 0.0625, 0.105),
}
"""Left, top, right, bottom, in parts of the width and of the height."""

_GROUP_MARGIN = 0.085
_CAPTIONS = 0.34
"""Part of the height that captions and the air around them take."""

_ROOMS = {"heading": 0.62, "subheading": 0.55, "body": 0.46, "label": 0.6}
"""Of a wide canvas's safe area: lines of 30 characters in headings, of 50 in text."""
_CENTRED = 1.2
_RAGGED = 0.94

_FALLBACK_PLACES = ("bottom-left", "top-left", "left", "center", "bottom", "top", "right")


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the canvas in design pixels."""

    left: float
    top: float
    width: float
    height: float

    def spot(self, across: float, down: float) -> tuple[float, float]:
        """Return the point at fractions of the region."""
        return self.left + across * self.width, self.top + down * self.height


def region_of(width: float, height: float, ground: Ground) -> Region:
    """Return the part of a parent that texts without a place keep to.

    Args:
        width, height: Of the parent in design pixels.
        ground: Captions take a zone of their own.
    """
    if ground.kind == "group":
        margin = _GROUP_MARGIN * min(width, height)
        return Region(margin, margin, width - 2 * margin, height - 2 * margin)
    left, top, right, bottom = _MARGINS[shape_of(width, height)]
    if ground.captions == "bottom":
        bottom = max(bottom, _CAPTIONS)
    elif ground.captions == "top":
        top = max(top, _CAPTIONS)
    return Region(
        left * width, top * height, (1 - left - right) * width, (1 - top - bottom) * height
    )


def room_for(role: str, place: str, region: Region, shape: str) -> float:
    """Return how wide a text of a role may get, in design pixels."""
    if shape == "wide":
        share = _ROOMS[role]
        is_central = place in ("top", "center", "bottom")
        return region.width * min(1.0, share * _CENTRED if is_central else share)
    return region.width if role == "heading" else region.width * _RAGGED


def places_for(wanted: str, ground: Ground) -> tuple[str, ...]:
    """Return nine-grid places for a block, the wanted one first."""
    if ground.captions == "bottom" and ground.has_picture:
        wanted = wanted.replace("bottom", "top")
    elif ground.captions == "center" and wanted in ("left", "center", "right"):
        wanted = {"left": "top-left", "center": "top", "right": "top-right"}[wanted]
    return tuple(dict.fromkeys((wanted, *_FALLBACK_PLACES)))


def overlap(a: Box, b: Box) -> float:
    """Return the area that two boxes share."""
    across = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    down = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return max(across, 0.0) * max(down, 0.0)
