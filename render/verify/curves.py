"""Curves of a fixed number of points, however long the film."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

POINTS = 1200
"""A page is about as many pixels wide."""


@dataclass
class Curve:
    """The lowest and highest of the values that fall on each point.

    Args:
        length: Values that are expected; what comes beyond counts for the last point.
    """

    length: int

    def __post_init__(self) -> None:
        self.points = max(1, min(POINTS, self.length))
        self.low = np.full(self.points, np.inf)
        self.high = np.full(self.points, -np.inf)

    def take(self, at: int, value: float) -> None:
        """Take one value."""
        place = self._place(at)
        self.low[place] = min(self.low[place], value)
        self.high[place] = max(self.high[place], value)

    def take_run(self, at: int, values: "NDArray[np.float32]") -> None:
        """Take values that follow one another."""
        places = np.minimum(
            (np.array(range(at, at + len(values))) * self.points) // max(self.length, 1),
            self.points - 1,
        )
        starts = np.flatnonzero(np.diff(places, prepend=-1))
        if not len(starts):
            return
        here = places[starts]
        self.low[here] = np.minimum(self.low[here], np.minimum.reduceat(values, starts))
        self.high[here] = np.maximum(self.high[here], np.maximum.reduceat(values, starts))

    def filled(self) -> tuple[list[float], list[float]]:
        """Return (lows, highs); points without a value have the one before them."""
        known = np.isfinite(self.low)
        if not known.any():
            return [], []
        last = np.maximum.accumulate(np.where(known, range(self.points), 0))
        last[: int(np.argmax(known))] = int(np.argmax(known))
        return self.low[last].round(4).tolist(), self.high[last].round(4).tolist()

    def _place(self, at: int) -> int:
        return min(at * self.points // max(self.length, 1), self.points - 1)
