"""Sizes, cuts and times of a film's variants, worked out before anything is decoded."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from render.assets.media import AudioFacts, VideoFacts
from render.variants.film_plan import (
    plan_cut,
    plan_samples,
    plan_shape,
    plan_timing,
    reading_size,
)
from render.variants.profiles import VideoProfile
from tests.variants.films import PREVIEW, WEB


def facts(width=1920, height=1080, rate=30, ticks=None, time_base=None, lasts=None):
    rate = Fraction(rate)
    time_base = Fraction(time_base or 1 / rate)
    ticks = np.array(range(90) if ticks is None else ticks, dtype="<i8")
    return VideoFacts(
        width_px=width, height_px=height, coded_width_px=width, coded_height_px=height,
        rotation_degrees=0, is_mirrored=False, has_alpha=False, rate=rate, time_base=time_base,
        first_tick=int(ticks[0]), duration_seconds=Fraction(lasts or len(ticks) / rate),
        codec="h264", ticks=ticks.tobytes(), keyframe_ticks=ticks[:1].tobytes(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("size", "web", "preview"),
    [
        ((1920, 1080), (1920, 1080), (854, 480)),
        ((1080, 1920), (1080, 1920), (480, 854)),
        ((3840, 2160), (1920, 1080), (854, 480)),
        ((4096, 2160), (2048, 1080), (910, 480)),
        ((1080, 2340), (1080, 2340), (480, 1040)),
        ((2340, 1080), (2340, 1080), (1040, 480)),
        ((640, 360), (640, 360), (640, 360)),
        ((853, 479), (852, 478), (852, 478)),
        ((7680, 1080), (2560, 360), (1138, 160)),
        ((1081, 1081), (1080, 1080), (480, 480)),
        ((1, 1), (2, 2), (2, 2)),
        ((2, 8000), (2, 2560), (2, 1138)),
        ((720, 576), (720, 576), (600, 480)),
    ],
)
def test_sizes_are_even_and_never_larger_than_the_original(size, web, preview):
    for profile, expected in ((WEB, web), (PREVIEW, preview)):
        shape = plan_shape(facts(*size), profile)
        assert (shape.width_px, shape.height_px) == expected


@pytest.mark.parametrize(
    ("ratio", "size", "expected", "cut"),
    [
        ("1:1", (1920, 1080), (1080, 1080), (420, 0)),
        ("1:1", (1080, 1920), (1080, 1080), (0, 420)),
        ("9:16", (1920, 1080), (606, 1080), (656, 0)),
        ("16:9", (1920, 1080), (1920, 1080), (0, 0)),
        ("2:1", (1001, 999), (1000, 500), (0, 248)),
    ],
)
def test_another_shape_is_cut_from_the_middle(ratio, size, expected, cut):
    profile = VideoProfile("_x", short_side_px=4000, aspect_ratio=ratio)
    shape = plan_shape(facts(*size), profile)
    assert (shape.width_px, shape.height_px) == expected
    found = plan_cut(shape, *size)
    assert (found.left, found.top) == cut
    assert (found.width, found.height) == expected


@pytest.mark.parametrize("size", [(3840, 2160), (1921, 1081), (853, 481), (2160, 3840), (1, 1)])
def test_frames_are_read_at_the_size_of_the_largest_variant(size):
    shapes = [plan_shape(facts(*size), profile) for profile in (WEB, PREVIEW)]
    read = reading_size(facts(*size), shapes)
    assert read[0] <= size[0] or size == (1, 1)
    cut = plan_cut(shapes[0], *read)
    wanted = (shapes[0].width_px, shapes[0].height_px)
    assert (cut.width, cut.height) == (wanted if size != (1, 1) else (1, 1))


@pytest.mark.parametrize(
    ("rate", "web", "preview"),
    [
        (24, 24, 24),
        (Fraction(30000, 1001), Fraction(30000, 1001), Fraction(30000, 1001)),
        (50, 50, 25),
        (Fraction(60000, 1001), Fraction(60000, 1001), Fraction(30000, 1001)),
        (60, 60, 30),
        (Fraction(6003, 100), Fraction(6003, 100), Fraction(6003, 200)),
        (90, 45, 30),
        (120, 60, 30),
        (144, 48, Fraction(144, 5)),
        (240, 60, 30),
    ],
)
def test_fast_rates_are_divided_and_others_kept(rate, web, preview):
    for profile, expected in ((WEB, web), (PREVIEW, preview)):
        timing = plan_timing(facts(rate=rate), profile)
        assert timing.is_regular
        assert timing.rate == expected
        assert timing.time_base == 1 / Fraction(expected)
        assert timing.step * expected == rate
        assert timing.frame_count == -(-90 // timing.step)


def test_milliseconds_are_read_as_the_even_rate_they_stand_for():
    ticks = [round(n * 1001 / 30) for n in range(90)]
    timing = plan_timing(facts(rate=Fraction(30000, 1001), ticks=ticks, time_base="1/1000"), WEB)
    assert timing.is_regular
    assert timing.ticks.tolist() == list(range(90))
    assert timing.time_base == Fraction(1001, 30000)


def test_uneven_times_are_kept_to_the_tick():
    ticks = [1000, 1020, 1050, 1200, 1203]
    timing = plan_timing(facts(rate=22, ticks=ticks, time_base="1/600", lasts="1/2"), WEB)
    assert not timing.is_regular
    assert timing.ticks.tolist() == [0, 20, 50, 200, 203]
    assert timing.time_base == Fraction(1, 600)
    assert timing.end_tick == 300
    assert [timing.duration_ticks(n) for n in range(5)] == [20, 30, 150, 3, 97]


def test_uneven_times_on_a_clock_of_whole_frames_are_uneven():
    """A step of 2 frames where the rate is one tick a frame: within a tick, and not even."""
    timing = plan_timing(facts(rate=25, ticks=[0, 1, 2, 4, 5], lasts="1/5"), WEB)
    assert timing.ticks.tolist() == [0, 1, 2, 4, 5]


def test_a_last_frame_that_is_held_is_kept_held():
    timing = plan_timing(facts(rate=25, ticks=range(10), lasts=5), WEB)
    assert timing.end_tick * timing.time_base == 5
    assert timing.duration_ticks(9) * timing.time_base == 5 - Fraction(9, 25)


def test_clocks_too_fine_for_mp4_are_rounded():
    ticks = [n * 33_366_667 + 7 * (n % 3) * 1_000_000 for n in range(9)]
    timing = plan_timing(facts(rate=30, ticks=ticks, time_base="1/1000000000"), WEB)
    assert timing.time_base == Fraction(1, 90_000)
    away = [abs(int(a) / 90_000 - b / 1e9) for a, b in zip(timing.ticks, ticks, strict=True)]
    assert max(away) <= 0.5 / 90_000 + 1e-9


def test_frames_closer_than_the_clock_stay_apart():
    ticks = [0, 100, 200, 40_000_000, 80_000_000]
    timing = plan_timing(facts(rate=30, ticks=ticks, time_base="1/1000000000"), WEB)
    assert (np.diff(timing.ticks) > 0).all()
    assert timing.end_tick > timing.ticks[-1]


@pytest.mark.parametrize(
    ("starts", "lasts", "samples"),
    [(0, 2, 96_000), ("1/2", 2, 120_000), ("-1/2", 2, 72_000), (-3, 2, None)],
)
def test_sound_is_as_long_as_what_is_heard_from_the_first_frame_on(starts, lasts, samples):
    sound = AudioFacts(44_100, 2, Fraction(lasts), Fraction(starts), "aac")
    assert plan_samples(sound, WEB) == samples
    assert plan_samples(sound, replace(WEB, audio_bitrate_bps=0)) is None
    assert plan_samples(None, WEB) is None
