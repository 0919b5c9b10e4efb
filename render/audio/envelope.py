"""Gain over time, computed for any block by itself: fades and the duck under the voice.

Sample numbers are timeline positions. Curves are float64 inside, float32 out.
"""

from bisect import bisect_left
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from render.audio.cues import Duck, SoundCue

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


def duck_gain(duck: Duck, start_sample: int, count: int) -> Gain | None:
    """Return the music's gain over a block; None where no voice is near.

    The way down is over when the voice starts and the way up begins when it ends. Between them the
    gain runs in decibels along a smoothstep: no corner is heard. Where the way up after one span
    meets the way down before the next, the lower gain counts.
    """
    end_sample = start_sample + count
    starts = [start for start, _ in duck.spans]
    depth: Array | None = None
    positions = _positions(start_sample, count)
    # Spans are in order: those that start late enough are skipped, those before are walked back.
    for index in range(bisect_left(starts, end_sample + duck.attack_samples) - 1, -1, -1):
        start, end = duck.spans[index]
        if end + duck.release_samples <= start_sample:
            break
        before = (start - positions) / max(1, duck.attack_samples)
        after = (positions - (end - 1)) / max(1, duck.release_samples)
        this = _smoothstep(1 - np.maximum(before, after))
        depth = this if depth is None else np.maximum(depth, this)
    if depth is None:
        return None
    return np.power(10.0, duck.amount_db * depth / 20).astype(np.float32)


def _positions(start_sample: int, count: int) -> "Array":
    return np.linspace(start_sample, start_sample + count, count, endpoint=False)


def _quarter_sine(progress: "Array") -> "Array":
    return np.sin(np.clip(progress, 0.0, 1.0) * (np.pi / 2))


def _smoothstep(progress: "Array") -> "Array":
    clipped = np.clip(progress, 0.0, 1.0)
    return clipped * clipped * (3 - 2 * clipped)
