"""What the models read, what they refuse, and what they write back."""

import pickle

import pytest
from pydantic import ValidationError

from schemas import (
    Animation,
    Audio,
    Captions,
    Composition,
    Envelope,
    Gradient,
    ImageLayer,
    Keyframe,
    Loudness,
    Mask,
    Motion,
    Reading,
    Rect,
    Scene,
    Style,
    TextBackground,
    TextLayer,
    Transition,
    VideoLayer,
    Word,
)
from schemas.model import as_wire

RECT = {"x": 0.1, "y": 0.1, "width": 0.5, "height": 0.5}


def scene(**fields):
    return Scene.model_validate({"id": "s", "durationFrames": 30, **fields})


def layer(**fields):
    return scene(layers=[fields]).layers[0]


def wire_layer(**fields):
    return as_wire(scene(layers=[fields]))["layers"][0]


def messages(model, data):
    with pytest.raises(ValidationError) as caught:
        model.model_validate(data)
    return [error["msg"] for error in caught.value.errors()]


@pytest.mark.parametrize(
    ("written", "asset"),
    [
        ({"asset": "a.png"}, "a.png"),
        ({"assetKey": "a.png"}, "a.png"),
        ({"src": "a.png"}, "a.png"),
        ({"imageKey": "a.png"}, "a.png"),
        ({"image_key": "a.png"}, "a.png"),
        ({"videoKey": "v.mp4"}, "v.mp4"),
        ({"image": "a.png"}, "a.png"),
        ({"image": {"key": "a.png"}}, "a.png"),
        ({"video": {"assetKey": "v.mp4", "seed": 3}}, "v.mp4"),
        ({"asset": {"key": "a.png", "type": "image"}}, "a.png"),
        ({"imageKey": "a.png", "videoKey": "v.mp4"}, "v.mp4"),
        ({"videoKey": "v", "imageKey": "a"}, "v"),
        ({"image_key": "a", "video_key": "v"}, "v"),
        ({"image": {"key": "a.png"}, "video": {"key": "v.mp4"}}, "v.mp4"),
        ({"asset": "a.png", "video": "v.mp4"}, "v.mp4"),
        ({"asset": "v.mp4", "image": "a.png"}, "v.mp4"),
        ({"asset": "a.png", "image": "b.png"}, "a.png"),
        ({"imageKey": "a.png", "videoKey": None}, "a.png"),
        ({"image": None}, None),
    ],
)
def test_the_medium_of_a_scene_is_found_wherever_it_is_named(written, asset):
    reading = Reading()
    document = {"id": "s", "durationFrames": 30, **written}
    read = Scene.model_validate(document, context=reading)
    assert read.asset == asset
    assert reading.drafts[id(document)].unknown == []
    assert Scene.model_validate(as_wire(read)) == read


def test_what_is_known_of_a_medium_besides_its_key_is_kept():
    written = as_wire(scene(image={"key": "a.png", "prompt": "a cup"}, videoKey="v.mp4"))
    assert written["asset"] == "v.mp4"
    assert written["image"] == {"key": "a.png", "prompt": "a cup"}


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ({"type": "image", "src": "a"}, {"type": "image", "asset": "a"}),
        ({"type": "title", "content": "hi"}, {"type": "text", "text": "hi"}),
        ({"type": "TEXT", "text": "a", "alignment": "centre"}, {"align": "center"}),
        ({"type": "text", "text": "a", "font_size": 40}, {"fontSize": 40}),
        ({"type": "text", "text": "a", "from": 3, "durationInFrames": 9}, {"startFrame": 3}),
        ({"type": "text", "text": "a", "fontColor": "red"}, {"color": "red"}),
        ({"type": "text", "text": "a", "x": 3}, {"position": {"x": 3, "y": "50%"}}),
        (
            {"type": "text", "text": "a", "y": 3, "anchor": "bottomLeft"},
            {"position": {"x": 0, "y": 3}},
        ),
        (
            {"type": "text", "text": "a", "y": 3, "anchor": "right"},
            {"position": {"x": "100%", "y": 3}},
        ),
        ({"type": "text", "text": "a", "width": "50%"}, {"size": {"width": "50%"}}),
        ({"type": "text", "text": "a", "enter": "fadeIn"}, {"enter": {"preset": "fade"}}),
        (
            {"type": "text", "text": "a", "enter": "slideLeft"},
            {"enter": {"preset": "slide", "direction": "left"}},
        ),
        ({"type": "text", "text": "a", "background": "#000"}, {"background": {"color": "#000"}}),
        ({"type": "text", "text": "a", "stroke": "red"}, {"stroke": {"color": "red"}}),
        ({"type": "text", "text": "a", "fontWeight": "bold"}, {"fontWeight": 700}),
        ({"type": "video", "src": "v", "speed": 2}, {"playbackRate": 2}),
        ({"type": "video", "src": "v", "trimBefore": 3}, {"trimStartFrame": 3}),
        ({"type": "video", "src": "v", "loop": True}, {"loop": True}),
        ({"type": "video", "src": "v", "loop": "float"}, {"loop": {"preset": "float"}}),
        ({"type": "image", "src": "a", "motion": "zoomIn"}, {"motion": {"preset": "zoom-in"}}),
        ({"type": "image", "src": "a", "motion": "push_in"}, {"motion": {"preset": "zoom-in"}}),
        ({"type": "image", "src": "a", "position": "topLeft"}, {"position": "top-left"}),
        ({"type": "image", "src": "a", "objectFit": "scaleDown"}, {"fit": "scale-down"}),
        ({"type": "image", "src": "a", "blendMode": "colorDodge"}, {"blendMode": "color-dodge"}),
        (
            {"type": "image", "src": "a", "effects": ["greyscale"]},
            {"effects": [{"type": "grayscale"}]},
        ),
        ({"type": "shape", "shape": "circle", "color": "red"}, {"shape": "ellipse", "fill": "red"}),
        ({"type": "group", "elements": []}, {"layers": []}),
        (
            {"type": "text", "text": "a", "keyframes": {"border_radius": [{"at": 0, "value": 1}]}},
            {"keyframes": {"cornerRadius": [{"frame": 0, "value": 1}]}},
        ),
    ],
)
def test_words_of_other_tools_are_read_and_written_canonically(written, canonical):
    result = wire_layer(**written)
    assert {key: result[key] for key in canonical} == canonical
    assert wire_layer(**result) == result


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("crossfade", {"type": "crossfade"}),
        ("fade", {"type": "crossfade"}),
        ("wipeLeft", {"type": "wipe", "direction": "left"}),
        ("slide_up", {"type": "slide", "direction": "up"}),
        ("dip-to-black", {"type": "fadeThroughBlack"}),
        ({"type": "clock-wipe", "durationInFrames": 9}, {"type": "clockWipe", "durationFrames": 9}),
        ({"name": "iris", "ease": "easeOut"}, {"type": "iris", "easing": "ease-out"}),
    ],
)
def test_transitions_are_read_in_many_spellings(written, canonical):
    assert as_wire(scene(transition=written))["transition"] == canonical


def test_a_direction_that_is_written_is_not_taken_from_the_name():
    assert messages(Transition, {"type": "wipeLeft", "direction": "up"})


def test_a_gradient_goes_where_a_colour_goes():
    gradient = {
        "type": "linear",
        "stops": [{"offset": 0, "color": "red"}, {"offset": 1, "color": "$a"}],
    }
    written = layer(type="text", text="a", color=gradient, background=gradient)
    assert isinstance(written.color, Gradient)
    assert isinstance(written.background, TextBackground)
    assert written.background.color == written.color


@pytest.mark.parametrize(
    ("model", "data", "message"),
    [
        (Motion, {"from": RECT}, "a motion with from needs to as well"),
        (Motion, {"preset": "drift", "from": RECT, "to": RECT}, "not both"),
        (Rect, {"x": 0.6, "width": 0.5}, "reaches beyond the picture"),
        (Rect, {"width": 0}, "above 0"),
        (Word, {"text": "a", "startFrame": 3, "endFrame": 3}, "not after its start"),
        (TextLayer, {}, "needs text"),
        (TextLayer, {"text": "a", "spans": [{"text": "b"}]}, "not both"),
        (VideoLayer, {"asset": "v", "trimStartFrame": 9, "trimEndFrame": 9}, "is not after"),
        (ImageLayer, {"asset": "a", "loop": True}, "only a video loops"),
        (ImageLayer, {"asset": "a", "opacity": 1.5}, "less than or equal to 1"),
        (Transition, {"type": "lumaWipe"}, "needs asset"),
        (Mask, {}, "one of the two"),
        (Mask, {"shape": "rect", "layer": "x"}, "one of the two"),
        (Mask, {"shape": "path"}, "needs path"),
        (Gradient, {"stops": [{"offset": 0, "color": "red"}]}, "at least two stops"),
        (Style, {"colorPalette": {"a": "$b"}}, "refers to another entry"),
        (Keyframe, {"frame": 0, "value": True}, "expected a number"),
        (Keyframe, {"frame": 0, "value": "reddish"}, "is not a colour"),
        (Composition, {"id": "a", "totalDurationFrames": 1, "scenes": []}, "at least one scene"),
    ],
)
def test_what_cannot_be_meant_is_refused(model, data, message):
    assert any(message in each for each in messages(model, data))


@pytest.mark.parametrize(
    ("keyframes", "message"),
    [
        ({"opacity": []}, "cannot be empty"),
        ({"opacity": [{"frame": 5, "value": 1}, {"frame": 4, "value": 0}]}, "must be in order"),
        ({"opacity": [{"frame": 5, "value": 1}, {"frame": 5, "value": 0}]}, "must be in order"),
        ({"opacity": [{"frame": 5, "value": "red"}]}, "hold numbers"),
        ({"color": [{"frame": 5, "value": 1}]}, "hold colours"),
        ({"x": [{"frame": 5, "value": 1}, {"frame": 6, "value": "red"}]}, "all numbers or all"),
    ],
)
def test_keyframes_ascend_and_are_of_one_kind(keyframes, message):
    (found,) = messages(ImageLayer, {"asset": "a", "keyframes": keyframes})
    assert message in found


def test_keyframes_hold_numbers_percentages_and_colours():
    track = [{"frame": -3, "value": "50%"}, {"frame": 3, "value": 10, "easing": "hold"}]
    read = layer(
        type="image", asset="a", keyframes={"x": track, "glow": [{"frame": 0, "value": 1}]}
    )
    assert [keyframe.value for keyframe in read.keyframes["x"]] == ["50%", 10]
    assert read.keyframes["x"][1].easing == "step-end"
    assert "glow" in read.keyframes


@pytest.mark.parametrize(
    ("voiceover", "keys"),
    [
        ("v.mp3", ["v.mp3"]),
        ({"key": "v.mp3"}, ["v.mp3"]),
        ({"assetKey": "v.mp3", "volume": 0.5}, ["v.mp3"]),
        (["a.mp3", {"src": "b.mp3"}], ["a.mp3", "b.mp3"]),
        ({"segments": [{"key": "a.mp3"}]}, ["a.mp3"]),
    ],
)
def test_a_voiceover_is_a_key_an_object_or_segments(voiceover, keys):
    read = Audio.model_validate({"voiceover": voiceover}).voiceover
    assert [*([read.key] if read.key else []), *(each.key for each in read.segments)] == keys


def test_ducking_is_on_unless_it_is_false():
    assert Audio.model_validate({"music": "m.mp3"}).music.ducking.amount_db == -12
    assert (
        Audio.model_validate({"music": {"key": "m", "ducking": True}}).music.ducking.amount_db
        == -12
    )
    assert Audio.model_validate({"music": {"key": "m", "ducking": False}}).music.ducking is False


def test_loudness_has_a_default_and_null_switches_it_off():
    assert Audio.model_validate({}).loudness == Loudness()
    off = Audio.model_validate({"loudness": None})
    assert off.loudness is None
    assert as_wire(off) == {"loudness": None}


def test_null_leaves_an_optional_field_unset():
    read = scene(layers=None, name=None)
    assert read.layers == ()
    assert layer(type="image", asset="a", opacity=None, effects=None).opacity == 1


def test_null_does_not_stand_for_a_required_field():
    assert messages(Scene, {"id": None, "durationFrames": 3})


def test_unknown_keys_survive():
    document = {"id": "s", "durationFrames": 30, "narration": {"text": ["a", 1, None]}}
    assert as_wire(Scene.model_validate(document)) == document


def test_a_key_said_twice_keeps_the_canonical_one():
    reading = Reading()
    document = {"id": "s", "durationFrames": 30, "durationInFrames": 31}
    read = Scene.model_validate(document, context=reading)
    assert read.duration_frames == 30
    assert reading.drafts[id(document)].doubled == {"durationInFrames": "durationFrames"}
    assert as_wire(read) == document


@pytest.mark.parametrize(
    ("fields", "size"),
    [
        ({}, (1920, 1080)),
        ({"aspectRatio": "9:16"}, (1080, 1920)),
        ({"aspectRatio": "1:1"}, (1080, 1080)),
        ({"aspectRatio": "4:5"}, (1080, 1350)),
        ({"aspectRatio": "2:3"}, (1080, 1620)),
        ({"width": 640, "height": 100}, (640, 100)),
        ({"width": 640}, (640, 360)),
        ({"height": 100}, (178, 100)),
        ({"width": 2, "aspectRatio": "16:9"}, (2, 2)),
    ],
)
def test_the_design_canvas_has_a_size(fields, size):
    scenes = [{"id": "s", "durationFrames": 1}]
    document = {"id": "c", "totalDurationFrames": 1, "scenes": scenes, **fields}
    assert Composition.model_validate(document).design_size_px == size


def test_models_are_made_in_python_with_python_names():
    made = Scene(
        id="s",
        duration_frames=30,
        layers=(TextLayer(text="a", enter=Animation(preset="fade", delay_frames=3)),),
        transition=Transition(type="wipe", duration_frames=9),
    )
    wire = as_wire(made)
    assert wire["layers"][0]["type"] == "text"
    assert Scene.model_validate(wire) == made


def test_models_are_frozen_and_go_to_other_processes():
    read = scene(layers=[{"type": "text", "text": "a", "odd": 1}])
    with pytest.raises(ValidationError, match="frozen"):
        read.id = "t"
    assert pickle.loads(pickle.dumps(read)) == read  # noqa: S301 - made one line above


def test_captions_take_words_a_key_or_the_voiceover():
    word = {"text": "a", "startFrame": 0, "endFrame": 5}
    assert Captions.model_validate({"source": [word]}).source[0].end_frame == 5
    assert Captions.model_validate({"source": "a.srt"}).source == "a.srt"
    assert Captions.model_validate("karaoke").style == "karaoke"
    assert Captions().source == "voiceover"


def test_only_the_first_version_of_the_format_is_read():
    document = {"id": "c", "version": 2, "totalDurationFrames": 1}
    (message,) = messages(Composition, {**document, "scenes": [{"id": "s", "durationFrames": 1}]})
    assert "version 2" in message


def test_the_envelope_keeps_its_own_spelling():
    scenes = [{"id": "s", "durationFrames": 1}]
    document = {
        "composition_id": "x",
        "composition": {"id": "c", "totalDurationFrames": 1, "scenes": scenes},
    }
    assert as_wire(Envelope.model_validate(document)) == document
