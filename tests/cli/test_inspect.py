"""`wavemaker inspect`: the timeline as a table and as JSON."""

import json

import pytest
from PIL import Image

from tests.pictures import box, composition, scene


@pytest.fixture
def path(write, tmp_path):
    Image.new("RGB", (8, 8)).save(tmp_path / "a.png")
    text = {"type": "text", "text": "Slow mornings", "fontSize": 3, "startFrame": 4,
            "exit": {"preset": "slide"}}  # fmt: skip
    group = {"type": "group", "layers": [box("red", 0, 0, 2, 2, startFrame=2)], "startFrame": 3}
    document = composition(
        scene(text, group, frames=30, asset="a.png", name="Opening"),
        scene(
            frames=60,
            transition={"type": "wipe", "durationFrames": 10, "direction": "up"},
        ),
        size=(16, 12),
        title="Slow mornings",
        overlays=[box("white", 0, 0, 1, 1, startFrame=80)],
        oddity=1,
    )
    return write(document)


def test_the_table_has_a_row_for_each_scene_layer_and_overlay(wavemaker, path):
    result = wavemaker("inspect", path, env={"COLUMNS": "120"})
    assert result.exit_code == 0
    title, *lines = result.stdout.splitlines()
    assert title.rstrip() == "Slow mornings: 90 frames, 30 fps, 3.000 s, 16x12"
    lines = [line.split() for line in lines]
    assert lines[0] == ["frames", "time", "what", "details"]
    rows = [(line[0], line[2]) for line in lines[1:]]
    assert rows == [
        ("0-39", "scene-1"),
        ("0-39", "image"),
        ("4-29", "text"),
        ("3-39", "group"),
        ("5-39", "shape"),
        ("30-89", "scene-2"),
        ("80-89", "shape"),
    ]
    assert "'Slow mornings'; enter fade, exit slide" in result.stdout
    assert "wipe 10 frames" in result.stdout
    assert "warning: oddity (line 1" in result.stderr


def test_json_says_the_same_in_composition_frames(wavemaker, path):
    result = wavemaker("inspect", path, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    shown = json.loads(result.stdout)
    assert (shown["frames"], shown["fps"], shown["duration_seconds"]) == (90, "30", 3.0)
    assert (shown["width"], shown["height"], shown["title"]) == (16, 12, "Slow mornings")
    first, second = shown["scenes"]
    assert (first["start_frame"], first["end_frame"], first["runs_on_until_frame"]) == (0, 30, 40)
    assert first["name"] == "Opening"
    assert second["transition"] == {"type": "wipe", "duration_frames": 10, "direction": "up",
                                    "easing": "easeInOutSine"}  # fmt: skip
    image, text, group = first["layers"]
    assert (image["kind"], image["asset"]) == ("image", "a.png")
    assert image["box"] == {"left": 0, "top": 0, "width": 16, "height": 12}
    assert (text["path"], text["enter"], text["exit"]) == ("scenes[0].layers[0]", "fade", "slide")
    assert (text["start_frame"], text["end_frame"]) == (4, 30)
    assert (group["kind"], group["start_frame"]) == ("group", 3)
    assert shown["overlays"][0]["start_frame"] == 80
    assert shown["assets"][0]["key"] == "a.png"
    assert len(shown["assets"][0]["sha256"]) == 64
    assert [warning["path"] for warning in shown["warnings"]] == ["oddity"]


def test_ntsc_rates_are_exact(wavemaker, write):
    path = write(composition(scene(frames=30), fps=29.97))
    shown = json.loads(wavemaker("inspect", path, "--json").stdout)
    assert (shown["fps"], shown["duration_seconds"]) == ("30000/1001", 1.001)


@pytest.mark.parametrize("title", ["Sale [/off]", "[bold]Sale", ":smile: [", "a\x1b[31mb\nc", ""])
def test_titles_and_texts_are_shown_as_they_are(title, wavemaker, write):
    text = {"type": "text", "text": title or " ", "enter": None}
    path = write(composition(scene(text, name=title), title=title))
    result = wavemaker("inspect", path, env={"COLUMNS": "200"})
    assert result.exit_code == 0
    shown = title.replace("\x1b", "\\x1b").split("\n")[0]
    assert shown in result.stdout
    assert "\x1b" not in result.stdout


def test_a_reader_that_goes_away_is_no_traceback(start, write):
    layers = [{"type": "shape"}] * 2000
    process = start("inspect", write(composition(scene(*layers))), "--json")
    process.stdout.close()
    assert "Traceback" not in process.stderr.read()
    assert process.wait() in (0, 1)
