"""What the renderer reads and does not draw yet is said, with its place."""

import json

import pytest

from schemas.names import PRESETS, TRANSITION_TYPES
from tests.pictures import box, composition, planned, scene, shot, warnings


def text(**fields):
    return {"type": "text", "text": "Hello", **fields}


LEFT_OUT = {
    "keyframes.trimEnd": (
        text(keyframes={"trimEnd": [{"frame": 0, "value": 0.5}]}),
        'keyframes on "trimEnd" are not drawn',
    ),
}


@pytest.mark.parametrize("place", LEFT_OUT)
@pytest.mark.parametrize("deep", [False, True], ids=["layer", "in a group"])
def test_what_a_layer_has_and_is_not_drawn_is_said_with_line_and_column(place, deep):
    layer, said = LEFT_OUT[place]
    layers = [box("blue", 0, 0, 1, 1), {"type": "group", "layers": [layer]} if deep else layer]
    document = composition(scene(*layers))
    path = f"scenes[0].layers[1]{'.layers[0]' if deep else ''}.{place}"
    (where, message), = warnings(document)  # fmt: skip
    assert said in message
    assert where.startswith(f"{path} (line 1, column ")
    column = int(where.rpartition("column ")[2].rstrip(")"))
    key, value = place.split(".")[0], layer
    for step in place.split("."):
        value = value[step]
    written = json.dumps(document)
    assert written[column - 1 :].startswith(json.dumps(value)), f"column of {key}'s value"


def test_everything_else_of_the_composition_is_drawn_all_the_same():
    layers = [box("red", 0, 0, 8, 6), *(layer for layer, _ in LEFT_OUT.values())]
    picture = shot(composition(scene(*layers)), 0)[0]
    assert (picture[-1, -1] > (250, -1, -1)).all()


def test_the_shadow_of_a_text_is_drawn_and_not_warned_of():
    assert warnings(composition(scene(text(shadow={"blur": 2})))) == []


@pytest.mark.parametrize("kind", sorted(set(TRANSITION_TYPES) - {"cut"}))
def test_every_transition_of_the_format_is_drawn_by_its_own_name(kind, assets):
    transition = {"type": kind, "durationFrames": 3}
    if kind == "lumaWipe":
        transition["asset"] = "white.png"
    document = composition(scene(frames=9), scene(frames=9, transition=transition))
    assert warnings(document, assets=assets) == []
    assert planned(document, assets).scenes[1].transition.kind == kind


def test_a_direction_that_means_nothing_is_left_out_and_said():
    fade = {"type": "crossfade", "durationFrames": 3, "direction": "up"}
    document = composition(scene(frames=9), scene(frames=9, transition=fade))
    ((where, message),) = warnings(document)
    assert where.startswith("scenes[1].transition.direction (line 1, column ")
    assert message == 'a crossfade has no direction; "up" is left out'
    assert planned(document).scenes[1].transition.direction is None


def test_a_motion_language_nobody_knows_falls_back_and_that_is_said_once():
    document = composition(scene(text()), style={"motionLanguage": "jazzy"})
    said = [where for where, _ in warnings(document)]
    assert [where.split(" ")[0] for where in said] == ["style.motionLanguage"]


def test_a_text_that_is_cut_is_said():
    cut = text(fontSize=60, maxLines=1, overflow="ellipsis", size={"width": 60})
    ((where, message),) = warnings(composition(scene(cut)))
    assert where.startswith("scenes[0].layers[0]")
    assert "cut" in message


def test_a_font_that_is_not_there_is_said():
    ((where, message),) = warnings(composition(scene(text(fontFamily="Comic Papyrus"))))
    assert where.startswith("scenes[0].layers[0]")
    assert "Comic Papyrus" in message


def test_a_plain_composition_has_no_warnings():
    assert warnings(composition(scene(text(), box("red", 0, 0, 1, 1)))) == []


@pytest.mark.parametrize("role", ["enter", "exit", "loop"])
@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_of_the_format_is_drawn_by_its_own_name(preset, role):
    layers = [box("red", 0, 0, 4, 4, **{role: {"preset": preset}}),
              text(**{role: {"preset": preset}})]  # fmt: skip
    document = composition(scene(*layers, frames=9))
    assert warnings(document) == []
    for layer in planned(document).scenes[0].layers:
        assert getattr(layer, role).preset == preset
