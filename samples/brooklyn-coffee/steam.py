"""Clip with alpha: a plume of steam, four seconds that loop without a seam.

The density is a block of noise that is periodic across, up and in time; the plume climbs through
exactly one block a loop.
"""

from collections.abc import Iterator
from fractions import Fraction

import cv2
import numpy as np
from numpy.typing import NDArray
from studio.noise import Field, fractal, grid, smoothstep

SIZE_PX = (720, 720)
FPS = Fraction(30)
FRAME_COUNT = 120
_BLOCK = (40, 240, 240)
"""Time steps, rows and columns of the noise; time is interpolated to the frames."""


def _at(block: NDArray[np.float32], part: float) -> Field:
    """Return the block's slice at a part of the loop, between two time steps."""
    position = part * len(block)
    low = int(position) % len(block)
    mix = position - int(position)
    return block[low] * (1 - mix) + block[(low + 1) % len(block)] * mix


def frames() -> Iterator[NDArray[np.uint8]]:
    """Draw the loop, one straight R'G'B'A frame after the other."""
    wind = fractal(_BLOCK, seed=11, exponent=3.2, stretch=(0.10, 1, 1), lowest=1)
    gust = fractal(_BLOCK, seed=12, exponent=3.2, stretch=(0.10, 1, 1), lowest=1)
    wisps = fractal(_BLOCK, seed=13, exponent=2.9, stretch=(0.10, 2.2, 0.8), lowest=2)
    rows, columns = _BLOCK[1:]
    x, y = grid(columns, rows)
    up = 1 - y / rows
    for frame in range(FRAME_COUNT):
        part = frame / FRAME_COUNT
        climb = part * rows

        def rolled(block: NDArray[np.float32], speed: int, when: float = part) -> Field:
            lift = np.float32(when * rows * speed)
            moved = (y + lift) % rows
            plane = np.pad(_at(block, when), ((0, 1), (0, 1)), mode="wrap")
            return cv2.remap(
                plane, x - 0.5, moved - 0.5, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
            )

        push_x, push_y = rolled(wind, 1), rolled(gust, 1)
        aim_x = (x + push_x * (3 + 20 * up)) % columns
        aim_y = (y + climb + push_y * (2 + 10 * up)) % rows
        plane = np.pad(_at(wisps, part), ((0, 1), (0, 1)), mode="wrap")
        body = cv2.remap(plane, aim_x, aim_y, cv2.INTER_LINEAR)
        veil = np.clip(1 - np.abs(body) * 0.95, 0, 1) ** 2.2
        soft = smoothstep(-0.6, 1.6, rolled(wind, 1) * 0.5 + 0.4)
        center = (
            columns / 2 + push_x * (2 + 14 * up) + 16 * np.sin(2 * np.pi * (part + up * 1.1)) * up
        )
        reach = 17 + 46 * up**0.9
        plume = np.exp(-(((x - center) / reach) ** 2))
        fade = smoothstep(0.0, 0.14, up) * smoothstep(1.0, 0.42, up)
        density = plume * fade * (0.75 * veil + 0.22 * soft)
        alpha = cv2.resize(np.clip(density, 0, 1), SIZE_PX, interpolation=cv2.INTER_CUBIC)
        alpha = cv2.GaussianBlur(alpha, (0, 0), 2.2)
        out = np.empty((SIZE_PX[1], SIZE_PX[0], 4), np.uint8)
        out[..., :3] = (255, 246, 235)
        out[..., 3] = np.clip(alpha * 210 + 0.5, 0, 255)
        yield out
