"""What single effects look like."""

import numpy as np
import pytest

from render.canvas.affine import Affine
from render.canvas.picture import FULL, HALF
from render.effects.hue_rotate import turn
from tests.canvas.patches import film, furthest, glass
from tests.effects.stage import applied, color_of, flat, opaque, straight_of

NEAR = 3


@pytest.mark.parametrize(
    ("kind", "fields", "before", "after"),
    [
        ("brightness", {"amount": 0.5}, (200, 100, 50), (100, 50, 25)),
        ("brightness", {"amount": 2.0}, (60, 100, 20), (120, 200, 40)),
        ("brightness", {"amount": 2.0}, (250, 250, 250), (255, 255, 255)),
        ("brightness", {"amount": 0.0}, (250, 20, 90), (0, 0, 0)),
        ("contrast", {"amount": 0.5}, (200, 100, 50), (164, 114, 89)),
        ("contrast", {"amount": 0.0}, (200, 100, 50), (128, 128, 128)),
        ("contrast", {"amount": 4.0}, (255, 255, 255), (255, 255, 255)),
        ("saturation", {"amount": 0.0}, (200, 100, 50), (118, 118, 118)),
        ("saturation", {"amount": 1.5}, (160, 120, 100), (176, 116, 86)),
        ("hueRotate", {"angle_degrees": 180.0}, (180, 100, 60), (47, 127, 167)),
        ("grayscale", {"amount": 0.5}, (200, 100, 50), (159, 109, 84)),
        ("sepia", {"amount": 1.0}, (100, 100, 100), (135, 120, 94)),
        ("invert", {"amount": 1.0}, (200, 100, 50), (55, 155, 205)),
        ("invert", {"amount": 0.5}, (200, 100, 50), (128, 128, 128)),
        ("tint", {"amount": 1.0, "color": (255, 128, 0)}, (255, 255, 255), (255, 128, 0)),
        ("tint", {"amount": 1.0, "color": (255, 128, 0)}, (100, 100, 100), (100, 50, 0)),
        ("tint", {"amount": 0.25, "color": (255, 128, 0)}, (0, 0, 0), (0, 0, 0)),
        ("lut", {}, (255, 255, 255), (255, 255, 230)),
        ("lut", {}, (51, 102, 204), (70, 105, 176)),
    ],
)
def test_colours_come_out_as_in_css(kind, fields, before, after):
    shown = color_of(applied(kind, flat(before), **fields))
    assert np.abs(shown - after).max() <= NEAR


def test_the_matrix_of_a_hue_is_that_of_css():
    """Filter Effects Module Level 1, 8.5, for 90 degrees."""
    wanted = [[0, 0, 1.0], [0.356, 0.855, -0.211], [-0.574, 1.43, 0.144]]
    assert turn(90) == pytest.approx(np.array(wanted), abs=0.002)
    assert turn(360) == pytest.approx(np.eye(3), abs=1e-9)


@pytest.mark.parametrize("kind", ["sepia", "tint", "lut", "hueRotate", "contrast", "grain"])
def test_a_translucent_picture_is_coloured_as_an_opaque_one(kind):
    colors = np.full((8, 8, 3), (180, 120, 70), np.uint8)
    solid = applied(kind, glass(colors, np.full((8, 8), 255), FULL))
    clear = applied(kind, glass(colors, np.full((8, 8), 128), FULL))
    got, alpha = straight_of(clear)
    assert np.abs(got - straight_of(solid)[0]).max() <= 8
    assert (alpha == 128).all()


def test_a_blur_is_a_gaussian_that_keeps_the_light():
    alpha = np.zeros((65, 65), np.uint8)
    alpha[30:35, 30:35] = 255
    shown = applied("blur", glass((255, 255, 255), alpha), radius=4.0)
    x = np.mgrid[:65, :65][1]
    weight = shown.coverage.astype(float)
    assert weight.sum() == pytest.approx(255 * 25, rel=0.12)
    spread = np.sqrt((weight * (x - 32) ** 2).sum() / weight.sum())
    assert spread == pytest.approx(np.hypot(4, 1.42), rel=0.12)


def test_a_blurred_picture_has_no_dark_edge():
    white = film(64, 36, color=(235, 128, 128))
    for radius in (1, 5, 30):
        assert furthest(applied("blur", white, radius=float(radius)), white) <= 1


def test_a_wide_blur_is_smooth():
    """No squares and no steps of what it is made on."""
    steps = film(256, 64)
    steps.y[:, 128:] = 235
    y = applied("blur", steps, radius=20.0).y[32].astype(int)
    assert (np.diff(y) >= 0).all()
    assert np.diff(y).max() <= 8


def test_grain_is_another_at_every_frame_and_the_same_at_one():
    grey = film(64, 48, color=(126, 128, 128))
    frames = [applied("grain", grey, amount=0.5, frame=n).y for n in range(6)]
    again = [applied("grain", grey, amount=0.5, frame=n).y for n in reversed(range(6))]
    for n in range(6):
        assert np.array_equal(frames[n], again[5 - n])
    assert len({frame.tobytes() for frame in frames}) == 6
    assert np.mean(frames) == pytest.approx(126, abs=1.5)
    assert 8 < np.std(frames[0]) < 25


def test_grain_has_no_colour_and_is_weakest_in_black_and_white():
    def strength(level):
        shown = applied("grain", film(64, 48, color=(level, 128, 128)), amount=0.4)
        assert furthest(shown, shown) == 0
        assert (shown.cb == 128).all()
        return shown.y.std()

    assert strength(126) > 1.5 * strength(232)
    assert strength(126) > 1.5 * strength(20)


def test_grain_is_as_strong_at_every_size_of_output():
    grey = film(128, 96, color=(126, 128, 128))
    strengths = [applied("grain", grey, amount=0.5, scale=s).y.std() for s in (0.33, 1.0, 2.0)]
    assert np.ptp(strengths) < 3


def test_a_vignette_darkens_the_corners_and_leaves_the_middle():
    white = film(96, 54, color=(235, 128, 128))
    y = applied("vignette", white, amount=1.0).y
    assert y[27, 48] >= 234
    assert max(y[0, 0], y[-1, -1], y[0, -1]) < 40
    assert y[27, 0] > y[0, 0]
    assert np.array_equal(y, y[::-1])


def test_a_vignette_is_that_of_the_layer_and_not_of_the_frame():
    """The left half of a layer twice as wide is darkest at its left."""
    white = film(96, 54, color=(235, 128, 128))
    y = applied("vignette", white, amount=1.0, width=192.0).y
    assert y[27, 4] < y[27, 60] <= y[27, 95]


def test_a_vignette_may_be_of_another_colour():
    picture = applied("vignette", film(32, 32), amount=1.0, color=(255, 0, 0), softness=0.2)
    assert picture.cr[0, 0] > 220


def test_pixelate_shows_means_in_squares_from_the_layers_corner():
    picture = film(20, 12, FULL)
    picture.y[:] = np.linspace(16, 235, 20).astype(np.uint8)
    y = applied("pixelate", picture, radius=5.0, box=Affine.translation(2, 0)).y
    assert [len(set(y[0, a:b].tolist())) for a, b in ((0, 2), (2, 7), (7, 12), (12, 17))] == [1] * 4
    assert y[0, 2] == pytest.approx(picture.y[0, 2:7].mean(), abs=1)
    assert y[0, 1] != y[0, 2] != y[0, 7]


def test_sharpen_makes_an_edge_steeper_and_leaves_flat_places():
    edge = film(32, 16, color=(80, 128, 128))
    edge.y[:, 16:] = 150
    y = applied("sharpen", edge, amount=1.0).y[8].astype(int)
    assert y[15] < 80
    assert y[16] > 150
    assert (y[0], y[31]) == (80, 150)


def test_a_green_screen_goes_and_the_actor_stays():
    colors = np.zeros((32, 32, 3), np.uint8)
    colors[:, :16] = (20, 220, 40)
    colors[:, 16:] = (210, 160, 140)
    shown = applied("chromaKey", glass(colors, np.full((32, 32), 255), HALF))
    assert shown.coverage[:, :12].max() == 0
    assert shown.coverage[:, 20:].min() == 255
    got = straight_of(shown)[0][16, 28]
    assert np.abs(got - (210, 160, 140)).max() <= 6


def test_light_of_the_screen_is_taken_off_what_stays():
    skin = applied("chromaKey", flat((150, 190, 140)))
    assert skin.coverage is not None
    assert skin.coverage.min() > 200
    red, green, blue = straight_of(skin)[0][4, 4]
    assert green - (red + blue) / 2 < 25 < 190 - 145


def test_a_black_screen_goes_by_its_brightness():
    shown = applied("chromaKey", flat((4, 4, 4)), color=(0, 0, 0), threshold=0.1, softness=0.1)
    assert shown.coverage.max() == 0
    shown = applied("chromaKey", flat((90, 90, 90)), color=(0, 0, 0), threshold=0.1, softness=0.1)
    assert shown.coverage.min() == 255


def test_a_table_half_mixed_in_lies_halfway():
    picture = opaque((32, 18))
    whole, half = applied("lut", picture), applied("lut", picture, amount=0.5)
    middle = (whole.y.astype(int) + picture.y) / 2
    assert np.abs(half.y - middle).max() <= 1
