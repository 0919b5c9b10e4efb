"""Which frame of the composition each frame of the film shows."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

REACH_FRAMES: Final = 12
"""How far a film may be ahead or behind and still be followed."""

_NO_WORSE: Final = 1.5
"""A frame that fits up to so many times worse than the best one fits as well: in slow scenes the
encoder and the small size hide which of two neighbours it is."""
_ROUNDING: Final = 1.0
"""Mean squared levels that mean nothing."""
_MOST: Final = 4.0
"""What a frame may count at most: one picture that is wrong is no shift."""
_TURN: Final = 3.0
"""What a change of the shift costs: less than one frame that does not fit at all."""


class Turn(NamedTuple):
    """From `frame` of the film on, frame n shows composition frame n + `after`.

    Before, it was n + `before`.
    """

    frame: int
    before: int
    after: int


class Aligner:
    """Finds the cheapest course of shifts (Viterbi), frame by frame, without keeping the frames.

    Each of the shifts within reach carries the cost of the best course that ends in it, and where
    that course turned. Of equal courses the one that turns last is taken, so that a turn is named
    where it shows.
    """

    def __init__(self) -> None:
        self._costs = np.full(2 * REACH_FRAMES + 1, _TURN)
        self._costs[REACH_FRAMES] = 0
        self._turns: list[_Turns] = [
            None if shift == 0 else (None, Turn(0, 0, shift))
            for shift in range(-REACH_FRAMES, REACH_FRAMES + 1)
        ]

    @property
    def shift(self) -> int:
        """The shift that fits best so far."""
        if self._costs[REACH_FRAMES] <= self._costs.min():
            return 0
        return int(self._costs.argmin()) - REACH_FRAMES

    def take(self, frame: int, distances: NDArray[np.float64]) -> None:
        """Take the next frame.

        Args:
            frame: Its number.
            distances: Mean squared differences to the composition's frames at the shifts
                `-REACH_FRAMES..REACH_FRAMES`; infinite where there is no such frame.
        """
        best = float(distances.min())
        if not np.isfinite(best):
            return
        worse = distances / (best + _ROUNDING) - _NO_WORSE
        cost = np.clip(worse, 0, _MOST)
        shift = self.shift
        cheapest = self._costs[shift + REACH_FRAMES] + _TURN
        turning = self._costs >= cheapest
        if turning.any():
            course = self._turns[shift + REACH_FRAMES]
            for place in np.flatnonzero(turning):
                self._turns[place] = (course, Turn(frame, shift, int(place) - REACH_FRAMES))
            self._costs[turning] = cheapest
        self._costs += cost
        self._costs -= self._costs.min()

    def turns(self) -> list[Turn]:
        """Return where the best course turns, in order."""
        found: list[Turn] = []
        course = self._turns[self.shift + REACH_FRAMES]
        while course is not None:
            course, turn = course
            found.append(turn)
        return found[::-1]


_Turns = tuple["_Turns", Turn] | None
"""A course as a chain, so that courses share their beginnings."""
