"""From enter, exit and loop as the composition or its style says them to planned ones."""

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from render.animation.presets import PRESETS
from render.layers.context import PlanContext
from render.layers.movement import PlannedAnimation, PlannedLoop, moving_parts

if TYPE_CHECKING:
    from schemas import Animation, Layer

Moves = tuple[PlannedAnimation | None, PlannedAnimation | None, PlannedLoop | None]
"""Enter, exit and loop."""

_STAGGER_FRAMES = {"layer": 0, "char": 2}
_STAGGER_FRAMES_OTHERWISE = 4
_LOOP_STAGGER = 12
"""Parts of a round from a word to the next: a wave over a line has room for one crest."""


def plan_moves(layer: "Layer", span_frames: int, context: PlanContext) -> Moves:
    """Make the enter, the exit and the loop of a layer concrete.

    Args:
        layer: As the composition says it.
        span_frames: How long it is shown.
        context: Of its parent.
    """
    enter = _animation(layer, layer.enter, context)
    leave = _animation(layer, layer.exit, context)
    loop = _loop(layer, context)
    language = context.style.motion
    if language.enter and enters_by_style(layer):
        frames = _frames(language.enter_frames, context)
        # A default never keeps a short text from being read.
        frames = max(1, min(frames, span_frames // 3))
        stagger = _frames(language.stagger_frames, context) if language.stagger_frames else 0
        enter = PlannedAnimation(
            language.enter, frames, 0, language.easing, None, language.by, stagger
        )
    # A text is taken apart in one way only.
    by = moving_parts(enter, leave, loop)
    enter = enter and replace(enter, by=by if enter.by != "layer" else "layer")
    leave = leave and replace(leave, by=by if leave.by != "layer" else "layer")
    loop = loop and replace(loop, by=by if loop.by != "layer" else "layer")
    return enter, leave, loop


def enters_by_style(layer: "Layer") -> bool:
    """Tell whether the style says how a layer enters; `"enter": null` says that it does not."""
    return layer.type == "text" and not {"enter", "keyframes"} & layer.model_fields_set


def in_time(layer: "Layer", moves: Moves, parts: int, span_frames: int) -> Moves:
    """Return moves whose last part is in, or not yet going, at half of the layer's time.

    Args:
        layer: As the composition says it; a stagger it names itself is kept.
        moves: As planned before the parts were known.
        parts: How many move by themselves.
        span_frames: How long the layer is shown.
    """
    enter, leave, loop = moves
    enter = enter and _fitted(enter, layer.enter, parts, span_frames)
    leave = leave and _fitted(leave, layer.exit, parts, span_frames)
    return enter, leave, loop


def _fitted(
    animation: PlannedAnimation, said: "Animation | None", parts: int, span_frames: int
) -> PlannedAnimation:
    asked = said is not None and said.stagger_frames is not None
    if animation.by == "layer" or parts <= 1 or asked:
        return animation
    if PRESETS[animation.preset].one_length:
        length, animation = animation.duration_frames, replace(animation, duration_frames=1)
        if said is not None and said.duration_frames is not None:
            return replace(animation, stagger_frames=Fraction(length - 1, parts - 1))
    room = span_frames // 2 - animation.duration_frames
    most = Fraction(max(0, room), parts - 1)
    return replace(animation, stagger_frames=min(animation.stagger_frames, most))


def _animation(
    layer: "Layer", animation: "Animation | None", context: PlanContext
) -> PlannedAnimation | None:
    if animation is None:
        return None
    preset = PRESETS[animation.preset]
    frames = animation.duration_frames
    frames = _frames(preset.frames, context) if frames is None else frames
    by = _unit(layer, animation, preset.by)
    stagger = animation.stagger_frames
    if by == "layer":
        stagger = 0
    elif stagger is None:
        stagger = _frames(_STAGGER_FRAMES.get(by, _STAGGER_FRAMES_OTHERWISE), context)
    return PlannedAnimation(
        animation.preset,
        max(1, frames),
        animation.delay_frames,
        animation.easing or preset.easing or context.style.motion.easing,
        animation.direction,
        by,
        stagger,
    )


def _loop(layer: "Layer", context: PlanContext) -> PlannedLoop | None:
    animation = layer.loop_animation
    if animation is None:
        return None
    preset = PRESETS[animation.preset]
    frames = animation.duration_frames
    frames = max(1, _frames(preset.loop_frames, context) if frames is None else frames)
    by = _unit(layer, animation, preset.loop_by)
    stagger = animation.stagger_frames
    if by == "layer":
        stagger = 0
    elif stagger is None:
        stagger = Fraction(frames, _LOOP_STAGGER)
    return PlannedLoop(
        animation.preset,
        frames,
        animation.delay_frames,
        animation.easing or "linear",
        animation.direction,
        by,
        stagger,
    )


def _unit(layer: "Layer", animation: "Animation", otherwise: str) -> str:
    """Return what moves as one; only texts have parts."""
    if layer.type != "text":
        return "layer"
    return animation.by if "by" in animation.model_fields_set else otherwise


def _frames(frames_at_30: int, context: PlanContext) -> int:
    """Turn a length meant for 30 frames a second into frames of the composition."""
    return max(1, round(frames_at_30 * context.fps / 30))
