"""From a layer as the composition says it to a planned layer: the fields that all kinds share."""

from dataclasses import replace
from typing import TYPE_CHECKING

from render.animation.keyframes import Track
from render.errors import CompositionError, FontError, LimitExceeded
from render.layers.animations import in_time, plan_moves
from render.layers.context import NOTE_NOT_DRAWN, PlanContext
from render.layers.finishing import plan_finish
from render.layers.mattes import LayerList, Mattes
from render.layers.movement import moving_parts
from render.layers.placement import Placement
from render.layers.planned import PlannedLayer
from render.layers.registry import KINDS
from render.limits import MAX_CANVAS_PIXELS
from render.timebase import FrameRange
from schemas.names import COLOR_PROPERTIES, NINE_GRID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemas import Keyframe, Layer

_THIRDS = {"left": 0.0, "right": 1.0, "top": 0.0, "bottom": 1.0}

_TEXT_MARGIN = 0.085
"""Safe area of texts in parts of the canvas's short side; broadcast title safe is 5 % a side
(EBU R 95), and type set on that line already looks lost."""

_TRACKS = ("opacity", "scale", "rotation", "x", "y", "width", "height")


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
    listed = LayerList(layers, contexts, plan_layer)
    planned = (listed.plan(layer, at) for layer, at in zip(layers, contexts, strict=True))
    return tuple(layer for layer in planned if layer is not None)


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
    placement = _placement(layer, box, context)
    tracks = _tracks(layer, context)
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
    if end == context.duration_frames and layer.exit is None:
        end += context.tail_frames
    return FrameRange(start, max(start, end))


def _placement(layer: "Layer", box: tuple[float, float], context: PlanContext) -> Placement:
    position = layer.position
    grid = position if isinstance(position, str) else "center"
    fraction_x, fraction_y = grid_fractions(grid)
    margin = layer.margin
    if margin is None:
        margin = default_margin(context) if layer.type == "text" else 0.0
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


def default_margin(context: PlanContext) -> float:
    """Return the safe area of texts in design pixels."""
    return _TEXT_MARGIN * min(context.width, context.height)


def grid_fractions(name: str) -> tuple[float, float]:
    """Return where a nine-grid name lies in a box, as fractions across and down."""
    if name not in NINE_GRID:
        return 0.5, 0.5
    across = next((_THIRDS[part] for part in name.split("-") if part in ("left", "right")), 0.5)
    down = next((_THIRDS[part] for part in name.split("-") if part in ("top", "bottom")), 0.5)
    return across, down


def _corner_radius(layer: "Layer", box: tuple[float, float], context: PlanContext) -> float:
    """Return the radius a layer's picture is cut to; shapes round their own outline."""
    if layer.type in ("shape", "text"):
        return 0.0
    return context.length(layer.corner_radius, min(box)) or 0.0


def _between(fraction: float, margin: float, whole: float) -> float:
    return margin + fraction * (whole - 2 * margin)


def _tracks(layer: "Layer", context: PlanContext) -> tuple[tuple[str, Track], ...]:
    tracks = []
    for name, keyframes in layer.keyframes.items():
        if name == "blur" or (name == "volume" and layer.type == "video"):
            continue
        if name not in _TRACKS and name not in COLOR_PROPERTIES:
            message = f'keyframes on "{name}" are not drawn'
            context.notes.add(f"{context.path}.keyframes.{name}", message, code=NOTE_NOT_DRAWN)
            continue
        if keyframes:
            tracks.append((name, _track(name, keyframes, context)))
    return tuple(tracks)


def _track(name: str, keyframes: "Sequence[Keyframe]", context: PlanContext) -> Track:
    ordered = sorted(keyframes, key=lambda keyframe: keyframe.frame)
    whole = context.height if name in ("y", "height") else context.width

    def value(written: float | str) -> tuple[float, ...]:
        if name in COLOR_PROPERTIES:
            return tuple(float(level) for level in context.style.color(str(written)))
        return (context.length(written, whole) or 0.0,)

    return Track(
        tuple(keyframe.frame for keyframe in ordered),
        tuple(value(keyframe.value) for keyframe in ordered),
        tuple(keyframe.easing or "linear" for keyframe in ordered),
    )


def _note_what_is_left_out(layer: "Layer", context: PlanContext) -> None:
    """Say which parts of a layer the renderer reads and does not draw."""
    if layer.type not in KINDS:
        path = f"{context.path}.type"
        context.notes.add(
            path, f'layers of type "{layer.type}" are not drawn yet', code=NOTE_NOT_DRAWN
        )
