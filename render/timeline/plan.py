"""Turn a composition and the facts of its assets into a timeline."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from render.assets.media import Media
from render.document.timing import scene_start_frames
from render.errors import Problem
from render.layers.context import NOTE_NOT_DRAWN, Notes, PlanContext
from render.layers.plan import plan_layers
from render.layers.style import style_sheet
from render.timeline.model import PlannedScene, PlannedTransition, Timeline
from render.transitions import TRANSITIONS
from schemas import ImageLayer, Motion, VideoLayer

if TYPE_CHECKING:
    from render.text import FontBook
    from schemas import Composition, Layer, Scene


@dataclass(frozen=True)
class Planned:
    """A timeline and what was noticed while planning it."""

    timeline: Timeline
    warnings: tuple[Problem, ...]


def plan_timeline(
    composition: "Composition", media: Mapping[str, Media], fonts: "FontBook"
) -> Planned:
    """Turn a composition into a timeline.

    Args:
        composition: A valid one.
        media: Facts of every asset it shows.
        fonts: The fonts texts may use.

    Raises:
        AssetError: A key is missing, or is no picture where one is needed.
        FontError: A text has a character that no font has.
    """
    notes = Notes()
    said: list[str] = []
    style = style_sheet(composition.style, said)
    for sentence in said:
        notes.add("style.motionLanguage", sentence, code="unknown-name")
    width, height = composition.design_size_px
    context = PlanContext(
        width=width,
        height=height,
        duration_frames=composition.total_duration_frames,
        tail_frames=0,
        fps=composition.fps,
        media=media,
        fonts=fonts,
        style=style,
        notes=notes,
        path="",
    )
    if composition.captions is not None:
        notes.add("captions", "burned-in captions are not drawn yet", code=NOTE_NOT_DRAWN)
    timeline = Timeline(
        frame_count=composition.total_duration_frames,
        fps=composition.fps,
        width=width,
        height=height,
        background=style.color("$background"),
        scenes=_plan_scenes(composition, context),
        overlays=plan_layers(composition.overlays, context, "overlays"),
    )
    return Planned(timeline, tuple(notes.problems))


def _plan_scenes(composition: "Composition", context: PlanContext) -> tuple[PlannedScene, ...]:
    starts = scene_start_frames(composition).starts
    background = context.style.color("$background")
    transitions = [
        _plan_transition(scene, context.at(f"scenes[{index}].transition"))
        for index, scene in enumerate(composition.scenes)
    ]
    scenes = []
    for index, scene in enumerate(composition.scenes):
        tail = 0
        if index + 1 < len(starts):
            following = transitions[index + 1]
            needed = starts[index + 1] + (following.duration_frames if following else 0)
            end = starts[index] + scene.duration_frames
            # Only a scene that reaches the next one runs on under it; after a gap there is nothing.
            tail = max(0, needed - end) if end >= starts[index + 1] else 0
        path = f"scenes[{index}]"
        inside = replace(
            context, duration_frames=scene.duration_frames, tail_frames=tail, path=path
        )
        shorthand = _shorthand_layer(scene, inside)
        planned = plan_layers(shorthand, inside, "asset") if shorthand else ()
        scenes.append(
            PlannedScene(
                start_frame=starts[index],
                duration_frames=scene.duration_frames,
                tail_frames=tail,
                background=context.style.fill(scene.background, "$background") or background,
                layers=planned + plan_layers(scene.layers, inside, "layers"),
                transition=transitions[index],
                id=scene.id,
                name=scene.name or "",
                path=path,
            )
        )
    return tuple(scenes)


def _shorthand_layer(scene: "Scene", context: PlanContext) -> "tuple[Layer, ...]":
    """Return the layer that a scene's `asset` and `motion` stand for."""
    if scene.asset is None:
        return ()
    moving = context.picture(scene.asset).video is not None
    if moving:
        return (VideoLayer(type="video", asset=scene.asset, motion=scene.motion),)
    motion = scene.motion
    if motion is None:
        language = context.style.motion
        motion = Motion(preset=language.still_motion, amount=language.motion_amount)
    return (ImageLayer(type="image", asset=scene.asset, motion=motion),)


def _plan_transition(scene: "Scene", context: PlanContext) -> PlannedTransition | None:
    transition = scene.transition
    if transition is None or transition.type == "cut" or transition.duration_frames == 0:
        return None
    kind = TRANSITIONS[transition.type]
    if transition.direction is not None and not kind.has_directions:
        message = f'a {transition.type} has no direction; "{transition.direction}" is left out'
        context.notes.add(f"{context.path}.direction", message, code="no-effect")
    picture = None
    if kind.needs_picture and transition.asset is not None:
        picture = context.still(transition.asset)
    return PlannedTransition(
        transition.type,
        transition.duration_frames,
        transition.direction if kind.has_directions else None,
        transition.easing or kind.easing_over(transition.duration_frames),
        picture,
        transition.audio or "crossfade",
    )
