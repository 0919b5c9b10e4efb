"""From effects, border, mask, shadow and blend mode as a layer says them to a finish."""

from typing import TYPE_CHECKING

from render.animation.keyframes import Track
from render.effects import EFFECTS, Look, PlannedEffect
from render.layers.context import PlanContext
from render.layers.finish import Finish, PlannedBorder, PlannedMask, PlannedShadow
from render.layers.vector import Outline
from schemas.names import NINE_GRID

if TYPE_CHECKING:
    from collections.abc import Mapping

    from render.layers.planned import PlannedLayer
    from render.layers.registry import Content
    from schemas import Effect, Layer, Mask

_THIRDS = {"left": 0.0, "right": 1.0, "top": 0.0, "bottom": 1.0}
_WHITE = (255, 255, 255, 255)
_OWN_SHADOW = ("text", "counter", "captions")
"""Kinds whose shadow is that of their letters."""


def plan_finish(
    layer: "Layer",
    content: "Content",
    box: tuple[float, float],
    mattes: "Mapping[str, PlannedLayer | None]",
    context: PlanContext,
) -> Finish:
    """Make what is done to a layer's picture concrete.

    Args:
        layer: As the composition says it.
        content: What its kind has planned.
        box: Its size in design pixels.
        mattes: Layers of the same list that masks name, by id.
        context: Of its parent, at the layer.
    """
    effects = [
        _plan_effect(effect, box, context.at(f"{context.path}.effects[{index}]"))
        for index, effect in enumerate(layer.effects)
    ]
    if "blur" in layer.keyframes:
        track = _track("blur", layer.keyframes["blur"], min(box), context)
        effects.append(PlannedEffect("blur", EFFECTS["blur"].own, (("radius", track),)))
    border = None
    if layer.border is not None:
        color = context.style.color(layer.border.color)
        border = PlannedBorder(color, layer.border.width, _edge(layer, content, box, context))
    shadow = None
    if layer.shadow is not None and layer.type not in _OWN_SHADOW:
        cast = layer.shadow
        color = context.style.color(cast.color)
        shadow = PlannedShadow(color, cast.offset_x, cast.offset_y, cast.blur)
    mask = None if layer.mask is None else _plan_mask(layer.mask, box, mattes, context)
    return Finish(tuple(effects), border, mask, shadow, layer.blend_mode)


def _plan_effect(effect: "Effect", box: tuple[float, float], context: PlanContext) -> PlannedEffect:
    kind = EFFECTS[effect.type]
    own, side = kind.own, min(box)
    radius = context.length(effect.radius, side)
    tracks = {
        name: _track(name, keyframes, side, context) for name, keyframes in effect.keyframes.items()
    }
    amount = own.amount if effect.amount is None else effect.amount
    if kind.radius_by_amount:
        radius = effect.amount if radius is None else radius
        if "amount" in tracks and "radius" not in tracks:
            tracks["radius"] = tracks["amount"]
        amount = own.amount
        tracks.pop("amount", None)
    red, green, blue = own.color if effect.color is None else context.style.color(effect.color)[:3]
    look = Look(
        amount=amount,
        radius=own.radius if radius is None else max(radius, 0.0),
        angle_degrees=own.angle_degrees if effect.angle is None else effect.angle,
        color=(red, green, blue),
        threshold=own.threshold if effect.threshold is None else effect.threshold,
        softness=own.softness if effect.softness is None else effect.softness,
        table=context.table(effect.asset) if kind.needs_table and effect.asset else None,
    )
    return PlannedEffect(effect.type, look, tuple(sorted(tracks.items())))


def _track(name: str, keyframes: "tuple", side: float, context: PlanContext) -> Track:  # type: ignore[type-arg]
    def value(written: float | str) -> tuple[float, ...]:
        if name == "color":
            return tuple(float(level) for level in context.style.color(str(written)))
        return (context.length(written, side) or 0.0,)

    return Track(
        tuple(keyframe.frame for keyframe in keyframes),
        tuple(value(keyframe.value) for keyframe in keyframes),
        tuple(keyframe.easing or "linear" for keyframe in keyframes),
    )


def _edge(
    layer: "Layer", content: "Content", box: tuple[float, float], context: PlanContext
) -> Outline:
    """Return what a border runs along: a shape's outline, else the layer's box."""
    own = getattr(content, "outline", None)
    if isinstance(own, Outline):
        return own
    radius = context.length(layer.corner_radius, min(box)) or 0.0
    return Outline("rect", *box, corner_radius=radius)


def _plan_mask(
    mask: "Mask",
    box: tuple[float, float],
    mattes: "Mapping[str, PlannedLayer | None]",
    context: PlanContext,
) -> PlannedMask:
    if mask.layer is not None:
        return PlannedMask(
            None,
            layer=mattes.get(mask.layer),
            by=mask.mode,
            inverted=mask.inverted,
            feather=mask.feather,
        )
    width = context.length(mask.size.width, box[0]) if mask.size else None
    height = context.length(mask.size.height, box[1]) if mask.size else None
    width, height = box[0] if width is None else width, box[1] if height is None else height
    radius = context.length(mask.corner_radius, min(width, height)) or 0.0
    outline = Outline(
        mask.shape or "rect", width, height, _WHITE, corner_radius=radius, path=mask.path or ""
    )
    left, top = _mask_place(mask, box, (width, height), context)
    fills = mask.size is None and mask.position is None and mask.shape != "path"
    return PlannedMask(
        outline, left, top, fills=fills, inverted=mask.inverted, feather=mask.feather
    )


def _mask_place(
    mask: "Mask", box: tuple[float, float], size: tuple[float, float], context: PlanContext
) -> tuple[float, float]:
    """Return the top left of a mask's shape in the layer's box."""
    position = mask.position
    if mask.shape == "path" and position is None:
        return 0.0, 0.0
    if position is None or isinstance(position, str):
        name = position or "center"
        words = name.split("-") if name in NINE_GRID else []
        across = next((_THIRDS[word] for word in words if word in ("left", "right")), 0.5)
        down = next((_THIRDS[word] for word in words if word in ("top", "bottom")), 0.5)
        return across * (box[0] - size[0]), down * (box[1] - size[1])
    x, y = context.length(position.x, box[0]) or 0.0, context.length(position.y, box[1]) or 0.0
    return x - size[0] / 2, y - size[1] / 2
