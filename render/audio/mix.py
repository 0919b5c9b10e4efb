"""AudioPlan -> samples: every cue decoded, levelled and summed, a second at a time."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from render.audio.envelope import duck_gain, fade_gain, points_gain
from render.audio.limit import CEILING_DBFS, limited
from render.audio.loudness import gain_towards, measure
from render.audio.samples import BLOCK_SAMPLES, Samples, scaled, silence
from render.audio.voice import CueSound
from render.timebase import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from render.audio.cues import AudioPlan, Duck

KEPT_SAMPLES = 60 * SAMPLE_RATE_HZ
"""A mix up to this long (23 MB) is kept while it is measured; a longer one is made twice."""


def mix_blocks(plan: "AudioPlan") -> Iterator[Samples]:
    """Mix a plan in blocks; memory does not grow with its length.

    Only files that sound at the moment are open. Peaks above -1 dBFS (or the loudness target's
    own ceiling) are turned down by the limiter of `limit.py`; a mix that stays below passes it
    unchanged, bit for bit. A loudness target takes a first pass that measures.

    Args:
        plan: What to mix.

    Yields:
        Blocks `(n, 2)` float32 at 48 kHz, `plan.total_samples` in all.

    Raises:
        AssetUnreadable: A file cannot be decoded; `where` is its key.
    """
    if plan.loudness is None:
        yield from limited(_summed(plan))
        return
    kept = list(_summed(plan)) if plan.total_samples <= KEPT_SAMPLES else None
    gain = gain_towards(plan.loudness.integrated_lufs, measure(kept or _summed(plan)))
    ceiling_dbfs = min(CEILING_DBFS, plan.loudness.true_peak_dbtp)
    yield from limited((block * np.float32(gain) for block in kept or _summed(plan)), ceiling_dbfs)


def mix(plan: "AudioPlan") -> Samples:
    """Mix a whole plan into one array; 23 MB a minute, so for short things."""
    return np.concatenate([silence(0), *mix_blocks(plan)])


def _summed(plan: "AudioPlan") -> Iterator[Samples]:
    waiting = list(reversed(plan.cues))
    sounding: list[CueSound] = []
    try:
        for start in range(0, plan.total_samples, BLOCK_SAMPLES):
            end = min(start + BLOCK_SAMPLES, plan.total_samples)
            while waiting and waiting[-1].start_sample < end:
                sounding.append(CueSound(waiting.pop()))
            block = silence(end - start)
            for sound in sounding:
                _add(block, start, sound, plan.duck)
                if sound.is_over(end):
                    sound.close()
            sounding = [sound for sound in sounding if not sound.is_over(end)]
            yield block
    finally:
        for sound in sounding:
            sound.close()


def _add(block: Samples, block_start: int, sound: CueSound, duck: "Duck | None") -> None:
    """Add the part of a cue that lies in a block to it."""
    cue = sound.cue
    start = max(block_start, cue.start_sample)
    samples = sound.take(min(block_start + len(block), cue.end_sample) - start)
    if not len(samples):
        return
    samples = samples * np.float32(cue.gain)
    for curve in (
        fade_gain(cue, start, len(samples)),
        points_gain(cue, start, len(samples)),
        duck_gain(duck, start, len(samples)) if duck is not None and cue.ducked else None,
    ):
        if curve is not None:
            samples = scaled(samples, curve)
    offset = start - block_start
    block[offset : offset + len(samples)] += samples
