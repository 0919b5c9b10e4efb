"""From a text layer as the composition says it, and the style, to a concrete TextSpec."""

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from render.layers.placement import grid_fractions
from render.text import Background, Fill, Glow, Gradient, Shadow, Stroke, TextRun, TextSpec
from render.text.casing import transformed
from render.text.scripts import needs_tall_lines

if TYPE_CHECKING:
    from render.layers.context import PlanContext
    from schemas import Glow as GlowModel
    from schemas import Shadow as ShadowModel
    from schemas import Stroke as StrokeModel
    from schemas import TextBackground, TextLayer, TextSpan

_ALIGNS = {0.0: "left", 0.5: "center", 1.0: "right"}
_VERTICAL_ALIGNS = {0.0: "top", 0.5: "middle", 1.0: "bottom"}
_TALL_LINES = 1.25
"""Factor on those for scripts with marks above and below their letters."""
_PADDING_EM = (0.5, 0.28)
_SPAN_PADDING_EM = (0.16, 0.04)
_PANELS = {"square": ((0.2, 0.03), 0.0), "round": ((0.36, 0.05), 0.34)}
"""Of lines on panels by style: padding, and corner radius, in parts of the size."""


def plan_spec(layer: "TextLayer", context: "PlanContext") -> TextSpec:
    """Turn a text layer into a specification with nothing left to inherit."""
    block = context.block
    role = block.role if block else layer.role or "body"
    factor = block.factor if block else 1.0
    size_px = layer.font_size or context.style.role_size(role) * factor
    across, down = _grid(layer, context)
    width = context.length(layer.size.width, context.width) if layer.size else None
    height = context.length(layer.size.height, context.height) if layer.size else None
    limited = height is not None or layer.max_lines is not None
    background = _background(layer.background, size_px, context)
    if block and block.panel and "background" not in layer.model_fields_set:
        background = _line_panel(block.panel, size_px, context)
    # The panel belongs to the layer's box: with it, the text keeps to its size and its margins.
    around_x, around_y = padding_of(background)
    runs = _runs(layer, role, size_px, context)
    room = width if width is not None else _room(layer, across, context)
    return TextSpec(
        runs=runs,
        width_px=max(room - 2 * around_x, 1.0),
        height_px=None if height is None else max(height - 2 * around_y, 1.0),
        align=layer.align or _ALIGNS[across],  # type: ignore[arg-type]
        vertical_align=layer.vertical_align or _VERTICAL_ALIGNS[down],  # type: ignore[arg-type]
        line_height=layer.line_height or _line_height(role, runs, context),
        balance=role in ("heading", "subheading") or block is not None,
        max_lines=layer.max_lines,
        overflow=layer.overflow or ("shrink" if limited or block else "visible"),
        stroke=_stroke(layer.stroke, context),
        shadow=_shadow(layer.shadow, context),
        glow=_glow(layer.glow, context),
        background=background,
    )


def padding_of(background: Background | None) -> tuple[float, float]:
    """Return how far a panel reaches beyond its text, across and down."""
    return (background.padding_x_px, background.padding_y_px) if background else (0.0, 0.0)


def _line_panel(kind: str, size_px: float, context: "PlanContext") -> Background:
    """Return the panel that a style puts every line of a heading on."""
    (across, down), radius = _PANELS[kind]
    return Background(
        fill=context.style.color("$accent"),
        padding_x_px=across * size_px,
        padding_y_px=down * size_px,
        corner_radius_px=radius * size_px,
        per_line=True,
    )


def _line_height(role: str, runs: tuple[TextRun, ...], context: "PlanContext") -> float:
    tall = any(needs_tall_lines(run.text) for run in runs)
    return context.style.role_leading(role) * (_TALL_LINES if tall else 1.0)


def _grid(layer: "TextLayer", context: "PlanContext") -> tuple[float, float]:
    """Return which side of its box a text hangs on: the one that is pinned to the canvas."""
    if context.block:
        across, _ = grid_fractions(context.block.place)
        return across, 0.0
    if isinstance(layer.anchor, str):
        return grid_fractions(layer.anchor)
    if isinstance(layer.position, str):
        return grid_fractions(layer.position)
    return 0.5, 0.5


def _room(layer: "TextLayer", across: float, context: "PlanContext") -> float:
    """Return how wide a text may get before it wraps: up to the safe area on both sides."""
    if context.block:
        return context.block.room
    edge = context.text_margin
    if isinstance(layer.position, str):
        margin = context.length(layer.margin, min(context.width, context.height))
        return max(1.0, context.width - 2 * (edge if margin is None else margin))
    x = context.length(layer.position.x, context.width) or 0.0
    left, right = x - edge, context.width - edge - x
    free = {0.0: right, 1.0: left}.get(across, 2 * min(left, right))
    return max(free, 1.0) if free > 0 else context.width


def _runs(
    layer: "TextLayer", role: str, size_px: float, context: "PlanContext"
) -> tuple[TextRun, ...]:
    parts: tuple[TextSpan | TextLayer, ...] = layer.spans or (layer,)
    before = ""
    runs: list[TextRun] = []
    for part in parts:
        run = _run(part, layer, role, size_px, context)
        asked = part.text_transform or layer.text_transform
        transform = str(asked or context.style.role_case(role))
        runs.append(replace(run, text=transformed(part.text or "", transform, before)))
        before += part.text or ""
    return tuple(runs)


def _run(
    part: "TextSpan | TextLayer",
    layer: "TextLayer",
    role: str,
    size_px: float,
    context: "PlanContext",
) -> TextRun:
    def asked(field: str) -> object:
        own = getattr(part, field)
        return getattr(layer, field) if own is None else own

    family, weight = context.style.role_font(role)
    size = float(part.font_size or size_px)
    spacing = asked("letter_spacing")
    if spacing is None:
        spacing = context.style.role_spacing(role)
    is_span = part is not layer
    return TextRun(
        text="",
        family=str(asked("font_family") or family),
        size_px=size,
        weight=int(str(asked("font_weight") or weight)),
        italic=_is_italic(asked("font_style"), asked("font_family"), role, context),
        fill=_fill(part, layer, context),
        letter_spacing_px=context.length(spacing, size) or 0.0,  # type: ignore[arg-type]
        stroke=_stroke(part.stroke, context, over="run") if is_span else None,
        background=_background(part.background, size, context, _SPAN_PADDING_EM)
        if is_span
        else None,
    )


def _is_italic(style: object, family: object, role: str, context: "PlanContext") -> bool:
    if style is None and family is None:
        return context.style.role_is_italic(role)
    return style == "italic"


def _fill(part: "TextSpan | TextLayer", layer: "TextLayer", context: "PlanContext") -> Fill:
    fill = context.style.fill(part.color or layer.color, "$text") or (255, 255, 255, 255)
    if isinstance(fill, Gradient) and part is not layer and part.color is not None:
        return replace(fill, over="run")
    return fill


def _stroke(
    stroke: "StrokeModel | None", context: "PlanContext", over: Literal["text", "run"] = "text"
) -> Stroke | None:
    if stroke is None:
        return None
    fill = context.style.fill(stroke.color, None) or (0, 0, 0, 255)
    return Stroke(stroke.width, replace(fill, over=over) if isinstance(fill, Gradient) else fill)


def _glow(glow: "GlowModel | None", context: "PlanContext") -> Glow | None:
    if glow is None:
        return None
    return Glow(context.style.color(glow.color), glow.size, glow.strength)


def _shadow(shadow: "ShadowModel | None", context: "PlanContext") -> Shadow | None:
    if shadow is None:
        return None
    color = context.style.color(shadow.color)
    return Shadow(shadow.offset_x, shadow.offset_y, shadow.blur, color)


def _background(
    background: "TextBackground | None",
    size_px: float,
    context: "PlanContext",
    padding_em: tuple[float, float] = _PADDING_EM,
) -> Background | None:
    if background is None:
        return None
    padding = background.padding
    x, y = padding_em[0] * size_px, padding_em[1] * size_px
    if padding is not None:
        across, down = (
            (padding, padding) if isinstance(padding, (int, float, str)) else (padding.x, padding.y)
        )
        x, y = context.length(across, size_px) or 0.0, context.length(down, size_px) or 0.0
    panel_height = size_px * 1.2 + 2 * y
    return Background(
        fill=context.style.fill(background.color, "$primary") or (0, 0, 0, 160),
        padding_x_px=x,
        padding_y_px=y,
        corner_radius_px=context.length(background.corner_radius, panel_height) or 0.0,
        per_line=background.mode == "line",
    )
