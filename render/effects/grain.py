"""grain: the noise of film, another at every frame and the same at every drawing of it."""

from dataclasses import replace
from functools import lru_cache

import cv2
import numpy as np

from render.canvas.picture import Picture, Plane
from render.effects.registry import Look, register
from render.effects.straight import on_colors

_SIDE = 1024
"""Of the sheet of noise that frames are cut from; where it is repeated nobody sees it."""

_STRONGEST = 34.0
"""Standard deviation in levels of luma at amount 1."""

_NO_NOISE = 128
"""What noise is counted from, in eight bits."""

_CLUMP_DESIGN_PX = 0.85
"""Standard deviation of the blur that makes clumps of it."""

_SEED = 20_814


def draw(picture: Picture, look: Look) -> Picture:
    """Add noise to the brightness, most in the middle tones and least in black and white."""
    return on_colors(picture, lambda opaque: _grained(opaque, look))


def _grained(picture: Picture, look: Look) -> Picture:
    noise = _noise(look.frame, look.scale, picture.width_px, picture.height_px)
    # One look-up for a pixel: its level and its noise, side by side, are the number of an entry.
    numbers = np.asarray(cv2.merge([noise, picture.y])).view("<u2").reshape(noise.shape)
    y = np.asarray(cv2.LUT(numbers, _levels(min(look.amount, 1.0))), np.uint8)
    return replace(picture, y=y)


@lru_cache(maxsize=4)
def _levels(amount: float) -> Plane:
    """Return what a level is with a noise: entry 256 * level + noise, of `(1, 65536)`."""
    level, noise = np.mgrid[0:256, -_NO_NOISE : 256 - _NO_NOISE]
    light = np.clip((level - 16) / 219, 0, 1)
    shape = 0.35 + 0.65 * (1 - (2 * light - 1) ** 2)
    strength = np.rint(64 * amount * shape) / 64
    grained = np.clip(level + np.rint(strength * noise), 16, 235)
    return grained.astype(np.uint8).reshape(1, -1)


def _noise(frame: int, scale: float, width_px: int, height_px: int) -> Plane:
    """Return the noise of a frame, cut out of a sheet somewhere."""
    random = np.random.default_rng((_SEED, frame & 0xFFFF_FFFF))
    left, top = (int(start) for start in random.integers(0, _SIDE, 2))
    sheet = _sheets(round(scale, 3))[int(random.integers(0, 4))]
    noise = np.empty((height_px, width_px), np.uint8)
    for y in range(-top, height_px, _SIDE):
        for x in range(-left, width_px, _SIDE):
            part = noise[max(y, 0) : y + _SIDE, max(x, 0) : x + _SIDE]
            down, across = max(-y, 0), max(-x, 0)
            part[:] = sheet[down : down + part.shape[0], across : across + part.shape[1]]
    return noise


@lru_cache(maxsize=2)
def _sheets(scale: float) -> tuple[Plane, ...]:
    """Return sheets of noise `(side, side)` that fit to themselves at their edges.

    One sheet and its mirror images, in levels from `_NO_NOISE`.
    """
    noise = np.random.default_rng(_SEED).standard_normal((_SIDE, _SIDE)).astype(np.float32)
    sigma = _CLUMP_DESIGN_PX * scale
    margin = 16
    wrapped = np.pad(noise, margin, mode="wrap")
    clumps = cv2.GaussianBlur(wrapped, (0, 0), min(max(sigma, 0.01), 4.0))
    clumps = clumps[margin:-margin, margin:-margin]
    clumps /= max(float(clumps.std()), 1e-6)
    levels = np.rint(np.clip(clumps, -3.5, 3.5) * _STRONGEST) + _NO_NOISE
    sheet = levels.astype(np.uint8)
    mirrored = sheet, sheet[::-1], sheet[:, ::-1], sheet[::-1, ::-1]
    return tuple(np.ascontiguousarray(each) for each in mirrored)


register("grain", draw, own=Look(amount=0.25), by_frame=True)
