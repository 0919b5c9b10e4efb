"""A media file -> 48 kHz float stereo from an exact time on, streamed, looped and stretched."""

from collections import OrderedDict
from collections.abc import Generator, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import soxr

from render.audio.samples import BLOCK_SAMPLES, CHANNELS, Samples, silence
from render.audio.seam import bridged
from render.audio.source import CHUNK_SAMPLES, SourceChunk, source_chunks
from render.audio.stretch import stretched
from render.timebase import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from render.assets.media import Media

QUALITY = "HQ"
"""SoX's: flat to 20 kHz, everything else 134 dB down, three times as fast as swresample's default
(-98 dB, and -19 dB of alias at 25 kHz)."""
KEPT_PASS_SAMPLES = 480_000
"""A loop pass up to this many source samples (10 s at 48 kHz) is decoded once and kept."""
SHORT_SECONDS = 10
"""Sounds up to this long are kept once decoded: opening a WAV costs 10 ms, and the same effect is
heard again and again."""
SHORT_SOUNDS = 12
"""So many of them: 46 MB at most."""


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
        playback_rate: 2 is twice as fast; the pitch stays.
        loop: Begin again at `start_seconds` after the sound's end. The resampler runs on over the
            seam, and where the waves do not meet there they are bridged.

    Yields:
        Blocks `(n, 2)` float32, n from 1 to 48,000.

    Raises:
        AssetUnreadable: The file cannot be decoded, or holds no sound; `where` is the key.
    """
    facts = media.audio
    if facts is not None and facts.duration_seconds <= SHORT_SECONDS and not loop:
        blocks = _kept.sound(media, start_seconds, playback_rate)
    else:
        blocks = _decoded(media, start_seconds, playback_rate, loop=loop)
    if duration_seconds is None:
        yield from blocks
        return
    left = round(duration_seconds * SAMPLE_RATE_HZ)
    for block in blocks:
        if left <= 0:
            return
        yield block[:left]
        left -= len(block)


class _ShortSounds:
    """The last few short sounds, decoded. A file that changed is another file."""

    def __init__(self) -> None:
        self._sounds: OrderedDict[tuple[object, ...], Samples] = OrderedDict()

    def sound(self, media: "Media", start: Fraction, rate: Fraction) -> Iterator[Samples]:
        try:
            state = media.path.stat()
        except OSError:
            yield from _decoded(media, start, rate, loop=False)
            return
        name = (media.path, media.audio, state.st_size, state.st_mtime_ns, start, rate)
        if name in self._sounds:
            self._sounds.move_to_end(name)
            yield from _cut_to_blocks(self._sounds[name])
            return
        parts: list[Samples] | None = [silence(0)]
        for block in _decoded(media, start, rate, loop=False):
            yield block
            if parts is not None:
                parts.append(block)
                if sum(map(len, parts)) > SHORT_SECONDS * SAMPLE_RATE_HZ:
                    parts = None
        if parts is not None:
            self._sounds[name] = np.concatenate(parts)
            while len(self._sounds) > SHORT_SOUNDS:
                self._sounds.popitem(last=False)


_kept = _ShortSounds()


def _decoded(
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
    blocks = _at_mix_rate(chunks, ahead_seconds)
    yield from blocks if playback_rate == 1 else stretched(blocks, playback_rate)


def _silent_blocks(count: int) -> Iterator[Samples]:
    while count > 0:
        yield silence(min(count, BLOCK_SAMPLES))
        count -= BLOCK_SAMPLES


def _looped(media: "Media", start_seconds: Fraction) -> Iterator[SourceChunk]:
    """Repeat the file for ever; a short pass is kept, so that the file is opened once."""
    last: Samples = silence(0)
    while True:
        kept: list[Samples] | None = []
        total = 0
        rate_hz = 0
        is_mono = False
        for chunk in source_chunks(media, start_seconds):
            rate_hz = chunk.rate_hz
            samples = bridged(last, chunk.samples, rate_hz) if total == 0 else chunk.samples
            is_mono = chunk.is_mono
            yield SourceChunk(samples, rate_hz, is_mono)
            total += len(chunk.samples)
            last = chunk.samples
            if kept is not None:
                kept.append(chunk.samples)
                kept = kept if total <= KEPT_PASS_SAMPLES else None
        if total == 0:
            return
        if kept is not None:
            whole = np.concatenate(kept)
            whole = bridged(whole, whole, rate_hz)
            # Enough at once, or a file of one sample would take for ever.
            whole = np.concatenate([whole] * (CHUNK_SAMPLES // total + 1))
            while True:
                yield SourceChunk(whole, rate_hz, is_mono)


def _at_mix_rate(chunks: Iterator[SourceChunk], start_seconds: Fraction) -> Iterator[Samples]:
    """Resample to 48 kHz, and skip the part of a source sample that lies before the start."""
    converter: _RateConverter | None = None
    for chunk in chunks:
        if converter is None:
            position = start_seconds * chunk.rate_hz
            late = (position - int(position)) * SAMPLE_RATE_HZ / chunk.rate_hz
            channels = 1 if chunk.is_mono else CHANNELS
            converter = _RateConverter(chunk.rate_hz, channels, skip=round(late))
        yield from converter.convert(chunk.samples)
    if converter is not None:
        yield from converter.convert(silence(0), last=True)


class _RateConverter:
    """The SoX resampler from one rate to another. Output sample 0 lies exactly on input sample 0.

    Args:
        rate_hz: Of the input.
        channels: 1 when both are alike: half the work.
        skip: Output samples to drop at the front.
    """

    def __init__(self, rate_hz: int, channels: int, skip: int) -> None:
        self._skip = skip
        self._channels = channels
        self._stream: soxr.ResampleStream | None = None
        if rate_hz != SAMPLE_RATE_HZ:
            self._stream = soxr.ResampleStream(
                rate_hz, SAMPLE_RATE_HZ, channels, dtype="float32", quality=QUALITY
            )

    def convert(self, samples: Samples, *, last: bool = False) -> Iterator[Samples]:
        """Convert a run of input; the last one flushes the end out."""
        made = samples
        if self._stream is not None:
            wanted = np.ascontiguousarray(samples[:, : self._channels])
            made = self._stream.resample_chunk(wanted, last=last)
            made = made if self._channels == CHANNELS else np.repeat(made, CHANNELS, axis=1)
        dropped = min(self._skip, len(made))
        self._skip -= dropped
        yield from _cut_to_blocks(made[dropped:])


def _cut_to_blocks(samples: Samples) -> Iterator[Samples]:
    for start in range(0, len(samples), BLOCK_SAMPLES):
        yield samples[start : start + BLOCK_SAMPLES]
