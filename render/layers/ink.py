"""A text whose colour nobody has said: what it may be, to be decided by what lies behind it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from render.style.contrast import BODY_RATIO, LARGE_RATIO
from render.text.spec import Rgba

if TYPE_CHECKING:
    from render.layers.context import PlanContext
    from render.text import TextSpec
    from schemas import CounterLayer, TextLayer

_LARGE, _LARGE_BOLD = 0.0445, 0.0346
"""What WCAG calls large, in parts of the canvas's short side: 24 and 18.66 CSS pixels on a player
540 CSS pixels high."""
_BY_HAND_RATIO = 2.0
_FIRM, _BOLD = 600, 700
"""Thinner letters need the contrast of small ones over a picture, however large they are."""


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours that a text may have.

    Attributes:
        runs: Numbers of the runs whose colour nobody has said.
        colors: The wanted one first.
        own: What it is rather drawn in, where that can be read; None for nothing of its own.
        ratio: Contrast it needs.
        dark_veil, light_veil: What a picture behind it is dimmed or lightened with.
        may_veil: Whether that may be done; not where the text has a panel
            or stands at coordinates.
    """

    runs: tuple[int, ...]
    colors: tuple[Rgba, ...]
    own: Rgba | None
    ratio: float
    dark_veil: Rgba
    light_veil: Rgba
    may_veil: bool


def plan_ink(
    layer: "TextLayer | CounterLayer", spec: "TextSpec", context: "PlanContext"
) -> Ink | None:
    """Return the colours a text may have, or None where the composition says all of them.

    Without a style nothing is chosen: text is white.

    Args:
        layer: As the composition says it.
        spec: As planned.
        context: Of its parent.
    """
    if not context.style.is_set:
        return None
    # An outline is a choice of colour as well: the letters are read against it.
    if layer.color is not None or spec.strokes or "color" in layer.keyframes:
        return None
    spans = getattr(layer, "spans", ())
    runs = tuple(
        index
        for index in range(len(spec.runs))
        if index >= len(spans) or (spans[index].color is None and spans[index].background is None)
    )
    if not runs:
        return None
    role = context.block.role if context.block else layer.role or "body"
    short = min(context.style.width, context.style.height)
    sizes = [(spec.runs[run].size_px / short, spec.runs[run].weight) for run in runs]
    large = all(
        weight >= _FIRM and size >= (_LARGE_BOLD if weight >= _BOLD else _LARGE)
        for size, weight in sizes
    )
    ratio = LARGE_RATIO if large else BODY_RATIO
    # Whoever gives coordinates composes the picture: only what cannot be seen at all is changed.
    by_hand = not isinstance(layer.position, str)
    return Ink(
        runs=runs,
        colors=context.style.inks(),
        own=context.style.role_ink(role),
        ratio=_BY_HAND_RATIO if by_hand else ratio,
        dark_veil=context.style.veil(dark=True),
        light_veil=context.style.veil(dark=False),
        may_veil=spec.background is None and not by_hand,
    )
