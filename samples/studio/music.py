"""Music: a small lo-fi jazz trio played by arithmetic - electric piano, upright bass, brushes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from studio.sound import (
    RATE_HZ,
    Sound,
    compress,
    high_pass,
    low_pass,
    master,
    peaking,
    reverb,
    seconds,
    shelf,
)

_NAMES = {
    "C": 0,
    "Db": 1,
    "D": 2,
    "Eb": 3,
    "E": 4,
    "F": 5,
    "Gb": 6,
    "G": 7,
    "Ab": 8,
    "A": 9,
    "Bb": 10,
    "B": 11,
}


def pitch_hz(note: str) -> float:
    """Return a note's frequency: `A4` is 440 Hz, `Eb3`, `C5`."""
    return 440.0 * 2 ** ((_NAMES[note[:-1]] + 12 * (int(note[-1]) + 1) - 69) / 12)


@dataclass(frozen=True)
class Bar:
    """One bar: what the left and right hand hold, and the bass's walk.

    Attributes:
        chord: Notes of the electric piano.
        bass: Notes of the bass, spread evenly over the bar; "" rests.
        melody: (beat from the bar's start, note, length in beats) of the lead, beats swung.
        drums: Whether the brushes play.
        stabs: Beats at which the chord is played again, softer.
    """

    chord: Sequence[str]
    bass: Sequence[str]
    melody: Sequence[tuple[float, str, float]] = ()
    drums: bool = True
    stabs: Sequence[float] = (2.5,)


class Band:
    """Players sharing one stereo tape.

    Args:
        duration_seconds: Length of the tape.
        beats_per_minute: Tempo.
        seed: Names the take: crackle, timing and touch.
    """

    def __init__(self, duration_seconds: float, *, beats_per_minute: float, seed: int) -> None:
        self._beat_seconds = 60 / beats_per_minute
        self._count = round(duration_seconds * RATE_HZ)
        self._rng = np.random.default_rng(seed)
        self._keys = np.zeros((self._count, 2), np.float32)
        self._low = np.zeros((self._count, 2), np.float32)
        self._kit = np.zeros((self._count, 2), np.float32)

    def play(self, bars: Sequence[Bar], *, beats_in_bar: int = 4) -> None:
        """Play the bars one after the other."""
        for index, bar in enumerate(bars):
            start = index * beats_in_bar
            last = index == len(bars) - 1
            for stroke, beat in enumerate((0.0, *bar.stabs)):
                for voice, note in enumerate(bar.chord):
                    late = 0.011 * voice + float(self._rng.uniform(0, 0.008))
                    length = 3.8 if last and stroke == 0 else (2.3 if stroke == 0 else 1.1)
                    touch = (0.50 if stroke == 0 else 0.30) * float(self._rng.uniform(0.85, 1.1))
                    self._strike(
                        note,
                        start + beat,
                        length,
                        touch,
                        late,
                        pan=-0.35 + 0.7 * voice / max(1, len(bar.chord) - 1),
                    )
            for step, note in enumerate(bar.bass):
                if note:
                    self._pluck(
                        note,
                        start + step * beats_in_bar / len(bar.bass),
                        beats_in_bar / len(bar.bass),
                    )
            for beat, note, length in bar.melody:
                self._strike(note, start + beat, length, 0.52, 0.012, pan=0.12, bright=1.5)
            if bar.drums:
                self._brushes(start, beats_in_bar)

    def mixdown(self, *, lufs: float) -> Sound:
        """Mix, age and master the tape."""
        keys = low_pass(self._keys, 3800, order=1)
        keys = peaking(peaking(keys, 300, -3.0, 0.8), 1800, 3.0, 0.7)
        sway = 0.10 * np.sin(2 * np.pi * 4.3 * seconds(self._count / RATE_HZ))
        keys = keys * np.stack([1 + sway, 1 - sway], axis=1).astype(np.float32)
        room = reverb(keys * 0.9 + self._kit * 0.35, seconds=1.5, seed=21, damping_hz=3200)
        dry = keys * 0.95 + self._low * 1.0 + self._kit * 1.35
        tape = _wow(dry + 0.26 * high_pass(room, 220))
        tape = compress(tape, threshold_db=-20, ratio=2.0, window_ms=60)
        tape = shelf(tape, 8200, -9, low=False)
        tape = tape + self._crackle()
        fade_in = np.minimum(seconds(self._count / RATE_HZ) / 0.02, 1)
        fade_out = np.clip((self._count / RATE_HZ - seconds(self._count / RATE_HZ)) / 1.4, 0, 1)
        tape = tape * (fade_in * fade_out)[:, None].astype(np.float32)
        return master(tape.astype(np.float32), lufs=lufs)

    def _at(self, beat: float) -> int:
        """Sample of a beat; off-beat eighths are swung late."""
        whole, part = divmod(beat, 1.0)
        part = 0.62 if abs(part - 0.5) < 1e-6 else part
        return round((whole + part) * self._beat_seconds * RATE_HZ)

    def _lay(self, track: Sound, start: int, sound: Sound, pan: float) -> None:
        end = min(self._count, start + len(sound))
        if end <= start:
            return
        angle = (pan + 1) * np.pi / 4
        track[start:end, 0] += sound[: end - start] * np.cos(angle) * 1.414
        track[start:end, 1] += sound[: end - start] * np.sin(angle) * 1.414

    def _strike(
        self,
        note: str,
        beat: float,
        length: float,
        touch: float,
        late: float,
        *,
        pan: float,
        bright: float = 1.0,
    ) -> None:
        """Play one note of a tine piano: two FM pairs, the bell of the tine dies first."""
        hz = pitch_hz(note)
        time = seconds(length * self._beat_seconds + 0.9)
        hold = length * self._beat_seconds
        decay = np.exp(-time * (0.42 + hz / 1300))
        release = np.where(time < hold, 1.0, np.exp(-(time - hold) * 7.0))
        attack = np.minimum(time / 0.006, 1)
        body = np.sin(
            2 * np.pi * hz * time
            + bright * (1.8 * touch) * np.exp(-time * 1.8) * np.sin(2 * np.pi * hz * time)
        )
        tine = np.sin(
            2 * np.pi * hz * 1.002 * time
            + 1.6 * touch * np.exp(-time * 7) * np.sin(2 * np.pi * hz * 14 * time)
        )
        sound = (0.66 * body + 0.34 * tine) * decay * release * attack * touch * 0.27
        self._lay(self._keys, self._at(beat) + round(late * RATE_HZ), sound.astype(np.float32), pan)

    def _pluck(self, note: str, beat: float, length: float) -> None:
        """Pluck one bass note: a round tone, a soft finger, a scoop into the pitch."""
        hz = pitch_hz(note)
        hold = length * self._beat_seconds * 0.92
        time = seconds(hold + 0.12)
        bend = hz * (1 - 0.025 * np.exp(-time * 55))
        phase = 2 * np.pi * np.cumsum(bend) / RATE_HZ
        tone = np.sin(phase) + 0.55 * np.exp(-time * 2.2) * np.sin(2 * phase)
        tone += 0.16 * np.exp(-time * 6) * np.sin(3 * phase)
        shape = np.minimum(time / 0.008, 1) * np.exp(-time * 1.25)
        shape *= np.clip((hold + 0.10 - time) / 0.10, 0, 1)
        finger = self._rng.standard_normal(len(time)) * np.exp(-time * 190) * 0.25
        sound = low_pass((tone * shape + finger).astype(np.float32), 1100) * 0.13
        self._lay(self._low, self._at(beat), sound, 0.0)

    def _brushes(self, start: int, beats: int) -> None:
        """Play a bar on the kit: soft kick on one and three, brush on two and four, swung hats."""
        for beat in range(beats):
            if beat % 2 == 0:
                self._kick(start + beat, 0.55 if beat == 0 else 0.42)
            else:
                self._snare(start + beat, 0.42)
            self._hat(start + beat, 0.12)
            self._hat(start + beat + 0.5, 0.20)
        self._kick(start + 2.5, 0.24)
        self._stir(start, beats)

    def _kick(self, beat: float, level: float) -> None:
        time = seconds(0.34)
        phase = 2 * np.pi * np.cumsum(47 + 62 * np.exp(-time * 34)) / RATE_HZ
        self._lay(
            self._kit,
            self._at(beat),
            (np.sin(phase) * np.exp(-time * 13) * level).astype(np.float32),
            0,
        )

    def _snare(self, beat: float, level: float) -> None:
        time = seconds(0.30)
        noise = self._rng.standard_normal(len(time)).astype(np.float32)
        swish = (
            high_pass(low_pass(noise, 5200), 900) * np.minimum(time / 0.012, 1) * np.exp(-time * 15)
        )
        shell = np.sin(2 * np.pi * 188 * time) * np.exp(-time * 26) * 0.35
        late = round(0.012 * RATE_HZ)
        self._lay(
            self._kit,
            self._at(beat) + late,
            ((swish * 0.42 + shell) * level).astype(np.float32),
            0.12,
        )

    def _hat(self, beat: float, level: float) -> None:
        time = seconds(0.09)
        noise = self._rng.standard_normal(len(time)).astype(np.float32)
        touch = level * float(self._rng.uniform(0.7, 1.1))
        sound = high_pass(noise, 6200) * np.exp(-time * 62) * touch
        self._lay(self._kit, self._at(beat), (sound * 0.6).astype(np.float32), 0.32)

    def _stir(self, start: int, beats: int) -> None:
        """Circle the brush on the skin, one round every two beats."""
        time = seconds(beats * self._beat_seconds)
        noise = self._rng.standard_normal(len(time)).astype(np.float32)
        round_ = 0.5 - 0.5 * np.cos(2 * np.pi * time / (2 * self._beat_seconds))
        sound = high_pass(low_pass(noise, 4200), 1400) * (0.25 + 0.75 * round_) * 0.020
        edge = np.minimum(np.minimum(time, time[-1] - time) / 0.02, 1)
        self._lay(self._kit, self._at(start), (sound * edge).astype(np.float32), -0.25)

    def _crackle(self) -> Sound:
        """Return the record under the needle: dust, a few ticks, a breath of hiss."""
        clicks = np.zeros((self._count, 2), np.float32)
        for _ in range(int(self._count / RATE_HZ * 13)):
            place = int(self._rng.integers(0, self._count))
            clicks[place, int(self._rng.integers(0, 2))] += float(
                self._rng.exponential(0.11)
            ) * float(self._rng.choice([-1, 1]))
        dust = high_pass(low_pass(clicks, 5200, order=1), 900)
        hiss = (
            low_pass(self._rng.standard_normal((self._count, 2)).astype(np.float32), 5200) * 0.0011
        )
        return (dust * 0.55 + hiss).astype(np.float32)


def _wow(sound: Sound) -> Sound:
    """Let the tape drift: a slow wow and a faint flutter, under a tenth of a semitone."""
    place = np.linspace(0, len(sound) - 1, len(sound))
    time = place / RATE_HZ
    drift = 0.00055 * np.sin(2 * np.pi * 0.63 * time) + 0.00004 * np.sin(2 * np.pi * 6.1 * time)
    moved = np.clip(place + drift * RATE_HZ, 0, len(sound) - 1)
    return np.stack([np.interp(moved, place, sound[:, c]) for c in (0, 1)], axis=1).astype(
        np.float32
    )
