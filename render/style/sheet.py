"""A style sheet: what a colour name, a text role or a missing animation comes to."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from render.document.suggestions import closest
from render.style.contrast import contrast, luminance, mixed
from render.style.languages import FALLBACK_LANGUAGE, LANGUAGES, UNNAMED, MotionLanguage
from render.style.lettering import LEADING, Look, body_font_for, role_size_px
from render.text.spec import Fill, Gradient, Rgba
from schemas.color import parse_color

if TYPE_CHECKING:
    from schemas import Gradient as GradientModel
    from schemas import Style, Typography

_DEFAULT_PALETTE = {
    "primary": "#1f2a37",
    "secondary": "#64748b",
    "accent": "#e2a55e",
    "background": "#000000",
    "text": "#ffffff",
}
_PAPER: Rgba = (255, 255, 255, 255)
_PITCH: Rgba = (17, 17, 19, 255)
_NEUTRALS = ("text", "background", "primary")
_HEADINGS = ("heading", "subheading")
_VEIL_TINT = 0.55
_DARK_BELOW = 0.18


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
        width, height: Of the design canvas.
        heading_italic: Whether headings that do not say are in italics.
        is_named: Whether the composition names the motion language: only then do cuts become
            transitions and stills in layers move.
        is_set: Whether the composition has a style at all: without one, texts that name no place
            stand plainly in the middle.
    """

    palette: dict[str, str]
    heading_font: str
    body_font: str
    heading_weight: int
    body_weight: int
    type_scale: float
    letter_spacing: float | str | None
    motion: MotionLanguage
    width: float = 1920.0
    height: float = 1080.0
    heading_italic: bool = False
    is_named: bool = False
    is_set: bool = False

    @property
    def look(self) -> Look:
        """What the motion language says about lettering and layout."""
        return self.motion.look

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
        factor = self.look.heading_size if role in _HEADINGS else 1.0
        return role_size_px(role, self.width, self.height) * self.type_scale * factor

    def role_font(self, role: str) -> tuple[str, int]:
        """Return family and weight of a text role."""
        if role in _HEADINGS:
            return self.heading_font, self.heading_weight
        if role == "label":
            # Small capitals with air between them need some weight to be read.
            return self.body_font, min(self.body_weight + 100, 700)
        return self.body_font, self.body_weight

    def role_is_italic(self, role: str) -> bool:
        """Tell whether a text role is set in italics."""
        return role == "heading" and self.heading_italic

    def role_case(self, role: str) -> str:
        """Return the change of case of a text role."""
        if role == "label":
            return "uppercase"
        return self.look.heading_case if role in _HEADINGS else "none"

    def role_spacing(self, role: str) -> float | str | None:
        """Return the letter spacing of a text role: design pixels, or a percentage of its size."""
        if role == "label":
            return f"{100 * self.look.label_tracking}%"
        if role in _HEADINGS:
            if self.letter_spacing is not None:
                return self.letter_spacing if role == "heading" else None
            return f"{100 * self.look.heading_tracking}%"
        return None

    def role_leading(self, role: str) -> float:
        """Return the distance of lines of a text role as a multiple of its size."""
        return self.look.heading_leading if role == "heading" else LEADING[role]

    def inks(self) -> tuple[Rgba, ...]:
        """Return the colours a text may be set in, the wanted one first.

        They are the palette's neutrals, and last what it should have had: white and near black.
        """
        neutrals = tuple(self.color(f"${name}") for name in _NEUTRALS)
        return tuple(dict.fromkeys((*ink[:3], 255) for ink in (*neutrals, _PAPER, _PITCH)))

    def role_ink(self, role: str) -> Rgba | None:
        """Return the colour of its own that a text role is wanted in: a label has the accent."""
        return (*self.color("$accent")[:3], 255) if role == "label" else None

    def veil(self, *, dark: bool) -> Rgba:
        """Return what a picture is dimmed (or lightened) with: a neutral with the palette's hue."""
        neutrals = [self.color(f"${name}") for name in _NEUTRALS]
        end = _PITCH if dark else _PAPER
        nearest = min(neutrals, key=lambda color: contrast(color, end))
        is_of_its_side = (luminance(nearest) < _DARK_BELOW) == dark
        return mixed(end, nearest, _VEIL_TINT) if is_of_its_side else end


def style_sheet(
    style: "Style", notes: list[str], size: tuple[float, float] = (1920.0, 1080.0)
) -> StyleSheet:
    """Turn the style of a composition into answers.

    Args:
        style: As written.
        notes: Gets a sentence for everything that was replaced.
        size: Width and height of the design canvas.
    """
    typography = style.typography
    language = _language(style.motion_language, notes)
    look = language.look
    heading_font, body_font = _fonts(typography, look)
    return StyleSheet(
        palette=_palette(style),
        heading_font=heading_font,
        body_font=body_font,
        heading_weight=typography.heading_weight or look.heading_weight,
        body_weight=typography.body_weight or look.body_weight,
        type_scale=1.0 if typography.scale is None else typography.scale,
        letter_spacing=typography.letter_spacing,
        motion=language,
        width=size[0],
        height=size[1],
        heading_italic=look.heading_italic and typography.heading_font is None,
        is_named=style.motion_language is not None,
        is_set=bool(style.model_fields_set),
    )


def _language(name: str | None, notes: list[str]) -> MotionLanguage:
    if name is None:
        return UNNAMED
    found = LANGUAGES.get(name.strip().lower())
    if found is not None:
        return found
    near = closest(name, LANGUAGES)
    meant = f'; did you mean "{near}"?' if near else f"; it is one of {', '.join(LANGUAGES)}"
    notes.append(f'motion language "{name}" is not known, "{FALLBACK_LANGUAGE}" is used{meant}')
    return LANGUAGES[FALLBACK_LANGUAGE]


def _fonts(typography: "Typography", look: Look) -> tuple[str, str]:
    """Return the families of headings and of other text; one that is set finds its partner."""
    heading, body = typography.heading_font, typography.body_font
    if heading is None and body is None:
        return look.heading_font, look.body_font
    if heading is None:
        return str(body), str(body)
    return heading, body or body_font_for(heading)


def _palette(style: "Style") -> dict[str, str]:
    palette = {name.removeprefix("$"): value for name, value in style.color_palette.items()}
    if "text" not in palette and "background" in palette:
        red, green, blue, _ = parse_color(palette["background"])
        below: Rgba = (red, green, blue, 255)
        best = max(_PAPER, _PITCH, key=lambda color: contrast(color, below))
        palette["text"] = "#{:02x}{:02x}{:02x}".format(*best[:3])
    return palette
