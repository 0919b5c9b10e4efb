"""bounce: fall into place and bounce there; from above unless a direction is given."""

from render.animation.pose import Pose
from render.animation.presets.registry import WAYS, Preset, Stage, clamped, register

_DROP = 0.24
"""Way in parts of the canvas's short side."""

_PART_DROP, _BETWEEN_LINES = 0.9, 0.35
_ONE_LINE = 1.6
"""A text that is so many times as high as its parts has more than one line."""

_HOP, _HIGHEST_HOP = 0.3, 0.08
_HOPS = ((0.0, 0.45, 1.0), (0.45, 0.7, 0.3), (0.7, 0.84, 0.09))
"""(start, end, height) of each: the heights fall with the square of the times, as a ball's do."""


def enter(presence: float, stage: Stage) -> Pose:
    """Fall; the easing does the bouncing."""
    x, y = WAYS[stage.direction or "down"]
    most = _DROP * stage.short_side
    if stage.part_size:
        # Higher up, a word would fall through the line above.
        lines = stage.height / max(stage.own_height, 1.0)
        most = min(most, (_PART_DROP if lines < _ONE_LINE else _BETWEEN_LINES) * stage.own_height)
    way = most * (1 - presence)
    return Pose(dx=-x * way, dy=-y * way, opacity=clamped(presence * 4))


def loop(phase: float, stage: Stage) -> Pose:
    """Hop against gravity, twice more ever lower, and rest."""
    x, y = WAYS[stage.direction or "up"]
    most = min(_HOP * stage.own_height, _HIGHEST_HOP * stage.short_side)
    for start, end, height in _HOPS:
        if start <= phase < end:
            along = (phase - start) / (end - start)
            way = most * height * 4 * along * (1 - along)
            return Pose(dx=x * way, dy=y * way)
    return Pose()


register("bounce", Preset(enter, loop, easing="easeOutBounce", frames=28, loop_frames=54))
