"""Images: fit, crop, camera, what the box cuts off."""

import numpy as np
import pytest
from PIL import Image

from render.assets.stills import load_still
from render.layers.image import StillSource
from render.options import RenderOptions
from render.prepare import prepare
from tests.pictures import assert_pixels, assert_strip, box, composition, scene, shot


def image(name, **fields):
    return {"type": "image", "asset": name, **fields}


def drawn(*layers, assets, size=(8, 8), frame=0, frames=1, **fields):
    document = composition(scene(*layers, frames=frames, **fields), size=size)
    return shot(document, frame, assets=assets)[0]


REDUCED = 10
"""Levels that a reduced picture may ring beside an edge."""

STRIPES = "WWWWggggddddllll"


def test_an_image_covers_its_scene(assets):
    assert_pixels((STRIPES + "\n") * 8, drawn(image("wide.png"), assets=assets, size=(16, 8)))


def test_cover_cuts_and_contain_leaves_room(assets):
    cover = drawn(image("wide.png"), assets=assets)
    assert_pixels("ggggdddd\n" * 8, cover)
    contain = drawn(image("quarters.png", fit="contain"), assets=assets, size=(16, 8))
    assert_pixels("____WWWWgggg____\n" * 4 + "____ddddllll____\n" * 4, contain)


def test_fill_stretches_and_none_keeps_the_size(assets):
    fill = drawn(image("wide.png", fit="fill"), assets=assets)
    assert_pixels("WWggddll\n" * 8, fill, tolerance=REDUCED)
    small = drawn(image("small.png", fit="none"), assets=assets, size=(12, 10))
    assert_pixels(
        """
        _??????????_  enlarged, its edges are as soft as its pixels
        _??????????_
        _??WW??gg??_
        _??WW??gg??_
        _??????????_
        _??????????_
        _??dd??ll??_
        _??dd??ll??_
        _??????????_
        _??????????_
        """,
        small,
    )


def test_the_focal_point_stays_in_view(assets):
    left = drawn(image("wide.png", focalPoint={"x": 0, "y": 0.5}), assets=assets)
    assert_pixels("WWWWgggg\n" * 8, left)
    right = drawn(image("wide.png", focalPoint={"x": 1, "y": 0.5}), assets=assets)
    assert_pixels("ddddllll\n" * 8, right)


def test_a_camera_that_goes_to_a_point_has_it_in_view_from_the_start(assets):
    motion = {"preset": "zoom-in", "amount": 0.0, "focalPoint": {"x": 1, "y": 0.5}}
    picture = drawn(assets=assets, asset="wide.png", motion=motion)
    assert_pixels("ddddllll\n" * 8, picture)


def test_a_crop_is_the_whole_picture_afterwards(assets):
    crop = {"x": 0.25, "y": 0, "width": 0.5, "height": 1}
    assert_pixels("ggggdddd\n" * 8, drawn(image("wide.png", crop=crop), assets=assets))
    tiny = {"x": 0, "y": 0, "width": 0.25, "height": 0.5}
    assert_pixels("WWWWWWWW\n" * 8, drawn(image("wide.png", crop=tiny), assets=assets))


def test_one_side_brings_the_other_by_the_pictures_shape(assets):
    picture = drawn(image("wide.png", size={"width": 8}, position="top-left"), assets=assets)
    assert_pixels("WWggddll\n" * 4 + "________\n" * 4, picture, tolerance=REDUCED)
    natural = image("small.png", size={"width": "auto", "height": "auto"}, position="top-left")
    assert_pixels(
        "?????????_\n?WW??gg??_\n?WW??gg??_\n" + "?????????_\n" * 2
        + "?dd??ll??_\n?dd??ll??_\n?????????_",
        drawn(natural, assets=assets, size=(10, 8)),
    )  # fmt: skip


def test_a_box_cuts_off_what_cover_leaves_over(assets):
    small = image("wide.png", size={"width": 4, "height": 4}, position={"x": 6, "y": 4})
    picture = drawn(small, assets=assets, size=(12, 8))
    outside = np.ones((16, 24), bool)
    outside[4:12, 8:16] = False
    assert (picture[outside] < 8).all()
    assert (picture[~outside] > 50).all()


@pytest.mark.parametrize(
    "fields",
    [{"scale": 0.5}, {"rotation": 90, "scale": 0.5}, {"position": {"x": 4, "y": 6}},
     {"enter": {"preset": "slide", "direction": "up", "durationFrames": 4, "easing": "linear"}}],
    ids=["small", "turned", "moved", "sliding"],
)  # fmt: skip
def test_a_full_size_image_that_does_not_fill_the_canvas_is_cut_to_its_box(fields, assets):
    """A square picture covers a wide canvas; the rest of it must not show above and below."""
    layer = image("white.png", **fields)
    picture = drawn(layer, assets=assets, size=(16, 8), frame=2, frames=9)
    rows, columns = np.nonzero(picture[:, :, 0] > 128)
    shown = (columns.max() + 1 - columns.min(), rows.max() + 1 - rows.min())
    wanted = {
        "scale": (16, 8),
        "rotation": (8, 16),
        "position": (24, 12),
        "enter": (32, 8),
    }[next(iter(fields))]
    assert shown == wanted


def test_an_image_in_a_group_is_cut_to_the_groups_box_that_it_fills(assets):
    group = {"type": "group", "layers": [image("wide.png")], "position": {"x": 6, "y": 4},
             "size": {"width": 4, "height": 4}}  # fmt: skip
    picture = drawn(group, assets=assets, size=(12, 8))
    outside = np.ones((16, 24), bool)
    outside[4:12, 8:16] = False
    assert (picture[outside] < 8).all()


def test_transparent_parts_show_what_lies_below(assets):
    picture = drawn(box("blue", 0, 0, 8, 8), image("hole.png"), assets=assets)
    inner = picture[6:10, 6:10]
    assert (inner[:, :, 2] > 250).all()
    assert (inner[:, :, 0] < 5).all()
    assert (picture[:3, :3, 0] > 250).all()


def test_round_corners_cut_the_corners_only(assets):
    rounded = image("white.png", size={"width": 16, "height": 16}, cornerRadius=8)
    picture = drawn(rounded, assets=assets, size=(16, 16))
    lit = picture[:, :, 0].astype(float) / 255
    assert lit[0, 0] == lit[-1, -1] == lit[0, -1] == 0
    assert lit[16, 16] == 1
    assert min(lit[16, 0], lit[0, 16]) > 0.95
    assert lit.sum() == pytest.approx(np.pi * 16**2, rel=0.01)  # a disc


def test_a_corner_radius_in_percent_is_of_the_shorter_side(assets):
    half = image("white.png", size={"width": 16, "height": 8}, cornerRadius="50%")
    lit = drawn(half, assets=assets, size=(16, 8))[:, :, 0].astype(float) / 255
    assert lit.sum() == pytest.approx(np.pi * 8**2 + 16 * 16, rel=0.02)


def test_the_camera_moves_from_one_rectangle_to_another(assets):
    motion = {"from": {"x": 0, "y": 0, "width": 0.5, "height": 1},
              "to": {"x": 0.5, "y": 0, "width": 0.5, "height": 1}}  # fmt: skip
    document = composition(scene(image("wide.png", motion=motion), frames=5), size=(8, 8))
    pictures = [picture[:4] for picture in shot(document, assets=assets)]
    strip = "WWWWgggg\nWWggggdd\nggggdddd\nggddddll\nddddllll"
    assert_strip(strip, pictures, tolerance=6)


def test_a_medium_of_a_scene_lies_under_its_layers_and_moves_by_its_style(assets):
    document = composition(
        scene(box("red", 0, 0, 1, 8), frames=30, asset="quarters.png"),
        size=(8, 8),
        style={"motionLanguage": "dynamic"},
    )
    first, last = shot(document, 0, 29, assets=assets)
    for picture in (first, last):
        assert (picture[:, :2, 0] > 250).all()
        assert picture[:, 2:].min() > 50, "it covers the canvas"
    assert not np.array_equal(first, last), "the style's camera"
    still = composition(
        scene(frames=30, asset="wide.png", motion="static"), size=(8, 8)
    )  # fmt: skip
    assert np.array_equal(*shot(still, 0, 29, assets=assets))


def test_a_large_picture_is_reduced_before_it_is_drawn(tmp_path):
    """Stripes of one pixel become grey; sampled at full size they would shimmer."""
    stripes = np.zeros((640, 640, 3), np.uint8)
    stripes[:, ::2] = 255
    Image.fromarray(stripes).save(tmp_path / "stripes.png")
    motion = {"preset": "zoom-in", "amount": 0.3, "easing": "linear"}
    document = composition(scene(asset="stripes.png", motion=motion, frames=9), size=(32, 32))
    for picture in shot(document, assets=tmp_path):
        assert np.abs(picture[4:-4, 4:-4].astype(int) - 128).max() < 14


def test_a_reduced_still_has_the_size_it_is_drawn_with(tmp_path):
    Image.effect_noise((333, 127), 90).convert("RGB").save(tmp_path / "odd.png")
    prepared = prepare(composition(scene(asset="odd.png")), RenderOptions(assets=tmp_path))
    media = prepared.media["odd.png"]
    for width in (1, 2, 3, 100, 167, 332, 333):
        source = StillSource(media, width)
        raster = source.raster(None)
        assert raster.rgba.shape[1::-1] == source.whole_size_px
    assert load_still(media, max_size_px=None).shape == (127, 333, 4)


def test_a_picture_may_open_from_no_width(assets):
    opening = image("white.png", size={"width": 0, "height": 8}, position="left", keyframes={
        "width": [{"frame": 0, "value": 0}, {"frame": 4, "value": 8}]})  # fmt: skip
    document = composition(scene(opening, frames=5), size=(8, 2))
    pictures = shot(document, assets=assets)
    assert_strip("________\nWW______\nWWWW____\nWWWWWW__\nWWWWWWWW", pictures)


def test_a_picture_squeezed_on_one_axis_keeps_what_the_other_one_shows(tmp_path):
    """Ten times as wide as its box and just as high: reduced for its width it had no rows left."""
    rows = np.zeros((32, 320), np.uint8)
    rows[4:8] = rows[12:16] = rows[20:24] = rows[28:] = 255
    Image.fromarray(rows).save(tmp_path / "rows.png")
    layer = image("rows.png", fit="fill")
    picture = drawn(layer, assets=tmp_path, size=(16, 16))
    assert_pixels(("_" * 16 + "\n") * 2 + ("W" * 16 + "\n") * 2 + ("?" * 16 + "\n") * 12, picture)
