"""Gain curves: fades and the duck, point by point and block by block."""

from pathlib import Path

import numpy as np
import pytest

from render.audio.cues import Dip, Duck, SoundCue
from render.audio.envelope import duck_gain, fade_gain
from tests.audio.sounds import media_of

MEDIA = media_of(Path("/nowhere/a.wav"), 48_000)
DUCK = Duck(-12.0, attack_samples=2_000, release_samples=5_000, lookahead_samples=2_000)
DIPS = (Dip(10_000, 20_000, -12.0),)
DOWN = 10 ** (-12 / 20)


def whole(curve, count, block=None):
    block = block or count
    parts = [
        np.ones(min(block, count - start), np.float32) if part is None else part
        for start in range(0, count, block)
        for part in [curve(start, min(block, count - start))]
    ]
    return np.concatenate(parts)


def test_a_fade_in_rises_from_silence_and_ends_at_its_length():
    cue = SoundCue("music", MEDIA, 1_000, 50_000, fade_in_samples=4_800)
    gain = fade_gain(cue, 1_000, 4_801)
    assert gain[0] == 0
    assert gain[2_400] == pytest.approx(np.sqrt(0.5), abs=1e-6)
    assert np.all(np.diff(gain[:4_800]) > 0)
    assert fade_gain(cue, 5_800, 100) is None


def test_a_fade_out_ends_in_silence_with_the_cue():
    cue = SoundCue("music", MEDIA, 1_000, 50_000, fade_out_samples=4_800)
    assert fade_gain(cue, 1_000, 45_200) is None
    gain = fade_gain(cue, 46_200, 4_800)
    assert gain[0] == 1
    assert 0 < gain[-1] < 1e-3
    assert np.all(np.diff(gain) < 0)


def test_two_sounds_that_swap_places_keep_their_power():
    going = fade_gain(SoundCue("clip", MEDIA, 0, 4_800, fade_out_samples=4_800), 0, 4_800)
    coming = fade_gain(SoundCue("clip", MEDIA, 0, 9_600, fade_in_samples=4_800), 0, 4_800)
    np.testing.assert_allclose(going**2 + coming**2, 1, atol=1e-6)


def test_the_duck_is_down_from_the_first_to_the_last_sample_of_the_voice():
    gain = whole(lambda start, count: duck_gain(DUCK, DIPS, start, count), 30_000)
    np.testing.assert_allclose(gain[10_000:20_000], DOWN, rtol=1e-6)
    np.testing.assert_array_equal(gain[:8_000], 1)
    np.testing.assert_array_equal(gain[25_000:], 1)


def test_the_duck_moves_smoothly_on_its_way():
    gain = whole(lambda start, count: duck_gain(DUCK, DIPS, start, count), 30_000)
    decibels = 20 * np.log10(gain)
    steps = np.diff(decibels)
    assert np.all(steps[8_000:9_999] <= 0)
    assert np.all(steps[20_000:24_998] >= 0)
    # A smoothstep is at most half as steep again as a ramp.
    assert np.abs(steps).max() <= 1.51 * 12 / 2_000
    assert decibels[9_000] == pytest.approx(-6, abs=0.02)


def test_the_duck_is_the_same_in_blocks_of_any_size():
    duck = Duck(-9.0, 1_500, 2_500, 1_500)
    dips = (Dip(3_000, 4_000, -9.0), Dip(9_000, 12_345, -20.0), Dip(13_000, 13_001, -9.0))
    whole_curve = whole(lambda start, count: duck_gain(duck, dips, start, count), 20_000)
    cut_curve = whole(lambda start, count: duck_gain(duck, dips, start, count), 20_000, block=777)
    np.testing.assert_allclose(whole_curve, cut_curve, rtol=1e-6)


def test_where_two_ways_meet_the_lower_gain_counts():
    duck = Duck(-12.0, 1_000, 1_000, 1_000)
    two = (Dip(1_000, 2_000, -12.0), Dip(2_600, 3_000, -18.0))
    both = duck_gain(duck, two, 0, 5_000)
    lower = np.minimum(duck_gain(duck, two[:1], 0, 5_000), duck_gain(duck, two[1:], 0, 5_000))
    np.testing.assert_allclose(both, lower, rtol=1e-6)


def test_no_ramp_at_all_is_a_step():
    gain = duck_gain(Duck(-20.0, 0, 0, 0), (Dip(1_000, 2_000, -20.0),), 0, 3_000)
    np.testing.assert_allclose(gain[1_000:2_000], 0.1, rtol=1e-6)
    assert gain[999] == 1
    assert gain[2_000] == 1
