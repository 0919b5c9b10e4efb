"""Turn a composition and the facts of its assets into a timeline."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from render.assets.media import Media
from render.captions.sources import Speech
from render.document.timing import scene_start_frames
from render.errors import Problem
from render.layers.arrangement import standing_boxes
from render.layers.context import Notes, PlanContext
from render.layers.ground import Ground
from render.layers.mattes import LayerList
from render.layers.plan import plan_layer, plan_layers
from render.layers.planned import PlannedLayer
from render.style import style_sheet
from render.timeline.direction import cameras, filmed, has_picture, style_motion
from render.timeline.direction import transitions as transitions_of
from render.timeline.model import PlannedScene, PlannedTransition, Timeline
from render.transitions import TRANSITIONS
from schemas import CaptionsLayer, ImageLayer, Transition, VideoLayer

if TYPE_CHECKING:
    from render.text import FontBook
    from schemas import Composition, Layer, Scene
    from schemas.names import MotionPreset


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
    width, height = composition.design_size_px
    style = style_sheet(composition.style, said, (width, height))
    for sentence in said:
        notes.add("style.motionLanguage", sentence, code="unknown-language")
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
        speech=_speech(composition),
    )
    ground = Ground(kind="overlays", captions=_captions_at(composition))
    overlays = plan_layers(composition.overlays, replace(context, ground=ground), "overlays")
    ground = replace(ground, kind="scene", kept_clear=standing_boxes(overlays, context))
    timeline = Timeline(
        frame_count=composition.total_duration_frames,
        fps=composition.fps,
        width=width,
        height=height,
        background=style.color("$background"),
        scenes=_plan_scenes(composition, replace(context, ground=ground)),
        overlays=(*overlays, *_plan_captions(composition, context)),
    )
    return Planned(timeline, tuple(notes.problems))


def _plan_scenes(composition: "Composition", context: PlanContext) -> tuple[PlannedScene, ...]:
    starts = scene_start_frames(composition).starts
    background = context.style.color("$background")
    directed = transitions_of(composition.scenes, starts, context.style, float(context.fps))
    shots = cameras(composition.scenes, context.style)
    transitions = [
        _plan_transition(transition, context.at(f"scenes[{index}].transition"))
        for index, transition in enumerate(directed)
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
        coming_in = transitions[index]
        ground = replace(
            context.ground,
            has_picture=has_picture(scene, context),
            lead_frames=coming_in.duration_frames // 2 if coming_in else 0,
            has_next=index + 1 < len(starts),
        )
        inside = replace(
            context,
            duration_frames=scene.duration_frames,
            tail_frames=tail,
            path=path,
            start_frame=starts[index],
            ground=ground,
        )
        shorthand = _shorthand_layer(scene, shots[index], inside)
        planned = plan_layers(shorthand, inside, "asset") if shorthand else ()
        layers = [filmed(layer, shots[index], inside) for layer in scene.layers]
        scenes.append(
            PlannedScene(
                start_frame=starts[index],
                duration_frames=scene.duration_frames,
                tail_frames=tail,
                background=context.style.fill(scene.background, "$background") or background,
                layers=planned + plan_layers(layers, inside, "layers"),
                transition=transitions[index],
                id=scene.id,
                name=scene.name or "",
                path=path,
            )
        )
    return tuple(scenes)


def _speech(composition: "Composition") -> Speech:
    starts = scene_start_frames(composition).starts
    scenes = zip(composition.scenes, starts, strict=True)
    return Speech(composition.audio.voiceover, {scene.id: start for scene, start in scenes})


def _plan_captions(composition: "Composition", context: PlanContext) -> tuple[PlannedLayer, ...]:
    """Plan the captions of a composition: a layer over everything else, overlays too."""
    captions = composition.captions
    if captions is None:
        return ()
    said = {name: getattr(captions, name) for name in captions.model_fields_set}
    layer = CaptionsLayer(**{name: value for name, value in said.items() if value is not None})
    at = context.at("captions")
    planned = LayerList([layer], [at], plan_layer).plan(layer, at)
    return () if planned is None else (planned,)


def _captions_at(composition: "Composition") -> str:
    """Return where the captions of a composition lie: "top", "center", "bottom"; "" for none."""
    captions = composition.captions
    if captions is None:
        return ""
    position = captions.position
    if position is None:
        return "bottom"
    if isinstance(position, str):
        return next((side for side in ("top", "bottom") if side in position), "center")
    height = composition.design_size_px[1]
    y = str(position.y)
    down = float(y[:-1]) / 100 if y.endswith("%") else float(y.removesuffix("px")) / height
    return "top" if down < 1 / 3 else "bottom" if down > 1 / 2 else "center"


def _shorthand_layer(
    scene: "Scene", camera: "MotionPreset", context: PlanContext
) -> "tuple[Layer, ...]":
    """Return the layer that a scene's `asset` and `motion` stand for."""
    if scene.asset is None:
        return ()
    moving = context.picture(scene.asset).video is not None
    if moving:
        return (VideoLayer(type="video", asset=scene.asset, motion=scene.motion),)
    motion = scene.motion
    if "motion" not in scene.model_fields_set:
        motion = style_motion(camera, context.style)
    return (ImageLayer(type="image", asset=scene.asset, motion=motion),)


def _plan_transition(
    transition: Transition | None, context: PlanContext
) -> PlannedTransition | None:
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
