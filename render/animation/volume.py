"""A volume under keyframes as points with straight lines between them: what a mix takes."""

from itertools import pairwise
from typing import TYPE_CHECKING

from render.animation.easing import easing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemas import Keyframe

MAX_POINTS = 32
"""On the way from one keyframe to the next."""


def volume_points(keyframes: "Sequence[Keyframe]") -> tuple[tuple[int, float], ...]:
    """Turn keyframes of a volume into `(frame, linear gain)`, ascending.

    A straight way needs its two ends; an eased one gets a point a frame, 32 at most.
    """
    points: list[tuple[int, float]] = []
    for here, after in pairwise(keyframes):
        points.append((here.frame, float(here.value)))
        if here.easing in (None, "linear"):
            continue
        ease = easing(here.easing)
        length = after.frame - here.frame
        count = min(length, MAX_POINTS)
        rise = float(after.value) - float(here.value)
        for step in range(1, count):
            frame = here.frame + step * length // count
            share = ease((frame - here.frame) / length)
            points.append((frame, max(0.0, float(here.value) + rise * share)))
    points += [(last.frame, float(last.value)) for last in keyframes[-1:]]
    return tuple(points)
