"""Files and standard input, the example of the format, and writing."""

import io
import json
import sys

import pytest

from render.document import (
    parse_composition,
    read_composition,
    scene_start_frames,
    write_composition,
)
from render.errors import CompositionError, LimitExceeded, UsageError
from schemas import Composition, Envelope
from tests.document.documents import document

EXAMPLE = """\
{
  "id": "comp_coffee", "title": "Slow mornings", "aspectRatio": "16:9", "fps": 30, "totalDurationFrames": 240,
  "style": {
    "colorPalette": {"primary": "#3b2417", "accent": "#e2a55e", "background": "#f6efe6", "text": "#ffffff"},
    "typography": {"headingFont": "Poppins", "bodyFont": "Lato"},
    "motionLanguage": "cinematic", "visualMedium": "photorealistic"
  },
  "scenes": [
    {"id": "scene-1", "durationFrames": 135, "asset": "assets/scene-1/image.png",
     "layers": [{"type": "text", "role": "heading", "text": "Slow mornings in Brooklyn", "position": "bottom-left", "enter": {"preset": "rise", "by": "word"}}]},
    {"id": "scene-2", "durationFrames": 120, "asset": "assets/scene-2/video.mp4",
     "transition": {"type": "crossfade", "durationFrames": 15}}
  ],
  "audio": {"music": {"key": "assets/audio/music.mp3", "volume": 0.4, "fadeOutFrames": 30},
            "voiceover": {"segments": [{"sceneId": "scene-1", "key": "assets/audio/vo-1.wav", "startFrame": 15, "text": "Slow mornings taste better."}]}}
}
"""  # noqa: E501 - as it stands in the description of the format


def test_the_example_of_the_format_is_read_without_a_warning():
    parsed = parse_composition(EXAMPLE, strict=True)
    assert parsed.warnings == ()
    assert scene_start_frames(parsed.composition).starts == (0, 120)
    heading = parsed.composition.scenes[0].layers[0]
    assert heading.enter.by == "word"
    assert parsed.composition.audio.music.volume == 0.4
    assert parsed.composition.audio.voiceover.segments[0].start_frame == 15


def test_the_example_is_written_as_it_was_read():
    assert json.loads(write_composition(parse_composition(EXAMPLE).composition)) == json.loads(
        EXAMPLE
    )


def test_text_and_bytes_with_and_without_a_mark_are_the_same():
    parsed = parse_composition(EXAMPLE)
    assert parse_composition(EXAMPLE.encode()) == parsed
    assert parse_composition(b"\xef\xbb\xbf" + EXAMPLE.encode()) == parsed


def test_a_file_is_read(tmp_path):
    path = tmp_path / "composition.json"
    path.write_text(EXAMPLE, encoding="utf-8")
    assert read_composition(path) == parse_composition(EXAMPLE)


def test_standard_input_is_read(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(EXAMPLE.encode())))
    assert read_composition("-") == parse_composition(EXAMPLE)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UsageError, match=r"nowhere\.json.*no such composition file"):
        read_composition(tmp_path / "nowhere.json")


def test_a_folder_is_no_composition(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read_composition(tmp_path)


def test_a_name_with_a_null_character_is_refused():
    with pytest.raises(UsageError):
        read_composition("a\0b")


def test_an_endless_file_is_not_read_to_its_end():
    with pytest.raises(LimitExceeded):
        read_composition("/dev/zero")


def test_strictness_reaches_files(tmp_path):
    path = tmp_path / "composition.json"
    path.write_text(json.dumps(document(titel="x")), encoding="utf-8")
    assert read_composition(path).warnings
    with pytest.raises(CompositionError):
        read_composition(path, strict=True)


def test_whole_numbers_are_written_without_a_point_and_names_come_first():
    source = document(metadata={"z": 1.0, "id": "m"})
    source["scenes"][0]["layers"] = [{"opacity": 1.0, "scale": 0.5, "text": "é", "type": "text"}]
    text = write_composition(Composition.model_validate(source))
    assert '"opacity": 1,' in text
    assert '"scale": 0.5' in text
    assert '"é"' in text
    assert text.index('"type"') < text.index('"opacity"')
    assert text.endswith("}\n")


def test_ntsc_rates_are_written_exactly():
    text = write_composition(Composition.model_validate(document(fps=29.97)))
    assert '"fps": "30000/1001"' in text


def test_an_envelope_is_written_as_one():
    envelope = Envelope.model_validate({"composition_id": "x", "composition": document()})
    assert json.loads(write_composition(envelope))["composition_id"] == "x"


def test_unknown_keys_survive_reading_and_writing():
    source = document(narration={"a": [1, None, {"b": "c"}]})
    source["scenes"][0]["prompt"] = "a cup"
    assert (
        json.loads(write_composition(parse_composition(json.dumps(source)).composition)) == source
    )
