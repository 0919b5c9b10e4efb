"""How far a film's sound lies from where the composition has it, by cross-correlation."""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from render.timebase import SAMPLE_RATE_HZ

WINDOW_SAMPLES: Final = 65_536
"""1.4 s: some words, or a bar."""
REACH_SAMPLES: Final = SAMPLE_RATE_HZ // 2
"""Half a second either way."""
LATE_SAMPLES: Final = SAMPLE_RATE_HZ // 200
"""5 ms; AAC that is muxed rightly is off by none."""
ALIKE: Final = 0.5
"""A correlation from which on two sounds are the same one."""
CLEARLY: Final = 1.1
"""A shifted fit must be so much better than none: music repeats itself."""
AUDIBLE_RMS: Final = 0.003
"""-50 dBFS: below, there is nothing to compare."""

Mono = NDArray[np.float32]


class Fit(NamedTuple):
    """How the film's sound fits in windows `[start_sample, end_sample)`.

    Attributes:
        late_samples: How much later than meant it is heard; None: it is another sound.
        level_db: How much louder it is than meant.
    """

    start_sample: int
    end_sample: int
    late_samples: int | None
    level_db: float


@dataclass
class _Sum:
    seen: float = 0.0
    meant: float = 0.0


class SyncMeter:
    """Compares two sounds window by window; holds one window of each.

    Attributes:
        fits: Stretches of windows that fit alike, in order; windows without sound are left out.
    """

    def __init__(self) -> None:
        self._position = 0
        self._seen: list[Mono] = []
        self._meant: list[Mono] = []
        self._held = 0
        self._before: Mono = np.zeros(REACH_SAMPLES, np.float32)
        self.fits: list[Fit] = []

    def take(self, seen: Mono, meant: Mono) -> None:
        """Take samples `(n,)` of the film and, just as many, of the composition."""
        self._seen.append(seen)
        self._meant.append(meant)
        self._held += len(seen)
        while self._held >= WINDOW_SAMPLES:
            all_seen, all_meant = np.concatenate(self._seen), np.concatenate(self._meant)
            self._window(all_seen[:WINDOW_SAMPLES], all_meant[:WINDOW_SAMPLES])
            self._seen, self._meant = [all_seen[WINDOW_SAMPLES:]], [all_meant[WINDOW_SAMPLES:]]
            self._held -= WINDOW_SAMPLES

    def close(self) -> None:
        """Take what is left as a last, shorter window."""
        if self._held > SAMPLE_RATE_HZ // 4:
            self._window(np.concatenate(self._seen), np.concatenate(self._meant))
        self._held = 0

    def _window(self, seen: Mono, meant: Mono) -> None:
        start, self._position = self._position, self._position + len(seen)
        powers = [float(np.dot(x.astype(np.float64), x)) for x in (seen, meant)]
        if max(powers) < AUDIBLE_RMS**2 * len(seen):
            return
        if min(powers) < max(powers) / 1e4:  # one of the two is silent
            self._note(Fit(start, self._position, None, _decibels(*powers)))
            return
        late, alike = _best_lag(seen, meant)
        fit = Fit(start, self._position, late if alike >= ALIKE else None, _decibels(*powers))
        self._note(fit)

    def _note(self, fit: Fit) -> None:
        last = self.fits[-1] if self.fits else None
        if last is None or not _alike(last, fit):
            self.fits.append(fit)
            return
        parts = (last.end_sample - last.start_sample, fit.end_sample - fit.start_sample)
        level = (last.level_db * parts[0] + fit.level_db * parts[1]) / sum(parts)
        self.fits[-1] = Fit(last.start_sample, fit.end_sample, last.late_samples, level)


def _alike(one: Fit, other: Fit) -> bool:
    if one.late_samples is None or other.late_samples is None:
        return one.late_samples == other.late_samples
    return abs(one.late_samples - other.late_samples) <= LATE_SAMPLES


def _best_lag(seen: Mono, meant: Mono) -> tuple[int, float]:
    """Return by how many samples `seen` lies late, and the correlation there."""
    size = 1 << (2 * max(len(seen), REACH_SAMPLES) - 1).bit_length()
    # Lows say little about time: a difference evens the spectrum of speech and music.
    one, other = (np.diff(x.astype(np.float64), prepend=0.0) for x in (seen, meant))
    spectrum = np.fft.rfft(one, size) * np.conj(np.fft.rfft(other, size))
    whole = np.fft.irfft(spectrum, size)
    reach = min(REACH_SAMPLES, len(seen) // 2)
    lags = np.concatenate([whole[-reach:], whole[: reach + 1]])
    # A shifted window overlaps less: what is left of it counts as if it were all.
    overlap = len(seen) - np.abs(np.array(range(-reach, reach + 1)))
    scale = np.sqrt(np.dot(one, one) * np.dot(other, other)) * overlap / len(seen)
    alike = lags / np.maximum(scale, 1e-12)
    best = int(np.argmax(alike))
    here = float(alike[reach])
    if float(alike[best]) < CLEARLY * here or abs(best - reach) <= LATE_SAMPLES // 8:
        best = reach if here >= ALIKE else best
    return best - reach, float(alike[best])


def _decibels(seen_power: float, meant_power: float) -> float:
    return round(10 * float(np.log10((seen_power + 1e-9) / (meant_power + 1e-9))), 2)
