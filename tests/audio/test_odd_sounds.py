"""Odd and broken sounds: heard right, or refused by name; and nothing clicks where sounds meet."""

from fractions import Fraction

import numpy as np
import pytest

from render.assets.probe import probe
from render.audio.cues import AudioPlan, SoundCue
from render.audio.decode import decode_audio
from render.audio.ducking import detected
from render.audio.loud import profile
from render.audio.mix import mix, stem_blocks
from render.audio.seam import bridged
from render.audio.stretch import stretched
from render.errors import AssetUnreadable
from tests.audio.sounds import joined, rms_db, tone, write_sound


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("WAVEMAKER_CACHE_DIR", str(tmp_path / "cache"))


def heard(path):
    return joined(decode_audio(probe(path.name, path)))


@pytest.mark.parametrize(
    ("name", "rate_hz", "layout", "codec"),
    [
        ("phone.wav", 8_000, "mono", "pcm_s16le"),
        ("studio.wav", 192_000, "stereo", "pcm_s24le"),
        ("cinema.flac", 48_000, "5.1", "flac"),
    ],
)
def test_odd_formats_sound_as_they_should(tmp_path, name, rate_hz, layout, codec):
    channels = {"mono": 1, "stereo": 2, "5.1": 6}[layout]
    source = np.zeros((rate_hz, channels), np.float32)
    source[:, : min(channels, 2)] = tone(rate_hz, rate_hz=rate_hz)[:, :channels]
    write_sound(tmp_path / name, source, rate_hz=rate_hz, layout=layout, codec=codec)
    samples = heard(tmp_path / name)
    assert abs(len(samples) - 48_000) <= 1
    assert rms_db(samples[4_000:44_000] - tone(48_000)[4_000:44_000]) < -80


def test_an_mp3_without_its_header_and_cut_short_still_plays(tmp_path):
    write_sound(tmp_path / "a.mp3", tone(480_000))
    whole = (tmp_path / "a.mp3").read_bytes()
    first = whole.index(b"\xff\xfb")
    second = whole.index(b"\xff\xfb", first + 4)  # the first frame holds the table of contents
    (tmp_path / "b.mp3").write_bytes(whole[second : len(whole) * 2 // 3])
    samples = heard(tmp_path / "b.mp3")
    assert 250_000 < len(samples) < 350_000
    assert rms_db(samples[50_000:200_000]) == pytest.approx(rms_db(tone(48_000)), abs=0.3)


def test_silence_and_an_offset_stay_what_they_are(tmp_path):
    write_sound(tmp_path / "silent.wav", np.zeros((48_000, 2), np.float32))
    write_sound(tmp_path / "offset.wav", tone(48_000, level=0.2) + np.float32(0.1))
    assert not heard(tmp_path / "silent.wav").any()
    assert heard(tmp_path / "offset.wav").mean() == pytest.approx(0.1, abs=1e-3)
    assert detected(profile(probe("silent.wav", tmp_path / "silent.wav"))) == []


def test_a_file_of_no_samples_is_refused_by_name(tmp_path):
    write_sound(tmp_path / "a.wav", tone(480))
    data = (tmp_path / "a.wav").read_bytes()
    (tmp_path / "empty.wav").write_bytes(data[: data.index(b"data") + 4] + b"\0\0\0\0")
    with pytest.raises(AssetUnreadable) as caught:
        probe("empty.wav", tmp_path / "empty.wav")
    assert caught.value.where == "empty.wav"


def test_one_track_at_unit_volume_comes_back_identical(tmp_path):
    rng = np.random.default_rng(3)
    noise = (rng.standard_normal((96_000, 2)) * 0.1).astype(np.float32)
    media = write_sound(tmp_path / "a.wav", noise)
    for role in ("voice", "music", "effect", "clip"):
        plan = AudioPlan(96_000, (SoundCue(role, media, 0, 96_000),))
        assert rms_db(mix(plan) - noise) < -90
        assert rms_db(joined(block[role] for block in stem_blocks(plan)) - noise) < -90


def test_speech_is_found_between_pauses_and_in_noise(tmp_path):
    rng = np.random.default_rng(5)
    for noise in (0.0, 0.004):
        speech = tone(240_000, 200.0, level=0.3)
        speech[:48_000] = speech[144_000:192_000] = 0
        speech += (noise * rng.standard_normal(speech.shape)).astype(np.float32)
        path = tmp_path / f"{noise}.wav"
        write_sound(path, speech)
        spans = np.array(detected(profile(probe(path.name, path)))) / 50
        np.testing.assert_allclose(spans, [(1, 3), (4, 5)], atol=0.05)


def test_a_seam_that_would_click_is_bridged_and_one_that_meets_is_not():
    rising = np.repeat(np.linspace(-0.5, 0.5, 48_000)[:, np.newaxis], 2, axis=1)
    looped = np.concatenate([rising, bridged(rising, rising, 48_000)])
    assert np.abs(np.diff(looped, axis=0)).max() < 0.01
    endless = tone(48_000, 100.0)
    assert bridged(endless, endless, 48_000) is endless


@pytest.mark.parametrize("rate", [Fraction(1, 2), Fraction(4, 5), Fraction(5, 4), Fraction(2)])
def test_another_speed_keeps_the_pitch_the_level_and_the_time(rate):
    sound = tone(192_000, 441.0)
    sound[96_000:] *= 0.25
    samples = joined(stretched(iter([sound]), rate))
    assert len(samples) == -(-192_000 * rate.denominator // rate.numerator)
    half = len(samples) // 2
    steady = samples[4_000 : half - 4_000, 0]
    spectrum = np.abs(np.fft.rfft(steady * np.hanning(len(steady))))
    assert np.argmax(spectrum) * 48_000 / len(steady) == pytest.approx(441, abs=2)
    assert rms_db(samples[4_000 : half - 4_000]) == pytest.approx(rms_db(sound[:96_000]), abs=0.3)
    # The step in level, half way through, is at its time within a grain.
    quiet = np.flatnonzero(np.abs(samples[:, 0]) > 0.3).max()
    assert abs(quiet - half) < 1_600
    assert np.abs(np.diff(samples[4_000 : half - 4_000], axis=0)).max() < 0.06
