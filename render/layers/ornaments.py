"""What a style draws beside a block of texts: a bar, a rule, a hairline."""

from typing import TYPE_CHECKING

from render.layers.ground import Box
from render.layers.placement import grid_fractions
from schemas import Animation, Point, ShapeLayer, Size

if TYPE_CHECKING:
    from render.layers.context import PlanContext
    from render.timebase import FrameRange

_BAR_EM, _BAR_GAP_EM = 0.2, 0.7
_RULE_EM = (2.2, 0.075)
_HAIRLINE_EM = (2.6, 0.045)
_ABOVE_EM = 0.62


def ornament_layers(
    box: Box, place: str, span: "FrameRange", context: "PlanContext"
) -> list[ShapeLayer]:
    """Return the ornament of a style for a block of texts.

    Args:
        box: Of the texts.
        place: Nine-grid place that they are aligned by.
        span: When they are shown.
        context: Of the parent.
    """
    left, top, width, height = box
    across, _ = grid_fractions(place)
    em = context.style.role_size("body")
    kind = context.style.look.ornament
    if kind == "bar" and across == 0:
        thick = _BAR_EM * em
        # It hangs in the margin, so that the text keeps to the line of everything else.
        x = max(left - _BAR_GAP_EM * em, 0.0)
        return [_rectangle((x, top + 0.08 * em, thick, height), (0, 0), "down", span, context)]
    if kind in ("rule", "hairline"):
        long, thick = (em * part for part in (_RULE_EM if kind == "rule" else _HAIRLINE_EM))
        x = left + across * (width - long)
        shape = (x, top - _ABOVE_EM * em, long, max(thick, 2.0))
        return [_rectangle(shape, (0, 0), "right", span, context)]
    return []


def _rectangle(
    box: Box,
    anchor: tuple[float, float],
    direction: str,
    span: "FrameRange",
    context: "PlanContext",
) -> ShapeLayer:
    frames = max(1, min(round(14 * context.fps / 30), len(span) // 4))
    delay = min(context.ground.lead_frames if span.start == 0 else 0, len(span) // 4)
    return ShapeLayer.model_validate(
        {
            "type": "shape",
            "shape": "rect",
            "fill": "$accent",
            "startFrame": span.start,
            "durationFrames": len(span),
            "position": Point(x=box[0], y=box[1]),
            "anchor": {"x": anchor[0], "y": anchor[1]},
            "size": Size(width=max(box[2], 1.0), height=max(box[3], 1.0)),
            "enter": Animation.model_validate(
                {
                    "preset": "wipe",
                    "direction": direction,
                    "durationFrames": frames,
                    "delayFrames": delay,
                    "easing": "easeOutCubic",
                }
            ),
        }
    )
