"""Enter and exit presets: the contract of the whole table, then each one's own way."""

from dataclasses import replace
from itertools import product
from math import isfinite

import pytest

from render.animation.pose import REST, Pose
from render.animation.presets import PRESETS, Stage
from schemas import names

STAGE = Stage(width=200, height=100, left=60, top=30, canvas_width=1920, canvas_height=1080)
STAGES = [
    STAGE,
    replace(STAGE, canvas_width=1080, canvas_height=1920),
    replace(STAGE, canvas_width=2, canvas_height=2, width=1, height=1, left=0, top=0),
    replace(STAGE, part_size=(20.0, 50.0)),
]
DIRECTIONS = (None, *names.DIRECTIONS)
# Easings that overshoot go beyond both ends.
PRESENCES = [n / 20 for n in range(-6, 27)]
ALL = list(product(sorted(PRESETS), DIRECTIONS))


def pose(name, presence, direction=None):
    return PRESETS[name](presence, replace(STAGE, direction=direction))


def test_every_preset_is_one_of_the_format():
    assert set(PRESETS) == set(names.PRESETS)


@pytest.mark.parametrize(("name", "direction"), ALL)
def test_presence_1_is_rest(name, direction):
    assert pose(name, 1.0, direction) == REST


def assert_can_be_drawn(it):
    numbers = (it.dx, it.dy, it.scale, it.rotation_degrees, it.stretch_x, it.stretch_y, it.blur)
    assert all(isfinite(number) for number in (*numbers, *(veil.at for veil in it.veils)))
    assert 0 <= it.opacity <= 1
    assert min(it.scale, it.stretch_x, it.stretch_y, it.blur) >= 0


@pytest.mark.parametrize(("name", "direction"), ALL)
def test_every_presence_is_a_pose_that_can_be_drawn_on_every_canvas(name, direction):
    for presence in PRESENCES:
        for stage in STAGES:
            it = PRESETS[name](presence, replace(stage, direction=direction))
            assert_can_be_drawn(it)
            assert it == PRESETS[name](presence, replace(stage, direction=direction))


@pytest.mark.parametrize(("name", "direction"), ALL)
def test_every_phase_is_a_pose_that_can_be_drawn_and_a_round_starts_at_rest(name, direction):
    for stage in STAGES:
        for phase in PRESENCES:
            assert_can_be_drawn(PRESETS[name].in_loop(phase, replace(stage, direction=direction)))
        assert PRESETS[name].in_loop(0.0, replace(stage, direction=direction)) == REST


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


STEPS = {"typewriter"}
HIDDEN_BY_THEIR_VEIL = {"wipe", "reveal"}


@pytest.mark.parametrize(
    ("name", "direction"), [(name, way) for name, way in ALL if name not in STEPS]
)
def test_a_small_step_of_presence_is_a_small_step_of_the_pose(name, direction):
    # What a veil hides is there from the first moment.
    first = 1 if name in HIDDEN_BY_THEIR_VEIL else 0
    for step in range(first, 1000):
        assert_near(*(pose(name, n / 1000, direction) for n in (step, step + 1)))


@pytest.mark.parametrize(
    ("name", "direction"), [(name, way) for name, way in ALL if name not in STEPS]
)
def test_a_loop_moves_in_small_steps_and_comes_back_to_rest(name, direction):
    stage = replace(STAGE, direction=direction)
    for step in range(1000):
        a, b = (PRESETS[name].in_loop(n % 1000 / 1000, stage) for n in (step, step + 1))
        # Wiped away on one side, it comes back from the other.
        if sides(a) == sides(b) and a.opacity and b.opacity:
            assert_near(a, b)


def sides(it):
    return [veil.side for veil in it.veils]


def assert_near(a, b):
    assert abs(a.opacity - b.opacity) < 0.01
    assert abs(a.scale - b.scale) < 0.01
    assert abs(a.stretch_x - b.stretch_x) + abs(a.stretch_y - b.stretch_y) < 0.01
    assert abs(a.dx - b.dx) + abs(a.dy - b.dy) < 5
    assert abs((a.rotation_degrees - b.rotation_degrees + 180) % 360 - 180) < 1
    assert abs(a.blur - b.blur) < 1
    if sides(a) == sides(b):
        assert all(abs(c.at - d.at) < 0.02 for c, d in zip(a.veils, b.veils, strict=True))


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_a_loop_is_not_rest_all_the_time(name):
    phases = [n / 64 for n in range(64)]
    assert len({PRESETS[name].in_loop(phase, STAGE) for phase in phases}) > 1


def test_no_two_presets_are_the_same():
    for way in (pose, lambda name, p: PRESETS[name].in_loop(p, STAGE)):
        poses = [tuple(way(name, n / 16) for n in range(1, 16)) for name in PRESETS]
        assert len(set(poses)) == len(PRESETS)


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


def parts(width, height, lines=1):
    return replace(STAGE, width=900, height=lines * height * 1.1, part_size=(width, height))


def test_a_word_that_bounces_falls_no_further_than_the_line_above_leaves_free():
    alone = -PRESETS["bounce"](0.0, parts(300, 100)).dy
    below_another = -PRESETS["bounce"](0.0, parts(300, 100, lines=3)).dy
    assert 0.8 * 100 < alone <= 100
    assert 0.2 * 100 < below_another < 0.5 * 100


@pytest.mark.parametrize("width", [60, 300, 900])
def test_a_word_that_pulses_stays_within_its_blanks(width):
    sizes = [PRESETS["pulse"](presence, parts(width, 100)).scale for presence in PRESENCES]
    assert max(sizes) > 1.005
    assert (max(sizes) - 1) * width / 2 < 0.125 * 100


@pytest.mark.parametrize("name", ["rotate", "wiggle"])
def test_characters_turn_further_than_layers_so_that_it_is_seen(name):
    phases = [n / 40 for n in range(40)]
    layer = max(PRESETS[name].in_loop(phase, STAGE).rotation_degrees for phase in phases)
    part = max(PRESETS[name].in_loop(phase, parts(50, 100)).rotation_degrees for phase in phases)
    assert part > 2 * layer > 0
