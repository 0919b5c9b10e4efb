"""The safety limiter: keeps a mix below full scale, and leaves alone what is below anyway.

Three sounds that are each as loud as a file allows sum to three times that, and an encoder would
clip them. Scaling the whole mix instead would need it twice, and one loud moment would make the
rest quiet. So the gain dips around each peak, early enough and smoothly, and is 1 elsewhere.

Peaks are looked for between the samples too (ITU-R BS.1770 "true peak"): a wave at a quarter of the
rate may swing 3 dB above all of its samples, and a player's converter would clip there.
"""

from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from render.audio.samples import Samples, scaled, silence

if TYPE_CHECKING:
    from render.audio.samples import Array

CEILING_DBFS = -1.0
"""No sample leaves louder. The decibel is for the lossy encoder, which overshoots a little."""
ATTACK_SAMPLES = 480
"""10 ms: the gain is on its way down this long before a peak."""
HOLD_SAMPLES = 2_400
"""50 ms: the gain stays down this long after a peak, a period of 20 Hz; a shorter hold would follow
the swings of a bass note and distort it."""

TAPS = 12
"""Of the interpolator: within 0.1 dB up to 18 kHz."""
LOUD_ENOUGH = 0.5
"""Blocks that stay this far (6 dB) below the ceiling are not interpolated: no real wave swings that
much above its samples."""

_PAST = HOLD_SAMPLES + ATTACK_SAMPLES
_AHEAD = ATTACK_SAMPLES + TAPS
"""A peak between samples is noticed up to `TAPS` samples late."""


def limited(blocks: Iterator[Samples], ceiling_dbfs: float = CEILING_DBFS) -> Iterator[Samples]:
    """Turn peaks down; both channels alike, so that nothing moves in the stereo picture.

    Args:
        blocks: `(n, 2)` float32; all but the last at least 492 samples long.
        ceiling_dbfs: Highest level that leaves, at most 0.

    Yields:
        As many blocks of the same lengths; unchanged bit for bit where no peak is near.
    """
    for block, gain in with_gains(blocks, ceiling_dbfs):
        yield block if gain is None else scaled(block, gain)


def roughly_limited(blocks: Iterator[Samples], ceiling_dbfs: float) -> Iterator[Samples]:
    """Limit by the samples alone, in half the time: near enough to measure the loudness by."""
    for block, gain in with_gains(blocks, ceiling_dbfs, between=False):
        yield block if gain is None else scaled(block, gain)


def with_gains(
    blocks: Iterator[Samples], ceiling_dbfs: float = CEILING_DBFS, *, between: bool = True
) -> Iterator[tuple[Samples, Samples | None]]:
    """Yield each block with the gain `(n,)` float32 that limits it; None where it needs none.

    The wanted gain of a sample is what brings it to the ceiling; the lowest wanted gain from 10 ms
    ahead to 50 ms back, averaged over 10 ms, is the gain. That is never above what a sample wants.

    Args:
        blocks: As `limited` takes them; a block is yielded once the next one is known.
        ceiling_dbfs: Highest level that leaves, at most 0.
        between: Whether to look between the samples.
    """
    loud_enough = LOUD_ENOUGH if between else np.inf
    ceiling = 10 ** (ceiling_dbfs / 20)
    past: Array = np.ones(_PAST)
    before: Samples = silence(TAPS)
    held: tuple[Samples, Array] | None = None
    for block in chain(blocks, (None,)):
        wanted = np.ones(0)
        if block is not None:
            wanted = ceiling / np.maximum(_peaks(before, block, ceiling * loud_enough), ceiling)
            before = np.concatenate([before, block])[-TAPS:]
        if held is not None:
            samples, wanted_here = held
            ahead = np.ones(_AHEAD)
            ahead[: len(wanted)] = wanted[:_AHEAD]
            yield samples, _gain(np.concatenate([past, wanted_here, ahead]))
            past = np.concatenate([past, wanted_here])[-_PAST:]
        held = (block, wanted) if block is not None else None


def _peaks(before: Samples, block: Samples, loud_from: float) -> "Array":
    """Return the level around each sample `(n,)`, and between samples up to `TAPS` before it.

    Blocks below `loud_from` are not looked into between their samples.
    """
    levels = np.abs(block)
    if max(levels.max(initial=0), np.abs(before).max()) >= loud_from:
        # Flat, left and right in turn: one long run is what numpy is fast on (2 ms a second of
        # sound; np.convolve takes 6).
        flat = np.concatenate([before[-(TAPS - 1) :], block]).ravel()
        size = block.size
        for phase in _interpolators():
            between = flat[:size] * phase[0]
            for index, tap in enumerate(phase[1:], start=1):
                between += flat[2 * index : 2 * index + size] * tap
            np.abs(between, out=between)
            np.maximum(levels, between.reshape(-1, 2), out=levels)
    return np.maximum(levels[:, 0], levels[:, 1]).astype(np.float64)


@cache
def _interpolators() -> tuple[Samples, ...]:
    """Return windowed sincs `(TAPS,)` for the points at 1/4, 1/2 and 3/4 between two samples."""
    places = np.linspace(-TAPS / 2 + 1, TAPS / 2, TAPS)
    phases: list[Samples] = []
    for shift in (0.25, 0.5, 0.75):
        taps = np.sinc(places - shift) * np.cos(np.pi * (places - shift) / (TAPS + 1)) ** 2
        phases.append((taps / taps.sum()).astype(np.float32))
    return tuple(phases)


def _gain(wanted: "Array") -> Samples | None:
    """Return the gain; `wanted` reaches `_PAST` before its samples and `_AHEAD` after them."""
    if wanted.min() >= 1:
        return None
    lowest = _sliding_minimum(wanted, HOLD_SAMPLES + _AHEAD + 1)
    sums = np.cumsum(np.concatenate([np.zeros(1), lowest]))
    width = ATTACK_SAMPLES + 1
    gain = (sums[width:] - sums[:-width]) / width
    return np.minimum(gain, 1.0).astype(np.float32)


def _sliding_minimum(values: "Array", width: int) -> "Array":
    """Return the minimum of each `width` neighbours, `(len - width + 1,)`; log2(width) passes."""
    covered = 1
    while covered * 2 <= width:
        values = np.minimum(values[:-covered], values[covered:])
        covered *= 2
    rest = width - covered
    return np.minimum(values[: len(values) - rest], values[rest:])
