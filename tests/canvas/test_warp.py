"""The verb warp: exact where it can be, within a fiftieth of a pixel everywhere else."""

import numpy as np
import pytest

from render.canvas.affine import Affine
from render.canvas.color import rgb_to_frame
from render.canvas.picture import FULL, HALF
from render.canvas.verbs import draw, reach
from tests.canvas.patches import (
    BOTH,
    NAMES,
    centre_of,
    copy_of,
    film,
    furthest,
    glass,
    photo,
    same,
)

GREY = (126, 128, 128)
both = pytest.mark.parametrize("subsampling", BOTH, ids=NAMES)


def inside_disc(side=128, radius=50.5):
    """How much of each pixel lies in a disc around the middle, [0, 1]."""
    rows, columns = np.mgrid[:side, :side] + 0.5
    return np.clip(radius + 0.5 - np.hypot(columns - side / 2, rows - side / 2), 0, 1)


def disc(color, ground, subsampling):
    """A disc in a colour, its edge antialiased, on a ground; its centre is at (64, 64)."""
    colors = (np.array(color) - ground) * inside_disc()[..., None] + ground
    return rgb_to_frame(np.rint(colors).astype(np.uint8), subsampling)


@both
def test_the_identity_is_a_copy(subsampling):
    target, sprite = film(16, 12, subsampling), photo(16, 12, subsampling)
    draw(target, sprite, Affine())
    assert same(target, sprite)


@both
@pytest.mark.parametrize(("x", "y"), [(0, 0), (2, 4), (-2, -6), (10, 8), (-14, 0), (0, 22)])
def test_whole_shifts_copy_samples(subsampling, x, y):
    sprite, target = photo(20, 24, subsampling), film(16, 12, subsampling)
    draw(target, sprite, Affine.translation(x, y))
    expected = film(16, 12, subsampling)
    for plane, source, step in zip(
        expected.planes, sprite.planes, (1, subsampling.x, subsampling.x), strict=True
    ):
        height, width = plane.shape
        dx, dy = x // step, y // step
        for row in range(height):
            for column in range(width):
                if 0 <= row - dy < source.shape[0] and 0 <= column - dx < source.shape[1]:
                    plane[row, column] = source[row - dy, column - dx]
    assert same(target, expected)


def test_odd_shifts_copy_luma_and_move_chroma_by_half_a_sample():
    sprite, target = photo(16, 12), film(16, 12)
    draw(target, sprite, Affine.translation(1, 0))
    assert np.array_equal(target.y[:, 1:], sprite.y[:, :-1])
    mean = (sprite.cb[:, :-1].astype(int) + sprite.cb[:, 1:]) / 2
    assert np.abs(target.cb[:, 1:] - mean).max() <= 0.5


MOVES = {
    "shift": lambda n: Affine.translation(40 + n / 16, 41 + n / 11),
    "zoom in": lambda n: Affine.translation(40.3, 40.7) @ Affine.scaling(1 + n / 24).about(64, 64),
    "zoom out": lambda n: Affine.translation(40, 40.5) @ Affine.scaling(1 - n / 120).about(64, 64),
    "turn": lambda n: Affine.translation(40.25, 40.1) @ Affine.rotation(15.0 * n).about(64, 64),
    "shear": lambda n: Affine.translation(40, 40) @ Affine(1, n / 50, -n / 80, 1).about(64, 64),
}
WITHIN_PX = 0.02


@both
@pytest.mark.parametrize("move", MOVES)
def test_a_disc_lands_within_a_fiftieth_of_a_pixel_in_luma_and_chroma(subsampling, move):
    """Chroma that is stretched may be 0.05 px off: its hard edges are sampled anew, at half size.

    Chroma sited otherwise than it is reduced would be 0.5 px off.
    """
    within_px = WITHIN_PX if move == "shift" or subsampling == FULL else 0.05
    bright = disc((255, 255, 255), (0, 0, 0), subsampling)
    green = disc((0, 255, 0), (128, 128, 128), subsampling)
    assert centre_of(green.cr, 128, subsampling) == pytest.approx((64, 64), abs=WITHIN_PX)
    for number in range(25):
        matrix = MOVES[move](number)
        place = matrix.point(64, 64)
        target = film(256, 256, subsampling)
        draw(target, bright, matrix)
        assert centre_of(target.y, 16, FULL) == pytest.approx(place, abs=WITHIN_PX)
        target.fill(GREY)
        wanted = pytest.approx(place, abs=within_px)
        draw(target, green, matrix)
        assert centre_of(target.cb, 128, subsampling) == wanted
        assert centre_of(target.cr, 128, subsampling) == wanted


def test_luma_and_chroma_of_a_see_through_sprite_move_together():
    alpha = np.rint(230 * inside_disc())
    bright, green = glass((255, 255, 255), alpha), glass((0, 255, 0), alpha)
    for number in range(20):
        matrix = Affine.translation(10 + number / 13, 10 + number / 17)
        wanted = pytest.approx(matrix.point(64, 64), abs=WITHIN_PX)
        target = film(160, 160)
        draw(target, bright, matrix)
        assert centre_of(target.y, 16, FULL) == wanted
        target.fill(GREY)
        draw(target, green, matrix)
        assert centre_of(target.cb, 128, HALF) == wanted
        assert centre_of(target.cr, 128, HALF) == wanted


@pytest.mark.parametrize("part", [0.25, 0.5, 0.75])
def test_the_edges_of_an_opaque_sprite_are_antialiased(part):
    white = rgb_to_frame(np.full((8, 8, 3), 255, np.uint8))
    target = film(16, 16)
    draw(target, white, Affine.translation(4 + part, 4))
    row = target.y[8].astype(int)
    assert row[:4].tolist() == [16] * 4
    assert row[4] == pytest.approx(16 + 219 * (1 - part), abs=1)
    assert row[5:12].tolist() == [235] * 7
    assert row[12] == pytest.approx(16 + 219 * part, abs=1)
    assert row[13:].tolist() == [16] * 3


@pytest.mark.parametrize("angle", [10, 44, 80])
def test_a_turned_square_covers_its_area(angle):
    white = rgb_to_frame(np.full((20, 20, 3), 255, np.uint8))
    target = film(40, 40)
    draw(target, white, Affine.translation(10, 10) @ Affine.rotation(angle).about(10, 10))
    area = (target.y.astype(float) - 16).sum() / 219
    assert area == pytest.approx(400, rel=0.01)
    assert np.unique(target.y).size > 10, "its edges have steps between white and black"


@both
@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_quarter_turn_is_a_rearrangement(subsampling, turns):
    sprite = photo(12, 12, subsampling)
    target = film(12, 12, subsampling)
    draw(target, sprite, Affine.rotation(90 * turns).about(6, 6))
    assert np.abs(target.y.astype(int) - np.rot90(sprite.y, -turns)).max() <= 1


@both
def test_a_sprite_may_reach_out_on_all_sides(subsampling):
    sprite = photo(64, 64, subsampling)
    whole, part = film(64, 64, subsampling), film(16, 12, subsampling)
    matrix = Affine.translation(-19.3, -22.6) @ Affine.scaling(1.1)
    draw(part, sprite, matrix)
    draw(whole, sprite, matrix)
    step = subsampling.x
    assert np.array_equal(part.y, whole.y[:12, :16])
    assert np.array_equal(part.cb, whole.cb[: 12 // step, : 16 // step])


@both
@pytest.mark.parametrize(
    "matrix",
    [
        Affine.translation(40, 0),
        Affine.translation(-9, -9),
        Affine.translation(0, 1e9),
        Affine.translation(-1e12, 0),
        Affine.scaling(0),
        Affine.scaling(1, 0),
        Affine(1, 1, 1, 1),
        Affine.translation(1e6, 0) @ Affine.scaling(1e5),
    ],
)
def test_what_lies_outside_or_has_no_area_changes_nothing(subsampling, matrix):
    target = photo(16, 12, subsampling, seed=1)
    before = copy_of(target)
    draw(target, photo(8, 8, subsampling), matrix)
    assert same(target, before)


@both
@pytest.mark.parametrize("size", [(1, 1), (1, 7), (5, 1), (3, 3), (7, 5)])
@pytest.mark.parametrize("canvas", [(16, 12), (15, 11)])
def test_odd_and_tiny_sprites_land_where_they_should(subsampling, size, canvas):
    white = rgb_to_frame(np.full((size[1], size[0], 3), 255, np.uint8), subsampling)
    target = film(*canvas, subsampling)
    draw(target, white, Affine.translation(4, 2))
    expected = np.full(canvas[::-1], 16)
    expected[2 : 2 + size[1], 4 : 4 + size[0]] = 235
    assert np.array_equal(target.y, expected)
    assert furthest(target, film(*canvas, subsampling)) == 219, "chroma stays neutral"


@both
def test_a_tiny_sprite_under_a_large_magnification_is_a_plain_colour(subsampling):
    dot = rgb_to_frame(np.full((1, 1, 3), (0, 189, 242), np.uint8), subsampling)
    target = film(16, 12, subsampling)
    draw(target, dot, Affine.translation(-500, -500) @ Affine.scaling(1000))
    assert all(np.ptp(plane) == 0 for plane in target.planes)
    assert [int(plane[0, 0]) for plane in target.planes] == [int(p[0, 0]) for p in dot.planes]


@both
def test_a_sprite_in_its_own_place_is_moved_by_it(subsampling):
    rgb = np.full((4, 4, 3), 255, np.uint8)
    target, shifted = film(16, 12, subsampling), film(16, 12, subsampling)
    plain = rgb_to_frame(rgb, subsampling)
    draw(target, plain, Affine.scaling(2) @ Affine.translation(1, 2))
    placed = glass(255, np.full((4, 4), 255), subsampling, left_px=1, top_px=2)
    draw(shifted, placed, Affine.scaling(2))
    assert same(target, shifted)


@both
def test_reach_holds_every_pixel_that_changes(subsampling):
    rng = np.random.default_rng(7)
    for _ in range(60):
        sprite = photo(*rng.integers(1, 12, 2), subsampling)
        matrix = Affine.translation(*rng.uniform(-10, 40, 2)) @ Affine.rotation(
            rng.uniform(0, 360)
        ) @ Affine.scaling(*rng.uniform(0.3, 4, 2))  # fmt: skip
        target = film(32, 24, subsampling, (16, 1, 1))
        left, top, right, bottom = reach(target, sprite, matrix) or (0, 0, 0, 0)
        roomy = film(128, 128, subsampling, (16, 1, 1))
        draw(roomy, sprite, Affine.translation(32, 32) @ matrix)
        for plane, step, base in zip(roomy.planes, (1, *[subsampling.x] * 2), (16, 1, 1),
                                     strict=True):  # fmt: skip
            view = plane[32 // step : (32 + 24) // step, 32 // step : (32 + 32) // step] != base
            rows, columns = np.nonzero(view)
            if rows.size:
                assert columns.min() * step >= left
                assert rows.min() * step >= top
                assert (columns.max() + 1) * step <= right + step - 1
                assert (rows.max() + 1) * step <= bottom + step - 1
