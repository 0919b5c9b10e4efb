"""The verb blend: premultiplied coverage over a picture."""

import numpy as np
import pytest

from render.canvas.affine import Affine
from render.canvas.color import rgb_to_frame
from render.canvas.picture import FULL, HALF, new_transparent
from render.canvas.verbs import blend_plane, draw
from tests.canvas.patches import (
    BOTH,
    NAMES,
    copy_of,
    film,
    furthest,
    glass,
    noise,
    photo,
    same,
)

both = pytest.mark.parametrize("subsampling", BOTH, ids=NAMES)
LEVELS = np.array(range(256))


@pytest.mark.parametrize("color", [16, 17, 100, 128, 235, 240, 255])
def test_blending_is_exact_at_both_ends_of_coverage_and_within_1_between(color):
    coverage = np.repeat(LEVELS[:, None], 256, axis=1).astype(np.uint8)
    target = np.repeat(LEVELS[None, :], 256, axis=0).astype(np.uint8)
    source = np.rint(color * coverage.astype(float) / 255).astype(np.uint8)
    exact = (color * coverage.astype(float) + target.astype(float) * (255 - coverage)) / 255
    blend_plane(target, source, coverage)
    assert target[0].tolist() == LEVELS.tolist()
    assert (target[255] == color).all()
    assert np.abs(target - exact).max() <= 1


@both
def test_no_coverage_leaves_every_sample_alone(subsampling):
    target = photo(16, 12, subsampling)
    before = copy_of(target)
    draw(target, glass((255, 0, 0), np.zeros((12, 16)), subsampling), Affine())
    assert same(target, before)


@both
def test_full_coverage_somewhere_is_the_sprite_there(subsampling):
    alpha = np.zeros((12, 16))
    alpha[:, 8:] = 255
    sprite = glass((10, 200, 90), alpha, subsampling)
    target = photo(16, 12, subsampling)
    before = copy_of(target)
    draw(target, sprite, Affine())
    assert np.array_equal(target.y[:, 8:], sprite.y[:, 8:])
    assert np.array_equal(target.y[:, :8], before.y[:, :8])
    step = subsampling.x
    assert np.array_equal(target.cb[:, 8 // step + 1 :], sprite.cb[:, 8 // step + 1 :])
    assert np.array_equal(target.cb[:, : 8 // step - 1], before.cb[:, : 8 // step - 1])


@both
@pytest.mark.parametrize("opacity", [0.1, 0.5, 0.9])
def test_opacity_mixes_an_opaque_sprite(subsampling, opacity):
    target, sprite = photo(16, 12, subsampling, seed=1), photo(16, 12, subsampling, seed=2)
    before = copy_of(target)
    draw(target, sprite, Affine(), opacity)
    for plane, a, b in zip(target.planes, before.planes, sprite.planes, strict=True):
        assert np.abs(plane - (a * (1 - opacity) + b * opacity)).max() <= 0.51


@both
@pytest.mark.parametrize("opacity", [0.1, 0.5, 0.9])
def test_opacity_scales_coverage(subsampling, opacity):
    target = film(16, 12, subsampling, (40, 90, 200))
    expected = film(16, 12, subsampling, (40, 90, 200))
    draw(target, glass((250, 10, 60), np.full((12, 16), 200), subsampling), Affine(), opacity)
    scaled = glass((250, 10, 60), np.full((12, 16), round(200 * opacity)), subsampling)
    draw(expected, scaled, Affine())
    assert furthest(target, expected) <= 2


@both
def test_opacity_counts_where_only_a_part_is_covered(subsampling):
    target = film(32, 24, subsampling)
    white = rgb_to_frame(np.full((8, 8, 3), 255, np.uint8), subsampling)
    draw(target, white, Affine.translation(8.5, 8), 0.5)
    assert [int(level) for level in target.y[12, 7:18]] == pytest.approx(
        [16, 71, *[126] * 7, 71, 16], abs=1
    )


@both
@pytest.mark.parametrize("opacity", [0, -1])
def test_without_opacity_nothing_is_drawn(subsampling, opacity):
    target = photo(16, 12, subsampling)
    before = copy_of(target)
    draw(target, photo(16, 12, subsampling, seed=3), Affine(), opacity)
    assert same(target, before)


@both
def test_levels_stay_in_the_limited_range(subsampling):
    for seed in range(5):
        target = photo(16, 12, subsampling, seed)
        alpha = noise(16, 12, seed + 9, channels=1)[:, :, 0]
        draw(target, glass(noise(16, 12, seed + 5), alpha, subsampling), Affine.translation(0.3, 0))
        low, high = 16 - 1, 240 + 1
        assert all(plane.min() >= low and plane.max() <= high for plane in target.planes)


@both
@pytest.mark.parametrize("shift", [0.0, 0.4])
def test_drawing_on_a_transparent_picture_first_gives_the_same(subsampling, shift):
    """Over is associative: b over a on nothing, then that over the film, as a then b over it."""
    a = glass((200, 30, 30), noise(20, 16, 1, 1)[:, :, 0], subsampling)
    b = rgb_to_frame(np.full((8, 8, 3), (20, 220, 90), np.uint8), subsampling)
    places = (Affine.translation(2, 2), Affine.translation(6 + shift, 4))
    own, direct = new_transparent(32, 24, subsampling), film(32, 24, subsampling, (90, 60, 180))
    together = film(32, 24, subsampling, (90, 60, 180))
    for sprite, place, opacity in ((a, places[0], 1.0), (b, places[1], 0.7)):
        draw(own, sprite, place, opacity)
        draw(direct, sprite, place, opacity)
    draw(together, own, Affine())
    assert furthest(together, direct) <= 3


@both
def test_a_fill_makes_a_transparent_picture_opaque(subsampling):
    own = new_transparent(8, 6, subsampling)
    own.fill((100, 110, 120))
    target = photo(8, 6, subsampling)
    draw(target, own, Affine())
    assert same(target, film(8, 6, subsampling, (100, 110, 120)))


def test_an_opaque_sprite_covers_a_transparent_picture_where_it_lies():
    own = new_transparent(16, 12, HALF)
    draw(own, photo(8, 8), Affine.translation(4, 2))
    expected = np.zeros((12, 16))
    expected[2:10, 4:12] = 255
    assert own.coverage is not None
    assert np.array_equal(own.coverage, expected)


def test_the_sprite_is_not_changed_by_drawing_it():
    sprite = glass((200, 30, 30), noise(20, 16, 1, 1)[:, :, 0], FULL)
    before = copy_of(sprite)
    for opacity in (1.0, 0.5):
        draw(film(32, 24, FULL), sprite, Affine.translation(0, 0), opacity)
    assert same(sprite, before)
