"""Shapes: outlines, fills, strokes."""

import numpy as np
import pytest

from render.errors import CompositionError, LimitExceeded
from tests.pictures import assert_pixels, box, composition, planned, scene, shot


def shape(kind="rect", **fields):
    size = fields.pop("size", {"width": 20, "height": 10})
    return {"type": "shape", "shape": kind, "fill": "white", "size": size, **fields}


def drawn(*layers, size=(32, 16), style=None):
    document = composition(scene(*layers), size=size, **({"style": style} if style else {}))
    return shot(document, 0)[0]


def area(picture):
    """How much is white, in design pixels."""
    return picture[:, :, 1].astype(float).sum() / 255 / 4


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("rect", 200),
        ("ellipse", np.pi * 10 * 5),
        # A regular polygon of n corners in an ellipse of half axes a and b: n/2 sin(2 pi/n) a b.
        ("polygon", 2.5 * np.sin(2 * np.pi / 5) * 10 * 5),
        # A star's 2n triangles, with inner radius 1/2: n sin(pi/n) a b / 2.
        ("star", 5 * np.sin(np.pi / 5) * 10 * 5 / 2),
    ],
)
def test_outlines_fill_their_area(kind, wanted):
    assert area(drawn(shape(kind))) == pytest.approx(wanted, rel=0.01)


def test_sides_and_inner_radius_shape_polygons_and_stars():
    triangle = drawn(shape("polygon", sides=3, size={"width": 12, "height": 12}))
    assert area(triangle) == pytest.approx(1.5 * np.sin(2 * np.pi / 3) * 36, rel=0.02)
    assert triangle[:4, :].max() == 0
    assert triangle[5, 32].max() > 100, "one corner points up"
    thin = area(drawn(shape("star", innerRadius=0.1, size={"width": 12, "height": 12})))
    assert thin == pytest.approx(5 * np.sin(np.pi / 5) * 36 * 0.1, rel=0.06)


def test_a_path_is_drawn_in_the_boxs_pixels():
    path = shape("path", path="M0 0 H4 V2 H2 V4 H0 Z", size={"width": 4, "height": 4},
                 position="top-left")  # fmt: skip
    assert_pixels("WWWW__\nWWWW__\nWW____\nWW____", drawn(path, size=(6, 4)))


@pytest.mark.parametrize("path", ["M0 0 L", "nonsense", "M0 0 A1", "M nan 0", "M0 0 Q"])
def test_what_is_no_path_is_refused_with_its_place(path):
    with pytest.raises(CompositionError) as caught:
        planned(composition(scene(box("red", 0, 0, 1, 1), shape("path", path=path))))
    assert caught.value.where.startswith("scenes[0].layers[1].path")


def test_paths_and_boxes_that_no_memory_holds_are_refused():
    for layer in (
        shape("path", path="M0 0 L1e9 1e9 L0 1e9 Z"),
        shape("ellipse", size={"width": 99_999, "height": 99_999}),
    ):
        with pytest.raises(LimitExceeded, match="too large"):
            planned(composition(scene(layer)))


def test_a_shape_much_larger_than_the_canvas_is_a_plain_colour_there():
    picture = drawn(shape("ellipse", size={"width": 6000, "height": 4000}), size=(8, 4))
    assert_pixels("WWWWWWWW\n" * 4, picture)


def test_a_stroke_lies_half_inside_and_half_outside():
    stroked = shape(size={"width": 4, "height": 4}, stroke={"color": "white", "width": 2},
                    fill="#808080")  # fmt: skip
    assert_pixels(
        """
        ________
        _?WWWW?_
        _WWWWWW_
        _WWggWW_
        _WWggWW_
        _WWWWWW_
        _?WWWW?_  the joins are round
        ________
        """,
        drawn(stroked, size=(8, 8)),
    )


def test_a_line_is_as_thick_as_its_stroke():
    line = {"type": "shape", "shape": "line", "stroke": {"color": "white", "width": 2},
            "size": {"width": 6}}  # fmt: skip
    assert_pixels("________\n_WWWWWW_\n_WWWWWW_\n________", drawn(line, size=(8, 4)))
    flat = line | {"size": {"width": 6, "height": 0}}
    assert_pixels("________\n_WWWWWW_\n_WWWWWW_\n________", drawn(flat, size=(8, 4)))


def test_a_shape_without_colours_has_the_styles_accent():
    bare = {"type": "shape", "size": {"width": 2, "height": 2}}
    style = {"colorPalette": {"accent": "#00ff00"}}
    assert_pixels("____\n_GG_\n_GG_\n____", drawn(bare, size=(4, 4), style=style))


def test_round_corners_round_the_outline():
    rounded = shape(cornerRadius=5, stroke=None)
    assert area(drawn(rounded)) == pytest.approx(200 - (4 - np.pi) * 25, rel=0.02)
    pill = shape(cornerRadius="50%")
    assert area(drawn(pill)) == pytest.approx(200 - (4 - np.pi) * 25, rel=0.02)
    more = shape(cornerRadius=500)
    assert area(drawn(more)) == pytest.approx(200 - (4 - np.pi) * 25, rel=0.02)


def gradient(kind="linear", **fields):
    stops = [{"offset": 0, "color": "#000000"}, {"offset": 1, "color": "#ffffff"}]
    return {"type": kind, "stops": stops, **fields}


@pytest.mark.parametrize(
    ("angle", "x", "y"), [(90, 1, 0), (270, -1, 0), (180, 0, 1), (0, 0, -1), (450, 1, 0)]
)
def test_a_linear_gradient_runs_where_its_angle_says(angle, x, y):
    filled = shape(fill=gradient(angle=angle), size={"width": "100%", "height": "100%"})
    luma = drawn(filled).astype(float).mean(axis=2)
    across, down = luma.mean(axis=0), luma.mean(axis=1)
    for levels, way in ((across, x), (down, y)):
        assert levels[-1] - levels[0] == pytest.approx(250 * way, abs=10)
        assert np.abs(np.diff(levels)).max() < 12
    assert luma[16, 32] == pytest.approx(128, abs=5)


def test_a_radial_gradient_ends_in_the_corners():
    filled = shape(fill=gradient("radial"), size={"width": "100%", "height": "100%"})
    luma = drawn(filled).astype(float).mean(axis=2)
    assert luma[16, 32] < 10
    assert luma[0, 0] == pytest.approx(250, abs=8)
    assert luma[16, 0] == pytest.approx(255 * 16 / np.hypot(16, 8), abs=10)


def test_stops_may_stand_close_and_be_see_through():
    places = [(0, "red"), (0.5, "red"), (0.5, "#0000ff00"), (1, "#0000ff00")]
    stops = [{"offset": offset, "color": color} for offset, color in places]
    fill = {"type": "linear", "angle": 90, "stops": stops}
    picture = drawn(shape(fill=fill, size={"width": 8, "height": 4}), size=(8, 4))
    assert_pixels("RRR??___\n" * 4, picture)


def test_a_shape_rests_on_whole_pixels_and_is_sharp():
    picture = drawn(shape(size={"width": 4, "height": 4}, position={"x": 4.3, "y": 8.2}))
    assert set(np.unique(picture[:, :, 1])) <= {0, 1, 254, 255}
    assert area(picture) == 16


def test_a_shape_enlarged_by_keyframes_is_drawn_large_and_stays_sharp():
    grown = shape("ellipse", size={"width": 3, "height": 3}, keyframes={
        "scale": [{"frame": 0, "value": 1}, {"frame": 1, "value": 8}]})  # fmt: skip
    picture = shot(composition(scene(grown, frames=2), size=(32, 32)), 1)[0][:, :, 1]
    soft = int(((picture > 20) & (picture < 235)).sum())
    assert soft < 1.7 * 2 * np.pi * 24, "its edge is about a pixel wide, not eight"


def test_rectangles_with_colours_in_all_notations():
    layers = [box(color, x, 0, 1, 2) for x, color in enumerate(
        ["#f00", "#00ff00", "#0000ffff", "white", "#ffffff80", "$primary"])]  # fmt: skip
    style = {"colorPalette": {"primary": "#00ffff"}}
    assert_pixels("RGBWgC\nRGBWgC", drawn(*layers, size=(6, 2), style=style))
