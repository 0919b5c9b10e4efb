"""The time rule, and what must hold between scenes."""

import json

import pytest

from render.document import parse_composition, scene_start_frames
from render.document.timing import scene_gaps
from render.errors import CompositionError
from schemas import Composition
from tests.document.documents import document, errors_of, only_error, warnings_of


def scenes(*described):
    """Return scenes from (duration, transition frames or None, start or None)."""
    result = []
    for index, (duration, transition, start) in enumerate(described):
        scene = {"id": f"s{index}", "durationFrames": duration}
        if transition is not None:
            scene["transition"] = {"type": "crossfade", "durationFrames": transition}
        if start is not None:
            scene["startFrame"] = start
        result.append(scene)
    return result


def composition(total, *described):
    return document(totalDurationFrames=total, scenes=scenes(*described))


@pytest.mark.parametrize(
    ("total", "described", "starts", "reading"),
    [
        (30, [(30, None, None)], (0,), "sum"),
        (60, [(30, None, None), (30, None, None)], (0, 30), "sum"),
        (60, [(30, None, None), (30, 10, None)], (0, 30), "sum"),
        (50, [(30, None, None), (30, 10, None)], (0, 20), "overlap"),
        (240, [(135, None, None), (120, 15, None)], (0, 120), "overlap"),
        (75, [(30, 10, None), (30, 10, None), (30, 5, None)], (0, 20, 45), "overlap"),
        (90, [(30, 10, None), (30, 10, None), (30, 5, None)], (0, 30, 60), "sum"),
        (60, [(30, None, 0), (30, 10, 30)], (0, 30), "explicit"),
        (60, [(30, None, None), (40, 10, 20)], (0, 20), "explicit"),
        (60, [(30, None, 0), (30, None, None)], (0, 30), "explicit"),
        (60, [(30, None, None), (10, None, 40), (10, None, None)], (0, 40, 50), "explicit"),
    ],
)
def test_the_reading_that_fills_the_total_is_taken(total, described, starts, reading):
    parsed = parse_composition(json.dumps(composition(total, *described)))
    timing = scene_start_frames(parsed.composition)
    assert (timing.starts, timing.reading) == (starts, reading)


def test_a_cut_overlaps_nothing():
    source = composition(60, (30, None, None), (30, 15, None))
    source["scenes"][1]["transition"]["type"] = "cut"
    parsed = parse_composition(json.dumps(source))
    assert scene_start_frames(parsed.composition).reading == "sum"


def test_when_neither_reading_fits_both_numbers_are_named():
    error = only_error(composition(55, (30, None, None), (30, 10, None)))
    assert error.path == "totalDurationFrames"
    assert "60 frames" in error.message
    assert "50 with" in error.message
    assert "is 55" in error.message
    assert "60 or 50" in error.hint
    assert error.code == "duration-mismatch"


def test_without_transitions_one_number_is_named():
    error = only_error(composition(55, (30, None, None), (30, None, None)))
    assert "together" in error.message
    assert "totalDurationFrames to 60" in error.hint


def test_the_rule_raises_for_callers_that_did_not_check():
    model = Composition.model_validate(composition(55, (30, None, None)))
    with pytest.raises(CompositionError, match="30 frames together"):
        scene_start_frames(model)


def test_times_are_checked_while_other_things_are_wrong_too():
    source = composition(55, (30, None, None), (30, 50, None))
    source["scenes"][0]["layers"] = [{"type": "nonsense"}]
    codes = {each.code for each in errors_of(source)}
    assert codes == {"unknown-name", "duration-mismatch", "transition-too-long"}


@pytest.mark.parametrize(
    ("total", "described", "index"),
    [
        (60, [(30, None, None), (30, 31, None)], 1),
        (50, [(10, None, None), (40, 11, None)], 1),
        (10, [(10, 11, None)], 0),
        (60, [(30, None, 0), (20, 25, 30)], 1),
    ],
)
def test_a_transition_fits_into_its_scene_and_the_one_before(total, described, index):
    (error,) = [e for e in errors_of(composition(total, *described)) if "covers" not in e.message]
    assert error.code == "transition-too-long"
    assert error.path == f"scenes[{index}].transition.durationFrames"


def test_a_transition_of_exactly_that_length_fits():
    assert warnings_of(composition(60, (30, None, None), (30, 30, None))) == ()


def test_two_transitions_do_not_meet_inside_one_scene():
    error = only_error(composition(70, (40, None, None), (30, 20, None), (40, 20, None)))
    assert error.path == "scenes[2]"
    assert "still runs" in error.message


def test_a_scene_that_starts_after_the_end_is_an_error():
    error = only_error(composition(60, (60, None, 0), (10, None, 60)))
    assert error.path == "scenes[1].startFrame"
    assert error.code == "scene-outside"


@pytest.mark.parametrize("start", [0, 5])
def test_scenes_are_in_the_order_of_their_start(start):
    error = only_error(composition(60, (60, None, 5), (10, None, start)))
    assert error.code == "scene-order"


def test_frames_that_no_scene_covers_are_a_warning():
    source = composition(100, (30, None, 10), (30, None, 50))
    assert sorted(each.message for each in warnings_of(source)) == [
        "no scene covers frames 0 to 9; they show the background",
        "no scene covers frames 40 to 49; they show the background",
        "no scene covers frames 80 to 99; they show the background",
    ]
    assert {each.code for each in warnings_of(source)} == {"uncovered-frames"}
    model = Composition.model_validate(source)
    assert scene_gaps(model, scene_start_frames(model)) == [(0, 10), (40, 50), (80, 100)]


def test_a_scene_that_is_cut_off_is_a_warning():
    (warning,) = warnings_of(composition(60, (30, None, 0), (40, None, 30)))
    assert warning.code == "scene-cut-off"
    assert "10 frames" in warning.hint


@pytest.mark.parametrize("timing", [{"startFrame": 30}, {"startFrame": -20, "durationFrames": 20}])
def test_a_layer_that_is_never_shown_is_a_warning(timing):
    layer = {"type": "text", "text": "a", **timing}
    (warning,) = warnings_of(
        document(scenes=[{"id": "s", "durationFrames": 30, "layers": [layer]}])
    )
    assert warning.code == "never-shown"
    (warning,) = warnings_of(document(overlays=[layer]))
    assert warning.path == "overlays[0].startFrame"


def test_the_first_scenes_transition_overlaps_nothing():
    parsed = parse_composition(json.dumps(composition(60, (30, 10, None), (30, None, None))))
    assert scene_start_frames(parsed.composition).reading == "sum"
