"""The safety limiter: keeps a mix below full scale, and leaves alone what is below anyway.

Three sounds that are each as loud as a file allows sum to three times that, and an encoder would
clip them. Scaling the whole mix instead would need it twice, and one loud moment would make the
rest quiet. So the gain dips around each peak, early enough and smoothly, and is 1 elsewhere.
"""

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from render.audio.samples import Samples

if TYPE_CHECKING:
    from render.audio.samples import Array

CEILING_DBFS = -1.0
"""No sample leaves louder. The decibel is for the lossy encoder, which overshoots a little."""
ATTACK_SAMPLES = 480
"""10 ms: the gain is on its way down this long before a peak."""
HOLD_SAMPLES = 2_400
"""50 ms: the gain stays down this long after a peak, a period of 20 Hz; a shorter hold would follow
the swings of a bass note and distort it."""

_PAST = HOLD_SAMPLES + ATTACK_SAMPLES


def limited(blocks: Iterator[Samples], ceiling_dbfs: float = CEILING_DBFS) -> Iterator[Samples]:
    """Turn peaks down; both channels alike, so that nothing moves in the stereo picture.

    The wanted gain of a sample is what brings it to the ceiling; the lowest wanted gain from 10 ms
    ahead to 50 ms back, averaged over 10 ms, is the gain. That is never above what a sample wants.

    Args:
        blocks: `(n, 2)` float32; all but the last at least `ATTACK_SAMPLES` long.
        ceiling_dbfs: Highest level that leaves, at most 0.

    Yields:
        As many blocks of the same lengths; unchanged bit for bit where no peak is near.
    """
    ceiling = 10 ** (ceiling_dbfs / 20)
    past: Array = np.ones(_PAST)
    held: tuple[Samples, Array] | None = None
    for block in chain(blocks, (None,)):
        wanted = _wanted_gain(block, ceiling) if block is not None else np.ones(0)
        if held is not None:
            samples, wanted_here = held
            ahead = np.ones(ATTACK_SAMPLES)
            ahead[: len(wanted)] = wanted[:ATTACK_SAMPLES]
            yield _turned_down(samples, np.concatenate([past, wanted_here, ahead]))
            past = np.concatenate([past, wanted_here])[-_PAST:]
        held = (block, wanted) if block is not None else None


def _wanted_gain(block: Samples, ceiling: float) -> "Array":
    peaks = np.abs(block).max(axis=1).astype(np.float64)
    return ceiling / np.maximum(peaks, ceiling)


def _turned_down(samples: Samples, wanted: "Array") -> Samples:
    """Apply the gain; `wanted` reaches `_PAST` before the samples and `ATTACK_SAMPLES` after."""
    if wanted.min() >= 1:
        return samples
    lowest = _sliding_minimum(wanted, _PAST + 1)
    sums = np.cumsum(np.concatenate([np.zeros(1), lowest]))
    width = ATTACK_SAMPLES + 1
    gain = (sums[width:] - sums[:-width]) / width
    return samples * np.minimum(gain, 1.0).astype(np.float32)[:, np.newaxis]


def _sliding_minimum(values: "Array", width: int) -> "Array":
    """Return the minimum of each `width` neighbours, `(len - width + 1,)`; log2(width) passes."""
    covered = 1
    while covered * 2 <= width:
        values = np.minimum(values[:-covered], values[covered:])
        covered *= 2
    rest = width - covered
    return np.minimum(values[: len(values) - rest], values[rest:])
