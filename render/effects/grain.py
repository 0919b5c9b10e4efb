"""grain: the noise of film, another at every frame and the same at every drawing of it."""

from dataclasses import replace
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from render.canvas.picture import Picture
from render.effects.registry import Look, register
from render.effects.straight import on_colors

_SIDE = 1024
"""Of the sheet of noise that frames are cut from; where it is repeated nobody sees it."""

_STRONGEST = 34.0
"""Standard deviation in levels of luma at amount 1."""

_CLUMP_DESIGN_PX = 0.85
"""Standard deviation of the blur that makes clumps of it."""

_SEED = 20_814


def draw(picture: Picture, look: Look) -> Picture:
    """Add noise to the brightness, most in the middle tones and least in black and white."""
    return on_colors(picture, lambda opaque: _grained(opaque, look))


def _grained(picture: Picture, look: Look) -> Picture:
    noise = _noise(look.frame, look.scale, picture.width_px, picture.height_px)
    weights = cv2.LUT(picture.y, _weights(min(look.amount, 1.0)))
    # 12 bits behind the point: noise of 6, weights of 6.
    added = cv2.multiply(weights, noise, scale=1 / (1 << 6))
    y = np.asarray(cv2.add(picture.y, added, dtype=cv2.CV_8U), np.uint8)
    return replace(picture, y=np.clip(y, 16, 235))


@lru_cache(maxsize=4)
def _weights(amount: float) -> NDArray[np.int16]:
    """Return by luma how strong the noise is, in 64ths."""
    light = np.clip((np.linspace(0, 255, 256) - 16) / 219, 0, 1)
    shape = 0.35 + 0.65 * (1 - (2 * light - 1) ** 2)
    return np.rint(64 * amount * shape).astype(np.int16)


def _noise(frame: int, scale: float, width_px: int, height_px: int) -> NDArray[np.int16]:
    """Return the noise of a frame, cut out of the sheet somewhere, in levels."""
    random = np.random.default_rng((_SEED, frame & 0xFFFF_FFFF))
    left, top = (int(start) for start in random.integers(0, _SIDE, 2))
    flips = int(random.integers(0, 4))
    sheet = _sheet(round(scale, 3))[:: -1 if flips & 1 else 1, :: -1 if flips & 2 else 1]
    noise = np.empty((height_px, width_px), np.int16)
    for y in range(-top, height_px, _SIDE):
        for x in range(-left, width_px, _SIDE):
            part = noise[max(y, 0) : y + _SIDE, max(x, 0) : x + _SIDE]
            down, across = max(-y, 0), max(-x, 0)
            part[:] = sheet[down : down + part.shape[0], across : across + part.shape[1]]
    return noise


@lru_cache(maxsize=2)
def _sheet(scale: float) -> NDArray[np.int16]:
    """Return a sheet of noise `(side, side)` in levels that fits to itself at its edges."""
    noise = np.random.default_rng(_SEED).standard_normal((_SIDE, _SIDE)).astype(np.float32)
    sigma = _CLUMP_DESIGN_PX * scale
    margin = 16
    wrapped = np.pad(noise, margin, mode="wrap")
    clumps = cv2.GaussianBlur(wrapped, (0, 0), min(max(sigma, 0.01), 4.0))
    clumps = clumps[margin:-margin, margin:-margin]
    clumps /= max(float(clumps.std()), 1e-6)
    return np.rint(np.clip(clumps, -3.5, 3.5) * _STRONGEST).astype(np.int16)


register("grain", draw, own=Look(amount=0.25), by_frame=True)
