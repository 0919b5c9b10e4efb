"""The contract of the whole table of transitions, and each kind's own way."""

from itertools import pairwise, product

import numpy as np
import pytest

from render.canvas.color import frame_to_rgb
from render.canvas.picture import BLACK, FULL, HALF
from render.transitions import TRANSITIONS
from schemas.names import DIRECTIONS, TRANSITION_TYPES
from tests.canvas.patches import copy_of, film, furthest, photo, same

SIZES = [(32, 18), (18, 32), (24, 24), (2, 2), (33, 17), (1, 1), (5, 3)]
KINDS = sorted(TRANSITIONS)
DIRECTED = list(product(KINDS, (None, *DIRECTIONS)))
PROGRESSES = [n / 24 for n in range(25)]
WHITE_FILM, BLACK_FILM = (235, 128, 128), BLACK

directed = pytest.mark.parametrize(("kind", "direction"), DIRECTED)
sized = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
sampled = pytest.mark.parametrize("subsampling", [FULL, HALF], ids=["4:4:4", "4:2:0"])


def drawn(kind, a, b, progress, direction=None, into=None):
    into = into or photo(a.width_px, a.height_px, a.subsampling, seed=99)
    TRANSITIONS[kind](a, b, progress, direction, into)
    return into


def pair(size, subsampling=HALF):
    return photo(*size, subsampling, seed=1), photo(*size, subsampling, seed=2)


def test_every_transition_is_one_of_the_format():
    assert set(KINDS) <= set(TRANSITION_TYPES)
    assert {"crossfade", "fadeThroughBlack", "wipe", "slide", "zoom"} <= set(KINDS)


@sampled
@sized
@directed
def test_it_begins_with_a_and_ends_with_b(kind, direction, size, subsampling):
    a, b = pair(size, subsampling)
    assert furthest(drawn(kind, a, b, 0.0, direction), a) <= 1
    assert furthest(drawn(kind, a, b, 1.0, direction), b) <= 1


@sized
@directed
def test_it_depends_on_its_arguments_alone_and_leaves_them_as_they_are(kind, direction, size):
    a, b = pair(size)
    before = copy_of(a), copy_of(b)
    for progress in (0.0, 0.3, 0.5, 0.9, 1.0):
        once = drawn(kind, a, b, progress, direction, film(*size, color=(50, 60, 70)))
        again = drawn(kind, a, b, progress, direction, photo(*size, seed=7))
        assert same(once, again)
    assert same(a, before[0])
    assert same(b, before[1])


@sampled
@sized
@directed
def test_every_progress_gives_levels_in_range(kind, direction, size, subsampling):
    """The brightest and the darkest picture there are, both ways."""
    bright, dark = film(*size, subsampling, (235, 240, 16)), film(*size, subsampling, (16, 16, 240))
    for a, b in ((bright, dark), (dark, bright), (bright, bright)):
        for progress in PROGRESSES:
            y, cb, cr = drawn(kind, a, b, progress, direction).planes
            assert y.min() >= 15
            assert y.max() <= 236
            assert min(cb.min(), cr.min()) >= 15
            assert max(cb.max(), cr.max()) <= 241


@directed
def test_a_small_step_changes_little(kind, direction):
    """No transition jumps: nowhere does half of the picture change within a hundredth."""
    a, b = film(40, 24), film(40, 24, color=WHITE_FILM)
    levels = [drawn(kind, a, b, n / 100, direction).y.astype(float).mean() for n in range(101)]
    assert max(abs(after - before) for before, after in pairwise(levels)) < 40


def shares(kind, direction, progress, size=(40, 40)):
    """Mean luma of the left, right, upper and lower edge while white comes in over black."""
    y = drawn(kind, film(*size), film(*size, color=WHITE_FILM), progress, direction).y
    third = size[0] // 3
    return y[:, :third].mean(), y[:, -third:].mean(), y[:third].mean(), y[-third:].mean()


@pytest.mark.parametrize("kind", ["wipe", "slide"])
@pytest.mark.parametrize(
    ("direction", "first", "last"),
    [("right", 0, 1), ("left", 1, 0), ("down", 2, 3), ("up", 3, 2)],
)
def test_the_new_picture_moves_where_the_direction_says(kind, direction, first, last):
    at = shares(kind, direction, 0.5)
    assert at[first] > 220
    assert at[last] < 40


def test_without_a_direction_a_wipe_moves_right_and_a_slide_left():
    for kind, default in (("wipe", "right"), ("slide", "left")):
        a, b = pair((32, 18))
        assert same(drawn(kind, a, b, 0.4), drawn(kind, a, b, 0.4, default))


def test_a_crossfade_is_the_mean_in_the_middle():
    a, b = pair((32, 18))
    middle = drawn("crossfade", a, b, 0.5)
    for plane, p, q in zip(middle.planes, a.planes, b.planes, strict=True):
        assert np.abs(plane - (p.astype(float) + q) / 2).max() <= 0.5


def test_fading_through_black_shows_a_then_black_then_b():
    a, b = film(8, 6, color=(200, 90, 90)), film(8, 6, color=(200, 180, 180))
    assert same(drawn("fadeThroughBlack", a, b, 0.5), film(8, 6))
    half_a = drawn("fadeThroughBlack", a, b, 0.25)
    half_b = drawn("fadeThroughBlack", a, b, 0.75)
    assert [int(p[0, 0]) for p in half_a.planes] == [108, 109, 109]
    assert [int(p[0, 0]) for p in half_b.planes] == [108, 154, 154]


def test_a_wipes_soft_edge_lies_in_the_same_place_in_luma_and_chroma():
    """Between grey and green, luma and chroma change along one edge: no coloured fringe."""
    a, b = film(128, 8, color=(126, 128, 128)), film(128, 8, color=(173, 42, 26))
    for progress in (0.3, 0.5, 0.61):
        mixed = drawn("wipe", a, b, progress)
        luma = (mixed.y[4, ::2].astype(float) - 126) / (173 - 126)  # where chroma is sited
        chroma = (mixed.cb[2].astype(float) - 128) / (42 - 128)
        assert np.abs(luma - chroma).max() < 0.05


def test_a_wipe_uncovers_as_much_as_its_progress():
    a, b = film(200, 10), film(200, 10, color=WHITE_FILM)
    for progress in (0.25, 0.5, 0.75):
        shown = (drawn("wipe", a, b, progress).y.astype(float).mean() - 16) / 219
        assert shown == pytest.approx(progress, abs=0.035)


def test_a_slide_shows_no_gap_between_the_pictures():
    a = b = film(64, 36, color=WHITE_FILM)
    for progress in PROGRESSES:
        for direction in DIRECTIONS:
            y = drawn("slide", a, b, progress, direction).y
            assert y.min() > 16 + 219 * 0.6


def test_a_zoom_shows_no_edge_of_either_picture():
    a, b = film(64, 36, color=(150, 100, 170)), film(64, 36, color=(150, 100, 170))
    for progress in PROGRESSES:
        assert furthest(drawn("zoom", a, b, progress), a) <= 1


def test_a_zoom_grows_the_first_picture_about_the_middle():
    a, b = film(64, 64), film(64, 64)
    a.y[24:40, 24:40] = 235
    mixed = drawn("zoom", a, b, 0.3)
    width = (mixed.y[32].astype(float) - 16).sum() / (int(mixed.y[32, 32]) - 16)
    assert width == pytest.approx(16 * 1.18, abs=0.5)
    assert np.abs(mixed.y.astype(int) - mixed.y[:, ::-1]).max() <= 1


def test_colours_survive_a_transition_between_equal_pictures():
    brand = film(16, 16, color=(143, 174, 50))
    rgb = frame_to_rgb(brand).astype(int)
    for kind in set(KINDS) - {"fadeThroughBlack", "slide"}:
        for progress in PROGRESSES:
            assert np.abs(frame_to_rgb(drawn(kind, brand, brand, progress)) - rgb).max() <= 3
