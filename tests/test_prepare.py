"""From a source to everything a render needs to know, and what a render is limited to."""

import json

import pytest
from PIL import Image

from render.document import parse_composition
from render.errors import AssetMissing, AssetUnreadable, CompositionError, UsageError
from render.events import StageStarted
from render.options import RenderOptions
from render.prepare import all_asset_keys, frames_asked, prepare
from render.timebase import FrameRange
from tests.pictures import composition, scene

BARE = RenderOptions()


def prepared(*scenes, **fields):
    return prepare(composition(*scenes, **fields), BARE)


def test_a_file_a_mapping_and_a_model_are_the_same(tmp_path):
    document = composition(scene(frames=3), scene(frames=4))
    path = tmp_path / "composition.json"
    path.write_text(json.dumps(document))
    model = parse_composition(json.dumps(document)).composition
    timelines = [prepare(source, BARE).timeline for source in (path, str(path), document, model)]
    assert all(timeline == timelines[0] for timeline in timelines)


def test_stages_are_told_in_order():
    told = []
    prepare(composition(scene()), BARE, told.append)
    assert told == [StageStarted("read"), StageStarted("assets"), StageStarted("plan")]


@pytest.mark.parametrize("value", [object(), {1, 2}, float("nan"), b"bytes"])
def test_a_mapping_that_is_no_json_is_an_invalid_composition(value):
    with pytest.raises(CompositionError):
        prepare(composition(scene(), metadata={"x": value}), BARE)


def test_a_mapping_that_holds_itself_is_an_invalid_composition():
    document = composition(scene())
    document["metadata"] = document
    with pytest.raises(CompositionError, match="no JSON"):
        prepare(document, BARE)


def test_assets_lie_beside_the_file_unless_said_otherwise(tmp_path, monkeypatch):
    path = tmp_path / "composition.json"
    path.write_text(json.dumps(composition(scene(asset="a.png"))))
    Image.new("RGB", (8, 8)).save(tmp_path / "a.png")
    assert prepare(path, BARE).media["a.png"].path == tmp_path / "a.png"
    monkeypatch.chdir(tmp_path)
    assert prepare("composition.json", BARE).media["a.png"].path == tmp_path / "a.png"
    assert prepare(json.loads(path.read_text()), BARE).media["a.png"].path == tmp_path / "a.png"
    with pytest.raises(AssetMissing):
        prepare(path, RenderOptions(assets=tmp_path.parent))


def test_an_asset_that_is_missing_is_named_with_its_place(tmp_path):
    group = {"type": "group", "layers": [{"type": "image", "asset": "deep/none.png"}]}
    with pytest.raises(AssetMissing) as caught:
        prepare(composition(scene(group)), RenderOptions(assets=tmp_path))
    assert caught.value.where == "deep/none.png"
    assert "used at scenes[0].layers[0].layers[0].asset (line 1, column " in caught.value.hint


def test_a_picture_where_a_clip_belongs_is_named_with_its_place(tmp_path):
    Image.new("RGB", (8, 8)).save(tmp_path / "a.png")
    with pytest.raises(AssetUnreadable, match="a video is needed here") as caught:
        prepare(composition(scene({"type": "video", "asset": "a.png"})),
                RenderOptions(assets=tmp_path))  # fmt: skip
    assert caught.value.where == "a.png"
    assert "scenes[0].layers[0]" in caught.value.hint


def test_every_asset_is_known_by_its_first_use():
    document = composition(
        scene(
            {"type": "image", "asset": "b.png"},
            {"type": "group", "layers": [{"type": "video", "asset": "c.mp4"}]},
            asset="a.png",
        ),
        scene({"type": "image", "asset": "b.png"}),
        overlays=[{"type": "image", "asset": "logo.png"}],
        audio={
            "voiceover": {"segments": [{"sceneId": "scene-1", "key": "vo.wav"}]},
            "music": {"key": "music.mp3"},
            "soundEffects": [{"key": "pop.wav"}, {"key": "a.png"}],
        },
    )
    model = parse_composition(json.dumps(document)).composition
    assert all_asset_keys(model) == {
        "a.png": "scenes[0].asset",
        "b.png": "scenes[0].layers[0].asset",
        "c.mp4": "scenes[0].layers[1].layers[0].asset",
        "logo.png": "overlays[0].asset",
        "vo.wav": "audio.voiceover.segments[0].key",
        "music.mp3": "audio.music.key",
        "pop.wav": "audio.soundEffects[0].key",
    }


def test_unknown_keys_are_errors_when_asked():
    document = composition(scene(), oddity=1)
    assert [warning.path for warning in prepare(document, BARE).warnings] == ["oddity"]
    with pytest.raises(CompositionError):
        prepare(document, RenderOptions(strict=True))


FILM = (scene(frames=5), scene(frames=7, transition={"type": "crossfade", "durationFrames": 3}))


@pytest.mark.parametrize(
    ("frames", "scene_id", "asked"),
    [
        (None, None, (0, 12)),
        ((2, 9), None, (2, 9)),
        ((None, 9), None, (0, 9)),
        ((11, None), None, (11, 12)),
        ((None, None), None, (0, 12)),
        (None, "scene-1", (0, 5)),
        (None, "scene-2", (5, 12)),
    ],
)
def test_a_render_is_limited_to_frames_or_a_scene(frames, scene_id, asked):
    assert frames_asked(prepared(*FILM), frames, scene_id) == FrameRange(*asked)


@pytest.mark.parametrize(
    ("frames", "scene_id"),
    [((5, 5), None), ((9, 2), None), ((0, 13), None), ((-1, 4), None), ((12, None), None),
     (None, "scene-3"), ((0, 5), "scene-1")],
)  # fmt: skip
def test_limits_that_make_no_sense_are_usage_errors(frames, scene_id):
    with pytest.raises(UsageError):
        frames_asked(prepared(*FILM), frames, scene_id)


def test_a_scene_cut_off_by_the_end_has_only_the_frames_that_are_there():
    film = prepared(scene(frames=9, startFrame=2), total=6)
    assert frames_asked(film, None, "scene-1") == FrameRange(2, 6)
