"""Colours changed by a matrix: one given for R'G'B', applied to the planes.

A matrix is exact on planes, as Y'CbCr is one itself. What leaves the range of colours does it
softly: as the light goes beyond white (or below black) the colour goes out of it, as it does where
red, green and blue are cut off one by one.
"""

from dataclasses import replace
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from render.canvas.color import KB, KG, KR
from render.canvas.picture import Picture, Plane
from render.effects.straight import on_colors

WEIGHTS = np.array([KR, KG, KB])
"""Of red, green and blue in luma."""

_TO_PLANES = np.array(
    [
        [KR, KG, KB],
        [-KR / (2 * (1 - KB)), -KG / (2 * (1 - KB)), 0.5],
        [0.5, -KG / (2 * (1 - KR)), -KB / (2 * (1 - KR))],
    ]
)
_FROM_PLANES = np.linalg.inv(_TO_PLANES)
_RANGES = np.array([219.0, 224.0, 224.0])
_OFFSETS = np.array([16.0, 128.0, 128.0])
_BLACK, _WHITE = 16, 235
_SLIGHT = 1e-3


def graded(
    picture: Picture, matrix: NDArray[np.float64], offset: NDArray[np.float64] | float = 0.0
) -> Picture:
    """Return a picture with its colours changed, its coverage kept.

    Args:
        picture: Premultiplied or opaque.
        matrix: `(3, 3)`, on R'G'B' in [0, 1].
        offset: `(3,)` or one number, added after it.
    """
    added = np.broadcast_to(np.asarray(offset, np.float64), (3,))
    between = _TO_PLANES @ matrix @ _FROM_PLANES * (_RANGES[:, None] / _RANGES[None, :])
    shift = _TO_PLANES @ added * _RANGES + _OFFSETS - between @ _OFFSETS
    change = np.column_stack([between, shift])
    return on_colors(picture, lambda opaque: _changed(opaque, change))


def _changed(picture: Picture, change: NDArray[np.float64]) -> Picture:
    height, width = picture.cb.shape
    if picture.y.shape == picture.cb.shape:
        small = picture.y
    else:
        small = cv2.resize(picture.y, (width, height), interpolation=cv2.INTER_AREA)
    luma = change[0]
    if max(abs(luma[1]), abs(luma[2])) < _SLIGHT:
        # Of a grey only the first column is left: one table does for all levels.
        gain, shift = float(luma[0]), float(luma[3] + 128 * (luma[1] + luma[2]))
        y = np.asarray(cv2.LUT(picture.y, _levels(gain, shift)), np.uint8)
        chroma = cv2.transform(cv2.merge([small, picture.cb, picture.cr]), change[1:])
        fade = _fades(gain, shift)
        if fade is not None:
            chroma = _faded(chroma, cv2.LUT(small, fade))
    else:
        size = picture.y.shape[::-1]
        wide = [
            plane if plane.shape == picture.y.shape else cv2.resize(plane, size)
            for plane in (picture.cb, picture.cr)
        ]
        y = cv2.transform(cv2.merge([picture.y, *wide]), change[:1])
        y = np.asarray(np.clip(y, _BLACK, _WHITE), np.uint8)
        chroma = cv2.transform(cv2.merge([small, picture.cb, picture.cr]), change[1:])
    cb, cr = (np.asarray(plane, np.uint8) for plane in cv2.split(chroma))
    return replace(picture, y=y, cb=cb, cr=cr)


@lru_cache(maxsize=32)
def _levels(gain: float, shift: float) -> Plane:
    """Return the table of a luma curve, legal levels only."""
    levels = gain * np.linspace(0, 255, 256) + shift
    return np.rint(np.clip(levels, _BLACK, _WHITE)).astype(np.uint8)


@lru_cache(maxsize=32)
def _fades(gain: float, shift: float) -> NDArray[np.float32] | None:
    """Return by luma how much of the colour is left; None when nothing leaves the range."""
    levels = gain * np.linspace(0, 255, 256) + shift
    legal = levels[_BLACK : _WHITE + 1]
    if legal.min() >= _BLACK - 1 and legal.max() <= _WHITE + 1:
        return None
    beyond = np.maximum(levels - _WHITE, _BLACK - levels) / (_WHITE - _BLACK)
    return np.clip(1 - np.maximum(beyond, 0), 0, 1).astype(np.float32)


def _faded(chroma: Any, fade: Any) -> NDArray[np.uint8]:
    away = np.asarray(chroma, np.float32) - np.float32(128)
    away *= np.asarray(fade, np.float32)[:, :, np.newaxis]
    return np.rint(away + np.float32(128)).astype(np.uint8)
