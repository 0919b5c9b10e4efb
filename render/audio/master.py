"""The last step of a mix: one gain for the whole, and the limiter.

The mix is made once and kept; it is measured, and measured again as the limiter leaves it, until
the gain is found with which it comes out at its target. Then it is made again from what was kept.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import IO

import numpy as np

from render.audio.cues import LoudnessTarget
from render.audio.limit import CEILING_DBFS, roughly_limited
from render.audio.loudness import SILENT_LUFS, Loudness, measure
from render.audio.samples import BLOCK_SAMPLES, CHANNELS, Samples
from render.closing import Closing
from render.storage import cache_dir
from render.timebase import SAMPLE_RATE_HZ

MAX_GAIN_DB = 24.0
"""More would only lift noise: a mix so quiet is a mistake elsewhere."""
CLOSE_ENOUGH_LU = 0.2
MAX_TRIES = 6
"""How often the limiter's own effect on the loudness is looked at. Two or three do."""
ENCODER_DB = 0.3
"""Below the target's peak: AAC and Opus swing up to a quarter of a decibel above what they got."""
SAFE_DB = 6.0
"""Peaks so far below the ceiling keep the limiter out: no wave swings more above its samples."""

KEPT_SAMPLES = 60 * SAMPLE_RATE_HZ
"""A mix up to this long (23 MB) is kept in memory between the passes."""
SPILLED_SAMPLES = 2 * 3_600 * SAMPLE_RATE_HZ
"""One up to this long (2.8 GB) on disk; a longer one is made anew for each pass."""


class Premix(Closing):
    """A mix before its gain that can be gone through several times.

    Args:
        make: Starts the mix.
        total_samples: Its length.
        keep: Whether there will be a second time.
    """

    def __init__(
        self, make: Callable[[], Iterator[Samples]], total_samples: int, *, keep: bool
    ) -> None:
        self._make = make
        self._blocks: list[Samples] | None = None
        self._file: IO[bytes] | None = None
        self._in_memory = keep and total_samples <= KEPT_SAMPLES
        self._on_disk = keep and KEPT_SAMPLES < total_samples <= SPILLED_SAMPLES
        self._whole = False

    def close(self) -> None:
        """Let go of what was kept."""
        if self._file is not None:
            self._file.close()

    def blocks(self) -> Iterator[Samples]:
        """Go through the mix from its beginning; the first time it is made."""
        if self._whole and self._blocks is not None:
            yield from self._blocks
        elif self._whole and self._file is not None:
            yield from self._read_back(self._file)
        else:
            yield from self._made()

    def _made(self) -> Iterator[Samples]:
        kept: list[Samples] = []
        if self._on_disk:
            with suppress(OSError):
                folder = cache_dir()
                folder.mkdir(parents=True, exist_ok=True)
                # Without a name: gone with this process, however that ends.
                self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed by __exit__
        for block in self._make():
            if self._in_memory:
                kept.append(block)
            elif self._file is not None:
                self._spill(self._file, block)
            yield block
        self._blocks = kept if self._in_memory else None
        self._whole = self._in_memory or self._file is not None

    def _spill(self, file: IO[bytes], block: Samples) -> None:
        try:
            file.write(np.ascontiguousarray(block).tobytes())
        except OSError:  # the disk is full: the next pass mixes anew
            with suppress(OSError):
                file.close()
            self._file = None

    @staticmethod
    def _read_back(file: IO[bytes]) -> Iterator[Samples]:
        file.seek(0)
        size = BLOCK_SAMPLES * CHANNELS * np.dtype(np.float32).itemsize
        while data := file.read(size):
            yield np.frombuffer(data, np.float32).reshape(-1, CHANNELS)


def ceiling_of(target: LoudnessTarget | None) -> float:
    """Return the level in dB below full scale that the limiter keeps a mix below."""
    if target is None:
        return CEILING_DBFS
    return min(CEILING_DBFS, target.true_peak_dbtp) - ENCODER_DB


def gain_for(target: LoudnessTarget | None, premix: Premix) -> float:
    """Return the linear gain with which a mix comes out of the limiter as loud as it should.

    1 without a target and for silence, at most +24 dB. The limiter takes loudness away from a mix
    with high peaks, so the gain is corrected by what it took.
    """
    if target is None:
        return 1.0
    measured = measure(premix.blocks(), true_peak=False)
    if measured.integrated_lufs <= SILENT_LUFS:
        return 1.0
    ceiling_dbfs = ceiling_of(target)
    gain_db = min(target.integrated_lufs - measured.integrated_lufs, MAX_GAIN_DB)
    if measured.true_peak_dbtp + gain_db < ceiling_dbfs - SAFE_DB:
        return 10 ** (gain_db / 20)
    best_db, least = gain_db, float("inf")
    for _ in range(MAX_TRIES):
        found = _limited_loudness(premix, gain_db, ceiling_dbfs)
        missing = target.integrated_lufs - found.integrated_lufs
        if abs(missing) < least:
            best_db, least = gain_db, abs(missing)
        # More than enough gain makes some mixes quieter again: the limiter is always at work.
        gain_db = min(gain_db + missing, MAX_GAIN_DB)
        if least <= CLOSE_ENOUGH_LU or gain_db == best_db:
            break
    return 10 ** (best_db / 20)


def _limited_loudness(premix: Premix, gain_db: float, ceiling_dbfs: float) -> Loudness:
    blocks = amplified(premix.blocks(), 10 ** (gain_db / 20))
    return measure(roughly_limited(blocks, ceiling_dbfs), true_peak=False)


def amplified(blocks: Iterator[Samples], gain: float) -> Iterator[Samples]:
    """Yield blocks times a linear gain."""
    for block in blocks:
        yield block if gain == 1 else block * np.float32(gain)
