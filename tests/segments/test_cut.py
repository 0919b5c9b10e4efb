import pytest
from hypothesis import given
from hypothesis import strategies as st

from render.segments import cut
from render.timebase import FrameRange


def test_borders_lie_at_scene_starts_and_every_so_many_frames_after_them():
    assert cut([0, 100, 130], 300, 60) == [
        FrameRange(0, 60),
        FrameRange(60, 100),
        FrameRange(100, 130),
        FrameRange(130, 190),
        FrameRange(190, 250),
        FrameRange(250, 300),
    ]


def test_a_scene_that_grows_keeps_the_borders_of_its_beginning():
    assert cut([0, 100], 400, 60)[:3] == cut([0, 100], 500, 60)[:3]


def test_a_scene_put_in_front_moves_the_borders_and_changes_no_length():
    before = [len(segment) for segment in cut([0, 100], 300, 60)]
    after = [len(segment) for segment in cut([0, 45, 145], 345, 60)]
    assert after == [45, *before]


def test_starts_outside_out_of_order_and_repeated_do_no_harm():
    assert cut([90, -5, 30, 30, 60, 500], 60, 100) == [FrameRange(0, 30), FrameRange(30, 60)]
    assert cut([], 10, 100) == [FrameRange(0, 10)]


@pytest.mark.parametrize(("frame_count", "max_frames"), [(0, 10), (10, 0), (-1, 10)])
def test_impossible_counts_are_refused(frame_count, max_frames):
    with pytest.raises(ValueError, match="at least 1"):
        cut([0], frame_count, max_frames)


@given(
    st.lists(st.integers(-10, 500)), st.integers(min_value=1, max_value=400), st.integers(1, 100)
)
def test_segments_cover_every_frame_once_in_order(starts, frame_count, max_frames):
    segments = cut(starts, frame_count, max_frames)
    assert [frame for segment in segments for frame in segment] == list(range(frame_count))
    assert all(1 <= len(segment) <= max_frames for segment in segments)
    borders = {segment.start for segment in segments}
    assert {start for start in starts if 0 <= start < frame_count} <= borders
