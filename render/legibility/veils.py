"""Veils: soft gradients over a picture that make room for a text without looking like a box."""

from itertools import pairwise

from render.layers.placement import Placement
from render.layers.planned import PlannedLayer
from render.layers.shape import ShapeContent
from render.layers.vector import Outline
from render.legibility.subjects import Bounds
from render.text.spec import Gradient, Rgba
from render.timebase import FrameRange

_EASED = ((0.0, 0.0), (0.19, 0.08), (0.38, 0.27), (0.56, 0.55), (0.76, 0.85), (1.0, 1.0))
"""A fade that begins and ends gently: a straight one shows an edge at its end."""
_AROUND, _SOFT = 0.05, 0.26
"""Even darkness around the text, and the fade beyond, in parts of the canvas's height."""
_LOW, _HIGH = 0.62, 0.38
_SIDE_UP_TO = 0.56


def veil_layer(
    bounds: Bounds, canvas: tuple[float, float], color: Rgba, opacity: float, span: FrameRange
) -> PlannedLayer:
    """Return a veil behind a text: from the edge of the canvas it is nearest to.

    Args:
        bounds: Of the text on the canvas.
        canvas: Width and height in design pixels.
        color: Of the veil.
        opacity: Behind the text.
        span: When it is seen.
    """
    width, height = canvas
    stops, angle = _stops(bounds, canvas)
    alpha = round(255 * opacity)
    colors = tuple((offset, (*color[:3], round(alpha * share))) for offset, share in stops)
    fill = Gradient(colors, "linear", angle)
    content = ShapeContent(Outline("rect", width, height, fill=fill))
    return PlannedLayer(span, content, Placement(0, 0, 0, 0, width, height), path="veil")


def _stops(bounds: Bounds, canvas: tuple[float, float]) -> tuple[list[tuple[float, float]], float]:
    """Return (offset, share of the opacity) along the canvas, and the direction."""
    width, height = canvas
    top, right, bottom = bounds[1] / height, bounds[2] / width, bounds[3] / height
    middle = (top + bottom) / 2
    if width > height and _HIGH <= middle <= _LOW and right < _SIDE_UP_TO:
        return _from_start(right + _AROUND, _SOFT), 90.0
    if middle > _LOW:
        ends = _from_start(1 - top + _AROUND, _SOFT)
        return [(round(1 - offset, 6), share) for offset, share in reversed(ends)], 180.0
    if middle < _HIGH:
        return _from_start(bottom + _AROUND, _SOFT), 180.0
    start, end = max(top - _AROUND, 0.0), min(bottom + _AROUND, 1.0)
    rising = [(start - _SOFT * (1 - along), share) for along, share in _EASED]
    falling = [(end + _SOFT * (1 - along), share) for along, share in reversed(_EASED)]
    return _held_inside([*rising, *falling]), 180.0


def _from_start(even: float, soft: float) -> list[tuple[float, float]]:
    """Return a veil that is even up to a point and fades out beyond it."""
    fading = [(even + soft * (1 - along), share) for along, share in reversed(_EASED)]
    return _held_inside([(0.0, 1.0), *fading])


def _held_inside(stops: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return stops cut off at 0 and 1, with the share that holds there."""
    inside = [(offset, share) for offset, share in stops if 0 <= offset <= 1]
    for edge in (0.0, 1.0):
        if all(abs(offset - edge) > 1e-9 for offset, _ in inside):  # noqa: PLR2004 - a rounding error
            inside.append((edge, _share_at(stops, edge)))
    return sorted(((round(offset, 6), share) for offset, share in inside), key=lambda s: s[0])


def _share_at(stops: list[tuple[float, float]], at: float) -> float:
    if at <= stops[0][0]:
        return stops[0][1]
    for (start, low), (end, high) in pairwise(stops):
        if start <= at <= end and end > start:
            return low + (high - low) * (at - start) / (end - start)
    return stops[-1][1]
