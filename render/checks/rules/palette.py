"""Colours of the palette that nobody uses."""

from collections.abc import Iterator

from render.checks.finding import Finding, Subject
from render.checks.registry import Check, register
from render.document.suggestions import closest
from schemas import Model, Style
from schemas.names import PALETTE_ROLES


def find(subject: Subject) -> Iterator[Finding]:
    """Find entries of the palette that no colour refers to."""
    palette = subject.composition.style.color_palette
    own = [name for name in palette if name not in PALETTE_ROLES]
    if not own:
        return
    used: set[str] = set()
    for _, model in subject.models:
        if not isinstance(model, Style):
            used.update(_references(model))
    for name in own:
        if name not in used:
            near = closest(name, PALETTE_ROLES)
            hint = f'did you mean "{near}"?' if near else f'refer to it as "${name}", or remove it'
            message = f'no colour refers to the palette entry "{name}"'
            yield Finding("unused-color", f"style.colorPalette.{name}", message, hint)


def _references(model: Model) -> Iterator[str]:
    for name in model.model_fields_set:
        value: object = getattr(model, name, None)
        if isinstance(value, str) and value.startswith("$"):
            yield value[1:]


register(
    Check(
        "unused-color",
        "warning",
        "No colour refers to an entry of the palette.",
        why="primary, secondary, accent, background and text are used by the style itself.",
        bad='{"style": {"colorPalette": {"ember": "#df5f26"}}}',
        good='{"style": {"colorPalette": {"ember": "#df5f26"}},'
        ' "scenes": [{"id": "s", "durationFrames": 90, "background": "$ember"}]}',
    ),
    find=find,
)
