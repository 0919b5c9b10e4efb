"""When layers are shown, and how they come, go and change: a row a frame."""

import pytest

from tests.pictures import assert_strip, box, composition, scene, shot, warnings

LINEAR = {"easing": "linear"}


def strip(*layers, frames=6, size=(4, 2), **fields):
    return shot(composition(scene(*layers, frames=frames), size=size, **fields))


def bar(color="red", **fields):
    return box(color, 0, 0, 2, 2, **fields)


def test_a_layer_lasts_to_the_end_of_its_scene_unless_it_says_how_long():
    pictures = strip(
        bar(startFrame=2), box("blue", 2, 0, 1, 2, startFrame=1, durationFrames=2),
        box("lime", 3, 0, 1, 2, durationFrames=100),
    )  # fmt: skip
    assert_strip(
        """
        ___G
        __BG
        RRBG
        RR_G
        RR_G
        RR_G
        """,
        pictures,
    )


def test_layers_count_frames_from_the_start_of_their_scene():
    document = composition(
        scene(bar(startFrame=1, durationFrames=1), frames=3),
        scene(bar("blue", startFrame=1, durationFrames=1), frames=3),
        size=(4, 2),
    )
    assert_strip("____\nRR__\n____\n____\nBB__\n____", shot(document))


def test_overlays_count_composition_frames_and_lie_over_all_scenes():
    document = composition(
        scene(box("blue", 0, 0, 4, 2), frames=3),
        scene(box("lime", 0, 0, 4, 2), frames=3),
        size=(4, 2),
        overlays=[bar(startFrame=2, durationFrames=3)],
    )
    assert_strip("BBBB\nBBBB\nRRBB\nRRGG\nRRGG\nGGGG", shot(document))


def test_a_layer_that_began_before_its_scene_is_in_the_middle_of_itself():
    moved = bar(startFrame=-2, keyframes={
        "x": [{"frame": 0, "value": 0}, {"frame": 3, "value": 3}]})  # fmt: skip
    assert_strip("__RR\n___R\n___R", strip(moved, frames=3))


def test_a_layer_beyond_its_scene_is_never_shown_and_that_is_said():
    document = composition(scene(bar(startFrame=9), frames=3), size=(4, 2))
    assert_strip("____\n____\n____", shot(document))
    assert [message for _, message in warnings(document)] == [
        "the layer is never shown: it starts at frame 9 of a scene with 3 frames"
    ]


def test_an_enter_begins_absent_and_an_exit_ends_just_before_absent():
    there = bar(
        "white",
        durationFrames=5,
        enter={"preset": "fade", "durationFrames": 2, **LINEAR},
        exit={"preset": "fade", "durationFrames": 2, **LINEAR},
    )
    assert_strip("____\ngg__\nWW__\nWW__\ngg__\n____", strip(there))


def test_a_delayed_enter_waits_and_a_delayed_exit_is_over_early():
    there = bar(
        "white",
        enter={"preset": "fade", "durationFrames": 2, "delayFrames": 1, **LINEAR},
        exit={"preset": "fade", "durationFrames": 2, "delayFrames": 1, **LINEAR},
    )
    assert_strip("____\n____\ngg__\nWW__\ngg__\n____", strip(there))


@pytest.mark.parametrize(("leaves", "last"), [("right", "__RR"), ("left", "RR__")])
def test_slides_come_from_beyond_the_edge_and_leave_where_they_are_sent(leaves, last):
    there = box("red", 0, 0, 4, 2, durationFrames=6,
                enter={"preset": "slide", "durationFrames": 2, "direction": "right", **LINEAR},
                exit={"preset": "slide", "durationFrames": 2, "direction": leaves, **LINEAR},
                )  # fmt: skip
    assert_strip(f"____\nRR__\nRRRR\nRRRR\nRRRR\n{last}", strip(there))


def test_an_enter_on_top_of_keyframes_adds_to_them():
    there = bar("white", enter={"preset": "fade", "durationFrames": 2, **LINEAR}, keyframes={
        "x": [{"frame": 0, "value": 0}, {"frame": 2, "value": 2}]})  # fmt: skip
    assert_strip("____\n_gg_\n__WW", strip(there, frames=3))


def test_keyframes_move_fade_and_stretch():
    there = box("white", 0, 0, 1, 2, keyframes={
        "width": [{"frame": 0, "value": 1}, {"frame": 3, "value": "100%"}],
        "opacity": [{"frame": 3, "value": 1}, {"frame": 5, "value": 0}],
    })  # fmt: skip
    assert_strip("W___\nWW__\nWWW_\nWWWW\ngggg\n____", strip(there))


def test_keyframes_of_a_colour_pass_through_the_colours_between():
    there = box("red", 0, 0, 4, 2, keyframes={
        "fill": [{"frame": 0, "value": "#ff0000"}, {"frame": 2, "value": "$accent"}]})  # fmt: skip
    pictures = strip(there, frames=3, style={"colorPalette": {"accent": "#0000ff"}})
    assert_strip("RRRR\npppp\nBBBB", pictures, also={"p": (128, 0, 128)})


def test_steps_hold_and_jump():
    there = bar(keyframes={"x": [{"frame": 0, "value": 0, "easing": "steps(2, jump-none)"},
                                 {"frame": 4, "value": 2}]})  # fmt: skip
    assert_strip("RR__\nRR__\n__RR\n__RR\n__RR", strip(there, frames=5))


def test_scale_may_start_at_nothing():
    there = box("red", 0, 0, 4, 2, keyframes={
        "scale": [{"frame": 0, "value": 0}, {"frame": 2, "value": 1}]})  # fmt: skip
    pictures = strip(there, frames=3, size=(4, 2))
    assert_strip("____\n????\nRRRR", pictures)
    assert int((pictures[1][0, :4, 0] > 250).sum()) == 4


@pytest.mark.parametrize("kind", ["shape", "group", "image"])
def test_only_texts_move_by_words_other_layers_move_as_one(kind, assets):
    enter = {"preset": "fade", "durationFrames": 2, "by": "word", "staggerFrames": 9, **LINEAR}
    layer = {
        "shape": box("white", 0, 0, 4, 2, enter=enter),
        "group": {"type": "group", "layers": [box("white", 0, 0, 4, 2)], "enter": enter},
        "image": {"type": "image", "asset": "white.png", "enter": enter},
    }[kind]
    document = composition(scene(layer, frames=4), size=(4, 2))
    assert_strip("____\ngggg\nWWWW\nWWWW", shot(document, assets=assets))
