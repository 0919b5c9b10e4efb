"""How fast sound is mixed, and how much memory it takes: `python -m bench.sound [--quick]`.

A voice of five minutes (MP3, mono), music of three (MP3, 44.1 kHz, looped) and five effects a
minute, ducked, brought to -14 LUFS below -1 dBTP: one minute, ten and sixty. Each length runs
in a process of its own, with an empty memory; processor seconds are counted, so that what else the
machine does costs little.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np

from render.assets.probe import probe
from render.audio import mix_blocks, plan_audio
from render.audio.samples import Samples
from schemas import Composition

MINUTES = (1, 10, 60)
EFFECTS_A_MINUTE = 5
RATE_HZ = 44_100


def _voice(second: int, rng: np.random.Generator) -> Samples:
    at = np.linspace(second, second + 1, RATE_HZ, endpoint=False)
    buzz = sum(np.sin(2 * np.pi * 130 * n * at) / n for n in range(1, 12))
    syllables = np.clip(np.sin(2 * np.pi * 4 * at), 0, 1) * (second % 5 != 4)
    wave = 0.2 * buzz * syllables + 0.001 * rng.standard_normal(RATE_HZ)
    return wave[:, np.newaxis].astype(np.float32)


def _music(second: int, rng: np.random.Generator) -> Samples:
    at = np.linspace(second, second + 1, RATE_HZ, endpoint=False)
    chord = sum(np.sin(2 * np.pi * f * at) for f in (110, 165, 220, 277, 330)) / 5
    wave = chord * np.exp(-((at * 2) % 1) * 3)
    return (0.5 * wave[:, np.newaxis] + 0.02 * rng.standard_normal((RATE_HZ, 2))).astype(np.float32)


def _effect(_second: int, rng: np.random.Generator) -> Samples:
    fall = np.exp(-np.linspace(0, 9, RATE_HZ))[:, np.newaxis]
    return (0.3 * fall * rng.standard_normal((RATE_HZ, 2))).astype(np.float32)


def make_sounds(folder: Path) -> None:
    """Write the sounds of the mix."""
    _write(folder / "voice.mp3", _voice, 300, "mono")
    _write(folder / "music.mp3", _music, 180, "stereo")
    for number in range(EFFECTS_A_MINUTE):
        _write(folder / f"effect-{number}.wav", _effect, 1, "stereo")


def _write(path: Path, made: "object", seconds: int, layout: str) -> None:
    codec = "libmp3lame" if path.suffix == ".mp3" else "pcm_s16le"
    rng = np.random.default_rng(7)
    with av.open(str(path), "w") as out:
        stream = out.add_stream(codec, rate=RATE_HZ, layout=layout)
        fit = av.AudioResampler(stream.format, layout, RATE_HZ, stream.frame_size or 4_096)
        for second in range(seconds):
            frame = av.AudioFrame.from_ndarray(
                made(second, rng).reshape(1, -1), format="flt", layout=layout
            )
            frame.sample_rate = RATE_HZ
            for part in fit.resample(frame):
                out.mux(stream.encode(part))
        for part in fit.resample(None):
            out.mux(stream.encode(part))
        out.mux(stream.encode(None))


def composition(minutes: int) -> Composition:
    """Return a film of so many minutes."""
    frames = minutes * 1_800
    return Composition.model_validate(
        {
            "id": "bench",
            "totalDurationFrames": frames,
            "scenes": [{"id": "all", "durationFrames": frames}],
            "audio": {
                "voiceover": [
                    {"key": "voice.mp3", "startFrame": at} for at in range(0, frames, 9_300)
                ],
                "music": {"key": "music.mp3", "volume": 0.5},
                "soundEffects": [
                    {"key": f"effect-{n}.wav", "startFrame": minute * 1_800 + 350 * n}
                    for minute in range(minutes)
                    for n in range(EFFECTS_A_MINUTE)
                ],
            },
        }
    )


def _once(folder: Path, minutes: int) -> Iterator[tuple[str, float]]:
    made = composition(minutes)
    keys = ["voice.mp3", "music.mp3", *(f"effect-{n}.wav" for n in range(EFFECTS_A_MINUTE))]
    facts = {key: probe(key, folder / key) for key in keys}
    before = time.process_time()
    plan = plan_audio(made, facts, {"all": 0})
    samples = sum(len(block) for block in mix_blocks(plan))
    yield "cpu_seconds", time.process_time() - before
    yield "seconds", samples / 48_000
    yield "peak_mb", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(arguments: list[str]) -> None:
    """Measure, or be measured."""
    if arguments[:1] == ["--one"]:
        print(json.dumps(dict(_once(Path(arguments[1]), int(arguments[2])))))
        return
    minutes = MINUTES[:2] if "--quick" in arguments else MINUTES
    print("| mix | processor | times real time | peak memory |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        make_sounds(Path(name))
        for each in minutes:
            command = [sys.executable, "-m", "bench.sound", "--one", name, str(each)]
            told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
            times = told["seconds"] / told["cpu_seconds"]
            print(
                f"| {each} min | {told['cpu_seconds']:.2f} s | {times:.0f} "
                f"| {told['peak_mb']:.0f} MB |"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
