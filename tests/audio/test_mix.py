"""The mix, listened to through numbers."""

import dataclasses
from fractions import Fraction
from itertools import islice

import numpy as np
import pytest

from render.audio.cues import AudioPlan, Duck, LoudnessTarget, SoundCue
from render.audio.limit import limited
from render.audio.loudness import measure
from render.audio.mix import mix, mix_blocks
from render.errors import AssetUnreadable
from tests.audio.sounds import clicks, media_of, rms_db, tone, write_sound


@pytest.fixture
def click(tmp_path):
    return write_sound(tmp_path / "click.wav", clicks(4_800, [0], level=0.5))


@pytest.fixture
def music(tmp_path):
    return write_sound(tmp_path / "music.wav", tone(240_000, 1_000.0, level=0.25))


def test_nothing_is_silence_of_the_asked_length():
    samples = mix(AudioPlan(100_001))
    assert samples.shape == (100_001, 2)
    assert samples.dtype == np.float32
    assert not samples.any()


def test_cues_sound_where_they_are_placed_also_across_blocks(click):
    at = [0, 1, 47_999, 48_000, 95_000, 143_999]
    plan = AudioPlan(144_000, tuple(SoundCue("effect", click, start, 4_800) for start in at))
    samples = mix(plan)
    assert np.flatnonzero(samples[:, 0]).tolist() == at
    assert len(samples) == 144_000


def test_a_sound_is_the_same_however_the_blocks_fall(music):
    placed = mix(AudioPlan(300_000, (SoundCue("voice", music, 12_345, 240_000),)))
    np.testing.assert_array_equal(placed[12_345:252_345], tone(240_000, 1_000.0, level=0.25))
    assert not placed[:12_345].any()
    assert not placed[252_345:].any()


def test_cues_add_up_with_their_gains(music):
    cues = (SoundCue("clip", music, 0, 48_000, gain=0.5), SoundCue("clip", music, 0, 48_000))
    samples = mix(AudioPlan(48_000, cues))
    np.testing.assert_allclose(samples, tone(48_000, 1_000.0, level=0.375), atol=1e-6)


def test_a_cue_is_cut_at_its_length_and_at_the_end_of_the_mix(music):
    samples = mix(AudioPlan(60_000, (SoundCue("music", music, 10_000, 20_000),)))
    assert not samples[30_000:].any()
    assert len(mix(AudioPlan(60_000, (SoundCue("music", music, 50_000, 240_000),)))) == 60_000


def test_music_loops_to_the_sample(music):
    looped = SoundCue("music", music, 0, 600_000, loop=True)
    samples = mix(AudioPlan(600_000, (looped,)))
    once = tone(240_000, 1_000.0, level=0.25)
    np.testing.assert_array_equal(samples, np.tile(once, (3, 1))[:600_000])


def test_a_clips_sound_begins_again_when_its_picture_does(tmp_path):
    media = write_sound(tmp_path / "a.wav", clicks(7_000, [1_000]))
    # 7 frames at 29.97: 11211.2 samples, longer than the sound.
    loop = SoundCue("clip", media, 0, 240_000, loop=True, pass_seconds=Fraction(7 * 1_001, 30_000))
    samples = mix(AudioPlan(240_000, (loop,)))
    wanted = [round(number * 11_211.2) + 1_000 for number in range(22)]
    assert np.flatnonzero(samples[:, 0]).tolist() == [at for at in wanted if at < 240_000]


@pytest.mark.parametrize("pass_seconds", [None, Fraction(5, 4)])
def test_a_loop_that_began_unheard_is_in_the_middle_of_a_pass(tmp_path, pass_seconds):
    media = write_sound(tmp_path / "a.wav", clicks(48_000, [1_000]))
    period = 48_000 if pass_seconds is None else 60_000
    cue = SoundCue(
        "clip", media, 0, 200_000, loop=True, pass_seconds=pass_seconds, skipped_samples=130_000
    )
    samples = mix(AudioPlan(200_000, (cue,)))
    wanted = [number * period + 1_000 - 130_000 for number in range(8)]
    assert np.flatnonzero(samples[:, 0]).tolist() == [at for at in wanted if 0 <= at < 200_000]


def test_a_volume_under_keyframes_moves_straight_between_its_points(music):
    cue = SoundCue("clip", music, 0, 96_000, gain_points=((0, 0.0), (48_000, 1.0), (96_000, 0.5)))
    samples = mix(AudioPlan(96_000, (cue,)))
    full = rms_db(tone(48_000, 1_000.0, level=0.25))
    assert rms_db(samples[23_952:24_048]) - full == pytest.approx(20 * np.log10(0.5), abs=0.1)
    assert rms_db(samples[71_952:72_048]) - full == pytest.approx(20 * np.log10(0.75), abs=0.1)


def test_a_long_clip_loop_is_streamed_the_same(tmp_path):
    media = write_sound(tmp_path / "a.flac", clicks(12 * 48_000, [100_000, 500_000]))
    loop = SoundCue("clip", media, 0, 30 * 48_000, loop=True, pass_seconds=Fraction(11))
    samples = mix(AudioPlan(30 * 48_000, (loop,)))
    found = np.flatnonzero(np.abs(samples[:, 0]) > 0.5).tolist()
    assert found == [100_000, 500_000, 628_000, 1_028_000, 1_156_000]


def spoken(cue, *spans):
    return dataclasses.replace(cue, speech=spans)


def test_the_music_is_down_by_the_amount_while_the_voice_speaks(music, click):
    duck = Duck(-12.0, attack_samples=9_600, release_samples=24_000, lookahead_samples=9_600)
    cue = SoundCue("music", music, 0, 240_000, ducked=True)
    voice = spoken(SoundCue("voice", click, 96_000, 48_000), (96_000, 144_000))
    samples = mix(AudioPlan(240_000, (cue, voice), duck))
    before, during, after = samples[:86_000], samples[96_001:144_000], samples[168_000:]
    assert rms_db(during) - rms_db(before) == pytest.approx(-12, abs=0.05)
    assert rms_db(after) == pytest.approx(rms_db(before), abs=0.01)
    # Half way down on the way in, by the millisecond around it.
    assert rms_db(samples[91_152:91_248]) - rms_db(before) == pytest.approx(-6, abs=0.4)


def test_what_is_not_marked_does_not_duck(music, click):
    duck = Duck(-12.0, 0, 0, 0)
    voice = spoken(SoundCue("voice", click, 0, 48_000, gain=1e-9), (0, 48_000))
    samples = mix(AudioPlan(48_000, (SoundCue("effect", music, 0, 48_000), voice), duck))
    np.testing.assert_allclose(samples, tone(240_000, 1_000.0, level=0.25)[:48_000], atol=1e-7)


def test_fades_shape_the_sound(music):
    cue = SoundCue("music", music, 0, 96_000, fade_in_samples=24_000, fade_out_samples=48_000)
    samples = mix(AudioPlan(96_000, (cue,)))
    full = rms_db(tone(48_000, 1_000.0, level=0.25))
    assert rms_db(samples[11_952:12_048]) - full == pytest.approx(-3.01, abs=0.1)
    assert rms_db(samples[24_000:48_000]) == pytest.approx(full, abs=0.01)
    assert rms_db(samples[71_952:72_048]) - full == pytest.approx(-3.01, abs=0.1)
    assert rms_db(samples[:48]) < full - 40
    assert rms_db(samples[-48:]) < full - 40


def test_a_loud_sum_is_kept_below_the_ceiling_and_only_there(tmp_path):
    loud = write_sound(tmp_path / "loud.wav", tone(48_000, 200.0, level=0.9))
    quiet = write_sound(tmp_path / "quiet.wav", tone(240_000, 300.0, level=0.3))
    cues = (
        SoundCue("music", quiet, 0, 240_000),
        SoundCue("voice", loud, 96_000, 48_000),
        SoundCue("effect", loud, 96_000, 48_000),
    )
    samples = mix(AudioPlan(240_000, cues))
    assert np.abs(samples).max() <= 10 ** (-1 / 20) + 1e-6
    untouched = tone(240_000, 300.0, level=0.3)
    np.testing.assert_array_equal(samples[:95_000], untouched[:95_000])
    np.testing.assert_array_equal(samples[148_000:], untouched[148_000:])


def test_the_limiter_dips_smoothly_around_a_single_peak():
    steady = tone(96_000, 100.0, level=0.5)
    peak = steady.copy()
    peak[48_000] = 2.0
    out = np.concatenate(list(limited(iter([peak[:48_000], peak[48_000:]]))))
    assert np.abs(out).max() <= 10 ** (-1 / 20) + 1e-6
    with np.errstate(invalid="ignore", divide="ignore"):
        gain = np.where(np.abs(steady) > 0.01, out / steady, np.nan)[:, 0]
    gain[48_000] = np.nan
    assert np.nanmin(gain) == pytest.approx(10 ** (-1 / 20) / 2, abs=0.01)
    known = gain[~np.isnan(gain)]
    assert np.abs(np.diff(known)).max() < 0.01
    np.testing.assert_array_equal(out[:47_000], steady[:47_000])
    np.testing.assert_array_equal(out[52_000:], steady[52_000:])


def test_a_mix_reaches_its_loudness_target(music):
    plan = AudioPlan(240_000, (SoundCue("music", music, 0, 240_000),), loudness=None)
    louder = dataclasses.replace(plan, loudness=LoudnessTarget(-9.0, -1.0))
    quieter = dataclasses.replace(plan, loudness=LoudnessTarget(-23.0, -1.0))
    assert measure(mix_blocks(louder)).integrated_lufs == pytest.approx(-9, abs=0.1)
    assert measure(mix_blocks(quieter)).integrated_lufs == pytest.approx(-23, abs=0.1)


def test_a_loud_target_stays_below_its_ceiling(music):
    plan = AudioPlan(
        240_000, (SoundCue("music", music, 0, 240_000),), loudness=LoudnessTarget(-1.0, -3.0)
    )
    assert measure(mix_blocks(plan)).true_peak_dbtp <= -2.9


def test_a_wave_that_peaks_between_its_samples_is_turned_down():
    # A quarter of the rate, 45 degrees off: all samples at 0.707 of the peak.
    places = np.linspace(0, 96_000, 96_000, endpoint=False)
    # It swells and dies away: a sudden start has overshoots of its own.
    wave = 0.99 * np.sin(np.pi / 2 * places + np.pi / 4) * np.sin(np.pi * places / 96_000)
    samples = np.repeat(wave[:, np.newaxis], 2, axis=1).astype(np.float32)
    assert np.abs(samples).max() < 10 ** (-1 / 20)
    out = list(limited(iter([samples[:48_000], samples[48_000:]]), -1.0))
    assert measure(out).true_peak_dbtp == pytest.approx(-1, abs=0.15)


def test_a_silent_mix_with_a_loudness_target_stays_silent():
    assert not mix(AudioPlan(96_000, loudness=LoudnessTarget(-14.0, -1.0))).any()


def test_the_measure_agrees_with_the_definition():
    # EBU Tech 3341: a stereo 1 kHz sine at -23 dBFS reads -23 LUFS.
    sine = tone(480_000, 1_000.0, level=10 ** (-23 / 20))
    reading = measure(sine[start : start + 48_000] for start in range(0, 480_000, 48_000))
    assert reading.integrated_lufs == pytest.approx(-23, abs=0.1)
    assert reading.true_peak_dbtp == pytest.approx(-23, abs=0.2)


def test_a_file_is_opened_when_it_sounds_and_named_when_it_is_damaged(tmp_path, click):
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"nothing")
    late = SoundCue("effect", media_of(broken, 48_000, key="assets/late.wav"), 96_000, 48_000)
    blocks = mix_blocks(AudioPlan(192_000, (SoundCue("effect", click, 0, 4_800), late)))
    assert len(list(islice(blocks, 1))) == 1
    with pytest.raises(AssetUnreadable) as caught:
        list(blocks)
    assert caught.value.where == "assets/late.wav"


def test_a_mix_that_is_given_up_can_be_started_anew(music):
    plan = AudioPlan(240_000, (SoundCue("music", music, 0, 240_000, loop=True),))
    for _ in range(3):
        blocks = mix_blocks(plan)
        next(blocks)
        blocks.close()
    np.testing.assert_array_equal(mix(plan), mix(plan))
