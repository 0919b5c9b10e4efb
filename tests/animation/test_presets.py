"""Enter and exit presets: the contract of the whole table, then each one's own way."""

from dataclasses import replace
from itertools import product
from math import isfinite

import pytest

from render.animation.pose import REST, Pose
from render.animation.presets import PRESETS, Stage
from schemas import names

STAGE = Stage(width=200, height=100, left=60, top=30, canvas_width=1920, canvas_height=1080)
DIRECTIONS = (None, *names.DIRECTIONS)
# Easings that overshoot go beyond both ends.
PRESENCES = [n / 20 for n in range(-6, 27)]
ALL = list(product(sorted(PRESETS), DIRECTIONS))


def pose(name, presence, direction=None):
    return PRESETS[name](presence, replace(STAGE, direction=direction))


def test_every_preset_is_one_of_the_format():
    assert set(PRESETS) <= set(names.PRESETS)
    assert {"fade", "slide", "rise", "scale"} <= set(PRESETS)


@pytest.mark.parametrize(("name", "direction"), ALL)
def test_presence_1_is_rest(name, direction):
    assert pose(name, 1.0, direction) == REST


@pytest.mark.parametrize(("name", "direction"), ALL)
def test_every_presence_is_a_pose_that_can_be_drawn(name, direction):
    for presence in PRESENCES:
        it = pose(name, presence, direction)
        assert 0 <= it.opacity <= 1
        assert all(isfinite(number) for number in (it.dx, it.dy, it.scale, it.rotation_degrees))


@pytest.mark.parametrize(("name", "direction"), ALL)
def test_presence_0_cannot_be_seen(name, direction):
    it = pose(name, 0.0, direction)
    left, top = STAGE.left + it.dx, STAGE.top + it.dy
    outside = (
        left >= STAGE.canvas_width
        or top >= STAGE.canvas_height
        or left + STAGE.width <= 0
        or top + STAGE.height <= 0
    )
    assert it.opacity == 0 or it.scale == 0 or outside


@pytest.mark.parametrize(("name", "direction"), ALL)
def test_a_small_step_of_presence_is_a_small_step_of_the_pose(name, direction):
    for step in range(1000):
        a, b = (pose(name, n / 1000, direction) for n in (step, step + 1))
        assert abs(a.opacity - b.opacity) < 0.01
        assert abs(a.scale - b.scale) < 0.01
        assert abs(a.dx - b.dx) + abs(a.dy - b.dy) < 5


@pytest.mark.parametrize(
    ("direction", "dx", "dy"),
    [("right", -260, 0), ("left", 1860, 0), ("down", 0, -130), ("up", 0, 1050), (None, -260, 0)],
)
def test_slide_starts_at_the_edge_that_its_direction_leads_away_from(direction, dx, dy):
    assert pose("slide", 0.0, direction) == Pose(dx=dx, dy=dy)
    assert pose("slide", 0.5, direction) == Pose(dx=dx / 2, dy=dy / 2)


@pytest.mark.parametrize(
    ("direction", "x", "y"),
    [("up", 0, 1), (None, 0, 1), ("down", 0, -1), ("left", 1, 0), ("right", -1, 0)],
)
def test_rise_comes_a_short_way_from_where_its_direction_leads_away(direction, x, y):
    start = pose("rise", 0.0, direction)
    assert (start.dx > 0) - (start.dx < 0) == x
    assert (start.dy > 0) - (start.dy < 0) == y
    assert abs(start.dx) + abs(start.dy) < STAGE.canvas_height / 10


def test_scale_grows_and_fade_stays():
    assert 0 < pose("scale", 0.0).scale < pose("scale", 0.5).scale < 1
    assert pose("fade", 0.25) == Pose(opacity=0.25)


def test_two_poses_at_once_add_their_ways_and_multiply_their_sizes():
    both = Pose(1, 2, 2.0, 10, 0.5) @ Pose(10, 20, 3.0, 5, 0.5)
    assert both == Pose(11, 22, 6.0, 15, 0.25)
    assert Pose(1, 2, 2.0, 10, 0.5) @ REST == Pose(1, 2, 2.0, 10, 0.5)
