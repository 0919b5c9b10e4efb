"""Faster and slower with the pitch kept: WSOLA, a time stretch by overlapping grains.

Grains of 43 ms are taken from the input at the new speed and laid over each other at the old one.
Each may start up to 11 ms off its place, where it goes on best from the grain before: the waves
then meet in phase and nothing warbles. FFmpeg's `atempo` works alike, but drifts from its place (up
to 30 ms measured, 10 ms of them all the way) and its length is off by a grain; here output moment t
is input moment t * rate, within 11 ms, at any time and any rate.
"""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from render.audio.samples import CHANNELS, Array, Samples, silence

HOP_SAMPLES = 1_024
"""From one grain to the next; a grain is two hops long."""
REACH_SAMPLES = 512
"""How far a grain may start from its place: half the period of 47 Hz either way."""
COARSE_STEP = 4
"""The search looks at every fourth sample first: means of four, 12 kHz."""


def stretched(blocks: Iterator[Samples], rate: Fraction) -> Iterator[Samples]:
    """Play sound at another speed and the same pitch.

    Args:
        blocks: `(n, 2)` float32 at 48 kHz.
        rate: 2 is twice as fast; above 0.

    Yields:
        Blocks of up to 1,024 samples, ceil(input / rate) samples in all.
    """
    source = _Reader(blocks)
    window: Array = np.hanning(2 * HOP_SAMPLES + 1)[:-1].astype(np.float32)[:, np.newaxis]
    start = 0
    grain = source.read(start, 2 * HOP_SAMPLES)
    # The first half of the first grain has nothing to mix with.
    falling = grain[HOP_SAMPLES:] * window[HOP_SAMPLES:]
    ready = grain[:HOP_SAMPLES]
    position = 0
    while True:
        end = source.end
        if end is not None and position + HOP_SAMPLES >= ceil(end / rate):
            yield from _last(ready, ceil(end / rate) - position)
            return
        yield ready
        position += HOP_SAMPLES
        # The middle of the grain is what lies exactly in time.
        wanted = int((position + HOP_SAMPLES) * rate) - HOP_SAMPLES
        start = _best_start(source, max(wanted, 0), start + HOP_SAMPLES)
        grain = source.read(start, 2 * HOP_SAMPLES)
        ready = falling + grain[:HOP_SAMPLES] * window[:HOP_SAMPLES]
        falling = grain[HOP_SAMPLES:] * window[HOP_SAMPLES:]


def _last(ready: Samples, count: int) -> Iterator[Samples]:
    if count > 0:
        yield ready[:count]


class _Reader:
    """Input by position, kept only as far back as a grain may still reach.

    Attributes:
        end: Length of the input once it is known.
    """

    def __init__(self, blocks: Iterator[Samples]) -> None:
        self._blocks = blocks
        self._held: Samples = silence(0)
        self._first = 0
        self.end: int | None = None

    def read(self, start: int, count: int) -> Samples:
        """Return `count` samples from a position on; silence outside the input.

        What lies further back than a few grains before the highest position asked for is gone.
        """
        while self.end is None and self._first + len(self._held) < start + count:
            block = next(self._blocks, None)
            if block is None:
                self.end = self._first + len(self._held)
                break
            keep_from = max(0, min(start - 8 * HOP_SAMPLES - self._first, len(self._held)))
            self._held = np.concatenate([self._held[keep_from:], block])
            self._first += keep_from
        low = max(0, start - self._first)
        found = self._held[low : max(low, start - self._first + count)]
        if len(found) == count:
            return found
        padded = silence(count)
        before = max(0, self._first - start)
        padded[before : before + len(found)] = found
        return padded


def _best_start(source: _Reader, wanted: int, natural: int) -> int:
    """Return where near `wanted` the sound is most like that from `natural` on."""
    model = _mono(source.read(natural, HOP_SAMPLES))
    low = max(0, wanted - REACH_SAMPLES)
    span = _mono(source.read(low, wanted - low + REACH_SAMPLES + HOP_SAMPLES))
    if not model.any() or not span.any():
        return wanted
    coarse = COARSE_STEP * _most_alike(_thinned(span), _thinned(model))
    first = max(0, coarse - COARSE_STEP)
    return low + first + _most_alike(span[first : coarse + COARSE_STEP + HOP_SAMPLES], model)


def _mono(samples: Samples) -> Samples:
    return samples @ np.full(CHANNELS, 0.5, np.float32)


def _thinned(mono: Array) -> Array:
    whole = len(mono) // COARSE_STEP * COARSE_STEP
    return mono[:whole].reshape(-1, COARSE_STEP).mean(axis=1)


def _most_alike(span: Array, model: Array) -> int:
    """Return the offset in `span` with the highest normalised correlation with `model`."""
    places = sliding_window_view(span, len(model))
    likeness = places @ model
    energy = np.concatenate([np.zeros(1), np.cumsum(np.square(span, dtype=np.float64))])
    energy = energy[len(model) :] - energy[: -len(model)]
    return int(np.argmax(likeness / np.sqrt(np.maximum(energy, 1e-9))))
