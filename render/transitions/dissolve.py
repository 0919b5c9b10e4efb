"""dissolve: the light of the second picture comes through first, in drifts, its shadows last.

crossfade mixes all of the frame evenly; here the pictures decide where it begins.
"""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from render.canvas import verbs
from render.canvas.picture import Picture
from render.transitions.fields import field_of, mask_at
from render.transitions.registry import Moment, register

_SOFTNESS = 0.6
_DRIFTS = 0.55
"""How much the clouds count, where the light of the picture counts 1."""

_SPREADS = 2.2
"""Standard deviations from the mean that come first and last; what lies further out with them."""

_LEAST_SPREAD = 1e-3

_CELLS = 270
"""Samples in the shorter side that the order is worked out at."""

_BLUR = 2.0
_RANGE = 219
_SEED = 20_090
_OCTAVES = ((3, 1.0), (7, 0.6), (17, 0.35), (43, 0.2))
"""(cells in the shorter side, weight)."""


def draw(a: Picture, b: Picture, moment: Moment, into: Picture) -> None:
    """Let `b` through where it is bright and the clouds are thin, then everywhere."""
    width, height = a.width_px, a.height_px
    shrink = max(1.0, min(width, height) / _CELLS)
    size = (max(1, round(width / shrink)), max(1, round(height / shrink)))
    light = cv2.resize(b.y, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    light = cv2.GaussianBlur(light, (0, 0), _BLUR)
    late = _DRIFTS * _clouds(*size) - light / _RANGE
    # By its own mean and spread: a dark or dull picture would else come late and in a rush.
    spread = _SPREADS * max(float(late.std()), _LEAST_SPREAD)
    order = 0.5 + (late - float(late.mean())) / (2 * spread)
    mask = mask_at(field_of(order), moment.progress, _SOFTNESS)
    mask = cv2.resize(mask, (width, height), interpolation=cv2.INTER_LINEAR)
    verbs.mix_by_mask(a, b, np.asarray(mask, np.uint8), into)


@lru_cache(maxsize=2)
def _clouds(width: int, height: int) -> NDArray[np.float32]:
    """Return clouds about 0, thinnest at -0.5 and thickest at 0.5."""
    noise = clouds(width, height, _SEED, _OCTAVES)
    return (noise - noise.mean()) / np.float32(max(1e-6, np.ptp(noise)))


def clouds(
    width_px: int, height_px: int, seed: int, octaves: tuple[tuple[int, float], ...]
) -> NDArray[np.float32]:
    """Return noise of a size that looks the same at every resolution.

    Args:
        width_px, height_px: Of the result.
        seed: The same numbers give the same clouds.
        octaves: (cells in the shorter side, weight).
    """
    rng = np.random.default_rng(seed)
    short = min(width_px, height_px)
    total = np.zeros((height_px, width_px), np.float32)
    for cells, weight in octaves:
        across = max(2, round(cells * width_px / short) + 1)
        down = max(2, round(cells * height_px / short) + 1)
        coarse = rng.random((down, across), np.float32)
        total += np.float32(weight) * cv2.resize(
            coarse, (width_px, height_px), interpolation=cv2.INTER_CUBIC
        )
    return total


register("dissolve", draw, easing="linear")
