"""Twenty different mixes, measured by FFmpeg itself: as loud as asked, never above their peak."""

import re
import subprocess

import numpy as np
import pytest
from imageio_ffmpeg import get_ffmpeg_exe

from render.audio import encode_aac, mix_blocks, plan_audio
from render.audio.files import FORMATS
from render.audio.files import write_sound as write_file
from render.audio.mix import mix, stem_blocks
from schemas import Composition
from tests.audio.sounds import rms_db, tone, write_sound

SECONDS = 6
TARGETS = ("youtube", "podcast", "broadcast-eu", "netflix", {"integratedLufs": -12})


def some_of(seeds):
    """All of them under `make soak`, six always."""
    return [seed if seed < 6 else pytest.param(seed, marks=pytest.mark.soak) for seed in seeds]


def speech(rng, seconds, level):
    """Syllables of a buzzing voice with pauses between its sentences."""
    count = int(seconds * 48_000)
    at = np.linspace(0, seconds, count, endpoint=False)
    voice = sum(np.sin(2 * np.pi * 130 * n * at + n) / n for n in range(1, 20))
    syllables = np.clip(np.sin(2 * np.pi * 4.3 * at + rng.uniform(0, 6)), 0, 1) ** 0.5
    sentences = np.sin(2 * np.pi * at / rng.uniform(2.5, 4)) > -0.6
    samples = level * voice * syllables * sentences / 3
    return np.repeat(samples[:, np.newaxis], 2, axis=1).astype(np.float32)


def song(rng, seconds, level, kind):
    """Steady chords, plucked ones with high peaks, or noise with drums."""
    count = int(seconds * 48_000)
    at = np.linspace(0, seconds, count, endpoint=False)
    chord = sum(np.sin(2 * np.pi * f * at + f) for f in rng.choice([110, 147, 196, 247, 330], 4))
    beat = np.exp(-((at * 2.2) % 1) * 9)
    wave = {
        "pad": chord / 4,
        "plucks": chord * beat,
        "drums": 0.1 * rng.standard_normal(count) + 2 * beat * np.sin(2 * np.pi * 60 * at),
    }[kind]
    sides = np.stack([wave, np.roll(wave, 480)], axis=1)
    return (level * sides).clip(-1, 1).astype(np.float32)


def composition(seed, folder):
    """One of the mixes, and the facts of its sounds."""
    rng = np.random.default_rng(seed)
    kind = ("pad", "plucks", "drums")[seed % 3]
    sounds = {
        "voice.wav": speech(rng, SECONDS - 1, rng.uniform(0.02, 0.8)),
        "music.wav": song(rng, 3.3, rng.uniform(0.05, 0.9), kind),
        "hit.wav": tone(9_600, 900.0, level=rng.uniform(0.1, 0.95)),
    }
    facts = {name: write_sound(folder / name, samples) for name, samples in sounds.items()}
    audio = {
        "loudness": TARGETS[seed % len(TARGETS)],
        "music": {"key": "music.wav", "volume": float(rng.uniform(0.2, 1.2))},
        "soundEffects": [{"key": "hit.wav", "startFrame": n} for n in (20, 70, 71, 140)],
    }
    if seed % 4:
        audio["voiceover"] = {"key": "voice.wav", "startFrame": 15}
    made = {
        "id": "c",
        "totalDurationFrames": SECONDS * 30,
        "scenes": [{"id": "s", "durationFrames": SECONDS * 30}],
        "audio": audio,
    }
    return Composition.model_validate(made), facts


def measured_by_ffmpeg(path):
    command = [get_ffmpeg_exe(), "-hide_banner", "-nostats", "-i", path]
    command += ["-af", "ebur128=peak=true", "-f", "null", "-"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    summary = told[told.rindex("Summary:") :]
    loudness, peak = (re.search(name + r":\s+(-?[\d.]+)", summary)[1] for name in ("I", "Peak"))
    return float(loudness), float(peak)


@pytest.mark.parametrize("seed", some_of(range(20)))
def test_a_mix_is_as_loud_as_asked_and_never_above_its_peak(tmp_path, seed):
    made, facts = composition(seed, tmp_path)
    plan = plan_audio(made, facts, {"s": 0})
    target_lufs, peak_dbtp = made.audio.loudness.target
    blocks = list(mix_blocks(plan))
    write_file(blocks, tmp_path / "mix.wav", plan.total_samples, FORMATS[".wav"])
    encode_aac(blocks, tmp_path / "mix.m4a", plan.total_samples)
    for name in ("mix.wav", "mix.m4a"):
        loudness, peak = measured_by_ffmpeg(tmp_path / name)
        assert loudness == pytest.approx(target_lufs, abs=0.5), name
        assert peak <= peak_dbtp, name


@pytest.mark.parametrize("seed", some_of(seed for seed in range(20) if seed % 4))
def test_speech_lies_ten_decibels_above_the_ducked_music(tmp_path, seed):
    made, facts = composition(seed, tmp_path)
    plan = plan_audio(made, facts, {"s": 0})
    stems = list(stem_blocks(plan))
    voice, music = (np.concatenate([block[role] for block in stems]) for role in ("voice", "music"))
    # Where the voice sounds, by 20 ms, counted as the ear does: silence between words is no speech.
    power = np.square(voice[:, 0]).reshape(-1, 960).mean(axis=1)
    speaking = np.repeat(power > power.max() * 1e-3, 960)
    assert rms_db(voice[speaking]) - rms_db(music[speaking]) >= 10


def test_the_tracks_add_up_to_the_mix(tmp_path):
    for seed in (1, 2, 6):
        made, facts = composition(seed, tmp_path)
        plan = plan_audio(made, facts, {"s": 0})
        stems = list(stem_blocks(plan))
        total = np.concatenate([sum(block.values()) for block in stems])
        assert rms_db(total - mix(plan)) < -120
