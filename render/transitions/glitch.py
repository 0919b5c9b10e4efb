"""glitch: the signal breaks up in strips and blocks, its colours part, and it locks on again.

The strips run across; with the direction up or down the frame breaks up the other way.
"""

from math import floor, pi, sin

import cv2
import numpy as np
from cv2.typing import MatLike

from render.canvas.picture import Picture, Plane
from render.transitions.cross_zoom import cut
from render.transitions.registry import Moment, register

_STATES = 15
"""How often the picture breaks up anew; each state holds for two frames of thirty."""

_SEED = 7_411
_STRIPS = (9, 20)
_CUT = 0.32
"""Half of the part of the way in which strips of both pictures are seen."""

_FURTHEST = 0.09
"""How far a strip is torn to the side, in parts of the frame."""

_BLOCKS = 5
_PARTED = 0.011
"""How far red and blue part, in parts of the frame."""

_KR, _KB = 0.2126, 0.0722
_RED = 2 * (1 - _KR) * 219 / 224
_BLUE = 2 * (1 - _KB) * 219 / 224
"""From a level of Cr and Cb to levels of red and blue, in the units of Y (BT.709)."""

_LIMITS = ((16, 235), (16, 240), (16, 240))


def draw(a: Picture, b: Picture, moment: Moment, into: Picture) -> None:
    """Draw the state that lasts at this progress."""
    progress = moment.progress
    strength = sin(pi * progress)
    if strength <= 0:
        into.copy_from(a if progress <= 0 else b)
        return
    state = min(floor(progress * _STATES), _STATES - 1)
    rng = np.random.default_rng((_SEED, state))
    axis = 0 if moment.direction in ("up", "down") else 1
    _tear(a, b, progress, (axis, strength), rng, into)
    _displace(a, b, progress, strength, rng, into)
    _part_colors(into, _PARTED * strength * rng.uniform(0.5, 1.6), axis)


def _tear(
    a: Picture,
    b: Picture,
    progress: float,
    torn: tuple[int, float],
    rng: np.random.Generator,
    into: Picture,
) -> None:
    """Draw strips of either picture, some of them torn to the side."""
    axis, strength = torn
    count = int(rng.integers(*_STRIPS))
    cuts = np.sort(rng.uniform(0, 1, count - 1))
    bounds = np.concatenate([[0.0], cuts, [1.0]])
    takes_b = rng.uniform(0, 1, count) < cut(progress, _CUT)
    moved = np.where(rng.uniform(0, 1, count) < 0.25 + 0.5 * strength, 1.0, 0.0)
    places = moved * rng.normal(0, _FURTHEST / 2, count).clip(-_FURTHEST, _FURTHEST) * strength
    for index, plane in enumerate(into.planes):
        length = plane.shape[1 - axis]
        for strip in range(count):
            first, end = (round(float(bounds[strip + k]) * length) for k in (0, 1))
            source = (b if takes_b[strip] else a).planes[index]
            shift = round(float(places[strip]) * plane.shape[axis])
            rows = slice(first, end)
            if axis:
                plane[rows] = np.roll(source[rows], shift, axis=1)
            else:
                plane[:, rows] = np.roll(source[:, rows], shift, axis=0)


def _displace(
    a: Picture,
    b: Picture,
    progress: float,
    strength: float,
    rng: np.random.Generator,
    into: Picture,
) -> None:
    """Draw blocks from another place, of the picture that is elsewhere the rarer one."""
    for _ in range(round(_BLOCKS * strength)):
        width, height = rng.uniform(0.04, 0.3), rng.uniform(0.015, 0.07)
        x, y = rng.uniform(0, 1 - width), rng.uniform(0, 1 - height)
        aside = x + rng.uniform(-0.12, 0.12)
        other = b if progress < 0.5 else a  # noqa: PLR2004 - the middle
        for plane, source in zip(into.planes, other.planes, strict=True):
            down, across = plane.shape
            top, bottom = round(y * down), round((y + height) * down)
            left, right = round(x * across), round((x + width) * across)
            start = min(max(round(aside * across), 0), across - (right - left))
            plane[top:bottom, left:right] = source[top:bottom, start : start + right - left]


def _part_colors(picture: Picture, distance: float, axis: int) -> None:
    """Move red and blue apart, in place; by their difference, at the size of the chroma planes."""
    small = picture.cb.shape[::-1]
    luma = picture.y
    if luma.shape != picture.cb.shape:
        luma = cv2.resize(luma, small, interpolation=cv2.INTER_AREA)
    shift = round(distance * picture.cb.shape[axis])
    red = _parted(luma, picture.cr, _RED, shift, axis)
    blue = _parted(luma, picture.cb, _BLUE, -shift, axis)
    brighter = cv2.addWeighted(red, _KR, blue, _KB, 0)
    _add(picture.cr, cv2.addWeighted(red, 1 / _RED, brighter, -1 / _RED, 0), _LIMITS[2])
    _add(picture.cb, cv2.addWeighted(blue, 1 / _BLUE, brighter, -1 / _BLUE, 0), _LIMITS[1])
    if brighter.shape != picture.y.shape:
        size = picture.y.shape[::-1]
        brighter = cv2.resize(brighter, size, interpolation=cv2.INTER_LINEAR)
    _add(picture.y, brighter, _LIMITS[0])


def _parted(luma: MatLike, chroma: Plane, weight: float, shift: int, axis: int) -> MatLike:
    """Return by how much a primary changes when it is moved, float32 levels."""
    primary = cv2.addWeighted(luma, 1, chroma, weight, -128 * weight, dtype=cv2.CV_32F)
    return cv2.subtract(np.roll(primary, shift, axis=axis), primary)


def _add(plane: Plane, more: MatLike, limits: tuple[int, int]) -> None:
    cv2.add(plane, more, dst=plane, dtype=cv2.CV_8U)
    np.clip(plane, *limits, out=plane)


register("glitch", draw, easing="linear", has_directions=True)
