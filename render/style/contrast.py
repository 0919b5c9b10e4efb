"""How well one colour is told from another: WCAG 2.2, success criterion 1.4.3."""

from render.text.spec import Rgba

BODY_RATIO = 4.5
"""What WCAG asks of text."""
LARGE_RATIO = 3.0
"""What it asks of large text: 24 CSS pixels, or 18.66 in bold."""

_FLARE = 0.05
_LINEAR_BELOW = 0.04045


def luminance(color: Rgba) -> float:
    """Return the relative luminance of a colour, alpha left out, [0, 1]."""
    red, green, blue = (_linear(level / 255) for level in color[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: Rgba, b: Rgba) -> float:
    """Return the contrast ratio of two opaque colours, [1, 21]."""
    return ratio(luminance(a), luminance(b))


def ratio(a: float, b: float) -> float:
    """Return the contrast ratio of two luminances, [1, 21]."""
    return (max(a, b) + _FLARE) / (min(a, b) + _FLARE)


def mixed(below: Rgba, above: Rgba, opacity: float) -> Rgba:
    """Return an opaque colour with another one laid over it, as the canvas blends them."""
    red, green, blue = (
        round(low + (high - low) * opacity) for low, high in zip(below[:3], above[:3], strict=True)
    )
    return red, green, blue, 255


def _linear(level: float) -> float:
    return level / 12.92 if level <= _LINEAR_BELOW else ((level + 0.055) / 1.055) ** 2.4
