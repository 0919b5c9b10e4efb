"""Only the frequencies of a voice go down, so that bass and cymbals of the music play on.

music - (1 - gain) * voice band of the music

The band is cut out by a filter of linear phase, so that where the gain is 1 the music comes back
bit for bit, and where it is not nothing moves in time.
"""

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from render.audio.samples import Array, Samples, silence
from render.audio.voice import CueSound
from render.timebase import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from render.audio.cues import SoundCue
    from render.audio.envelope import Gain

LOW_HZ, HIGH_HZ = 200.0, 4_000.0
"""Where the vowels and most consonants of speech are; what makes it understood."""
HALF = 1_024
"""The filter reaches so far to each side: its edges are 80 Hz wide."""


class BandedSound(CueSound):
    """A cue's sound with what lies around it, which the filter needs."""

    def __init__(self, cue: "SoundCue") -> None:
        super().__init__(cue)
        # From HALF samples before the next one to be taken.
        self._held: Samples = silence(HALF)
        self._context: Samples = silence(2 * HALF)

    def take(self, wanted: int) -> Samples:
        """Return the next samples, as `CueSound.take` does."""
        missing = wanted + 2 * HALF - len(self._held)
        if missing > 0:
            self._held = np.concatenate([self._held, super().take(missing)])
        count = max(0, min(wanted, len(self._held) - HALF))
        context = self._held[: count + 2 * HALF]
        self._context = np.concatenate([context, silence(count + 2 * HALF - len(context))])
        taken = self._held[HALF : HALF + count]
        self._held = self._held[count:]
        return taken

    def is_over(self, sample: int) -> bool:
        """Tell whether nothing sounds from a timeline sample on."""
        return sample >= self.cue.end_sample or (
            super().is_over(sample) and len(self._held) <= HALF
        )

    def ducked(self, samples: Samples, gain: "Gain") -> Samples:
        """Return what was taken last with its voice band under a gain.

        Args:
            samples: As `take` returned them.
            gain: `(n,)`, one for each.
        """
        size = 1 << (len(self._context) - 1).bit_length()
        spectrum = np.fft.rfft(self._context, size, axis=0) * _filter(size)
        band = np.fft.irfft(spectrum, size, axis=0)[2 * HALF : len(self._context)]
        return (samples - band * (1 - gain[:, np.newaxis])).astype(np.float32)


@cache
def _filter(size: int) -> Array:
    """Return the spectrum `(size // 2 + 1, 1)` of the band's filter, 2 * HALF + 1 taps long."""
    places = np.linspace(-HALF, HALF, 2 * HALF + 1)
    low, high = (2 * hz / SAMPLE_RATE_HZ for hz in (LOW_HZ, HIGH_HZ))
    taps = high * np.sinc(high * places) - low * np.sinc(low * places)
    return np.fft.rfft(taps * np.blackman(len(taps)), size)[:, np.newaxis]
