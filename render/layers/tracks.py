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
    "rotation",
    "x",
    "y",
    "width",
    "height",
    "cornerRadius",
)
_OF_THE_BOX: Final = ("cornerRadius", "borderWidth", "strokeWidth")
"""Percentages of these are of the box's shorter side."""


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
    known = {*_OF_EVERY_LAYER, *COLOR_PROPERTIES, *getattr(content, "numbers", ())}
    if layer.border is not None:
        known.add("borderWidth")
    tracks: list[tuple[str, Track]] = []
    for name, keyframes in layer.keyframes.items():
        if name == "blur" or (name == "volume" and layer.type == "video"):
            continue
        if name not in known:
            message = f'keyframes on "{name}" are not drawn'
            context.notes.add(f"{context.path}.keyframes.{name}", message, code=NOTE_NOT_DRAWN)
        elif keyframes:
            tracks.append((name, _track(name, keyframes, box, context)))
    return tuple(tracks)


def _track(
    name: str, keyframes: "Sequence[Keyframe]", box: tuple[float, float], context: PlanContext
) -> Track:
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
    if name in _OF_THE_BOX:
        return min(box)
    return {
        "x": context.width,
        "width": context.width,
        "y": context.height,
        "height": context.height,
    }.get(name, 1.0)
