"""Families of fonts."""

from collections.abc import Iterator

from render.checks.finding import Finding, Subject
from render.checks.registry import Check, register
from render.document.suggestions import closest
from schemas import Typography
from schemas.wording import quoted

_FIELDS = {"font_family": "fontFamily"}
_FONTS = {"heading_font": "headingFont", "body_font": "bodyFont"}


def find(subject: Subject) -> Iterator[Finding]:
    """Find families that nobody has. Fonts of one's own are found when a film is planned."""
    if subject.own_fonts:
        return
    from render.text.families import known_families  # noqa: PLC0415 - lists files
    from render.text.matching import knows_family  # noqa: PLC0415

    for path, model in subject.models:
        fields = _FONTS if isinstance(model, Typography) else _FIELDS
        for name, key in fields.items():
            family = getattr(model, name, None)
            if isinstance(family, str) and not knows_family(family):
                first = family.split(",", maxsplit=1)[0].strip()
                near = closest(first, known_families())
                hint = (
                    f"did you mean {quoted(near)}?"
                    if near
                    else "name a folder that has it with --fonts"
                )
                message = f"there is no font family {quoted(first)}"
                place = f"{path}.{key}".removeprefix(".")
                yield Finding("unknown-font", place, message, hint)


register(
    Check(
        "unknown-font",
        "warning",
        "There is no such family of fonts, so another one is used.",
        why="Families of your own are found in the folders of `--fonts`, or of `fonts` in the"
        " config.",
        bad='{"style": {"typography": {"headingFont": "Popins"}}}',
        good='{"style": {"typography": {"headingFont": "Poppins"}}}',
    ),
    find=find,
)
