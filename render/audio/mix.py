"""AudioPlan -> samples: every cue decoded, levelled and summed, a second at a time."""

from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from render.audio.band import BandedSound
from render.audio.cues import Role
from render.audio.ducking import dips
from render.audio.envelope import duck_gain, fade_gain, points_gain
from render.audio.limit import limited, with_gains
from render.audio.master import Premix, amplified, ceiling_of, gain_for
from render.audio.samples import BLOCK_SAMPLES, Samples, scaled, silence
from render.audio.voice import CueSound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from render.audio.cues import AudioPlan, Dip, SoundCue

Stems = dict[Role, Samples]
"""A block of every track of a plan that has one, all of one length."""


def mix_blocks(plan: "AudioPlan") -> Iterator[Samples]:
    """Mix a plan in blocks; memory does not grow with its length.

    Only files that sound at the moment are open. Peaks above -1 dBFS (or the loudness target's
    own ceiling) are turned down by the limiter of `limit.py`; a mix that stays below passes it
    unchanged, bit for bit. A loudness target takes passes that measure, see `master.py`.

    Args:
        plan: What to mix.

    Yields:
        Blocks `(n, 2)` float32 at 48 kHz, `plan.total_samples` in all.

    Raises:
        AssetUnreadable: A file cannot be decoded; `where` is its key.
    """
    with _premix(plan) as premix:
        gain = gain_for(plan.loudness, premix)
        yield from limited(amplified(premix.blocks(), gain), ceiling_of(plan.loudness))


def stem_blocks(plan: "AudioPlan") -> Iterator[Stems]:
    """Mix every track alone, so that the tracks add up to what `mix_blocks` gives.

    All get the gain and the limiting that the whole mix gets: a track is what is heard of it.

    Args:
        plan: What to mix.

    Yields:
        The next block `(n, 2)` of each track, in step with the others.

    Raises:
        AssetUnreadable: As for `mix_blocks`.
    """
    with _premix(plan) as premix:
        gain = gain_for(plan.loudness, premix)
    waiting: deque[Stems] = deque()

    def sums() -> Iterator[Samples]:
        for stems in _tracks(plan, dips(plan)):
            louder: Stems = {role: block * np.float32(gain) for role, block in stems.items()}
            waiting.append(louder)
            yield np.sum(list(louder.values()), axis=0)

    if not plan.cues:
        return
    for _, curve in with_gains(sums(), ceiling_of(plan.loudness)):
        stems = waiting.popleft()
        if curve is not None:
            for role in stems:
                stems[role] = scaled(stems[role], curve)
        yield stems


def mix(plan: "AudioPlan") -> Samples:
    """Mix a whole plan into one array; 23 MB a minute, so for short things."""
    return np.concatenate([silence(0), *mix_blocks(plan)])


def _premix(plan: "AudioPlan") -> Premix:
    return Premix(
        lambda: _summed(plan, dips(plan)), plan.total_samples, keep=plan.loudness is not None
    )


def _summed(plan: "AudioPlan", ducked: "Sequence[Dip]") -> Iterator[Samples]:
    """Yield the sum of all cues."""
    for start, count, sounds in _sounding(plan):
        block = silence(count)
        for sound in sounds:
            _add(block, start, sound, plan, ducked)
        yield block


def _tracks(plan: "AudioPlan", ducked: "Sequence[Dip]") -> Iterator[Stems]:
    """Yield the sum of the cues of each role."""
    roles: tuple[Role, ...] = tuple(dict.fromkeys(cue.role for cue in plan.cues))
    for start, count, sounds in _sounding(plan):
        stems: Stems = {role: silence(count) for role in roles}
        for sound in sounds:
            _add(stems[sound.cue.role], start, sound, plan, ducked)
        yield stems


def _sounding(plan: "AudioPlan") -> Iterator[tuple[int, int, list[CueSound]]]:
    """Yield start and length of every block, and the cues that sound in it, opened."""
    waiting = list(reversed(plan.cues))
    sounding: list[CueSound] = []
    try:
        for start in range(0, plan.total_samples, BLOCK_SAMPLES):
            end = min(start + BLOCK_SAMPLES, plan.total_samples)
            while waiting and waiting[-1].start_sample < end:
                sounding.append(_opened(waiting.pop(), plan))
            yield start, end - start, sounding
            for sound in sounding:
                if sound.is_over(end):
                    sound.close()
            sounding = [sound for sound in sounding if not sound.is_over(end)]
    finally:
        for sound in sounding:
            sound.close()


def _opened(cue: "SoundCue", plan: "AudioPlan") -> CueSound:
    banded = cue.ducked and plan.duck is not None and plan.duck.voice_band_only
    return BandedSound(cue) if banded else CueSound(cue)


def _add(
    block: Samples, block_start: int, sound: CueSound, plan: "AudioPlan", ducked: "Sequence[Dip]"
) -> None:
    """Add the part of a cue that lies in a block to it."""
    cue = sound.cue
    start = max(block_start, cue.start_sample)
    samples = sound.take(min(block_start + len(block), cue.end_sample) - start)
    count = len(samples)
    if not count:
        return
    duck = plan.duck if cue.ducked and ducked else None
    curves = [fade_gain(cue, start, count), points_gain(cue, start, count)]
    dip = duck_gain(duck, ducked, start, count) if duck is not None else None
    if dip is not None and isinstance(sound, BandedSound):
        samples = sound.ducked(samples, dip)
    else:
        curves.append(dip)
    gain = None if cue.gain == 1 else np.full(1, cue.gain, np.float32)
    for curve in curves:
        if curve is not None:
            gain = curve if gain is None else gain * curve
    offset = start - block_start
    if gain is not None:
        samples = samples * gain if len(gain) == 1 else scaled(samples, gain)
    block[offset : offset + count] += samples
