"""filmBurn: light leaks into the film, burns through it, and behind it lies the second picture.

The fire runs to the right by default.
"""

from functools import lru_cache
from math import cos, pi, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from render.canvas import verbs
from render.canvas.color import raster_to_sprite
from render.canvas.picture import Picture, Plane, Raster
from render.transitions.dissolve import clouds
from render.transitions.fields import centres
from render.transitions.lanes import LANES
from render.transitions.registry import Moment, register

_CELLS = 135
"""Samples in the shorter side that the light is worked out at: it has no edges."""

_SEEDS = (311, 977)
_OCTAVES = ((2, 1.0), (4, 0.45), (8, 0.12))
_UNEVEN = 0.5
"""How much the clouds bend the front, in parts of the frame."""

_BEFORE, _AFTER = 0.7, 0.5
"""How far the glow reaches ahead of the front and behind it."""

_STEEPNESS = 1.2
_CALM, _FIERCE = 0.3, 1.35
"""How hot it is where it burns least, and how much hotter than white it is at most: hot places, not
one line of fire."""

_RISES = 0.35
"""The fire is at its hottest once this much of the sine of the way is reached."""

_OPEN = 0.3
"""Softness of the hole in the film."""

_HEATS = (0.0, 0.2, 0.45, 0.7, 0.88, 1.0)
_COLORS = (
    (0, 0, 0),
    (96, 14, 2),
    (232, 74, 10),
    (255, 150, 38),
    (255, 214, 118),
    (255, 246, 222),
)
"""Of the light at a heat, as 8-bit sRGB."""

_LUMA = (0.2126, 0.7152, 0.0722)
_HIGHEST = np.uint8(235)
"""A red light on a red picture has no level of its own."""

Grid = NDArray[np.float32]


def draw(a: Picture, b: Picture, moment: Moment, into: Picture) -> None:
    """Change the pictures where the fire is hottest, and lay the fire over them."""
    progress = moment.progress
    height, width = _grid(a.width_px, a.height_px)
    order = _order(width, height, progress, moment.direction or "right")
    front = -_BEFORE + progress * (1 + _BEFORE + _AFTER)
    hole = np.clip((front - order) / _OPEN + 0.5, 0, 1)
    size = (a.width_px, a.height_px)
    mask = cv2.resize(hole * 255, size, interpolation=cv2.INTER_LINEAR)
    verbs.mix_by_mask(a, b, np.asarray(cv2.convertScaleAbs(mask), np.uint8), into)
    ahead = order - front
    reach = np.where(ahead > 0, _BEFORE, _AFTER)
    near = np.clip(np.abs(ahead) / reach, 0, 1)
    # A bell, not a ridge: fire has no line along its middle.
    bell = (0.5 + 0.5 * np.cos(pi * near)) ** _STEEPNESS
    uneven = _CALM + (1 - _CALM) * (0.5 + _drifting(width, height, 1 - progress))
    heat = np.clip(bell * uneven * _FIERCE * min(1.0, sin(pi * progress) / _RISES), 0, 1)
    _shine(heat.astype(np.float32), into)


def _grid(width_px: int, height_px: int) -> tuple[int, int]:
    shrink = max(1.0, min(width_px, height_px) / _CELLS)
    return max(1, round(height_px / shrink)), max(1, round(width_px / shrink))


def _order(width: int, height: int, progress: float, direction: str) -> Grid:
    """Return the order in which the film burns, about [0, 1]; the clouds drift meanwhile."""
    lane = LANES[direction]
    length = width if lane.axis else height
    way = np.float32(1 if lane.forward else -1) * centres(length) / length + np.float32(0.5)
    return np.asarray(
        lane.across(np.asarray(way, np.float32)) + _UNEVEN * _drifting(width, height, progress),
        np.float32,
    )


def _drifting(width: int, height: int, progress: float) -> Grid:
    """Return clouds about 0 that change on the way."""
    first, second = (_clouds(width, height, seed) for seed in _SEEDS)
    turn = progress * pi / 2
    return np.asarray(first * cos(turn) + second * sin(turn), np.float32)


@lru_cache(maxsize=4)
def _clouds(width: int, height: int, seed: int) -> Grid:
    noise = clouds(width, height, seed, _OCTAVES)
    return np.asarray((noise - noise.mean()) / max(1e-6, np.ptp(noise)), np.float32)


def _shine(heat: Grid, into: Picture) -> None:
    """Lay light of a heat over a frame."""
    channels = [np.interp(heat, _HEATS, [color[k] for color in _COLORS]) for k in range(3)]
    # Light takes away only as much of what it falls on as it is bright: red glows, white covers.
    bright = sum(weight * channel for weight, channel in zip(_LUMA, channels, strict=True))
    rgba = np.rint(np.dstack([*channels, bright])).astype(np.uint8)
    light = raster_to_sprite(Raster(rgba), into.subsampling)
    for (_, coverage, sources), (_, _, planes) in zip(light.levels, into.levels, strict=True):
        size = planes[0].shape[::-1]
        if coverage is None:
            continue
        over = _enlarged(coverage, size)
        for source, plane in zip(sources, planes, strict=True):
            verbs.blend_plane(plane, _enlarged(source, size), over)
            np.minimum(plane, _HIGHEST, out=plane)


def _enlarged(plane: Plane, size: tuple[int, int]) -> Plane:
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR), np.uint8)


register("filmBurn", draw, easing="linear", has_directions=True)
