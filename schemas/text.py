"""How text looks, and captions."""

from typing import Annotated, ClassVar, Self, TypeAlias

from pydantic import Discriminator, Field, Tag, model_validator

from schemas import names, spellings
from schemas.effects import Position
from schemas.model import Model
from schemas.named import named
from schemas.paint import Glow, Paint, Shadow, Stroke, TextBackground
from schemas.values import NUMBER, WHOLE, Factor, FrameNumber, Length, Name, Text, Weight
from schemas.wording import refusal

FontStyle: TypeAlias = Annotated[
    names.FontStyleName, named("font style", names.FONT_STYLES, spellings.FONT_STYLE)
]
TextTransform: TypeAlias = Annotated[
    names.TextTransformName,
    named("text transform", names.TEXT_TRANSFORMS, spellings.TEXT_TRANSFORM),
]
FontSize: TypeAlias = Annotated[float, Field(gt=0, le=4000), NUMBER]
MaxLines: TypeAlias = Annotated[int, Field(ge=1, le=1000), WHOLE]


class TextSpan(Model):
    """A run of text with a look of its own; what it leaves unset comes from its layer.

    Attributes:
        text: The characters.
        font_family: A family's name.
        font_size: Design pixels.
        font_weight: 1 to 1000; 400 is normal, 700 bold.
        font_style: normal or italic.
        letter_spacing: Design pixels, or a percentage of the font size.
        text_transform: Change of case.
        color: A colour or a gradient.
        stroke: A line around the letters.
        background: A panel behind the run.
    """

    SHORTHAND = "text"

    text: Text
    font_family: Name | None = None
    font_size: FontSize | None = None
    font_weight: Weight | None = None
    font_style: FontStyle | None = None
    letter_spacing: Length | None = None
    text_transform: TextTransform | None = None
    color: Paint | None = None
    stroke: Stroke | None = None
    background: TextBackground | None = None


class TextStyle(Model):
    """The look that all kinds of text share. Unset, role and style decide.

    Attributes:
        role: What the text is for: the style gives each its font, size and place.
        font_family: A family's name.
        font_size: Design pixels.
        font_weight: 1 to 1000; 400 is normal, 700 bold.
        font_style: normal or italic.
        line_height: Distance of lines as a multiple of the font size.
        letter_spacing: Design pixels, or a percentage of the font size.
        text_transform: Change of case.
        color: A colour or a gradient.
        stroke: A line around the letters.
        glow: Light around the letters.
        background: A panel behind the text.
        align: Of lines in the box.
        vertical_align: Of the text in the box.
        max_lines: What does not fit is treated as `overflow` says.
        overflow: What happens to text that does not fit: a smaller font, an ellipsis, or cut off.
    """

    role: Annotated[names.TextRole, named("role", names.TEXT_ROLES, spellings.ROLE)] | None = None
    font_family: Name | None = None
    font_size: FontSize | None = None
    font_weight: Weight | None = None
    font_style: FontStyle | None = None
    line_height: Annotated[float, Field(gt=0, le=10), NUMBER] | None = None
    letter_spacing: Length | None = None
    text_transform: TextTransform | None = None
    color: Paint | None = None
    stroke: Stroke | None = None
    glow: Glow | None = None
    background: TextBackground | None = None
    align: Annotated[names.AlignName, named("alignment", names.ALIGNS, spellings.ALIGN)] | None = (
        None
    )
    vertical_align: (
        Annotated[
            names.VerticalAlignName,
            named("vertical alignment", names.VERTICAL_ALIGNS, spellings.VERTICAL_ALIGN),
        ]
        | None
    ) = None
    max_lines: MaxLines | None = None
    overflow: Annotated[names.OverflowName, named("overflow", names.OVERFLOWS, {})] | None = None


class Word(Model):
    """A word and when it is spoken.

    Attributes:
        text: The word.
        start_frame: Counted from the start of the sound it belongs to; in captions, composition
            frames.
        end_frame: Exclusive; after start_frame.
    """

    text: Text
    start_frame: FrameNumber
    end_frame: FrameNumber

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if self.end_frame <= self.start_frame:
            raise refusal(
                "order",
                f"the word ends at frame {self.end_frame}, which is not after its start "
                f"at frame {self.start_frame}",
            )
        return self


class ActiveWord(Model):
    """The look of the word that is being spoken.

    Attributes:
        color: A colour or a gradient.
        background: A panel behind the word.
        scale: Size as a multiple of the other words'.
        font_weight: 1 to 1000.
    """

    SHORTHAND = "color"

    color: Paint | None = None
    background: TextBackground | None = None
    scale: Factor = 1.0
    font_weight: Weight | None = None


def _source_tag(value: object) -> str:
    return "is:words" if isinstance(value, (list, tuple)) else "is:key"


CaptionSource: TypeAlias = Annotated[
    Annotated[Name, Tag("is:key")] | Annotated[tuple[Word, ...], Tag("is:words")],
    Discriminator(_source_tag),
]
"""The word "voiceover", the key of an SRT, VTT, ASS or JSON asset, or timed words."""


class CaptionStyle(TextStyle):
    """What captions say and how, besides the look of all text.

    Attributes:
        source: "voiceover" (its words, or its text spread over it), the key of an SRT, VTT, ASS or
            Whisper JSON asset, or words. All times count from the start of the composition.
        style: How spoken words are shown.
        active_word: The look of the word that is being spoken. Unset, the style decides.
        max_chars_per_line: Where lines break.
        safe_zone: The platform whose buttons the captions keep clear of.
    """

    source: CaptionSource = "voiceover"
    style: Annotated[
        names.CaptionStyleName,
        named("caption style", names.CAPTION_STYLES, spellings.CAPTION_STYLE),
    ] = "static"
    active_word: ActiveWord | None = None
    max_chars_per_line: Annotated[int, Field(ge=1, le=500), WHOLE] | None = None
    safe_zone: (
        Annotated[names.SafeZoneName, named("safe zone", names.SAFE_ZONES, spellings.SAFE_ZONE)]
        | None
    ) = None


class Captions(CaptionStyle):
    """Burned-in captions over all scenes.

    Attributes:
        position: Unset, the lower middle.
        margin: Distance from the edge. Unset, the safe area.
        shadow: Behind the letters.
    """

    SHORTHAND: ClassVar[str | None] = "style"

    position: Position | None = None
    margin: Length | None = None
    shadow: Shadow | None = None
