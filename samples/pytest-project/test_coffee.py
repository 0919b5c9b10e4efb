"""What this project promises about its film."""

from render.testing import assert_duration, assert_frame, assert_text_visible


def test_it_lasts_48_frames(composition):
    assert_duration(composition, frames=48)


def test_the_title_can_be_read(composition):
    assert_text_visible(composition, "Slow mornings", 20)


def test_the_end_card_looks_as_agreed(composition):
    assert_frame(composition, 40)


def test_the_background_changes(render_frame):
    assert (render_frame(0)[0, 0] != render_frame(47)[0, 0]).any()
