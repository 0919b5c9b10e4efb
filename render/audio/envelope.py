"""Gain over time, computed for any block by itself: fades, and the dips of music under speech.

Sample numbers are timeline positions. Curves are float64 inside, float32 out.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from render.audio.cues import Dip, Duck, SoundCue

if TYPE_CHECKING:
    from render.audio.samples import Array

Gain = NDArray[np.float32]
"""`(samples,)` float32, linear."""


def fade_gain(cue: SoundCue, start_sample: int, count: int) -> Gain | None:
    """Return a cue's fades over `[start_sample, start_sample + count)`; None where they do nothing.

    A fade is a quarter sine: two sounds that swap places with it keep their summed power, so a
    crossfade has no hole in the middle (linear ramps dip by 3 dB).
    """
    fade_out_start = cue.end_sample - cue.fade_out_samples
    end_sample = start_sample + count
    fades_in = cue.fade_in_samples > 0 and start_sample < cue.start_sample + cue.fade_in_samples
    fades_out = cue.fade_out_samples > 0 and end_sample > fade_out_start
    if not (fades_in or fades_out):
        return None
    positions = _positions(start_sample, count)
    gain = np.ones(count)
    if fades_in:
        gain *= _quarter_sine((positions - cue.start_sample) / cue.fade_in_samples)
    if fades_out:
        gain *= _quarter_sine((cue.end_sample - positions) / cue.fade_out_samples)
    return gain.astype(np.float32)


def points_gain(cue: SoundCue, start_sample: int, count: int) -> Gain | None:
    """Return a cue's moving volume over a block; None where it has none."""
    if not cue.gain_points:
        return None
    samples, gains = zip(*cue.gain_points, strict=True)
    return np.interp(_positions(start_sample, count), samples, gains).astype(np.float32)


def duck_gain(duck: Duck, dips: Sequence[Dip], start_sample: int, count: int) -> Gain | None:
    """Return the music's gain over a block; None where no dip is near.

    Down and up again the gain runs in decibels along a smoothstep: no corner is heard. Where the
    way up after one dip meets the way down into the next, the lower gain counts.

    Args:
        duck: Gives attack and release.
        dips: Ascending, not touching.
        start_sample: Of the block.
        count: Its length.
    """
    end_sample = start_sample + count
    first = bisect_right(dips, start_sample - duck.release_samples, key=lambda dip: dip.end_sample)
    lowest: Array | None = None
    for dip in islice(dips, first, None):
        if dip.start_sample - duck.attack_samples >= end_sample:
            break
        if dip.start_sample <= start_sample and end_sample <= dip.end_sample:
            return np.full(count, 10 ** (dip.depth_db / 20), np.float32)
        decibels = _dip_db(duck, dip, start_sample, count)
        lowest = decibels if lowest is None else np.minimum(lowest, decibels)
    return None if lowest is None else np.power(10.0, lowest / 20).astype(np.float32)


def _dip_db(duck: Duck, dip: Dip, start_sample: int, count: int) -> "Array":
    positions = _positions(start_sample, count)
    before = (dip.start_sample - positions) / max(1, duck.attack_samples)
    after = (positions - (dip.end_sample - 1)) / max(1, duck.release_samples)
    return dip.depth_db * _smoothstep(1 - np.maximum(before, after))


def _positions(start_sample: int, count: int) -> "Array":
    return np.linspace(start_sample, start_sample + count, count, endpoint=False)


def _quarter_sine(progress: "Array") -> "Array":
    return np.sin(np.clip(progress, 0.0, 1.0) * (np.pi / 2))


def _smoothstep(progress: "Array") -> "Array":
    clipped = np.clip(progress, 0.0, 1.0)
    return clipped * clipped * (3 - 2 * clipped)
