"""The sound as files and as a picture, from a composition on disk."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from render.assets.probe import probe
from render.audio.decode import decode_audio
from render.cli.app import app
from render.errors import UsageError
from render.interchange import mix_audio
from render.soundtrack import export_mix, export_stems, plot_sound
from tests.audio.sounds import joined, rms_db, tone, write_sound


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("WAVEMAKER_CACHE_DIR", str(tmp_path / "cache"))


@pytest.fixture
def film(tmp_path):
    write_sound(tmp_path / "voice.wav", tone(48_000, 300.0, level=0.4))
    write_sound(
        tmp_path / "music.flac", tone(66_150, 147.0, level=0.4, rate_hz=44_100), rate_hz=44_100
    )
    write_sound(tmp_path / "hit.wav", tone(9_600, 900.0, level=0.9))
    words = [{"text": "Slow", "startFrame": 0, "endFrame": 12}]
    composition = {
        "id": "c",
        "title": "Sound",
        "totalDurationFrames": 90,
        "scenes": [{"id": "one", "durationFrames": 45}, {"id": "two", "durationFrames": 45}],
        "audio": {
            "voiceover": {"key": "voice.wav", "startFrame": 20, "words": words},
            "music": "music.flac",
            "soundEffects": [{"key": "hit.wav", "startFrame": 70}],
        },
    }
    path = tmp_path / "composition.json"
    path.write_text(json.dumps(composition))
    return path


def read(path):
    return joined(decode_audio(probe(path.name, path)))


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".mka", ".m4a", ".opus", ".webm"])
def test_the_mix_is_written_in_every_format_to_its_length(film, tmp_path, suffix):
    written = export_mix(film, tmp_path / f"mix{suffix}")
    samples = read(written.path)
    assert abs(len(samples) - 144_000) <= (0 if suffix != ".opus" else 1)
    lossless = suffix in {".wav", ".flac", ".mka"}
    heard = mix_audio(film).samples
    assert rms_db(samples - heard[: len(samples)]) < (-120 if lossless else -35)
    assert written.loudness.integrated_lufs == pytest.approx(-14, abs=0.5)


def test_the_tracks_add_up_to_the_mix_in_their_files(film, tmp_path):
    stems = export_stems(film, tmp_path / "stems")
    assert [each.track for each in stems] == ["voice", "music", "effects"]
    total = sum(read(each.path).astype(np.float64) for each in stems)
    assert rms_db(total - mix_audio(film).samples) < -120


def test_the_same_mix_is_the_same_file(film, tmp_path):
    for name in ("a.wav", "b.wav", "a.opus", "b.opus"):
        export_mix(film, tmp_path / name)
    for suffix in (".wav", ".opus"):
        first, second = ((tmp_path / f"{name}{suffix}").read_bytes() for name in "ab")
        assert first == second


@pytest.mark.parametrize(("name", "bits"), [("mix.mp3", None), ("mix.flac", 24), ("mix.wav", 20)])
def test_what_cannot_be_written_is_said_before_any_work(film, tmp_path, name, bits):
    with pytest.raises(UsageError):
        export_mix(film, tmp_path / name, bits=bits)


def test_the_picture_shows_voice_music_and_effects_where_they_sound(film):
    picture = plot_sound(film, width_px=960).astype(int)
    amber = (picture[..., 0] > 200) & (picture[..., 2] < 130) & (picture[..., 1] < 200)
    purple = (picture[..., 0] > 180) & (picture[..., 2] > 200) & (picture[..., 1] < 150)
    amber[250:] = False  # only the voice's own lane: the ducking curve is yellow
    # 800 columns for 3 s from x = 132 on; the names stand to the left of them.
    voice, effect = (
        np.flatnonzero(mask[:, 132:].any(axis=0)) / 800 * 3 for mask in (amber, purple)
    )
    assert (voice.min(), voice.max()) == pytest.approx((2 / 3, 5 / 3), abs=0.02)
    assert (effect.min(), effect.max()) == pytest.approx((70 / 30, 70 / 30 + 0.2), abs=0.02)


def test_a_film_without_sound_has_a_picture_and_no_tracks(tmp_path):
    silent = {"id": "c", "totalDurationFrames": 9, "scenes": [{"id": "s", "durationFrames": 9}]}
    assert plot_sound(silent, width_px=640).shape[1] == 640
    with pytest.raises(UsageError, match="no sound"):
        export_stems(silent, tmp_path)


def test_the_commands_write_and_tell(film, tmp_path):
    run = CliRunner()
    told = run.invoke(app, ["audio", "mix", str(film), "-o", str(tmp_path / "m.wav"), "--json"])
    assert json.loads(told.stdout)["files"][0]["samples"] == 144_000
    told = run.invoke(app, ["audio", "stems", str(film), "-o", str(tmp_path / "s"), "--json"])
    assert [each["track"] for each in json.loads(told.stdout)["files"]] == [
        "voice",
        "music",
        "effects",
    ]
    told = run.invoke(app, ["audio", "plot", str(film), "-o", str(tmp_path / "p.png")])
    assert told.exit_code == 0
    assert (tmp_path / "p.png").exists()
