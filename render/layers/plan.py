"""From a layer as the composition says it to a planned layer: the fields that all kinds share."""

from dataclasses import replace
from typing import TYPE_CHECKING

from render.animation.keyframes import Track
from render.errors import CompositionError, FontError, LimitExceeded
from render.layers.animations import in_time, leaves_by_style, plan_moves
from render.layers.arrangement import arrange
from render.layers.context import NOTE_NOT_DRAWN, PlanContext
from render.layers.finishing import plan_finish
from render.layers.mattes import LayerList, Mattes
from render.layers.movement import moving_parts
from render.layers.placement import Placement, grid_fractions
from render.layers.planned import PlannedLayer
from render.layers.ready import ready_made
from render.layers.registry import KINDS, PLACES
from render.layers.tracks import plan_tracks
from render.limits import MAX_CANVAS_PIXELS
from render.timebase import FrameRange

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemas import Layer

_TYPE = ("text", "counter")
"""Kinds that are set in type."""


def plan_layers(
    layers: "Sequence[Layer]", context: PlanContext, name: str
) -> tuple[PlannedLayer, ...]:
    """Plan a list of layers, leaving out those that can never show.

    Args:
        layers: As the composition says them, back to front.
        context: Of the parent.
        name: Of the list in the parent, for paths: "layers" or "overlays".
    """
    prefix = f"{context.path}." if context.path else ""
    contexts = [context.at(f"{prefix}{name}[{index}]") for index in range(len(layers))]
    return tuple(arrange(layers, contexts, span_of, _plan_all)) if layers else ()


def _plan_all(layers: "Sequence[Layer]", contexts: list[PlanContext]) -> list[PlannedLayer | None]:
    listed = LayerList(layers, contexts, plan_layer)
    return [listed.plan(layer, at) for layer, at in zip(layers, contexts, strict=True)]


def plan_layer(layer: "Layer", context: PlanContext, mattes: Mattes) -> PlannedLayer | None:
    """Plan one layer; None, with a note, when there is nothing to draw.

    Args:
        layer: As the composition says it.
        context: Of its parent, at the layer.
        mattes: Layers of the same list that masks name.
    """
    _note_what_is_left_out(layer, context)
    span = span_of(layer, context)
    if layer.type not in KINDS or not span:
        return None
    if layer.type == "group" and layer.template is not None:
        layer = ready_made(layer, context, len(span))
        span = span_of(layer, context)
    moves = plan_moves(layer, len(span), context)
    context = replace(context, parts=moving_parts(*moves))
    try:
        content, box = KINDS[layer.type](layer, context)
    except (FontError, CompositionError) as error:
        # The text stage knows the text, the place of it is known here.
        inside = (error.where or "").startswith(f"{context.path}.")
        where = error.where if inside else context.path
        raise type(error)(error.message, where=where, hint=error.hint) from error
    enter, leave, loop = in_time(layer, moves, len(getattr(content, "parts", ())), len(span))
    placement = PLACES.get(layer.type, _placement)(layer, box, context)
    tracks = plan_tracks(layer, content, box, context)
    _check_area(box, tracks, context)
    return PlannedLayer(
        span=span,
        content=content,
        placement=placement,
        opacity=layer.opacity,
        enter=enter,
        exit=leave,
        loop=loop,
        tracks=tracks,
        corner_radius=_corner_radius(layer, box, context),
        clip=bool(getattr(layer, "clip", False)) or getattr(content, "cut", False),
        finish=plan_finish(layer, content, box, mattes, context),
        shutter=layer.motion_blur.shutter_angle / 360 if layer.motion_blur else 0.0,
        path=context.path,
    )


def _check_area(
    box: tuple[float, float], tracks: tuple[tuple[str, Track], ...], context: PlanContext
) -> None:
    """Refuse a box that no memory holds: shapes and masks are drawn as large as their box.

    Raises:
        LimitExceeded: It is larger than the largest canvas.
    """
    largest = dict(zip(("width", "height"), box, strict=True))
    for name, track in tracks:
        if name in largest:
            largest[name] = max(largest[name], *(value[0] for value in track.values))
    area = largest["width"] * largest["height"]
    if area > MAX_CANVAS_PIXELS:
        raise LimitExceeded(
            f"the layer's box of {largest['width']:.0f} x {largest['height']:.0f} is too large",
            where=context.path,
            hint=f"at most {MAX_CANVAS_PIXELS / 1e6:.1f} megapixels; scale enlarges what is drawn",
        )


def span_of(layer: "Layer", context: PlanContext) -> FrameRange:
    """Return when a layer is shown, in the parent's frames.

    A layer that lasts to the end of its scene and has no exit stays on under the transition to the
    next scene, as the footage below it does.
    """
    start = layer.start_frame
    end = context.duration_frames
    if start >= end:
        return FrameRange(start, start)
    if layer.duration_frames is not None:
        end = min(end, start + layer.duration_frames)
    stays = layer.exit is None and not leaves_by_style(layer, context)
    if end == context.duration_frames and stays:
        end += context.tail_frames
    return FrameRange(start, max(start, end))


def _placement(layer: "Layer", box: tuple[float, float], context: PlanContext) -> Placement:
    position = layer.position
    grid = position if isinstance(position, str) else "center"
    fraction_x, fraction_y = grid_fractions(grid)
    margin = layer.margin
    if margin is None:
        margin = context.text_margin if layer.type in _TYPE else 0.0
    margin = context.length(margin, min(context.width, context.height)) or 0.0
    if isinstance(position, str):
        x = _between(fraction_x, margin, context.width)
        y = _between(fraction_y, margin, context.height)
        anchor = (fraction_x, fraction_y)
    else:
        x = context.length(position.x, context.width) or 0.0
        y = context.length(position.y, context.height) or 0.0
        anchor = (0.5, 0.5)
    if isinstance(layer.anchor, str):
        anchor = grid_fractions(layer.anchor)
    elif layer.anchor is not None:
        anchor = (layer.anchor.x, layer.anchor.y)
    return Placement(x, y, *anchor, *box, scale=layer.scale, rotation_degrees=layer.rotation)


def _corner_radius(layer: "Layer", box: tuple[float, float], context: PlanContext) -> float:
    """Return the radius a layer's picture is cut to; shapes round their own outline."""
    if layer.type in ("shape", *_TYPE):
        return 0.0
    return context.length(layer.corner_radius, min(box)) or 0.0


def _between(fraction: float, margin: float, whole: float) -> float:
    return margin + fraction * (whole - 2 * margin)


def _note_what_is_left_out(layer: "Layer", context: PlanContext) -> None:
    """Say which parts of a layer the renderer reads and does not draw."""
    if layer.type not in KINDS:
        path = f"{context.path}.type"
        context.notes.add(
            path, f'layers of type "{layer.type}" are not drawn yet', code=NOTE_NOT_DRAWN
        )
