"""Flashes as WCAG 2.3.1 counts them: more than three a second, over a quarter of the view.

A general flash is a pair of opposing changes of relative luminance by a tenth of its maximum or
more, the darker state below 0.8; a red flash a pair of opposing changes that involve a saturated
red (https://www.w3.org/TR/WCAG22/#dfn-general-flash-and-red-flash-thresholds). They count where
more than a quarter of any ten degrees of the visual field flashes at once, which the definition
takes as 341 x 256 of 1024 x 768: a third of the width and of the height.
"""

from collections import deque
from fractions import Fraction
from math import floor
from typing import Final, Literal, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Grid = NDArray[np.float32]
FlashKind = Literal["general", "red"]

CELLS_ALONG: Final = 48
"""Cells along the longer side: small enough for shapes, large enough to even out noise."""
LUMINANCE_STEP: Final = 0.1
BRIGHT: Final = 0.8
RED_STEP: Final = 20.0
RED_SHARE: Final = 0.8
RED_SCALE: Final = 320
MOST_CHANGES: Final = 6
"""Three flashes are six changes; one more within a second is too many."""
VIEW_SHARE: Final = Fraction(1, 3)
AREA_SHARE: Final = 0.25

_LINEAR: Final = np.array(
    [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in np.linspace(0, 1, 256)],  # noqa: PLR2004 - IEC 61966-2-1
    np.float32,
)


class Flashing(NamedTuple):
    """Frames `[start_frame, end_frame)` before each of which too much flashed within a second."""

    kind: FlashKind
    start_frame: int
    end_frame: int


class FlashMeter:
    """Counts the flashes of moving pictures, frame by frame; holds one second of small grids.

    Args:
        fps: Frames a second.
    """

    def __init__(self, fps: Fraction) -> None:
        second = max(1, floor(fps))
        self._general = _Changes(second, LUMINANCE_STEP, BRIGHT)
        self._red = _Changes(second, RED_STEP, None)
        self._open: dict[FlashKind, Flashing] = {}
        self._number = 0
        self.found: list[Flashing] = []

    def take(self, rgb: NDArray[np.uint8] | None) -> None:
        """Look at the next frame.

        Args:
            rgb: `(h, w, 3)` uint8 sRGB; None is the same picture as before.
        """
        kinds: tuple[tuple[FlashKind, _Changes, Grid | None], ...]
        if rgb is None:
            kinds = (("general", self._general, None), ("red", self._red, None))
        else:
            luminance, red = _grids(rgb)
            kinds = (("general", self._general, luminance), ("red", self._red, red))
        for kind, changes, grid in kinds:
            self._note(kind, flashes=changes.take(grid))
        self._number += 1

    def _note(self, kind: FlashKind, *, flashes: bool) -> None:
        """Lengthen the stretch that goes on, begin one, or leave it."""
        known = self._open.get(kind)
        if flashes:
            start = known.start_frame if known else self._number
            self._open[kind] = Flashing(kind, start, self._number + 1)
        elif known:
            self.found.append(self._open.pop(kind))

    def close(self) -> list[Flashing]:
        """Return every stretch with too many flashes, in order."""
        self.found += self._open.values()
        self._open = {}
        self.found.sort(key=lambda one: one.start_frame)
        return self.found


class _Changes:
    """Opposing changes of a value, cell by cell, over the last second."""

    def __init__(self, second_frames: int, step: float, bright: float | None) -> None:
        self._step = step
        self._bright = bright
        self._recent: deque[NDArray[np.bool_] | None] = deque(maxlen=second_frames)
        self._count: NDArray[np.int16] | None = None
        self._high = self._low = np.zeros((0, 0), np.float32)
        self._way = np.zeros((0, 0), np.int8)

    def take(self, grid: Grid | None) -> bool:
        """Take the next values (None: the same) and tell whether too much flashes."""
        changed = None if grid is None else self._changed(grid)
        if self._count is None:
            return False
        if len(self._recent) == self._recent.maxlen and self._recent[0] is not None:
            self._count -= self._recent[0]
        self._recent.append(changed)
        if changed is not None:
            self._count += changed
        over = self._count > MOST_CHANGES
        return bool(over.any()) and _fills_view(over)

    def _changed(self, grid: Grid) -> NDArray[np.bool_] | None:
        if self._count is None:
            self._count = np.zeros(grid.shape, np.int16)
            self._high, self._low = grid.copy(), grid.copy()
            self._way = np.zeros(grid.shape, np.int8)
            return None
        self._high = np.maximum(self._high, grid)
        self._low = np.minimum(self._low, grid)
        falls = (self._way >= 0) & (self._high - grid >= self._step)
        rises = (self._way <= 0) & (grid - self._low >= self._step)
        if self._bright is not None:
            falls &= grid < self._bright
            rises &= self._low < self._bright
        turned = falls | rises
        if not turned.any():
            return None
        self._way[falls], self._way[rises] = -1, 1
        # From a turn on, only what lies beyond it counts for the way back.
        self._high[turned] = self._low[turned] = grid[turned]
        return turned


def _grids(rgb: NDArray[np.uint8]) -> tuple[Grid, Grid]:
    """Return relative luminance [0, 1] and redness [0, 320] of a picture's cells."""
    height, width = rgb.shape[:2]
    scale = CELLS_ALONG / max(height, width)
    size = (max(3, round(width * scale)), max(3, round(height * scale)))
    linear = cv2.resize(_LINEAR[rgb], size, interpolation=cv2.INTER_AREA)
    red, green, blue = cv2.split(linear)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    saturated = red >= RED_SHARE * (red + green + blue)
    redness = np.where(saturated, np.maximum((red - green - blue) * RED_SCALE, 0), 0)
    return luminance.astype(np.float32), redness.astype(np.float32)


def _fills_view(over: NDArray[np.bool_]) -> bool:
    """Tell whether cells fill a quarter of a view, wherever it is laid."""
    height, width = (max(1, round(side * VIEW_SHARE)) for side in over.shape)
    sums = cv2.integral(over.astype(np.uint8))
    views = sums[height:, width:] - sums[:-height, width:] - sums[height:, :-width]
    views = views + sums[:-height, :-width]
    return bool(views.max() > AREA_SHARE * height * width)
