"""Frames and MoviePy's float seconds."""

from fractions import Fraction

import pytest

from render.interchange.clock import duration_of, frame_at, middle_of, start_of

RATES = [Fraction(rate) for rate in ("24", "25", "30000/1001", "60000/1001", "30", "240", "1")]


@pytest.mark.parametrize("fps", RATES)
def test_every_way_moviepy_asks_for_a_frame_finds_it(fps):
    for frame in [*range(3000), 100_000, 1_294_705]:
        assert frame_at(frame / float(fps), fps) == frame
        assert frame_at(start_of(frame, fps), fps) == frame
        assert frame_at(middle_of(frame, fps), fps) == frame
        # As a cut that starts at a frame asks for its first ones.
        cut = 7 / float(fps)
        assert frame_at((frame / float(fps) + cut) - cut, fps) == frame


def test_a_time_inside_a_frame_is_that_frame():
    fps = Fraction(30)
    assert frame_at(0.0999, fps) == 2
    assert frame_at(-0.01, fps) == -1


@pytest.mark.parametrize("fps", RATES)
def test_moviepy_counts_as_many_frames_as_a_clip_has(fps):
    for frames in [*range(1, 3000), 108_000]:
        seconds = duration_of(frames, fps)
        assert int(seconds * float(fps)) == frames
        assert abs(Fraction(seconds) - frames / fps) * fps < Fraction(1, 10**6)


def test_the_plain_float_duration_would_lose_frames():
    # What `duration_of` is for; if this fails, MoviePy or floats have changed.
    fps = Fraction(30000, 1001)
    assert any(int(float(n / fps) * float(fps)) < n for n in range(1, 3000))
