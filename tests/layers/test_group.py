"""Groups: layers placed, moved, faded and cut as one."""

import numpy as np
import pytest

from tests.pictures import assert_pixels, assert_strip, box, composition, scene, shot

FULL = {"width": 8, "height": 4}


def group(*layers, x=0, y=0, width=4, height=4, **fields):
    return {
        "type": "group",
        "layers": list(layers),
        "position": {"x": x, "y": y},
        "anchor": "top-left",
        "size": {"width": width, "height": height},
        **fields,
    }


def drawn(*layers, size=(8, 4), frame=0, frames=1):
    return shot(composition(scene(*layers, frames=frames), size=size), frame)[0]


def test_layers_are_placed_in_the_groups_box():
    corner = {"type": "shape", "fill": "red", "position": "bottom-right",
              "size": {"width": "25%", "height": "50%"}}  # fmt: skip
    picture = drawn(group(box("blue", 0, 0, 1, 1), corner, x=2, y=0))
    assert_pixels("__B_____\n________\n_____R__\n_____R__", picture)


def test_a_group_without_a_size_is_the_canvas():
    whole = {"type": "group", "layers": [box("red", 6, 1, 2, 2)]}
    assert_pixels("________\n______RR\n______RR\n________", drawn(whole))


def test_what_reaches_out_of_a_group_shows_unless_it_is_clipped():
    wide = box("red", -2, 1, 6, 1)
    assert_pixels("________\nRRRRRR__\n________\n________", drawn(group(wide, x=2, width=3)))
    clipped = group(wide, x=2, width=3, clip=True)
    assert_pixels("________\n__RRR___\n________\n________", drawn(clipped))


def test_a_clipped_group_that_fills_the_canvas_is_not_cut():
    assert_pixels(
        "RR______\nRR______\n________\n________",
        drawn(group(box("red", -2, -2, 4, 4), **FULL, clip=True)),
    )


def test_a_group_fades_as_one():
    layers = box("red", 0, 0, 3, 4), box("blue", 2, 0, 2, 4)
    assert_pixels("rrbb____\n" * 4, drawn(group(*layers, opacity=0.5)))
    assert_pixels("rr______\n" * 4, drawn(group(box("red", 0, 0, 2, 4), opacity=0.5)))


def test_groups_multiply_their_opacities():
    inner = group(box("white", 0, 0, 2, 4), box("white", 1, 0, 2, 4), opacity=0.5)
    picture = drawn(group(inner, opacity=0.5))
    assert_pixels("hhh_____\n" * 4, picture, also={"h": (64, 64, 64)})


def test_a_group_is_scaled_and_turned_with_all_that_is_in_it():
    scaled = group(box("red", 0, 0, 1, 1), box("blue", 1, 1, 1, 1), scale=2, width=2, height=2)
    assert_pixels("RR______\nRR______\n__BB____\n__BB____", drawn(scaled))
    turned = group(box("white", 0, 0, 1, 1), x=4, y=0, rotation=90)
    assert_pixels("___W____\n________\n________\n________", drawn(turned))


def test_groups_within_groups_add_their_places():
    inner = group(box("red", 1, 1, 1, 1), x=2, y=1)
    assert_pixels("________\n________\n________\n_____R__", drawn(group(inner, x=2, y=1)))


def test_layers_of_a_group_count_frames_from_its_start():
    late = box("red", 0, 0, 2, 2, startFrame=1, durationFrames=2)
    document = composition(
        scene(group(late, startFrame=2, durationFrames=4), frames=8), size=(4, 2)
    )
    assert_strip(
        """
        ____
        ____
        ____  the group begins, its layer does not
        RR__
        RR__
        ____
        ____
        ____
        """,
        shot(document),
    )


def test_a_group_that_is_over_takes_its_layers_along():
    document = composition(
        scene(group(box("red", 0, 0, 2, 2, durationFrames=9), durationFrames=2), frames=4),
        size=(4, 2),
    )
    assert_strip("RR__\nRR__\n____\n____", shot(document))


def test_keyframes_move_a_group():
    moved = group(box("red", 0, 0, 1, 2), keyframes={
        "x": [{"frame": 0, "value": 0}, {"frame": 3, "value": 3}],
    })  # fmt: skip
    document = composition(scene(moved, frames=4), size=(4, 2))
    assert_strip("R___\n_R__\n__R_\n___R", shot(document))


def centre(rgb):
    level = rgb.astype(float).sum(axis=2)
    return (level * (np.array(range(rgb.shape[1])) + 0.5)).sum() / level.sum()


@pytest.mark.parametrize("layer", ["shape", "text"])
def test_what_lies_in_a_slowly_moving_group_moves_evenly(layer):
    """Shapes and texts rest on whole pixels, but where their group goes by they do not snap."""
    inside = {
        "shape": box("white", 4.3, 4, 6, 6),
        "text": {"type": "text", "text": "H", "fontSize": 12, "enter": None,
                 "position": {"x": 8.3, "y": 8}},
    }[layer]  # fmt: skip
    crawling = group(inside, width=32, height=16, keyframes={
        "x": [{"frame": 0, "value": 0}, {"frame": 20, "value": 2}],
    })  # fmt: skip
    pictures = shot(composition(scene(crawling, frames=21), size=(32, 16)))
    places = np.array([centre(picture) for picture in pictures])
    assert np.abs(np.diff(places) - 0.2).max() < 0.06
    assert places[-1] - places[0] == pytest.approx(4, abs=0.05)


@pytest.mark.parametrize("inner", ["text", "shape", "group"])
def test_a_group_may_grow_from_nothing(inner):
    inside = {
        "text": {"type": "text", "text": "H", "fontSize": 12, "enter": None, "position": "left"},
        "shape": box("white", 0, 0, 4, 4),
        "group": group(box("white", 0, 0, 4, 4), width=4, height=4),
    }[inner]
    growing = group(inside, width=16, height=8, keyframes={
        "scale": [{"frame": 0, "value": 0}, {"frame": 4, "value": 2}],
    })  # fmt: skip
    pictures = shot(composition(scene(growing, frames=5), size=(16, 8)))
    lit = [int((picture > 128).sum()) for picture in pictures]
    assert lit[0] == 0
    assert 0 < lit[1] < lit[2] < lit[4]


def test_a_layer_in_groups_turned_to_and_fro_stays_where_it_is():
    inner = group(box("red", 0, 0, 2, 2), rotation=-90, x=0, y=0)
    picture = drawn(group(inner, rotation=90, x=2, y=1))
    assert_pixels("________\n__RR____\n__RR____\n________", picture)


def test_a_group_may_enter_and_leave():
    there = group(box("white", 0, 0, 4, 2), height=2, startFrame=0, durationFrames=8, enter={
        "preset": "fade", "durationFrames": 2, "easing": "linear"}, exit={
        "preset": "fade", "durationFrames": 2, "easing": "linear"})  # fmt: skip
    document = composition(scene(there, frames=10), size=(4, 2))
    assert_strip("____\ngggg\nWWWW\nWWWW\nWWWW\nWWWW\nWWWW\ngggg\n____\n____", shot(document))


def test_an_empty_group_is_nothing():
    assert_pixels("________\n" * 4, drawn(group()))
