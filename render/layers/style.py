"""The style of a composition made concrete: its colours, its type, its way of moving."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from render.text.spec import Fill, Gradient, Rgba
from schemas.color import parse_color
from schemas.names import MotionPreset

if TYPE_CHECKING:
    from schemas import Gradient as GradientModel
    from schemas import Style

_DEFAULT_PALETTE = {
    "primary": "#1f2a37",
    "secondary": "#64748b",
    "accent": "#e2a55e",
    "background": "#000000",
    "text": "#ffffff",
}

_BODY_SIZE_PX = 42.0
_ROLE_SIZES = {"heading": 2.3, "subheading": 1.4, "body": 1.0, "label": 0.72}
"""Multiples of the body size."""


@dataclass(frozen=True, slots=True)
class MotionLanguage:
    """What moves how where a composition does not say.

    Attributes:
        still_motion: Camera preset of stills that fill a scene.
        motion_amount: Of that preset.
        easing: Of enters and exits.
        enter: Preset of texts that name none; None lets them stand.
        enter_frames: Its length at 30 frames a second.
        by: What moves as one in a text.
        stagger_frames: Between parts, at 30 frames a second.
    """

    still_motion: MotionPreset
    motion_amount: float
    easing: str
    enter: str | None
    enter_frames: int
    by: str = "layer"
    stagger_frames: int = 0


_LANGUAGES = {
    "cinematic": MotionLanguage("zoom-in", 0.08, "easeOutCubic", "fade", 24),
    "dynamic": MotionLanguage("zoom-in", 0.14, "easeOutQuart", "slide", 16),
    "energetic": MotionLanguage("zoom-in", 0.18, "easeOutExpo", "scale", 10, "word", 2),
    "playful": MotionLanguage("drift", 0.12, "easeOutBack", "scale", 14, "word", 3),
    "elegant": MotionLanguage("drift", 0.06, "easeOutSine", "rise", 30, "line", 6),
    "minimal": MotionLanguage("static", 0.0, "easeOutCubic", "fade", 12),
    "calm": MotionLanguage("drift", 0.05, "easeInOutSine", "fade", 36),
}
FALLBACK_LANGUAGE = "cinematic"


@dataclass(frozen=True)
class StyleSheet:
    """Answers what a colour name, a text role or a missing animation comes to.

    Attributes:
        palette: Colours by name, as written.
        heading_font, body_font: Families.
        heading_weight, body_weight: 1 to 1000.
        type_scale: Factor on the size of every role.
        letter_spacing: Of headings as written: design pixels, or a percentage of the size.
        motion: The motion language.
    """

    palette: dict[str, str]
    heading_font: str
    body_font: str
    heading_weight: int
    body_weight: int
    type_scale: float
    letter_spacing: float | str | None
    motion: MotionLanguage

    def color(self, written: str) -> Rgba:
        """Turn a colour as written, `$name` included, into RGBA."""
        seen: set[str] = set()
        while written.startswith("$"):
            if written in seen:
                return (0, 0, 0, 255)
            seen.add(written)
            written = self.palette.get(written[1:], _DEFAULT_PALETTE.get(written[1:], "#000000"))
        red, green, blue, alpha = parse_color(written)
        return red, green, blue, alpha

    def fill(self, written: "str | GradientModel | None", default: str | None) -> Fill | None:
        """Turn a colour or gradient as written into a fill; the default where nothing is."""
        if written is None:
            return None if default is None else self.color(default)
        if isinstance(written, str):
            return self.color(written)
        stops = tuple((stop.offset, self.color(stop.color)) for stop in written.stops)
        return Gradient(stops, written.type, written.angle)

    def role_size(self, role: str) -> float:
        """Return the font size of a text role in design pixels."""
        return _BODY_SIZE_PX * self.type_scale * _ROLE_SIZES[role]

    def role_font(self, role: str) -> tuple[str, int]:
        """Return family and weight of a text role."""
        if role in ("heading", "subheading"):
            return self.heading_font, self.heading_weight
        return self.body_font, self.body_weight


def style_sheet(style: "Style", notes: list[str]) -> StyleSheet:
    """Turn the style of a composition into answers.

    Args:
        style: As written.
        notes: Gets a sentence for everything that was replaced.
    """
    name = style.motion_language or FALLBACK_LANGUAGE
    if name not in _LANGUAGES:
        notes.append(f'motion language "{name}" is not known; "{FALLBACK_LANGUAGE}" is used')
        name = FALLBACK_LANGUAGE
    typography = style.typography
    body_font = typography.body_font or typography.heading_font or "Lato"
    return StyleSheet(
        palette={key.removeprefix("$"): value for key, value in style.color_palette.items()},
        heading_font=typography.heading_font or body_font,
        body_font=body_font,
        heading_weight=typography.heading_weight or 700,
        body_weight=typography.body_weight or 400,
        type_scale=1.0 if typography.scale is None else typography.scale,
        letter_spacing=typography.letter_spacing,
        motion=_LANGUAGES[name],
    )
