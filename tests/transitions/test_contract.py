"""The contract of the whole table of transitions: what every kind keeps."""

import tracemalloc
from itertools import pairwise

import numpy as np
import pytest

from render.canvas.color import frame_to_rgb
from render.canvas.picture import BLACK, FULL, HALF
from render.transitions import TRANSITIONS
from schemas.names import EASINGS, TRANSITION_TYPES
from tests.canvas.patches import copy_of, film, furthest, same
from tests.transitions.stage import EVERY_WAY, KINDS, drawn, pair, played

SHAPES = [(32, 18), (18, 32), (24, 24), (20, 25), (16, 24)]
ODD = [(33, 17), (17, 31), (5, 3), (2, 2), (1, 1), (1, 9), (9, 2)]
LENGTHS = (1, 2, 6, 30)
WHITE_FILM = (235, 128, 128)

in_every_way = pytest.mark.parametrize(("kind", "direction"), EVERY_WAY)
each = pytest.mark.parametrize("kind", KINDS)
sampled = pytest.mark.parametrize("subsampling", [FULL, HALF], ids=["4:4:4", "4:2:0"])


def test_every_transition_of_the_format_is_drawn_and_no_other():
    """A cut has no frames of its own."""
    assert set(KINDS) == set(TRANSITION_TYPES) - {"cut"}


@each
def test_its_own_easing_is_one_of_the_format(kind):
    for length in LENGTHS:
        assert TRANSITIONS[kind].easing_over(length) in EASINGS


@sampled
@in_every_way
def test_it_begins_with_a_and_ends_with_b(kind, direction, subsampling):
    for size in SHAPES + ODD:
        a, b = pair(size, subsampling)
        assert furthest(drawn(kind, a, b, 0.0, direction, pace=0.4), a) <= 1, size
        assert furthest(drawn(kind, a, b, 1.0, direction, pace=0.4), b) <= 1, size


@in_every_way
def test_it_leaves_a_and_reaches_b_without_a_jump(kind, direction):
    """A thousandth of the way is nearly nothing, at either end."""
    a, b = film(64, 36, color=(60, 100, 150)), film(64, 36, color=(200, 150, 90))
    for at, end in ((0.001, a), (0.999, b)):
        shown = drawn(kind, a, b, at, direction, pace=0.01)
        assert np.abs(shown.y.astype(int) - end.y).mean() < 3


@in_every_way
def test_it_depends_on_its_arguments_alone_and_leaves_them_as_they_are(kind, direction):
    for size in [(32, 18), (18, 32), (33, 17), (1, 1)]:
        a, b = pair(size)
        before = copy_of(a), copy_of(b)
        for progress in (0.0, 0.3, 0.5, 1.0):
            old = film(*size, color=(50, 60, 70))
            once = drawn(kind, a, b, progress, direction, pace=0.1, into=old)
            again = drawn(kind, a, b, progress, direction, pace=0.1)
            assert same(once, again)
        assert same(a, before[0])
        assert same(b, before[1])


@sampled
@in_every_way
def test_every_progress_gives_levels_in_range(kind, direction, subsampling):
    """The brightest and the darkest picture there are, both ways."""
    for size in [(32, 18), (17, 25)]:
        bright = film(*size, subsampling, (235, 240, 16))
        dark = film(*size, subsampling, (16, 16, 240))
        for a, b in ((bright, dark), (dark, bright), (bright, bright)):
            for progress in (0.07, 0.3, 0.5, 0.55, 0.88):
                y, cb, cr = drawn(kind, a, b, progress, direction, pace=0.05).planes
                assert y.min() >= 15
                assert y.max() <= 236
                assert min(cb.min(), cr.min()) >= 15
                assert max(cb.max(), cr.max()) <= 241


@in_every_way
def test_every_length_begins_near_a_and_ends_near_b(kind, direction):
    a, b = film(48, 27), film(48, 27, color=WHITE_FILM)
    for length in LENGTHS:
        levels = [frame.y.astype(float).mean() for frame in played(kind, a, b, length, direction)]
        if length > 2:
            assert levels[0] < 16 + 219 * 0.2
            assert levels[-1] > 16 + 219 * 0.8


@each
def test_the_frames_of_every_length_are_the_same_twice_and_no_two_stand_still(kind):
    a, b = pair((320, 180))
    for length in LENGTHS:
        once, again = (list(played(kind, a, b, length)) for _ in range(2))
        assert all(same(first, second) for first, second in zip(once, again, strict=True))
        moving = [not same(first, second) for first, second in pairwise(once)]
        # A glitch holds each of its states for two frames of thirty; steep easings begin slowly.
        assert sum(moving) >= len(moving) * (0.4 if kind == "glitch" else 0.7)
        middle = once[2 * length // 5 : length - 2 * length // 5]
        assert all(furthest(frame, end) > 8 for frame in middle for end in (a, b))


@in_every_way
def test_a_small_step_changes_little(kind, direction):
    """No transition jumps: nowhere does much of the picture change within a fiftieth."""
    a, b = film(40, 24), film(40, 24, color=WHITE_FILM)
    levels = [
        drawn(kind, a, b, n / 50, direction, pace=0.02).y.astype(float).mean() for n in range(51)
    ]
    # A glitch lasts in its states and jumps from one to the next.
    most = 80 if kind == "glitch" else 35
    assert max(abs(after - before) for before, after in pairwise(levels)) < most


@each
def test_pictures_of_another_shape_change_alike(kind):
    """The share of the second picture depends on the progress, not on the size of the frame."""
    if kind == "glitch":
        return  # its strips are torn along a side
    shares = []
    for size in [(64, 36), (128, 72), (256, 144)]:
        a, b = film(*size), film(*size, color=WHITE_FILM)
        shares.append([drawn(kind, a, b, at, pace=0.02).y.mean() for at in (0.25, 0.5, 0.75)])
    assert np.ptp(shares, axis=0).max() < 14


@each
def test_colours_survive_a_transition_between_equal_pictures(kind):
    shading = {"slide", "cover", "reveal", "barnDoors", "flip", "filmBurn"}
    if kind in shading or kind.startswith("fadeThrough"):
        return
    brand = film(16, 16, color=(143, 174, 50))
    rgb = frame_to_rgb(brand).astype(int)
    for progress in (0.1, 0.3, 0.5, 0.6, 0.8, 0.95):
        mixed = drawn(kind, brand, brand, progress, pace=0.1)
        assert np.abs(frame_to_rgb(mixed) - rgb).max() <= 3


@each
def test_it_takes_and_keeps_little_memory(kind):
    """In frames; at 1080p a frame takes 3.1 MB."""
    a, b = pair((960, 540))
    frame_bytes = a.size_bytes
    drawn(kind, a, b, 0.45, pace=0.2)  # fields that are kept are made
    tracemalloc.start()
    for progress in (0.2, 0.45, 0.5, 0.7):
        drawn(kind, a, b, progress, pace=0.2)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 14 * frame_bytes
    assert kept < frame_bytes / 2


def test_black_stays_black_where_nothing_shines():
    for kind in set(KINDS) - {"filmBurn", "fadeThroughWhite"}:
        black = film(32, 18, color=BLACK)
        for progress in (0.2, 0.5, 0.8):
            assert furthest(drawn(kind, black, black, progress, pace=0.1), black) <= 1
