"""From enter, exit and loop as the composition or its style says them to planned ones."""

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from render.animation.order import Order
from render.animation.presets import PRESETS
from render.layers.context import PlanContext
from render.layers.movement import PlannedAnimation, PlannedLoop, moving_parts

if TYPE_CHECKING:
    from schemas import Animation, Layer

Moves = tuple[PlannedAnimation | None, PlannedAnimation | None, PlannedLoop | None]
"""Enter, exit and loop."""

_STAGGER_FRAMES = {"layer": 0, "char": 2}
_STAGGER_FRAMES_OTHERWISE = 4
_LEAVES_FROM = 50
"""Frames at 30 a second that a text is shown at least before the style lets it leave early."""

_STYLED = ("text", "counter")
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
    if enters_by_style(layer):
        enter = _enter_by_style(layer, span_frames, context)
    if leaves_by_style(layer, context):
        leave = _exit_by_style(span_frames, context)
    # A text is taken apart in one way only.
    by = moving_parts(enter, leave, loop)
    enter = enter and replace(enter, by=by if enter.by != "layer" else "layer")
    leave = leave and replace(leave, by=by if leave.by != "layer" else "layer")
    loop = loop and replace(loop, by=by if loop.by != "layer" else "layer")
    return enter, leave, loop


def enters_by_style(layer: "Layer") -> bool:
    """Tell whether the style says how a layer enters; `"enter": null` says that it does not."""
    return layer.type in _STYLED and not {"enter", "keyframes"} & layer.model_fields_set


def leaves_by_style(layer: "Layer", context: PlanContext) -> bool:
    """Tell whether the style says how a layer leaves.

    It does for texts it lets enter, where another scene follows and there is time to read them.
    """
    if not enters_by_style(layer) or "exit" in layer.model_fields_set:
        return False
    if context.ground.kind != "scene" or not context.ground.has_next:
        return False
    start = max(layer.start_frame, 0)
    shown = context.duration_frames - start
    if layer.duration_frames is not None:
        shown = min(shown, layer.duration_frames)
    return context.style.motion.exit is not None and shown >= _frames(_LEAVES_FROM, context)


def _enter_by_style(
    layer: "Layer", span_frames: int, context: PlanContext
) -> PlannedAnimation | None:
    language = context.style.motion
    if language.enter is None:
        return None
    # A default never keeps a short text from being read.
    frames = max(1, min(_frames(language.enter_frames, context), span_frames // 3))
    role = context.block.role if context.block else getattr(layer, "role", None)
    # Large type is taken apart; small type that jumps about cannot be read.
    by = (
        language.by if role in (None, "heading", "subheading") and layer.type == "text" else "layer"
    )
    stagger = _frames(language.stagger_frames, context) if by != "layer" else 0
    delay = context.block.delay_frames if context.block else 0
    easing = PRESETS[language.enter].easing or language.easing
    return PlannedAnimation(language.enter, frames, delay, easing, language.direction, by, stagger)


def _exit_by_style(span_frames: int, context: PlanContext) -> PlannedAnimation | None:
    language = context.style.motion
    if language.exit is None:
        return None
    frames = max(1, min(_frames(language.exit_frames, context), span_frames // 4))
    return PlannedAnimation(language.exit, frames, 0, language.easing, language.direction)


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
    turns = animation.order.last_turn(parts)
    if animation.by == "layer" or not turns or asked:
        return animation
    if PRESETS[animation.preset].one_length:
        length, animation = animation.duration_frames, replace(animation, duration_frames=1)
        if said is not None and said.duration_frames is not None:
            return replace(animation, stagger_frames=Fraction(length - 1, turns))
    room = span_frames // 2 - animation.duration_frames
    most = Fraction(max(0, room), turns)
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
        Order(animation.order, animation.seed),
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
        Order(animation.order, animation.seed),
    )


def _unit(layer: "Layer", animation: "Animation", otherwise: str) -> str:
    """Return what moves as one; only texts have parts."""
    if layer.type != "text":
        return "layer"
    return animation.by if "by" in animation.model_fields_set else otherwise


def _frames(frames_at_30: int, context: PlanContext) -> int:
    """Turn a length meant for 30 frames a second into frames of the composition."""
    return max(1, round(frames_at_30 * context.fps / 30))
