"""One cue's sound as it is pulled by the mix: in order, any number of samples at a time."""

from collections.abc import Generator, Iterator
from fractions import Fraction
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from render.audio.decode import decode_audio
from render.audio.samples import BLOCK_SAMPLES, Samples, silence
from render.audio.seam import bridged
from render.timebase import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from render.audio.cues import SoundCue

KEPT_PASS_SAMPLES = 10 * SAMPLE_RATE_HZ
"""A clip's loop pass up to this long (3.8 MB) is decoded once and kept."""


class CueSound:
    """The sound of one cue before gain and fades. Opens its file at the first `take`.

    Attributes:
        cue: What sounds.
    """

    def __init__(self, cue: "SoundCue") -> None:
        self.cue = cue
        self._blocks, self._skipped = _opened(cue)
        self._left: Samples = silence(0)
        self._ended = False

    def take(self, wanted: int) -> Samples:
        """Return the next `wanted` samples, fewer once the sound has ended.

        Raises:
            AssetUnreadable: The file cannot be decoded.
        """
        while self._skipped > 0:
            self._skipped -= len(self._pull(min(self._skipped, BLOCK_SAMPLES))) or self._skipped
        return self._pull(wanted)

    def _pull(self, wanted: int) -> Samples:
        parts = [self._left]
        have = len(self._left)
        while have < wanted:
            block = next(self._blocks, None)
            if block is None:
                self._ended = True
                break
            parts.append(block)
            have += len(block)
        joined = np.concatenate(parts)
        self._left = joined[wanted:]
        return joined[:wanted]

    def is_over(self, sample: int) -> bool:
        """Tell whether nothing sounds from a timeline sample on."""
        return sample >= self.cue.end_sample or (self._ended and not len(self._left))

    def close(self) -> None:
        """Close the file. Closing twice does nothing."""
        self._blocks.close()


def _opened(cue: "SoundCue") -> tuple[Generator[Samples], int]:
    """Return a cue's sound, and how many samples of it to drop."""
    if not (cue.loop and cue.pass_seconds):
        return _decoded(cue, loop=cue.loop), cue.skipped_samples
    pass_samples = cue.pass_seconds * SAMPLE_RATE_HZ
    passes = int(cue.skipped_samples / pass_samples)
    return _clip_loop(cue, pass_samples, passes), cue.skipped_samples - round(passes * pass_samples)


def _decoded(cue: "SoundCue", *, loop: bool) -> Generator[Samples]:
    return decode_audio(
        cue.media,
        start_seconds=cue.media_start_seconds,
        playback_rate=cue.playback_rate,
        loop=loop,
    )


def _clip_loop(cue: "SoundCue", pass_samples: Fraction, first_pass: int) -> Generator[Samples]:
    """Begin again every `pass_samples`; passes start at the rounded sample, so nothing drifts."""
    kept: Samples | None = None
    last: Samples = silence(0)
    for number in count(first_pass):
        length = round((number + 1) * pass_samples) - round(number * pass_samples)
        begins = True
        if kept is None or len(kept) < length:
            blocks = _decoded(cue, loop=False)
            if length >= KEPT_PASS_SAMPLES:
                for block in _padded(blocks, length):
                    yield bridged(last, block, SAMPLE_RATE_HZ) if begins else block
                    last, begins = block, False
                continue
            # Passes of a fractional length differ by one sample: one more is kept.
            kept = np.concatenate([silence(0), *_padded(blocks, length + 1)])
        yield bridged(last, kept[:length], SAMPLE_RATE_HZ)
        last = kept[:length]


def _padded(blocks: Iterator[Samples], length: int) -> Iterator[Samples]:
    """Cut or fill up with silence to exactly `length` samples."""
    left = length
    for block in blocks:
        if left <= 0:
            return
        yield block[:left]
        left -= len(block)
    while left > 0:
        yield silence(min(left, BLOCK_SAMPLES))
        left -= BLOCK_SAMPLES
