"""What a sound is like by itself: clipped, clicking, silent; streamed."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from render.timebase import SAMPLE_RATE_HZ

Samples = NDArray[np.float32]

FULL_SCALE: Final = 0.985
"""-0.13 dBFS: flat tops ripple a little after AAC; our limiter ends at -1 dBFS."""
CLIPPED_RUN: Final = 3
"""So many samples in a row at full scale are a flat top."""
CLICK_STEP: Final = 0.08
CLICK_TIMES: Final = 10.0
"""A step so many times larger than those around it, and at least so high, is a click."""
AROUND_SAMPLES: Final = 64
APART_SAMPLES: Final = SAMPLE_RATE_HZ // 100
SILENT_PEAK: Final = 0.001
"""-60 dBFS."""
STEP_SAMPLES: Final = SAMPLE_RATE_HZ // 50
MOST_KEPT: Final = 2_000
"""Clicks that are kept; more are counted."""


@dataclass
class Levels:
    """What was heard of a sound.

    Attributes:
        clipped_runs: How many flat tops.
        first_clipped: Sample of the first, or None.
        clicks: Samples of the clicks, the first 2,000.
    """

    clipped_runs: int = 0
    first_clipped: int | None = None
    clicks: list[int] = field(default_factory=list)
    click_count: int = 0


class LevelMeter:
    """Listens to blocks in order; holds some hundred samples."""

    def __init__(self) -> None:
        self.levels = Levels()
        self._position = 0
        self._tail: Samples = np.zeros((0, 2), np.float32)
        self._flat = 0

    def take(self, block: Samples) -> None:
        """Listen to `(n, 2)` samples."""
        self._clipping(block)
        self._clicks(block)
        self._position += len(block)

    def _clipping(self, block: Samples) -> None:
        if float(np.abs(block).max(initial=0)) < FULL_SCALE:
            self._flat = 0
            return
        full = np.asarray((np.abs(block) >= FULL_SCALE).any(axis=1), np.bool_)
        edges = np.flatnonzero(np.diff(full, prepend=False, append=False))
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            goes_on = start == 0 and self._flat > 0
            length = int(end - start) + (self._flat if goes_on else 0)
            if length >= CLIPPED_RUN and not (goes_on and self._flat >= CLIPPED_RUN):
                self.levels.clipped_runs += 1
                if self.levels.first_clipped is None:
                    self.levels.first_clipped = self._position + int(start)
        self._flat = int(edges[-1] - edges[-2]) if len(edges) and full[-1] else 0

    def _clicks(self, block: Samples) -> None:
        """Find steps of the wave's slope that tower over those around them."""
        joined = np.concatenate([self._tail, block])
        begins = self._position - len(self._tail)
        mono = joined.mean(axis=1)
        bend = np.abs(np.diff(mono, 2))
        self._tail = joined[-(2 * AROUND_SAMPLES + 2) :]
        if len(bend) < 2 * AROUND_SAMPLES + 1:
            return
        inner = bend[AROUND_SAMPLES:-AROUND_SAMPLES]
        for place in np.flatnonzero(inner >= CLICK_STEP) + AROUND_SAMPLES:
            at = begins + int(place) + 1
            if self.levels.clicks and at - self.levels.clicks[-1] < APART_SAMPLES:
                continue
            around = bend[place - AROUND_SAMPLES : place + AROUND_SAMPLES + 1]
            if bend[place] >= around.max() and bend[place] >= CLICK_TIMES * _usual(around):
                self.levels.click_count += 1
                if len(self.levels.clicks) < MOST_KEPT:
                    self.levels.clicks.append(at)


def _usual(around: NDArray[np.float32]) -> float:
    """Return what bends are like around one, itself and its ringing left out."""
    return float(np.quantile(around, 0.8)) + 1e-6


class Silences:
    """Stretches in which a sound is silent (and another one beside it is not).

    Args:
        shortest_samples: What counts.
        heard_power: What the other sound must reach somewhere in the stretch, as mean square.
    """

    def __init__(self, shortest_samples: int, heard_power: float) -> None:
        self._shortest = shortest_samples
        self._heard_power = heard_power
        self._start: int | None = None
        self._loudest = 0.0
        self._position = 0
        self.found: list[tuple[int, int]] = []

    def take(self, count: int, *, silent: bool, beside_power: float) -> None:
        """Take `count` samples that are silent or not, and what the other sound has there."""
        if not silent:
            self._end()
        elif self._start is None:
            self._start, self._loudest = self._position, beside_power
        else:
            self._loudest = max(self._loudest, beside_power)
        self._position += count

    def close(self) -> list[tuple[int, int]]:
        """Return every stretch `[start, end)` in samples."""
        self._end()
        return self.found

    def _end(self) -> None:
        if (
            self._start is not None
            and self._position - self._start >= self._shortest
            and self._loudest >= self._heard_power
        ):
            self.found.append((self._start, self._position))
        self._start = None
