"""From a layer's keyframes to tracks of concrete values."""

from typing import TYPE_CHECKING, Final

from render.animation.keyframes import Track
from render.layers.context import NOTE_NOT_DRAWN, PlanContext
from schemas.names import COLOR_PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from render.layers.registry import Content
    from schemas import Keyframe, Layer

Tracks = tuple[tuple[str, Track], ...]

_OF_EVERY_LAYER: Final = (
    "opacity",
    "scale",
    "scaleX",
    "scaleY",
    "rotation",
    "x",
    "y",
    "width",
    "height",
    "cornerRadius",
)
_OF_SHADOWS: Final = ("shadowX", "shadowY", "shadowBlur", "shadowColor")
_OF_THE_BOX: Final = (
    "cornerRadius",
    "borderWidth",
    "strokeWidth",
    "maskFeather",
)
"""Percentages of these are of the box's shorter side."""
_OF_THE_TYPE: Final = ("fontSize", "letterSpacing")
"""Percentages of these are of the font size."""


def plan_tracks(
    layer: "Layer", content: "Content", box: tuple[float, float], context: PlanContext
) -> Tracks:
    """Make the keyframes of a layer concrete, with a note for those that nothing draws.

    Args:
        layer: As the composition says it.
        content: What its kind has planned; its `numbers` are the properties it moves itself.
        box: Its size in design pixels.
        context: Of its parent, at the layer.
    """
    known = {
        *_OF_EVERY_LAYER,
        *getattr(content, "numbers", ()),
        *getattr(content, "colors", ()),
    }
    if layer.border is not None:
        known |= {"borderWidth", "borderColor"}
    if layer.shadow is not None:
        known.update(_OF_SHADOWS)
    if layer.mask is not None:
        known.add("maskFeather")
    tracks: list[tuple[str, Track]] = []
    for name, keyframes in layer.keyframes.items():
        if name == "blur" or (name == "volume" and layer.type == "video"):
            continue
        if name not in known:
            message = f'keyframes on "{name}" are not drawn'
            context.notes.add(f"{context.path}.keyframes.{name}", message, code=NOTE_NOT_DRAWN)
        elif keyframes:
            side = getattr(content, "size_px", 1.0)
            whole = (side, side) if name in _OF_THE_TYPE else box
            tracks.append((name, plan_track(name, keyframes, whole, context)))
    return (*tracks, *getattr(content, "box_tracks", ()))


def plan_track(
    name: str, keyframes: "Sequence[Keyframe]", box: tuple[float, float], context: PlanContext
) -> Track:
    """Make the keyframes of one property concrete.

    Args:
        name: Of the property.
        keyframes: As the composition says them.
        box: What percentages of lengths are of, in design pixels.
        context: Of the parent, at the layer.
    """
    ordered = sorted(keyframes, key=lambda keyframe: keyframe.frame)
    whole = _whole(name, box, context)

    def value(written: float | str) -> tuple[float, ...]:
        if name in COLOR_PROPERTIES:
            return tuple(float(level) for level in context.style.color(str(written)))
        return (context.length(written, whole) or 0.0,)

    return Track(
        tuple(keyframe.frame for keyframe in ordered),
        tuple(value(keyframe.value) for keyframe in ordered),
        tuple(keyframe.easing or "linear" for keyframe in ordered),
    )


def _whole(name: str, box: tuple[float, float], context: PlanContext) -> float:
    """Return what 100 % of a property is: of a place or a length in design pixels, else 1."""
    if name in _OF_THE_BOX or name in _OF_THE_TYPE:
        return min(box)
    return {
        "x": context.width,
        "width": context.width,
        "y": context.height,
        "height": context.height,
    }.get(name, 1.0)
