"""Values between keyframes."""

import pytest

from render.animation.easing import easing
from render.animation.keyframes import Track


def track(*keyframes):
    frames, values, easings = zip(*keyframes, strict=True)
    return Track(frames, tuple((value,) for value in values), easings)


def test_before_the_first_and_after_the_last_keyframe_its_value_holds():
    fade = track((10, 0.2, "linear"), (20, 0.8, "linear"))
    assert [fade.number(frame) for frame in (-5, 0, 9, 10)] == [0.2] * 4
    assert [fade.number(frame) for frame in (20, 21, 10**9)] == [0.8] * 3


def test_a_keyframe_is_reached_exactly_and_the_way_between_is_even():
    move = track((0, 0.0, "linear"), (4, 8.0, "linear"), (6, 0.0, "linear"))
    assert [move.number(frame) for frame in range(7)] == [0, 2, 4, 6, 8, 4, 0]


def test_an_easing_leads_from_its_keyframe_to_the_next():
    move = track((0, 0.0, "easeInCubic"), (10, 100.0, "linear"), (20, 200.0, "easeOutBack"))
    assert move.number(5) == pytest.approx(100 * easing("easeInCubic")(0.5))
    assert move.number(15) == pytest.approx(150)


def test_an_easing_may_overshoot_the_next_value():
    pop = track((0, 0.0, "easeOutBack"), (10, 1.0, "linear"))
    assert max(pop.number(frame) for frame in range(11)) > 1.05


def test_one_keyframe_is_a_constant():
    assert [track((7, 3.0, "linear")).number(frame) for frame in (0, 7, 99)] == [3.0] * 3


def test_keyframes_may_lie_before_the_layer():
    assert track((-10, 0.0, "linear"), (10, 1.0, "linear")).number(0) == 0.5


def test_colours_move_channel_by_channel():
    color = Track((0, 10), ((0, 100, 255, 255), (100, 0, 255, 0)), ("linear", "linear"))
    assert color.at(5) == (50, 50, 255, 127.5)
