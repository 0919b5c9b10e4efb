"""Where layers lie: order, nine-grid, anchors, sizes, scale, rotation."""

import pytest

from tests.pictures import assert_pixels, box, composition, scene, shot


def drawn(*layers, size=(8, 6), **fields):
    return shot(composition(scene(*layers, **fields), size=size), 0)[0]


def test_later_layers_lie_on_top():
    picture = drawn(box("red", 0, 0, 4, 3), box("lime", 2, 1, 4, 3), box("blue", 3, 2, 2, 4))
    assert_pixels(
        """
        RRRR____
        RRGGGG__
        RRGBBG__
        __GBBG__
        ___BB___
        ___BB___
        """,
        picture,
    )


def at(position, **fields):
    layer = {"type": "shape", "fill": "white", "position": position} | fields
    return layer | {"size": fields.get("size", {"width": 2, "height": 2})}


@pytest.mark.parametrize(
    ("position", "left", "top"),
    [
        ("top-left", 0, 0),
        ("top", 3, 0),
        ("top-right", 6, 0),
        ("left", 0, 2),
        ("center", 3, 2),
        ("right", 6, 2),
        ("bottom-left", 0, 4),
        ("bottom", 3, 4),
        ("bottom-right", 6, 4),
    ],
)
def test_a_nine_grid_name_pins_the_same_point_of_box_and_canvas(position, left, top):
    rows = [
        "".join("W" if left <= x < left + 2 and top <= y < top + 2 else "_" for x in range(8))
        for y in range(6)
    ]
    assert_pixels("\n".join(rows), drawn(at(position)))


def test_a_margin_keeps_nine_grid_positions_from_the_edges_and_leaves_the_centre():
    picture = drawn(
        at("top-left", margin=1), at("bottom-right", margin=1, fill="red"),
        at("center", margin=2, size={"width": 2, "height": 2}, fill="blue"),
    )  # fmt: skip
    assert_pixels(
        """
        ________
        _WW_____
        _WWBB___
        ___BBRR_
        _____RR_
        ________
        """,
        picture,
    )


def test_a_margin_in_percent_is_of_the_short_side():
    picture = drawn(at("top-right", margin="50%"), size=(8, 4))
    assert_pixels("________\n________\n____WW__\n____WW__", picture)


def test_a_point_holds_the_centre_of_a_layer_unless_an_anchor_is_named():
    point = {"x": 4, "y": 2}
    centred = at(point)
    assert_pixels("________\n___WW___\n___WW___\n________", drawn(centred, size=(8, 4)))
    named = at(point, anchor="bottom-right")
    assert_pixels("__WW____\n__WW____\n________\n________", drawn(named, size=(8, 4)))
    shares = at(point, anchor={"x": 0.0, "y": 0.5})
    assert_pixels("________\n____WW__\n____WW__\n________", drawn(shares, size=(8, 4)))


def test_an_anchor_beside_a_nine_grid_name_moves_the_box_not_the_point():
    picture = drawn(at("center", anchor="top-left"), size=(8, 4))
    assert_pixels("________\n________\n____WW__\n____WW__", picture)


def test_positions_and_sizes_in_percent_are_of_the_canvas():
    layer = at({"x": "25%", "y": "50%"}, anchor="top-left", size={"width": "50%", "height": "25%"})
    assert_pixels("________\n________\n__WWWW__\n________", drawn(layer, size=(8, 4)))


def test_positions_beyond_the_canvas_leave_what_still_shows():
    layers = [
        at({"x": -1, "y": -1}, anchor="top-left"),
        at({"x": 8, "y": 4}, fill="red"),
        at({"x": 40, "y": 2}, fill="blue"),
        at({"x": "-50%", "y": 2}, fill="blue"),
    ]
    assert_pixels("W_______\n________\n________\n_______R", drawn(*layers, size=(8, 4)))


def test_scale_and_rotation_turn_about_the_anchor():
    scaled = at({"x": 2, "y": 1}, anchor="top-left", scale=1.5, size={"width": 2, "height": 2})
    assert_pixels("________\n__WWW___\n__WWW___\n__WWW___", drawn(scaled, size=(8, 4)))
    bar = {"width": 3, "height": 1}
    turned = at({"x": 4, "y": 0}, anchor="top-left", rotation=90, size=bar)
    assert_pixels("___W____\n___W____\n___W____\n________", drawn(turned, size=(8, 4)))


def test_rotation_is_clockwise():
    bar = at({"x": 4, "y": 2}, anchor={"x": 0, "y": 0.5}, rotation=-90,
             size={"width": 2, "height": 2})  # fmt: skip
    assert_pixels("___WW___\n___WW___\n________\n________", drawn(bar, size=(8, 4)))


def test_opacity_lets_what_lies_below_shine_through():
    layers = [box("red", 0, 0, 2, 2), box("blue", 0, 0, 4, 1, opacity=0.5)]
    expected = """
        ppbb
        RR__
    """
    picture = drawn(*layers, size=(4, 2))
    assert_pixels(expected, picture, also={"p": (128, 0, 128)})


def test_a_layer_with_nothing_to_show_draws_nothing():
    nothing = [
        at("center", opacity=0),
        at("center", scale=0),
        at("center", size={"width": 0, "height": 2}),
        at("center", size={"width": "0%", "height": "0%"}),
    ]
    assert_pixels("____\n____", drawn(*nothing, size=(4, 2)))


@pytest.mark.parametrize("block_px", [1, 2, 3, 5])
def test_the_output_size_scales_the_canvas(block_px):
    document = composition(scene(box("red", 2, 0, 4, 2)), size=(8, 4))
    picture = shot(document, 0, block_px=2 * block_px)[0]
    assert_pixels("__RRRR__\n__RRRR__\n________\n________", picture, block_px=2 * block_px)
