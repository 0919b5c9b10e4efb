"""What is wrong with a document: all of it, where it stands, and what to do."""

import json

import pytest

from render.document import checks, parse_composition
from render.errors import CompositionError, LimitExceeded
from schemas import names
from tests.document.documents import (
    document,
    errors_of,
    only_error,
    problems_of,
    warnings_of,
    with_layer,
)
from tests.schemas.test_tables import MODELS

BROKEN = """\
{
  "id": "c", "totalDurationFrames": 60, "fps": "fast",
  "style": {"colorPalette": {"accent": "#e2a55"}},
  "scenes": [
    {"id": "s", "durationFrames": "abc",
     "layers": [
       {"type": "text", "text": "a", "colour": "$acent", "fontSize": -1},
       {"type": "txet", "text": "b"},
       {"type": "image", "src": 5, "motion": {"preset": "zom-in"}}]},
    {"id": "s", "durationFrames": 30, "transition": {"type": "crossfade", "durationFrame": 9}}
  ]
}
"""


def test_all_problems_come_at_once_each_with_its_place():
    found = [(e.path, e.line, e.column) for e in errors_of(BROKEN)]
    assert found == [
        ("fps", 2, 48),
        ("style.colorPalette.accent", 3, 40),
        ("scenes[0].durationFrames", 5, 35),
        ("scenes[0].layers[0].colour", 7, 48),
        ("scenes[0].layers[0].fontSize", 7, 70),
        ("scenes[0].layers[1].type", 8, 17),
        ("scenes[0].layers[2].src", 9, 33),
        ("scenes[0].layers[2].motion.preset", 9, 57),
        ("scenes[1].id", 10, 12),
    ]


def test_the_error_says_the_first_problem_and_how_many_there_are():
    with pytest.raises(CompositionError) as caught:
        parse_composition(BROKEN)
    assert str(caught.value).startswith('fps (line 2, column 48): "fast" is no rate (9 problems)')
    assert caught.value.exit_code == 3


def test_warnings_come_along_with_errors():
    (warning,) = [each for each in problems_of(BROKEN) if each.severity == "warning"]
    assert (warning.path, warning.line, warning.column) == (
        "scenes[1].transition.durationFrame",
        10,
        75,
    )
    assert warning.hint == 'did you mean "durationFrames"?'


@pytest.mark.parametrize(
    ("fields", "path", "message", "hint"),
    [
        ({"id": 3}, "id", "expected a text, got the number 3", None),
        ({"id": ""}, "id", "cannot be empty", None),
        ({"title": None, "id": None}, "id", "expected a text, got null", None),
        ({"fps": 0}, "fps", "expected 1 to 240 frames a second, got the number 0", None),
        ({"fps": 1000000000}, "fps", "1 to 240", None),
        ({"aspectRatio": "16x9"}, "aspectRatio", "no aspect ratio", 'did you mean "16:9"?'),
        ({"aspectRatio": "21:9"}, "aspectRatio", "no aspect ratio", None),
        ({"width": 641}, "width", "must be even", None),
        ({"width": 0}, "width", "must be at least 2, got the number 0", None),
        ({"scenes": []}, "scenes", "at least one scene", None),
        ({"scenes": {}}, "scenes", "expected a list, got an object", None),
        ({"scenes": None}, "scenes", "expected a list, got null", None),
        ({"scenes": [3]}, "scenes[0]", "expected an object, got the number 3", None),
        ({"style": []}, "style", "expected an object, got a list", None),
        ({"version": 2}, "version", "no version 2", None),
        ({"overlays": [None]}, "overlays[0]", "expected a layer", None),
        ({"captions": {"style": "karoke"}}, "captions.style", "karoke", 'did you mean "karaoke"?'),
        ({"audio": {"music": {}}}, "audio.music.key", '"key" is missing', None),
        (
            {"audio": {"music": {"key": "m", "volume": "loud"}}},
            "audio.music.volume",
            "number",
            None,
        ),
        ({"audio": {"music": {"key": "m", "ducking": 3}}}, "audio.music.ducking", "object", None),
        ({"title": "x" * 30_000}, "title", "30,000 characters, at most 20,000", None),
        ({"metadata": []}, "metadata", "expected an object, got a list", None),
        ({"totalDurationFrames": -30}, "totalDurationFrames", "at least 1", None),
        (
            {"totalDurationFrames": "30"},
            "totalDurationFrames",
            'the text "30"',
            "without the quotes",
        ),
        ({"totalDurationFrames": 1.5}, "totalDurationFrames", "1.5", "not in seconds"),
        ({"totalDurationFrames": True}, "totalDurationFrames", "got true", None),
    ],
)
def test_a_wrong_value_is_told_in_plain_english(fields, path, message, hint):
    error = only_error(document(**fields))
    assert error.path == path
    assert message in error.message
    assert hint is None or hint in error.hint


@pytest.mark.parametrize(
    ("layer", "path", "message", "hint"),
    [
        ({"text": "a"}, "type", '"type" is missing', 'add "type": "text"'),
        ({"type": "txt"}, "type", 'no kind of layer "txt"', 'did you mean "text"?'),
        ({"type": 3}, "type", "expected a kind of layer, got the number 3", None),
        ({"type": "image"}, "asset", '"asset" is missing', None),
        ({"type": "image", "assset": "a"}, "asset", "missing", 'rename "assset" to "asset"'),
        ({"type": "image", "src": ""}, "src", "cannot be empty", None),
        ({"type": "image", "image": {"key": 3}}, "image.key", "asset key", None),
        ({"type": "text", "text": 3}, "text", "expected a text", None),
        ({"type": "text", "text": "a", "x": "left"}, "x", "percentage", None),
        ({"type": "text", "text": "a", "enter": "fadee"}, "enter", "no preset", '"fade"'),
        (
            {"type": "text", "text": "a", "enter": {"preset": "fade", "easing": "easeOutCubik"}},
            "enter.easing",
            "is not known",
            'did you mean "easeOutCubic"?',
        ),
        ({"type": "text", "text": "a", "color": "redd"}, "color", "no", 'did you mean "red"?'),
        ({"type": "text", "text": "a", "color": "ff0000"}, "color", "not a colour", '"#ff0000"'),
        ({"type": "text", "text": "a", "color": {"stops": 3}}, "color.stops", "a list", None),
        (
            {"type": "text", "text": "a", "background": {"stops": [{"offset": 2, "color": "red"}]}},
            "background.stops[0].offset",
            "must be at most 1, got the number 2",
            None,
        ),
        ({"type": "image", "asset": "a", "opacity": 2}, "opacity", "must be at most 1", None),
        (
            {
                "type": "image",
                "asset": "a",
                "keyframes": {"opacity": [{"frame": 9, "value": 1}, {"frame": 3, "value": 0}]},
            },
            "keyframes.opacity[1].frame",
            "frame 3 comes after frame 9",
            "later frame",
        ),
        (
            {"type": "image", "asset": "a", "mask": {"layer": "nobody"}},
            "mask.layer",
            'no other layer "nobody"',
            None,
        ),
    ],
)
def test_a_wrong_layer_is_told_in_plain_english(layer, path, message, hint):
    error = only_error(with_layer(**layer))
    assert error.path == f"scenes[0].layers[0].{path}"
    assert message in error.message
    assert hint is None or hint in error.hint


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("opacitty", 'did you mean "opacity"?'),
        ("duration", "times are whole frames: write durationFrames"),
        ("zIndex", "layers are drawn in the order of the list, later ones on top"),
        ("qqqq", None),
    ],
)
def test_an_unknown_key_is_a_warning_with_a_hint(key, hint):
    (warning,) = warnings_of(with_layer(type="text", text="a", **{key: 1}))
    assert warning.path == f"scenes[0].layers[0].{key}"
    assert warning.code == "unknown-key"
    assert warning.severity == "warning"
    assert warning.hint == hint


@pytest.mark.parametrize("key", ["$schema", "_comment", "x-vendor", "// note", "_id"])
def test_private_keys_are_kept_without_a_word(key):
    parsed = parse_composition(json.dumps(document(**{key: "a"})), strict=True)
    assert parsed.warnings == ()
    assert parsed.composition.id == "c"
    assert parsed.composition.model_extra == {key: "a"}


def test_an_unknown_key_is_an_error_when_strict():
    error = only_error(with_layer(type="text", text="a", opacitty=1), strict=True)
    assert error.code == "unknown-key"


def test_strict_has_nothing_against_other_spellings():
    source = with_layer(type="text", content="a", font_size=3, alignment="centre")
    assert parse_composition(json.dumps(source), strict=True).warnings == ()


def test_what_is_said_twice_is_a_warning():
    (warning,) = warnings_of(with_layer(type="image", asset="a", src="b"))
    assert (warning.code, warning.path) == ("doubled-key", "scenes[0].layers[0].src")


def test_odd_keys_stay_readable_in_paths():
    (warning,) = warnings_of(document(**{"a key.with [dots]": 1}))
    assert warning.path == '["a key.with [dots]"]'


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("background", "$acent"),
        ("layers", [{"type": "text", "text": "a", "stroke": "$acent"}]),
        ("layers", [{"type": "text", "text": "a", "shadow": {"color": "$acent"}}]),
        ("layers", [{"type": "group", "layers": [{"type": "shape", "fill": "$acent"}]}]),
        (
            "layers",
            [{"type": "shape", "keyframes": {"fill": [{"frame": 0, "value": "$acent"}]}}],
        ),
        (
            "background",
            {"stops": [{"offset": 0, "color": "$acent"}, {"offset": 1, "color": "red"}]},
        ),
    ],
)
def test_a_colour_that_the_palette_does_not_have_is_an_error(field, value):
    scene = {"id": "s", "durationFrames": 30, field: value}
    palette = {"colorPalette": {"accent": "red", "cream": "#fff"}}
    error = only_error(document(scenes=[scene], style=palette))
    assert error.code == "unknown-color"
    assert error.hint == 'did you mean "$accent"?'


@pytest.mark.parametrize("name", [*names.PALETTE_ROLES, "cream"])
def test_palette_roles_and_own_names_may_be_referred_to(name):
    scene = {"id": "s", "durationFrames": 30, "background": f"${name}"}
    source = document(scenes=[scene], style={"colorPalette": {"cream": "#fff"}})
    assert warnings_of(source) == ()


def test_every_field_that_holds_a_colour_is_looked_at():
    for model in MODELS:
        schema = model.model_json_schema()
        own = schema.get("$defs", {}).get(model.__name__, schema)
        for key in own["properties"]:
            if "olor" in key and key != "colorPalette":
                assert key in checks.COLOR_KEYS, f"{model.__name__}.{key}"


def test_dollars_in_texts_are_no_colours():
    assert warnings_of(with_layer(type="text", text="$5 off")) == ()


def test_scene_ids_differ():
    scenes = [{"id": "a", "durationFrames": 10}] * 3
    errors = errors_of(document(scenes=scenes))
    assert [each.path for each in errors] == ["scenes[1].id", "scenes[2].id"]
    assert errors[0].code == "duplicate-id"
    assert "line 5" in errors[0].hint


def test_segments_name_a_scene_that_is_there():
    voiceover = {"segments": [{"sceneId": "t", "key": "a"}, {"sceneId": "s", "key": "a"}]}
    error = only_error(document(audio={"voiceover": voiceover}))
    assert error.path == "audio.voiceover.segments[0].sceneId"


def test_a_matte_is_another_layer_of_the_same_list():
    layers = [
        {"type": "image", "asset": "a", "id": "matte"},
        {"type": "image", "asset": "a", "id": "b", "mask": {"layer": "matte"}},
        {"type": "image", "asset": "a", "id": "c", "mask": {"layer": "c"}},
    ]
    error = only_error(document(scenes=[{"id": "s", "durationFrames": 30, "layers": layers}]))
    assert error.path == "scenes[0].layers[2].mask.layer"


def test_an_unknown_motion_language_falls_back_with_a_warning():
    (warning,) = warnings_of(document(style={"motionLanguage": "cinematik"}))
    assert warning.hint == 'did you mean "cinematic"?'


def test_unknown_keyframes_are_a_warning():
    keyframes = {"opacty": [{"frame": 0, "value": 1}]}
    (warning,) = warnings_of(with_layer(type="image", asset="a", keyframes=keyframes))
    assert warning.path == "scenes[0].layers[0].keyframes.opacty"
    assert warning.hint == 'did you mean "opacity"?'


@pytest.mark.parametrize("source", [3, None, [], "text", True])
def test_a_document_that_is_no_object_is_refused(source):
    error = only_error(json.dumps(source))
    assert error.message.startswith("expected an object")
    assert (error.line, error.column) == (1, 1)


def test_the_envelope_is_opened_and_paths_begin_inside():
    source = {"composition_id": "x", "composition": document(fps=0)}
    error = only_error(source)
    assert error.path == "fps"
    assert error.line == 12
    assert parse_composition(json.dumps({"composition": document()})).composition.id == "c"


def test_an_envelope_around_nothing_is_refused():
    assert only_error({"composition_id": "x", "composition": None}).message.startswith("expected")


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"width": 9000}, "width"),
        ({"height": 100000}, "height"),
        ({"totalDurationFrames": 10**12}, "totalDurationFrames"),
        ({"scenes": [{"id": "s", "durationFrames": 1}] * 2001}, "scenes"),
        ({"overlays": [{"type": "text", "text": "a"}] * 10_001}, "scenes"),
    ],
)
def test_more_than_the_limits_allow_is_refused_as_such(fields, path):
    with pytest.raises(LimitExceeded) as caught:
        parse_composition(json.dumps(document(**fields)))
    assert caught.value.problems[0].path == path
    assert caught.value.problems[0].code == "limit"


def test_six_hours_are_the_most():
    frames = 6 * 3600 * 30
    scenes = [{"id": "s", "durationFrames": frames}]
    parse_composition(json.dumps(document(totalDurationFrames=frames, scenes=scenes)))
    scenes = [{"id": "s", "durationFrames": frames + 1}]
    with pytest.raises(LimitExceeded, match="hours"):
        parse_composition(json.dumps(document(totalDurationFrames=frames + 1, scenes=scenes)))


def test_many_problems_are_counted_and_not_all_listed():
    layers = [{"type": "text", "text": "a", "fontSize": "x"}] * 1500
    source = document(scenes=[{"id": "s", "durationFrames": 30, "layers": layers}])
    problems = problems_of(source)
    assert len(problems) == 1001
    assert problems[-1].message == "and 500 more problems"


def test_later_stages_can_say_where_something_stands():
    source = json.dumps(with_layer(type="image", src="a.png"), indent=1)
    parsed = parse_composition(source)
    problem = parsed.document.problem("scenes[0].layers[0].asset", "there is no such file")
    assert problem.path == "scenes[0].layers[0].src"
    line = source.splitlines()[problem.line - 1]
    assert line[problem.column - 1 :].startswith('"a.png"')
