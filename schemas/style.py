"""The look of a whole composition."""

from typing import Annotated

from pydantic import AfterValidator, Field

from schemas.model import Model
from schemas.values import NUMBER, Color, Length, Name, Weight
from schemas.wording import quoted, refusal


def _check_palette(palette: dict[str, str]) -> dict[str, str]:
    for name, color in palette.items():
        if color.startswith("$"):
            raise refusal(
                "color",
                f"the palette entry {quoted(name)} refers to another entry, {quoted(color)}",
                hint="write the colour itself",
                at=(name,),
            )
    return palette


class Typography(Model):
    """Fonts of a composition. Unset, the motion language and the built-in pairing decide.

    Attributes:
        heading_font: Family of headings and subheadings.
        body_font: Family of all other text.
        heading_weight: 1 to 1000.
        body_weight: 1 to 1000.
        scale: All font sizes that come from a role are multiplied by this.
        letter_spacing: Of headings: design pixels, or a percentage of the font size.
    """

    heading_font: Name | None = None
    body_font: Name | None = None
    heading_weight: Weight | None = None
    body_weight: Weight | None = None
    scale: Annotated[float, Field(gt=0, le=10), NUMBER] | None = None
    letter_spacing: Length | None = None


class Style(Model):
    """What layers and scenes take their looks from where they set none.

    Attributes:
        color_palette: Names to colours. primary, secondary, accent, background and text are used
            by the style itself; all may be referred to as $name.
        typography: Fonts.
        motion_language: How things move: cinematic, dynamic, energetic, playful, elegant, minimal,
            calm; any other word falls back with a note.
        visual_medium: Carried along.
    """

    color_palette: Annotated[
        dict[Name, Color], Field(max_length=256), AfterValidator(_check_palette)
    ] = {}  # noqa: RUF012 - Pydantic copies defaults
    typography: Typography = Field(default_factory=Typography)
    motion_language: Name | None = None
    visual_medium: Name | None = None
