"""What is on screen when: cuts, transitions and both readings of time, overlaps, gaps."""

import pytest

from render.errors import CompositionError
from tests.pictures import assert_pixels, assert_strip, box, composition, planned, scene, shot

SIZE = (4, 2)


def film(*scenes, **fields):
    return composition(*scenes, size=SIZE, **fields)


def plain(color, frames, *layers, **fields):
    return scene(*layers, frames=frames, background=color, **fields)


def fade(frames, **fields):
    return {"type": "crossfade", "durationFrames": frames, "easing": "linear", **fields}


MIX = {"1": (191, 0, 64), "2": (128, 0, 128), "3": (64, 0, 191)}
"""A quarter, half and three quarters of the way from red to blue."""


def test_scenes_are_cut_on_their_frames():
    document = film(plain("red", 2), plain("blue", 3), plain("lime", 1))
    assert_strip("RRRR\nRRRR\nBBBB\nBBBB\nBBBB\nGGGG", shot(document))


@pytest.mark.parametrize("transition", [None, "cut", {"type": "crossfade", "durationFrames": 0}])
def test_a_cut_is_no_transition(transition):
    document = film(plain("red", 2), plain("blue", 2, transition=transition))
    assert_strip("RRRR\nRRRR\nBBBB\nBBBB", shot(document))


def test_in_the_sum_reading_the_earlier_scene_runs_on_under_the_transition():
    document = film(plain("red", 3), plain("blue", 5, transition=fade(3)))
    assert_strip("RRRR\nRRRR\nRRRR\n1111\n2222\n3333\nBBBB\nBBBB", shot(document), also=MIX)


def test_in_the_overlap_reading_the_scenes_share_the_transitions_frames():
    document = film(plain("red", 6), plain("blue", 5, transition=fade(3)), total=8)
    assert_strip("RRRR\nRRRR\nRRRR\n1111\n2222\n3333\nBBBB\nBBBB", shot(document), also=MIX)


def test_a_total_that_neither_reading_gives_is_refused_with_both_numbers():
    with pytest.raises(CompositionError, match="8 frames") as caught:
        planned(film(plain("red", 4), plain("blue", 4, transition=fade(2)), total=7))
    assert "6 with their transitions overlapping" in str(caught.value.problems[0].message)


def test_layers_run_on_under_the_transition_and_what_leaves_is_gone():
    staying = box("white", 0, 0, 1, 2)
    leaving = box("lime", 3, 0, 1, 2,
                  exit={"preset": "fade", "durationFrames": 1, "easing": "linear"})  # fmt: skip
    ended = box("yellow", 2, 0, 1, 2, durationFrames=1)
    document = film(
        plain("black", 3, staying, leaving, ended), plain("black", 4, transition=fade(1))
    )
    assert_strip(
        """
        W_YG
        W__G
        W__G
        g___  half of the transition
        ____
        ____
        ____
        """,
        shot(document),
    )


def test_a_camera_and_keyframes_go_on_under_the_transition():
    moving = box("white", 0, 0, 1, 2, keyframes={
        "x": [{"frame": 0, "value": 0}, {"frame": 3, "value": 3}]})  # fmt: skip
    document = film(plain("black", 2, moving), plain("black", 3, transition=fade(2)))
    third, two_thirds = (85, 85, 85), (170, 170, 170)
    assert_strip(
        "W___\n_W__\n__t_\n___u\n____",
        shot(document),
        also={"t": two_thirds, "u": third},
        tolerance=3,
    )


def test_a_layer_that_would_start_after_its_scene_does_not_show_under_the_transition():
    late = box("white", 0, 0, 4, 2, startFrame=5)
    document = film(plain("black", 4, late), plain("black", 6, transition=fade(4)))
    assert_strip("____\n" * 10, shot(document))


def test_the_new_scene_counts_from_the_transitions_first_frame():
    flash = box("lime", 0, 0, 4, 2, startFrame=2, durationFrames=1)
    document = film(plain("black", 2), plain("black", 4, flash, transition=fade(2)))
    assert_strip("____\n____\n____\n____\nGGGG\n____", shot(document))


def test_explicit_starts_overlap_and_the_later_scene_lies_on_top():
    document = film(
        plain("red", 6, startFrame=0), plain("blue", 2, startFrame=2), total=6
    )  # fmt: skip
    assert_strip("RRRR\nRRRR\nBBBB\nBBBB\nRRRR\nRRRR", shot(document))


def test_an_overlap_with_a_transition_mixes_both_as_they_run():
    moving = box("white", 0, 0, 1, 2, keyframes={
        "x": [{"frame": 0, "value": 0}, {"frame": 3, "value": 3}]})  # fmt: skip
    document = film(
        plain("black", 4, moving, startFrame=0),
        plain("black", 3, startFrame=2, transition=fade(1)),
        total=5,
    )
    assert_strip("W___\n_W__\n__g_\n____\n____", shot(document))


def test_gaps_show_the_compositions_background():
    document = film(
        plain("red", 1, startFrame=1),
        plain("blue", 1, startFrame=3),
        total=5,
        style={"colorPalette": {"background": "#00ff00"}},
    )
    assert_strip("GGGG\nRRRR\nGGGG\nBBBB\nGGGG", shot(document))


def test_overlays_show_in_gaps_too():
    document = film(plain("red", 1, startFrame=1), total=3, overlays=[box("white", 0, 0, 1, 2)])
    assert_strip("W___\nWRRR\nW___", shot(document))


def test_a_scene_without_a_background_has_the_compositions():
    document = film(scene(), style={"colorPalette": {"background": "#0000ff"}})
    assert_strip("BBBB", shot(document))


def test_after_a_gap_a_transition_comes_out_of_the_background():
    document = film(
        plain("red", 1, startFrame=0),
        plain("white", 3, startFrame=2, transition=fade(1)),
        total=5,
    )
    assert_strip("RRRR\n____\ngggg\nWWWW\nWWWW", shot(document))


def test_the_first_scenes_transition_comes_out_of_the_background():
    document = film(plain("white", 3, transition=fade(1)))
    assert_strip("gggg\nWWWW\nWWWW", shot(document))


def test_a_scene_cut_off_by_the_end_is_not_longer_for_it():
    document = film(plain("red", 9, startFrame=0), total=3)
    assert planned(document).frame_count == 3
    assert_strip("RRRR\n" * 3, shot(document))


def test_overlays_lie_over_transitions_unmixed():
    document = film(
        plain("red", 2), plain("blue", 2, transition=fade(1)), overlays=[box("white", 0, 0, 1, 2)]
    )
    assert_strip("WRRR\nWRRR\nW222\nWBBB", shot(document), also=MIX)


@pytest.mark.parametrize("easing", ["easeInOutBack", "easeOutElastic", "spring(1, 100, 4)"])
@pytest.mark.parametrize("kind", ["crossfade", "slide", "zoom", "fadeThroughBlack", "wipe"])
def test_an_easing_that_overshoots_never_shows_what_lies_beyond_the_end(kind, easing):
    transition = {"type": kind, "durationFrames": 12, "easing": easing}
    scenes = (plain("#404040", 13), plain("#c0c0c0", 14, transition=transition))
    for picture in shot(film(*scenes), *range(13, 25)):
        assert picture.min() >= (0 if kind == "fadeThroughBlack" else 64 * 0.6)
        assert picture.max() <= 192 + 2


@pytest.mark.parametrize(
    ("kind", "frames", "easing"),
    [
        ("crossfade", 30, "easeInOutSine"),
        ("push", 30, "easeInOutCubic"),
        ("whipPan", 30, "easeInOutQuart"),
        ("whipPan", 6, "easeInOutSine"),
        ("glitch", 6, "linear"),
    ],
)
def test_without_an_easing_a_kind_has_its_own_and_short_ones_are_never_steep(kind, frames, easing):
    transition = {"type": kind, "durationFrames": frames}
    scenes = plain("red", 40), plain("blue", 40, transition=transition)
    assert planned(film(*scenes)).scenes[1].transition.easing == easing
    own = plain("blue", 40, transition=transition | {"easing": "easeOutBounce"})
    assert planned(film(scenes[0], own)).scenes[1].transition.easing == "easeOutBounce"


def test_a_frame_knows_how_fast_the_transition_goes():
    transition = {"type": "push", "durationFrames": 9, "easing": "linear"}
    planned_one = planned(film(plain("red", 20), plain("blue", 20, transition=transition)))
    moments = [planned_one.scenes[1].transition.moment(frame) for frame in range(9)]
    assert [round(moment.progress, 6) for moment in moments] == [n / 10 for n in range(1, 10)]
    assert all(abs(moment.pace - 0.1) < 1e-9 for moment in moments)


def test_what_jumps_from_step_to_step_has_no_speed():
    transition = {"type": "push", "durationFrames": 9, "easing": "steps(3)"}
    planned_one = planned(film(plain("red", 20), plain("blue", 20, transition=transition)))
    moments = [planned_one.scenes[1].transition.moment(frame) for frame in range(9)]
    assert len({moment.progress for moment in moments}) == 3
    assert all(moment.pace == 0 for moment in moments)


def test_a_transition_in_a_direction():
    slide = {"type": "wipe", "durationFrames": 1, "direction": "left", "easing": "linear"}
    document = composition(
        plain("red", 1), plain("blue", 2, transition=slide), size=(8, 2)
    )  # fmt: skip
    assert_pixels("RRR??BBB\nRRR??BBB", shot(document, 1)[0])


def test_gradient_backgrounds_are_opaque_and_leave_nothing_of_the_frame_before():
    stops = [{"offset": 0, "color": "#0000ff80"}, {"offset": 1, "color": "#0000ff80"}]
    glass = {"type": "linear", "stops": stops}
    document = film(plain("red", 1), scene(background=glass), plain("lime", 1))
    assert_strip("RRRR\nBBBB\nGGGG\nBBBB", shot(document, 0, 1, 2, 1))
