"""How loud the tracks of a mix are, before anything is limited."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from render.audio.mix import stem_blocks
from render.timebase import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from render.audio.cues import AudioPlan

_HEADROOM = 0.001
"""The mix is made so much quieter that no limiter touches it."""
WINDOW_SECONDS = 0.1
_WINDOW = int(WINDOW_SECONDS * SAMPLE_RATE_HZ)
_SILENT_DB = -120.0


@dataclass(frozen=True)
class Levels:
    """Levels of a mix.

    Attributes:
        peak_db: Of the sum of all tracks, before the limiter; 0 is full scale.
        tracks: RMS in dB of each track by its role, a value a tenth of a second.
        whole: The same of their sum.
    """

    peak_db: float
    tracks: dict[str, NDArray[np.float32]]
    whole: NDArray[np.float32]


def listen(plan: "AudioPlan") -> Levels:
    """Mix a plan once and measure it."""
    cues = tuple(replace(cue, gain=cue.gain * _HEADROOM) for cue in plan.cues)
    quiet = replace(plan, cues=cues, loudness=None)
    peak = 0.0
    tracks: dict[str, list[NDArray[np.float32]]] = {}
    whole: list[NDArray[np.float32]] = []
    for stems in stem_blocks(quiet):
        mixed = np.sum(list(stems.values()), axis=0)
        peak = max(peak, float(np.abs(mixed).max(initial=0.0)))
        whole.append(_windows(mixed))
        for role, block in stems.items():
            tracks.setdefault(role, []).append(_windows(block))
    return Levels(
        _decibels(peak / _HEADROOM),
        {role: np.concatenate(parts) for role, parts in tracks.items()},
        np.concatenate(whole) if whole else np.zeros(0, np.float32),
    )


def _windows(block: NDArray[np.float32]) -> NDArray[np.float32]:
    count = max(1, len(block) // _WINDOW)
    power = np.square(block.astype(np.float64)).mean(axis=1)
    means = [part.mean() if len(part) else 0.0 for part in np.array_split(power, count)]
    levels = np.sqrt(np.array(means)) / _HEADROOM
    return (20 * np.log10(np.maximum(levels, 1e-6))).astype(np.float32)


def _decibels(level: float) -> float:
    return 20 * float(np.log10(level)) if level > 0 else _SILENT_DB
