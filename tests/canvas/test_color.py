"""Colours between R'G'B' and BT.709 Y'CbCr, chroma siting, premultiplied rasters."""

import numpy as np
import pytest

from render.canvas.color import (
    expand,
    frame_to_rgb,
    premultiplied,
    raster_to_sprite,
    reduce,
    rgb_to_frame,
    rgb_to_ycbcr,
    sprite_to_rgba,
)
from render.canvas.picture import FULL, HALF, Picture, Raster, new_frame
from tests.canvas.patches import BOTH, NAMES, glass, noise

BRAND = (0x00, 0xBD, 0xF2)

# ITU-R BT.709-6 with the quantisation of its item 4.6; colour bars of 100 % as in SMPTE RP 219.
BARS = {
    (255, 255, 255): (235, 128, 128),
    (255, 255, 0): (219, 16, 138),
    (0, 255, 255): (188, 154, 16),
    (0, 255, 0): (173, 42, 26),
    (255, 0, 255): (78, 214, 230),
    (255, 0, 0): (63, 102, 240),
    (0, 0, 255): (32, 240, 118),
    (0, 0, 0): (16, 128, 128),
    (128, 128, 128): (126, 128, 128),
}


@pytest.mark.parametrize("rgb", BARS)
def test_colour_bars_have_the_values_of_the_standard(rgb):
    assert rgb_to_ycbcr(*rgb) == BARS[rgb]
    picture = rgb_to_frame(np.full((2, 2, 3), rgb, np.uint8), FULL)
    assert [int(plane[0, 0]) for plane in picture.planes] == list(BARS[rgb])


def test_4000_colours_come_back_within_2_levels():
    colors = noise(80, 50)
    colors[0, 0] = BRAND
    assert np.abs(frame_to_rgb(rgb_to_frame(colors, FULL)).astype(int) - colors).max() <= 2


@pytest.mark.parametrize("subsampling", BOTH, ids=NAMES)
@pytest.mark.parametrize("size", [(1, 1), (2, 2), (3, 5), (17, 9)])
def test_a_plain_picture_of_any_size_keeps_its_colour(subsampling, size):
    plain = np.full((size[1], size[0], 3), BRAND, np.uint8)
    back = frame_to_rgb(rgb_to_frame(plain, subsampling))
    assert back.shape == plain.shape
    assert np.abs(back.astype(int) - plain).max() <= 2


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (3, 5), (17, 9), (16, 8)])
def test_chroma_planes_are_half_the_size_rounded_up(size):
    picture = rgb_to_frame(noise(*size))
    assert picture.cb.shape == (-(-size[1] // 2), -(-size[0] // 2))


def test_reduced_chroma_lies_level_with_the_first_column_and_between_the_rows():
    """A ramp reduced is the ramp at the chroma sites: x = 2i + 0.5, y = 2j + 1."""
    rows, columns = np.mgrid[:16, :20]
    across = reduce((8 * columns + 20).astype(np.uint8), HALF)
    assert across[3, 1:-1].tolist() == [8 * 2 * i + 20 for i in range(1, 9)]
    down = reduce((8 * rows + 20).astype(np.uint8), HALF)
    assert down[:, 4].tolist() == [8 * (2 * j + 0.5) + 20 for j in range(8)]


def test_expanded_chroma_lies_where_it_was_reduced_from():
    rows, columns = np.mgrid[:16, :20]
    like = new_frame(20, 16)
    for ramp in (8 * columns + 20, 8 * rows + 20):
        plane = ramp.astype(np.uint8)
        inside = np.abs(expand(reduce(plane, HALF), like).astype(int) - plane)[1:-1, 2:-2]
        assert inside.max() <= 1


def test_reducing_and_expanding_leaves_alone_what_is_plain_or_4_4_4():
    plain = np.full((5, 7), 77, np.uint8)
    assert (reduce(plain, HALF) == 77).all()
    assert np.array_equal(reduce(plain, FULL), plain)
    assert expand(plain, new_frame(7, 5, FULL)) is plain


@pytest.mark.parametrize("subsampling", BOTH, ids=NAMES)
def test_an_opaque_raster_is_a_sprite_without_coverage_and_keeps_its_place(subsampling):
    rgba = np.dstack([noise(6, 4), np.full((4, 6), 255, np.uint8)])
    sprite = raster_to_sprite(Raster(rgba, -3, 5), subsampling)
    assert sprite.coverage is None
    assert (sprite.left_px, sprite.top_px) == (-3, 5)


@pytest.mark.parametrize("subsampling", BOTH, ids=NAMES)
def test_code_values_are_premultiplied_offsets_and_all(subsampling):
    sprite = glass(BRAND, np.full((4, 4), 102), subsampling, left_px=1, top_px=2)
    full = rgb_to_ycbcr(*BRAND)
    for plane, value in zip(sprite.planes, full, strict=True):
        assert np.abs(plane.astype(float) - value * 102 / 255).max() <= 1
    assert sprite.coverage is not None
    assert (sprite.coverage == 102).all()
    assert (sprite.chroma_coverage == 102).all()
    assert (sprite.left_px, sprite.top_px) == (1, 2)


def test_nothing_is_nothing():
    sprite = raster_to_sprite(Raster(np.zeros((0, 0, 4), np.uint8)))
    assert (sprite.width_px, sprite.height_px) == (0, 0)


def test_a_sprite_comes_back_as_the_raster_it_was():
    alpha = np.tile(np.linspace(0, 255, 32).astype(np.uint8), (8, 1))
    sprite = glass((200, 120, 40), alpha, FULL)
    back = sprite_to_rgba(sprite)
    wanted = np.dstack([np.rint(np.array((200, 120, 40)) * alpha[..., None] / 255), alpha])
    assert np.abs(back - wanted).max() <= 3
    assert (back[..., :3] <= back[..., 3:]).all(), "premultiplied colours never exceed alpha"


def test_a_frame_as_a_raster_is_opaque():
    assert (sprite_to_rgba(rgb_to_frame(noise(6, 4)))[..., 3] == 255).all()


def test_premultiplying_multiplies_colours_and_leaves_alpha():
    straight = np.array([[[255, 100, 0, 128], [9, 9, 9, 0], [1, 2, 3, 255]]], np.uint8)
    assert premultiplied(straight).tolist() == [[[128, 50, 0, 128], [0, 0, 0, 0], [1, 2, 3, 255]]]
    opaque = np.full((2, 2, 4), 255, np.uint8)
    assert premultiplied(opaque) is opaque


def test_planes_that_do_not_fit_each_other_are_refused():
    luma, chroma = np.zeros((4, 4), np.uint8), np.zeros((4, 4), np.uint8)
    with pytest.raises(ValueError, match="does not fit"):
        Picture(luma, chroma, chroma, subsampling=HALF)
