"""What a motion language directs where a scene says nothing: its camera and how it comes in."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from zlib import crc32

from render.layers.logos import is_logo
from render.style import StyleSheet
from render.style.languages import Cut
from schemas import ImageLayer, Motion, Transition

if TYPE_CHECKING:
    from collections.abc import Sized

    from render.layers.context import PlanContext
    from schemas import Layer, Scene
    from schemas.names import MotionPreset

_OF_A_SCENE = 4
"""A transition takes at most this part of the shorter of its two scenes."""
_BOXED_BY = frozenset(("x", "y", "width", "height", "scale", "rotation"))


def cameras(scenes: "Sequence[Scene]", style: StyleSheet) -> "tuple[MotionPreset, ...]":
    """Return the camera preset of each scene; no two in a row are alike where there is a choice.

    A scene's id decides, so that a scene put in before it changes neither it nor its segments.
    """
    known = style.motion.cameras
    return tuple(known[chosen] for chosen in _varied(scenes, known))


def transitions(
    scenes: "Sequence[Scene]", starts: Sequence[int], style: StyleSheet, frames_a_second: float
) -> "tuple[Transition | None, ...]":
    """Return how each scene comes in, the motion language's way where the scene says nothing.

    Nothing moves in time: the scene before runs on under the transition. So there is one only
    where a scene begins as the one before ends, and only in a language that was named. `null` and
    "cut" are respected.

    Args:
        scenes: As the composition says them.
        starts: Composition frame of each.
        style: Names the language.
        frames_a_second: Of the composition.
    """
    known = style.motion.transitions if style.is_named else ()
    chosen = _varied(scenes, known)
    return tuple(
        _by_style(index, known[chosen[index]], scenes, starts, style, frames_a_second)
        if known and "transition" not in scene.model_fields_set
        else scene.transition
        for index, scene in enumerate(scenes)
    )


def _by_style(
    index: int,
    cut: Cut,
    scenes: "Sequence[Scene]",
    starts: Sequence[int],
    style: StyleSheet,
    frames_a_second: float,
) -> Transition | None:
    before = scenes[index - 1] if index else None
    if before is None or starts[index - 1] + before.duration_frames != starts[index]:
        return None
    shorter = min(before.duration_frames, scenes[index].duration_frames)
    wanted = round(style.motion.transition_frames * frames_a_second / 30)
    frames = min(wanted, shorter // _OF_A_SCENE)
    if frames < 1:
        return None
    return Transition(type=cut.type, duration_frames=frames, direction=cut.direction)  # type: ignore[arg-type]


def _varied(scenes: "Sequence[Scene]", choices: "Sized") -> list[int]:
    """Return the number of a choice for each scene, by its id, never that of the scene before."""
    count = len(choices)
    chosen: list[int] = []
    for scene in scenes:
        number = crc32(scene.id.encode()) % count if count else 0
        if chosen and number == chosen[-1] and count > 1:
            number = (number + 1) % count
        chosen.append(number)
    return chosen


def filmed(layer: "Layer", camera: "MotionPreset", context: "PlanContext") -> "Layer":
    """Return a layer with the style's camera, where it is a still that fills the canvas.

    Only a language that was named moves it, and `"motion": null` holds it still.
    """
    if (
        not isinstance(layer, ImageLayer)
        or not context.style.is_named
        or {"motion", "size", "position"} & layer.model_fields_set
        or layer.fit != "cover"
        or _BOXED_BY & set(layer.keyframes)
        or is_logo(layer, context)
    ):
        return layer
    return layer.model_copy(update={"motion": style_motion(camera, context.style)})


def style_motion(camera: "MotionPreset", style: StyleSheet) -> Motion:
    """Return a camera preset at the pace of a style."""
    language = style.motion
    return Motion(preset=camera, amount=language.motion_amount, easing=language.camera_easing)


def has_picture(scene: "Scene", context: "PlanContext") -> bool:
    """Tell whether an image or a video fills the canvas in a scene."""
    return scene.asset is not None or any(_fills(layer, context) for layer in scene.layers)


def _fills(layer: "Layer", context: "PlanContext") -> bool:
    if layer.type not in ("image", "video") or is_logo(layer, context):
        return False
    if layer.size is None:
        return True
    width = context.length(layer.size.width, context.width) or 0
    height = context.length(layer.size.height, context.height) or 0
    return width * height >= 0.9 * context.width * context.height
