"""flip: the frame turns over like a card and has the second picture on its back.

It turns to the left by default; with up and down it turns over its level axis.
"""

from math import cos, pi, radians, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from render.canvas import verbs
from render.canvas.picture import BLACK, Picture, Plane
from render.transitions.lanes import LANES, like
from render.transitions.registry import Moment, register

_DISTANCE = 2.4
"""Of the eye from the card, in parts of the side that turns."""

_BACK = 0.16
"""How far the card goes back while it turns, in parts of that distance: its near edge would leave
the frame."""

_SHADE = 0.45
"""How dark it gets when the light only grazes it."""

_BACKDROP_SIGMA = 0.06
_BACKDROP_SHADE = 0.72
_BACKDROP_CELLS = 135
"""Samples in the shorter side that the backdrop is worked out at."""
_SHADOW = 0.6
_SHADOW_SIGMA = 0.035
_EDGE_ON = 1e-3
"""Part of its width that is seen below which a card has no picture."""

_HALF = 0.5
_FRACTION_BITS = 6

Corners = NDArray[np.float32]
"""`(4, 2)` float32, from the upper left clockwise, in luma pixels."""


def draw(a: Picture, b: Picture, moment: Moment, into: Picture) -> None:
    """Turn the card over its own dark, blurred picture."""
    progress = moment.progress
    lane = LANES[moment.direction or "left"]
    width, height = a.width_px, a.height_px
    shown = a if progress < _HALF else b
    degrees = 180 * progress - (180 if progress >= _HALF else 0)
    corners = _projected(width, height, degrees * (-1 if lane.forward else 1), lane.axis)
    _draw_backdrop(a, b, progress, corners, into)
    lit = like(a)
    lit.copy_from(shown)
    verbs.darken(lit, _SHADE * abs(sin(radians(degrees))))
    _draw_card(lit, corners, lane.axis, abs(cos(radians(degrees))), into)


def _projected(width: int, height: int, degrees: float, axis: int) -> Corners:
    """Return where the corners of the card are seen."""
    angle = radians(degrees)
    x = np.array([-0.5, 0.5, 0.5, -0.5]) * width
    y = np.array([-0.5, -0.5, 0.5, 0.5]) * height
    turning, length = (x, width) if axis else (y, height)
    eye = _DISTANCE * length
    depth = eye * (1 + _BACK * abs(sin(angle))) - turning * sin(angle)
    turned = turning * cos(angle)
    x, y = (turned, y) if axis else (x, turned)
    seen = np.column_stack([x * eye / depth + width / 2, y * eye / depth + height / 2])
    return seen.astype(np.float32)


def _draw_backdrop(
    a: Picture, b: Picture, progress: float, corners: Corners, into: Picture
) -> None:
    """Draw what the card turns over: both pictures blurred, dark, darkest in the card's shadow."""
    short = min(a.width_px, a.height_px)
    shrink = max(1.0, short / _BACKDROP_CELLS)
    size = (max(1, round(a.width_px / shrink)), max(1, round(a.height_px / shrink)))
    scale = np.array([size[0] / a.width_px, size[1] / a.height_px], np.float32)
    card = _filled(corners * scale, (0, 0), size).astype(np.float32)
    shadow = cv2.GaussianBlur(card, (0, 0), max(0.5, _SHADOW_SIGMA * short / shrink))
    lit = (1 - _BACKDROP_SHADE) * (1 - shadow * (_SHADOW * sin(pi * progress) / 255))
    sigma = max(0.5, _BACKDROP_SIGMA * short / shrink)
    for before, after, plane, black in zip(a.planes, b.planes, into.planes, BLACK, strict=True):
        small = (cv2.resize(each, size, interpolation=cv2.INTER_AREA) for each in (before, after))
        mixed = cv2.addWeighted(next(small), 1 - progress, next(small), progress, 0)
        soft = cv2.GaussianBlur(mixed.astype(np.float32), (0, 0), sigma)
        # Floats up to here: dark gradients show every level.
        large = cv2.resize(black + (soft - black) * lit, plane.shape[::-1])
        np.copyto(plane, cv2.convertScaleAbs(large))


def _draw_card(card: Picture, corners: Corners, axis: int, squeeze: float, into: Picture) -> None:
    """Draw the card as it is seen, antialiased at its edges."""
    if squeeze < _EDGE_ON:
        return
    for source, plane in zip(card.planes, into.planes, strict=True):
        height, width = plane.shape
        scale = np.array([width / card.width_px, height / card.height_px], np.float32)
        _draw_card_plane(_reduced(source, axis, squeeze), corners * scale, plane)


def _draw_card_plane(source: Plane, seen: Corners, into: Plane) -> None:
    height, width = into.shape
    left, top = np.maximum(np.floor(seen.min(axis=0)) - 1, 0).astype(int)
    right, bottom = np.minimum(np.ceil(seen.max(axis=0)) + 1, (width, height)).astype(int)
    if left >= right or top >= bottom:
        return
    across, down = source.shape[::-1]
    edges = np.array([[0, 0], [across, 0], [across, down], [0, down]], np.float32)
    # From sample indices to sample indices: the centre of sample 0 lies at a half.
    place = (seen - np.array([left, top], np.float32) - _HALF).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(edges - np.float32(_HALF), place)
    size = (int(right - left), int(bottom - top))
    piece = cv2.warpPerspective(
        source, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    cover = _filled(seen, (int(left), int(top)), size)
    view = into[top:bottom, left:right]
    over = cv2.multiply(np.asarray(piece, np.uint8), cover, scale=1 / 255)
    verbs.blend_plane(view, np.asarray(over, np.uint8), cover)


def _reduced(plane: Plane, axis: int, squeeze: float) -> Plane:
    """Return a plane averaged along an axis before it is squeezed: details would flicker."""
    factor = 1
    while squeeze * factor <= _HALF and plane.shape[axis] > 2 * factor:
        factor *= 2
    if factor == 1:
        return plane
    height, width = plane.shape
    size = (-(-width // factor), height) if axis else (width, -(-height // factor))
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.uint8)


def _filled(corners: Corners, origin: tuple[int, int], size: tuple[int, int]) -> Plane:
    """Return the coverage of a quadrilateral on a canvas that begins at an origin."""
    cover = np.zeros(size[::-1], np.uint8)
    # OpenCV counts from pixel centres.
    points = (corners - np.array(origin, np.float32) - _HALF) * (1 << _FRACTION_BITS)
    whole = np.rint(points).astype(np.int32)
    cv2.fillConvexPoly(cover, whole, 255, cv2.LINE_AA, _FRACTION_BITS)
    return cover


register("flip", draw, easing="easeInOutCubic", has_directions=True)
