"""Flashes: WCAG 2.3.1 and the broadcast rules behind it (Ofcom, ITU-R BT.1702).

A flash is a pair of opposing changes of relative luminance by a tenth or more of its range, the
darker one below 0.8, over a quarter of the picture. More than three within a second are dangerous.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

_CELLS = (16, 9)
_CHANGE = 0.1
_BRIGHT = 0.8
_AREA = 0.25
_MOST = 3
_WEIGHTS = np.array([0.2126, 0.7152, 0.0722], np.float32)
_LEVELS = np.array(
    [
        level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB
        for level in (value / 255 for value in range(256))
    ],
    np.float32,
)


@dataclass(frozen=True)
class Flash:
    """A stretch with too many flashes.

    Attributes:
        start_frame, end_frame: Composition frames, half-open.
        count: Most flashes within one second of it.
    """

    start_frame: int
    end_frame: int
    count: int


def find_flashes(frames: "Iterable[NDArray]", fps: Fraction) -> tuple[Flash, ...]:
    """Find the stretches in which the picture flashes more than three times a second.

    Args:
        frames: `(height, width, 3)` uint8 sRGB, small, in order.
        fps: Frames a second.
    """
    turns: list[int] = []
    watch: _Watch | None = None
    for number, frame in enumerate(frames):
        light = _luminance(frame)
        if watch is None:
            watch = _Watch(light)
        elif watch.turns_at(light):
            turns.append(number)
    return _crowded(turns, max(1, round(fps)))


def _luminance(frame: "NDArray") -> "NDArray[np.float32]":
    cells = cv2.resize(_LEVELS[frame] @ _WEIGHTS, _CELLS, interpolation=cv2.INTER_AREA)
    return np.asarray(cells, np.float32)


class _Watch:
    """The last extreme of every cell, and which way it went from there."""

    def __init__(self, light: "NDArray[np.float32]") -> None:
        self._extreme = light
        self._way = np.zeros(light.shape, np.int8)

    def turns_at(self, light: "NDArray[np.float32]") -> bool:
        """Tell whether a quarter of the picture changes its direction at this frame."""
        change = light - self._extreme
        darker = np.minimum(light, self._extreme)
        way = np.where(np.abs(change) >= _CHANGE, np.sign(change), 0).astype(np.int8)
        turned = (way != 0) & (way != self._way) & (darker < _BRIGHT)
        further = (way != 0) | (change * self._way > 0)
        self._extreme = np.where(further, light, self._extreme)
        self._way = np.where(turned, way, self._way)
        return float(turned.mean()) >= _AREA


def _crowded(turns: list[int], second: int) -> tuple[Flash, ...]:
    """Return the stretches of turns of which too many lie within a second."""
    found: list[Flash] = []
    for index, first in enumerate(turns):
        within = [turn for turn in turns[index:] if turn < first + second]
        # The first change only begins a flash; then two make one.
        count = len(within) // 2
        if count <= _MOST:
            continue
        last = found[-1] if found else None
        if last is not None and first <= last.end_frame:
            found[-1] = Flash(last.start_frame, within[-1] + 1, max(last.count, count))
        else:
            found.append(Flash(first, within[-1] + 1, count))
    return tuple(found)
