"""A media file -> 48 kHz float stereo from an exact time on, streamed, looped and sped up."""

from collections.abc import Generator, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, cast

import av
import numpy as np

from render.audio.samples import BLOCK_SAMPLES, Samples, silence
from render.audio.source import SourceChunk, source_chunks
from render.timebase import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame

    from render.assets.media import Media

PUSH_SAMPLES = 8_192
"""Chunks are gathered to this length before resampling: a call costs 20 us however short."""
KEPT_PASS_SAMPLES = 480_000
"""A loop pass up to this many source samples (10 s at 48 kHz) is decoded once and kept."""


def decode_audio(
    media: "Media",
    *,
    start_seconds: Fraction = Fraction(0),
    duration_seconds: Fraction | None = None,
    playback_rate: Fraction = Fraction(1),
    loop: bool = False,
) -> Generator[Samples]:
    """Decode a file's sound to 48 kHz stereo.

    The first sample yielded is heard at media time `start_seconds`: silence comes first where the
    file's sound begins later than its picture. It lies within half a sample of that time.

    Args:
        media: A probed file with sound.
        start_seconds: Media time, from the first shown picture (the sound's start without one).
        duration_seconds: How much of the output is wanted, after speeding up; None is to the end.
        playback_rate: 2 is twice as fast. Done by resampling, so the pitch follows.
        loop: Begin again at `start_seconds` after the sound's end, without a seam: the resampler
            runs on over it.

    Yields:
        Blocks `(n, 2)` float32, n from 1 to 48,000.

    Raises:
        AssetUnreadable: The file cannot be decoded, or holds no sound; `where` is the key.
    """
    blocks = _resampled(media, start_seconds, playback_rate, loop=loop)
    if duration_seconds is None:
        yield from blocks
        return
    left = round(duration_seconds * SAMPLE_RATE_HZ)
    for block in blocks:
        if left <= 0:
            return
        yield block[:left]
        left -= len(block)


def _resampled(
    media: "Media", start_seconds: Fraction, playback_rate: Fraction, *, loop: bool
) -> Iterator[Samples]:
    facts = media.audio
    if facts is None:
        return
    ahead_seconds = start_seconds - facts.start_seconds
    if ahead_seconds < 0:
        yield from _silent_blocks(round(-ahead_seconds / playback_rate * SAMPLE_RATE_HZ))
        ahead_seconds = Fraction(0)
    chunks = _looped(media, ahead_seconds) if loop else source_chunks(media, ahead_seconds)
    yield from _at_mix_rate(chunks, ahead_seconds, playback_rate)


def _silent_blocks(count: int) -> Iterator[Samples]:
    while count > 0:
        yield silence(min(count, BLOCK_SAMPLES))
        count -= BLOCK_SAMPLES


def _looped(media: "Media", start_seconds: Fraction) -> Iterator[SourceChunk]:
    """Repeat the file for ever; a short pass is kept, so that the file is opened once."""
    while True:
        kept: list[Samples] | None = []
        total = 0
        rate_hz = 0
        for chunk in source_chunks(media, start_seconds):
            yield chunk
            rate_hz = chunk.rate_hz
            total += len(chunk.samples)
            if kept is not None:
                kept.append(chunk.samples)
                kept = kept if total <= KEPT_PASS_SAMPLES else None
        if total == 0:
            return
        if kept is not None:
            # At least a push's worth at once, or a file of one sample would take for ever.
            whole = np.concatenate(kept * (PUSH_SAMPLES // total + 1))
            while True:
                yield SourceChunk(whole, rate_hz)


def _at_mix_rate(
    chunks: Iterator[SourceChunk], start_seconds: Fraction, playback_rate: Fraction
) -> Iterator[Samples]:
    """Resample to 48 kHz, and skip the part of a source sample that lies before the start."""
    resampler: _RateConverter | None = None
    for samples, rate_hz in _gathered(chunks):
        if resampler is None:
            ratio = Fraction(SAMPLE_RATE_HZ) / (rate_hz * playback_rate)
            position = start_seconds * rate_hz
            resampler = _RateConverter(ratio, skip=round((position - int(position)) * ratio))
        yield from resampler.convert(samples)
    if resampler is not None:
        yield from resampler.convert(None)


def _gathered(chunks: Iterator[SourceChunk]) -> Iterator[tuple[Samples, int]]:
    waiting: list[Samples] = []
    total = 0
    rate_hz = 0
    for chunk in chunks:
        waiting.append(chunk.samples)
        total += len(chunk.samples)
        rate_hz = chunk.rate_hz
        if total >= PUSH_SAMPLES:
            yield np.concatenate(waiting), rate_hz
            waiting, total = [], 0
    if waiting:
        yield np.concatenate(waiting), rate_hz


class _RateConverter:
    """libswresample from one rate to another. Output sample 0 lies exactly on input sample 0.

    Args:
        ratio: Output samples for an input sample. Both terms are given to swresample as rates, so
            that also 48000 / (44100 * 1.37) is exact and nothing drifts.
        skip: Output samples to drop at the front.
    """

    def __init__(self, ratio: Fraction, skip: int) -> None:
        self._in_rate_hz = ratio.denominator
        self._skip = skip
        # With equal rates PyAV hands every frame back untouched.
        self._resampler = av.AudioResampler(format="flt", layout="stereo", rate=ratio.numerator)

    def convert(self, samples: Samples | None) -> Iterator[Samples]:
        """Convert a run of input; None flushes the end out."""
        frame: AudioFrame | None = None
        if samples is not None:
            frame = av.AudioFrame.from_ndarray(
                np.ascontiguousarray(samples).reshape(1, -1), format="flt", layout="stereo"
            )
            frame.sample_rate = self._in_rate_hz
        for part in self._resampler.resample(frame):
            if part is None:  # the flush of a resampler that had nothing to do
                continue
            made = cast("Samples", part.to_ndarray()).reshape(-1, 2)
            dropped = min(self._skip, len(made))
            self._skip -= dropped
            yield from _cut_to_blocks(made[dropped:])


def _cut_to_blocks(samples: Samples) -> Iterator[Samples]:
    for start in range(0, len(samples), BLOCK_SAMPLES):
        yield samples[start : start + BLOCK_SAMPLES]
