"""From an enter and an exit as the composition or its style says them to planned ones."""

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from render.animation.presets import PRESETS
from render.layers.context import NOTE_NOT_DRAWN, PlanContext
from render.layers.planned import PlannedAnimation, moving_parts

if TYPE_CHECKING:
    from schemas import Layer

_DEFAULT_ENTER_FRAMES = 15


def enter_and_exit(
    layer: "Layer", span_frames: int, context: PlanContext
) -> tuple[PlannedAnimation | None, PlannedAnimation | None]:
    """Make the enter and the exit of a layer concrete.

    Args:
        layer: As the composition says it.
        span_frames: How long it is shown.
        context: Of its parent.
    """
    enter = _animation(layer, "enter", context)
    leave = _animation(layer, "exit", context)
    language = context.style.motion
    if language.enter and enters_by_style(layer):
        frames = _frames(language.enter_frames, context)
        # A default never keeps a short text from being read.
        frames = max(1, min(frames, span_frames // 3))
        stagger = _frames(language.stagger_frames, context) if language.stagger_frames else 0
        enter = PlannedAnimation(
            language.enter, frames, 0, language.easing, None, language.by, stagger
        )
    by = moving_parts(enter, leave)
    # Both say it, so that what moves as one stays the same when either is over and left out.
    return enter and replace(enter, by=by), leave and replace(leave, by=by)


def enters_by_style(layer: "Layer") -> bool:
    """Tell whether the style says how a layer enters; `"enter": null` says that it does not."""
    return layer.type == "text" and not {"enter", "keyframes"} & layer.model_fields_set


def in_time(enter: PlannedAnimation, parts: int, span_frames: int) -> PlannedAnimation:
    """Return an enter whose last part is there before half of the layer's time is over."""
    room = span_frames // 2 - enter.duration_frames
    most = max(0, room) // max(1, parts - 1)
    return replace(enter, stagger_frames=min(enter.stagger_frames, most))


def _animation(
    layer: "Layer", field: Literal["enter", "exit"], context: PlanContext
) -> PlannedAnimation | None:
    animation = layer.enter if field == "enter" else layer.exit
    if animation is None:
        return None
    path = f"{context.path}.{field}"
    preset = animation.preset
    if preset not in PRESETS:
        context.notes.add(path, f'preset "{preset}" is drawn as "fade"', code=NOTE_NOT_DRAWN)
        preset = "fade"
    frames = animation.duration_frames
    frames = _frames(_DEFAULT_ENTER_FRAMES, context) if frames is None else frames
    # Only texts have parts.
    by = animation.by if layer.type == "text" else "layer"
    stagger = animation.stagger_frames
    if stagger is None or by == "layer":
        stagger = 0 if by == "layer" else _frames(2 if by == "char" else 4, context)
    return PlannedAnimation(
        preset,
        max(1, frames),
        animation.delay_frames,
        animation.easing or context.style.motion.easing,
        animation.direction,
        by,
        stagger,
    )


def _frames(frames_at_30: int, context: PlanContext) -> int:
    """Turn a length meant for 30 frames a second into frames of the composition."""
    return max(1, round(frames_at_30 * context.fps / 30))
