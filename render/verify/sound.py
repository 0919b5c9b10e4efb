"""Everything about a film's sound, in one pass over it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np

from render.audio.decode import decode_audio
from render.audio.loudness import SILENT_LUFS, Loudness, measure
from render.audio.mix import mix_blocks
from render.audio.samples import BLOCK_SAMPLES, Samples, silence
from render.timebase import SAMPLE_RATE_HZ
from render.verify.curves import Curve
from render.verify.findings import Finding
from render.verify.levels import APART_SAMPLES, SILENT_PEAK, STEP_SAMPLES, LevelMeter, Silences
from render.verify.sync import LATE_SAMPLES, Fit, SyncMeter

if TYPE_CHECKING:
    from render.assets.media import Media
    from render.audio.cues import AudioPlan
    from render.verify.findings import Findings

QUIET_SECONDS: Final = 2
"""Silence so long is worth a note where nobody knows whether it is meant."""
LOST_SECONDS: Final = Fraction(1, 4)
"""And so long it is a defect where the composition has sound."""
HEARD_RMS: Final = 0.01
"""-40 dBFS: what the composition must have where the film is silent."""
LEVEL_DB: Final = 1.5
LOUDNESS_LU: Final = 1.0
PEAK_DB: Final = 0.8
"""AAC raises peaks by some tenths."""
CURVE_FLOOR_DB: Final = -70.0
OTHER_WINDOWS: Final = 2


@dataclass
class SoundFacts:
    """What the pass found besides findings.

    Attributes:
        loudness: Of the whole, or None without sound.
        late_seconds: How far it lies behind the composition, or None where nothing can tell.
        wave: Lowest and highest sample of each stretch.
        curve: Level of each stretch, decibels below full scale.
    """

    loudness: Loudness | None = None
    late_seconds: float | None = None
    wave: Curve = field(default_factory=lambda: Curve(1))
    curve: Curve = field(default_factory=lambda: Curve(1))


class SoundWatch:
    """Listens to a film, and to its composition beside it; holds a second of each.

    Args:
        media: The film.
        plan: The composition's sound, or None.
        findings: Where findings go.
    """

    def __init__(self, media: "Media", plan: "AudioPlan | None", findings: "Findings") -> None:
        self._media = media
        self._plan = plan
        self._findings = findings
        self._film = LevelMeter()
        self._meant = LevelMeter()
        self._sync = SyncMeter()
        shortest = LOST_SECONDS if plan else QUIET_SECONDS
        heard = HEARD_RMS**2 if plan else 0.0
        self._silences = Silences(int(shortest * SAMPLE_RATE_HZ), heard)
        facts = media.audio
        length = int(facts.duration_seconds * SAMPLE_RATE_HZ) if facts else 1
        self.facts = SoundFacts(wave=Curve(length), curve=Curve(max(1, length // STEP_SAMPLES)))
        self._heard_samples = 0

    def listen(self) -> SoundFacts:
        """Listen to all of it and tell what is wrong."""
        self.facts.loudness = measure(self._watched())
        self._sync.close()
        self._silences.close()
        if self._plan is not None:
            self._tell_sync()
        self._tell_levels()
        if self._plan is None:
            self._tell_alone()
        else:
            self._tell_clicks()
            self._tell_loudness(self._plan)
        return self.facts

    def _watched(self) -> Iterator[Samples]:
        meant = _Blocks(mix_blocks(self._plan)) if self._plan else None
        for block in _evenly(decode_audio(self._media)):
            self._film.take(block)
            mono = block.mean(axis=1)
            self.facts.wave.take_run(self._heard_samples, mono)
            beside = meant.take(len(block)) if meant is not None else None
            if beside is not None:
                self._meant.take(beside)
                self._sync.take(mono, beside.mean(axis=1))
            self._steps(block, beside)
            self._heard_samples += len(block)
            yield block

    def _steps(self, block: Samples, beside: Samples | None) -> None:
        for at in range(0, len(block), STEP_SAMPLES):
            part = block[at : at + STEP_SAMPLES]
            power = float(np.square(part, dtype=np.float64).mean())
            level = max(10 * float(np.log10(power + 1e-12)), CURVE_FLOOR_DB)
            self.facts.curve.take((self._heard_samples + at) // STEP_SAMPLES, level)
            silent = float(np.abs(part).max()) < SILENT_PEAK
            other = 0.0
            if silent and beside is not None:
                meant = beside[at : at + STEP_SAMPLES]
                other = float(np.square(meant, dtype=np.float64).mean())
            self._silences.take(len(part), silent=silent, beside_power=other)

    def _tell_levels(self) -> None:
        levels, loudness = self._film.levels, self.facts.loudness
        over = loudness is not None and loudness.true_peak_dbtp > 0
        if levels.clipped_runs or over:
            peak = loudness.true_peak_dbtp if loudness else 0.0
            runs = levels.clipped_runs
            flat = f", {runs} flat top{'s' * (runs > 1)}" if runs else ""
            at = (levels.first_clipped or 0) / SAMPLE_RATE_HZ
            self._findings.add(
                Finding(
                    "clipping",
                    f"the sound is clipped: true peak {peak:+.1f} dBTP{flat}",
                    "turn it down before it is encoded; the limiter of a render ends at -1 dBFS",
                    seconds=(round(at, 3), round(at, 3)) if levels.clipped_runs else None,
                )
            )
        shifted = abs(self.facts.late_seconds or 0) * SAMPLE_RATE_HZ > LATE_SAMPLES
        for start, end in self._silences.close():
            if shifted and end - start < SAMPLE_RATE_HZ:  # a pause that lies elsewhere
                continue
            seconds = (round(start / SAMPLE_RATE_HZ, 3), round(end / SAMPLE_RATE_HZ, 3))
            length = f"{(end - start) / SAMPLE_RATE_HZ:.2f} s"
            if self._plan is None:
                message = f"the sound is silent for {length}"
                self._findings.add(Finding("silence-heard", message, seconds=seconds))
            else:
                message = f"the sound is silent for {length}, the composition is not"
                self._findings.add(Finding("silence", message, seconds=seconds))

    def _tell_alone(self) -> None:
        for at in self._film.levels.clicks:
            seconds = round(at / SAMPLE_RATE_HZ, 3)
            message = "something clicks, or is meant to"
            self._findings.add(Finding("clicks-heard", message, seconds=(seconds, seconds)))

    def _tell_clicks(self) -> None:
        late = round((self.facts.late_seconds or 0) * SAMPLE_RATE_HZ)
        meant = np.array(self._meant.levels.clicks)
        for at in self._film.levels.clicks:
            if len(meant) and int(np.abs(meant + late - at).min()) <= APART_SAMPLES:
                continue
            seconds = round(at / SAMPLE_RATE_HZ, 3)
            message = "the sound clicks where the composition does not"
            self._findings.add(Finding("clicks", message, seconds=(seconds, seconds)))

    def _tell_sync(self) -> None:
        fits = self._sync.fits
        heard = [fit for fit in fits if fit.late_samples is not None]
        if heard:
            longest = max(heard, key=lambda fit: fit.end_sample - fit.start_sample)
            self.facts.late_seconds = round((longest.late_samples or 0) / SAMPLE_RATE_HZ, 6)
        for fit in fits:
            seconds = (
                round(fit.start_sample / SAMPLE_RATE_HZ, 3),
                round(fit.end_sample / SAMPLE_RATE_HZ, 3),
            )
            if fit.late_samples is None:
                self._tell_other(fit, seconds)
                continue
            if abs(fit.late_samples) > LATE_SAMPLES:
                way = "late" if fit.late_samples > 0 else "early"
                size = abs(fit.late_samples) / SAMPLE_RATE_HZ * 1000
                part = "" if len(heard) == 1 else f" from {seconds[0]:.1f} to {seconds[1]:.1f} s"
                message = f"the sound is {size:.1f} ms {way}{part}"
                self._findings.add(Finding(f"sound-{way}", message, seconds=seconds))
            if abs(fit.level_db) > LEVEL_DB:
                way = "louder" if fit.level_db > 0 else "quieter"
                message = f"the sound is {abs(fit.level_db):.1f} dB {way} than the composition"
                self._findings.add(Finding("sound-level", message, seconds=seconds))

    def _tell_other(self, fit: Fit, seconds: tuple[float, float]) -> None:
        if any(start < fit.end_sample and fit.start_sample < end for start, end in
               self._silences.found):  # fmt: skip
            return
        message = "another sound is heard than the composition has"
        self._findings.add(Finding("other-sound", message, seconds=seconds))

    def _tell_loudness(self, plan: "AudioPlan") -> None:
        target, measured = plan.loudness, self.facts.loudness
        if target is None or measured is None or measured.integrated_lufs <= SILENT_LUFS:
            return
        if measured.true_peak_dbtp > max(target.true_peak_dbtp, -1.0) + PEAK_DB:
            message = (
                f"true peak {measured.true_peak_dbtp:+.1f} dBTP, "
                f"the composition asks for {target.true_peak_dbtp:+.1f} at most"
            )
            self._findings.add(Finding("true-peak", message))
        if measured.integrated_lufs > target.integrated_lufs + LOUDNESS_LU:
            message = (
                f"{measured.integrated_lufs:.1f} LUFS, "
                f"the composition asks for {target.integrated_lufs:.1f}"
            )
            self._findings.add(Finding("loudness", message))


class _Blocks:
    """A stream of blocks, cut anew."""

    def __init__(self, blocks: Iterator[Samples]) -> None:
        self._blocks = blocks
        self._left: Samples = silence(0)

    def take(self, count: int) -> Samples:
        """Return the next samples, silence after the end."""
        parts = [self._left]
        have = len(self._left)
        while have < count:
            block = next(self._blocks, None)
            if block is None:
                block = silence(count - have)
            parts.append(block)
            have += len(block)
        joined = np.concatenate(parts)
        self._left = joined[count:]
        return joined[:count]


def _evenly(blocks: Iterator[Samples]) -> Iterator[Samples]:
    """Cut a stream into blocks of a second; the last one is shorter."""
    held: list[Samples] = []
    count = 0
    for block in chain(blocks, (None,)):
        if block is not None:
            held.append(block)
            count += len(block)
        while count >= BLOCK_SAMPLES or (block is None and count):
            joined = np.concatenate(held)
            yield joined[:BLOCK_SAMPLES]
            held = [joined[BLOCK_SAMPLES:]]
            count = len(held[0])
