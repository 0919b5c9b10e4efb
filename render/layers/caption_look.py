"""How captions look where the composition does not say: from its style, legible on any picture.

Captions lie on whatever is below them. So letters are the lightest of the style's neutrals, their
outline the darkest, and the two differ so much that one of them stands out on any ground. The word
that is spoken has the accent, made lighter until it stands out from the outline too.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from render.style.contrast import BODY_RATIO, contrast, luminance, mixed
from render.style.lettering import shape_of
from render.text import Background, Fill, Glow, Gradient, Rgba, Shadow, Stroke
from render.text.scripts import needs_tall_lines

if TYPE_CHECKING:
    from render.layers.context import PlanContext
    from schemas import ActiveWord, CaptionsLayer, TextBackground

_WHITE: Rgba = (255, 255, 255, 255)
_BLACK: Rgba = (10, 10, 12, 255)
_YELLOW: Rgba = (255, 214, 64, 255)
_NEUTRALS = ("$text", "$background", "$primary")
_LIGHT_ABOVE, _APART = 0.6, 9.0
_ACTIVE_APART, _ACTIVE_FROM_TEXT = 3.2, 80
_LIGHTER_STEP, _MOST_STEPS = 0.12, 8

_SIZES_PX = {"tall": 76.0, "portrait": 66.0, "square": 60.0, "wide": 56.0}
"""Font size by the shape of the canvas, on a short side of 1080."""
_LARGE = {"oneWord": 1.9, "pop": 1.12, "bounce": 1.12, "highlight": 1.1, "boxedWord": 1.06}
_QUIET = ("static", "progressive", "typewriter")
"""Styles that are read like subtitles; the others are type to be looked at."""
_BOOKISH = frozenset(("EB Garamond", "XCharter", "Gentium Book Plus", "Fontin"))
"""Faces whose thin strokes drown in an outline: the body font stands in for them."""
_WEIGHTS = (700, 800)
_LINE_HEIGHT, _BOXED_LINE_HEIGHT, _TALL_LINES = 1.24, 1.46, 1.25
_STROKE_EM, _HEAVY_STROKE_EM = 0.065, 0.075
_SHADOW_DOWN_EM, _SHADOW_BLUR_EM, _SHADOW_ALPHA = 0.05, 0.3, 150
_SCALES = {"pop": 1.15}
_GAPS_EM = {"pop": 0.14, "boxedWord": 0.16, "bounce": 0.04}
"""Added to the space between words that grow or get a panel: they must not touch."""
_BOX_PADDING_EM = (0.17, 0.0)
_BOX_CORNER_EM = 0.2
_SHORT_SIDE_PX = 1080.0
_TINTED = ("highlight", "karaoke", "pop", "bounce", "boxedWord")


@dataclass(frozen=True)
class CaptionLook:
    """Everything about the type of captions.

    Attributes:
        family, weight, italic, size_px, letter_spacing_px: As of a `TextRun`.
        transform: Change of case.
        fill, active_fill: Of words, and of the word that is spoken (None for the same).
        active_weight: Of that word.
        active_scale: Its size in others' sizes.
        stroke, shadow, glow, background: As of a `TextSpec`.
        box: Panel behind the word that is spoken.
        line_height: Multiple of the size.
        gap_px: Added to blanks.
    """

    family: str
    weight: int
    italic: bool
    size_px: float
    letter_spacing_px: float
    transform: str
    fill: Fill
    active_fill: Fill | None
    active_weight: int
    active_scale: float
    stroke: Stroke | None
    shadow: Shadow | None
    glow: Glow | None
    background: Background | None
    box: Background | None
    line_height: float
    gap_px: float


def plan_look(layer: "CaptionsLayer", context: "PlanContext", text: str) -> CaptionLook:
    """Make the look of captions concrete.

    Args:
        layer: As the composition says it.
        context: Of its parent.
        text: All that the captions say: some scripts need more room between lines.
    """
    style, sheet = layer.style, context.style
    quiet = style in _QUIET
    size = layer.font_size or _size(layer, context)
    family, weight = sheet.role_font("body" if quiet else "heading")
    if family in _BOOKISH:
        family, weight = sheet.role_font("body")
    if layer.role is not None:
        family, weight = sheet.role_font(layer.role)
    else:
        weight = max(weight, _WEIGHTS[not quiet])
    weight = layer.font_weight or weight
    light, dark = _pair(context)
    fill = sheet.fill(layer.color, None) or light
    background = _panel(layer.background, size, context)
    active = layer.active_word
    box = _box(layer, active, size, context)
    line_height = layer.line_height or (_BOXED_LINE_HEIGHT if box else _LINE_HEIGHT) * (
        _TALL_LINES if needs_tall_lines(text) else 1.0
    )
    scale = _SCALES.get(style, 1.0)
    if active is not None and "scale" in active.model_fields_set:
        scale = active.scale
    return CaptionLook(
        family=layer.font_family or family,
        weight=weight,
        italic=layer.font_style == "italic",
        size_px=size,
        letter_spacing_px=context.length(layer.letter_spacing, size) or 0.0,
        transform=str(layer.text_transform or "none"),
        fill=fill,
        active_fill=_active_fill(layer, context, light, dark, box),
        active_weight=(active and active.font_weight) or weight,
        active_scale=scale,
        stroke=_stroke(layer, context, size, dark, plain=background is not None),
        shadow=_shadow(layer, context, size, plain=background is not None),
        glow=layer.glow
        and Glow(sheet.color(layer.glow.color), layer.glow.size, layer.glow.strength),
        background=background,
        box=box,
        line_height=line_height,
        gap_px=size * max(_GAPS_EM.get(style, 0.0), 0.16 if box else 0.0),
    )


def _size(layer: "CaptionsLayer", context: "PlanContext") -> float:
    if layer.role is not None:
        return context.style.role_size(layer.role)
    short = min(context.width, context.height) / _SHORT_SIDE_PX
    size = _SIZES_PX[shape_of(context.width, context.height)] * short
    return size * _LARGE.get(layer.style, 1.0) * context.style.type_scale


def _pair(context: "PlanContext") -> tuple[Rgba, Rgba]:
    """Return the colour of letters and of their outline."""
    neutrals = [_opaque(context.style.color(name)) for name in _NEUTRALS]
    light, dark = max(neutrals, key=luminance), min(neutrals, key=luminance)
    if luminance(light) < _LIGHT_ABOVE:
        light = _WHITE
    return (light, dark) if contrast(light, dark) >= _APART else (light, _BLACK)


def _opaque(color: Rgba) -> Rgba:
    return (*color[:3], 255)


def _active_fill(
    layer: "CaptionsLayer",
    context: "PlanContext",
    light: Rgba,
    dark: Rgba,
    box: Background | None,
) -> Fill | None:
    active = layer.active_word
    if active is not None and active.color is not None:
        fill = context.style.fill(active.color, None)
        return replace(fill, over="run") if isinstance(fill, Gradient) else fill
    if box is not None:
        ground = box.fill if not isinstance(box.fill, Gradient) else box.fill.stops[0][1]
        if ground[3] < 128:  # noqa: PLR2004 - one sees through
            return None
        inks = (light, dark, _WHITE, _BLACK)
        return next((ink for ink in inks if contrast(ink, ground) >= BODY_RATIO), _BLACK)
    if layer.style not in _TINTED:
        return None
    return _standing_out(_opaque(context.style.color("$accent")), light, dark)


def _standing_out(accent: Rgba, light: Rgba, dark: Rgba) -> Rgba:
    """Return the accent, lighter where the outline swallows it; yellow where letters do."""
    for _ in range(_MOST_STEPS):
        if contrast(accent, dark) >= _ACTIVE_APART:
            break
        accent = mixed(accent, _WHITE, _LIGHTER_STEP)
    off = sum(abs(a - b) for a, b in zip(accent[:3], light[:3], strict=True))
    return accent if off >= _ACTIVE_FROM_TEXT else _YELLOW


def _box(
    layer: "CaptionsLayer",
    active: "ActiveWord | None",
    size: float,
    context: "PlanContext",
) -> Background | None:
    if active is not None and active.background is not None:
        return _panel(active.background, size, context, word=True)
    if layer.style != "boxedWord":
        return None
    accent = _opaque(context.style.color("$accent"))
    return Background(accent, size * _BOX_PADDING_EM[0], 0.0, size * _BOX_CORNER_EM)


def _panel(
    panel: "TextBackground | None", size: float, context: "PlanContext", *, word: bool = False
) -> Background | None:
    if panel is None:
        return None
    padding = panel.padding
    x, y = (_BOX_PADDING_EM[0] * size, 0.0) if word else (0.5 * size, 0.22 * size)
    if padding is not None:
        across, down = (
            (padding, padding) if isinstance(padding, (int, float, str)) else (padding.x, padding.y)
        )
        x, y = context.length(across, size) or 0.0, context.length(down, size) or 0.0
    radius = context.length(panel.corner_radius, size * 1.2 + 2 * y)
    return Background(
        fill=context.style.fill(panel.color, "$accent" if word else "$primary") or (0, 0, 0, 160),
        padding_x_px=x,
        padding_y_px=y,
        corner_radius_px=size * _BOX_CORNER_EM if radius is None else radius,
        per_line=panel.mode == "line",
    )


def _stroke(
    layer: "CaptionsLayer", context: "PlanContext", size: float, dark: Rgba, *, plain: bool
) -> Stroke | None:
    if layer.stroke is not None:
        fill = context.style.fill(layer.stroke.color, None) or _BLACK
        return Stroke(layer.stroke.width, fill) if layer.stroke.width > 0 else None
    if plain:
        return None
    return Stroke(size * (_STROKE_EM if layer.style in _QUIET else _HEAVY_STROKE_EM), dark)


def _shadow(
    layer: "CaptionsLayer", context: "PlanContext", size: float, *, plain: bool
) -> Shadow | None:
    said = layer.shadow
    if said is not None:
        return Shadow(said.offset_x, said.offset_y, said.blur, context.style.color(said.color))
    if plain:
        return None
    return Shadow(0.0, size * _SHADOW_DOWN_EM, size * _SHADOW_BLUR_EM, (0, 0, 0, _SHADOW_ALPHA))
