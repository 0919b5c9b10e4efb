"""Ready groups: a name, words and colours in place of layers."""

from typing import Annotated, ClassVar, Final, Self, get_args

from pydantic import model_validator

from schemas import names
from schemas.model import Model
from schemas.named import named
from schemas.values import AssetKey, Color, Flag, Text
from schemas.wording import quoted, refusal

_LOOKS: Final = get_args(names.TemplateLook)
_NAMES: Final = {
    "lower": "lowerThird",
    "chyron": "lowerThird",
    "nameplate": "lowerThird",
    "outro": "endCard",
    "endscreen": "endCard",
    "calltoaction": "endCard",
    "cta": "endCard",
    "progress": "progressBar",
}
_NEEDS_WORDS: Final = ("lowerThird", "endCard")


class Template(Model):
    """What a ready group is made of. Its colours, fonts and movement are the style's.

    Attributes:
        name: lowerThird names who or what is seen. endCard closes a film: a title, a line below,
            what to do now, a logo. progressBar fills while its layer is shown.
        look: lowerThird: bar (a coloured edge beside the words), panel (words on a panel), line (a
            line drawn between them). endCard: bar, panel, line likewise. progressBar: bar (along
            an edge of the frame), line (a round one inside it), ring. Unset, bar.
        title: The larger words.
        subtitle: The smaller ones below.
        action: endCard only: what to do now, on a button.
        asset: endCard only: key of a logo, a picture or an SVG drawing.
        color: Of what is coloured. Unset, the style's accent.
        show_value: progressBar only: write how far it is, in percent.
    """

    SHORTHAND: ClassVar[str | None] = "name"

    name: Annotated[names.TemplateName, named("ready group", names.TEMPLATES, _NAMES)]
    look: Annotated[names.TemplateLook, named("look", _LOOKS, {})] | None = None
    title: Text | None = None
    subtitle: Text | None = None
    action: Text | None = None
    asset: AssetKey | None = None
    color: Color | None = None
    show_value: Flag = False

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        looks = names.TEMPLATE_LOOKS[self.name]
        if self.look is not None and self.look not in looks:
            raise refusal(
                "unknown-name",
                f"a {self.name} has no look {quoted(self.look)}",
                hint=f"it has {', '.join(looks)}",
            )
        if self.name in _NEEDS_WORDS and not (self.title or self.asset):
            raise refusal("missing", f"a {self.name} needs a title")
        return self
