"""Bad input: one clear error with its place, the right exit code, no traceback, nothing written."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import av
import pytest
from PIL import Image

from tests.end_to_end.films import wavemaker, write_json

GOOD = {
    "id": "c",
    "fps": 30,
    "totalDurationFrames": 5,
    "scenes": [{"id": "s", "durationFrames": 5}],
}


def changed(**fields):
    return GOOD | fields


def with_scene(**fields):
    return changed(scenes=[GOOD["scenes"][0] | fields])


def with_layer(**fields):
    return with_scene(layers=[fields])


INVALID = {
    "wrong type": (with_scene(durationFrames="five"), "scenes[0].durationFrames"),
    "negative": (changed(totalDurationFrames=-1), "totalDurationFrames"),
    "astronomical": (changed(totalDurationFrames=10**15), "totalDurationFrames"),
    "huge canvas": (changed(width=10**9, height=10**9), "width"),
    "no scenes": (changed(scenes=[]), "scenes"),
    "rate of nothing": (changed(fps=0), "fps"),
    "unknown layer": (with_layer(type="hologram"), "scenes[0].layers[0]"),
    "unknown transition": (with_scene(transition="explode"), "scenes[0].transition"),
    "bad colour": (with_scene(background="#12345"), "scenes[0].background"),
    "unknown palette name": (with_scene(background="$nobody"), "scenes[0].background"),
    "times that do not add up": (changed(totalDurationFrames=7), "totalDurationFrames"),
    "a glyph nobody has": (with_layer(type="text", text="\ue999"), "scenes[0].layers[0]"),
}


def refused(done, code, *said):
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    for part in said:
        assert part in done.stderr


def render(tmp_path, composition, *more, output=None):
    path = write_json(tmp_path / "composition.json", composition)
    output = output or tmp_path / "out" / "film.mp4"
    before = list(tmp_path.rglob("*.mp4*"))
    done = wavemaker("render", path, "-o", output, "--resolution", "480p", *more)
    if done.returncode:
        written = [path for path in tmp_path.rglob("*.mp4*") if "cache" not in path.parts]
        assert set(written) <= set(before), "something half-written was left"
    return done


@pytest.mark.parametrize("name", INVALID)
def test_an_invalid_composition_is_refused_with_its_place(name, tmp_path):
    composition, place = INVALID[name]
    refused(render(tmp_path, composition), 3, "error: ", place, "line 1")


@pytest.mark.parametrize("text", ['{"id": "c", "fps": NaN}', "{", "", "[]", '{"a":1,"a":2}'])
def test_malformed_json_is_refused(text, tmp_path):
    path = tmp_path / "composition.json"
    path.write_text(text)
    refused(wavemaker("render", path, "-o", tmp_path / "out.mp4"), 3, "error: ")


def test_a_missing_composition_is_a_usage_error(tmp_path):
    done = wavemaker("render", tmp_path / "none.json", "-o", tmp_path / "out.mp4")
    refused(done, 2, "none.json")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--frames", "x"],
        ["--frames", "4:2"],
        ["--frames", "0:99"],
        ["--scene", "nobody"],
        ["--scene", "s", "--frames", "0:2"],
        ["--jobs", "0"],
        ["--quality", "best"],
    ],
)
def test_arguments_that_make_no_sense_are_usage_errors(arguments, tmp_path):
    refused(render(tmp_path, GOOD, *arguments), 2)


def test_all_missing_assets_are_named_at_once_with_their_keys(tmp_path):
    composition = with_layer(type="image", asset="assets/a.png") | {
        "audio": {"music": "assets/b.mp3"}
    }
    refused(render(tmp_path, composition), 4, "assets/a.png", "assets/b.mp3")


@pytest.mark.parametrize("key", ["../secret.png", "/etc/passwd", "a/../../b.png", "a\\b.png"])
def test_a_key_that_leaves_the_folder_is_refused(key, tmp_path):
    done = render(tmp_path, with_layer(type="image", asset=key))
    refused(done, 4)


@pytest.mark.parametrize("name", ["a.png", "a.mp4"])
@pytest.mark.parametrize("content", [b"", b"no picture at all", b"\x89PNG\r\n\x1a\n" + b"\0" * 99])
def test_a_corrupt_asset_is_refused_with_its_key(name, content, tmp_path):
    (tmp_path / name).write_bytes(content)
    refused(render(tmp_path, with_scene(asset=name)), 4, name)


def test_a_film_without_frames_is_refused(tmp_path):
    with av.open(str(tmp_path / "empty.mov"), "w", format="mov") as container:
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        container.start_encoding()
    shutil.move(tmp_path / "empty.mov", tmp_path / "empty_film")
    refused(render(tmp_path, with_scene(asset="empty_film")), 4, "empty_film")


def test_a_sound_where_a_picture_belongs_is_refused(tmp_path):
    with av.open(str(tmp_path / "a.wav"), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=48000)
        frame = av.AudioFrame(format="s16", layout="stereo", samples=4800)
        frame.sample_rate = 48000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    refused(render(tmp_path, with_scene(asset="a.wav")), 4, "a.wav")


def test_a_picture_where_a_sound_belongs_is_refused(tmp_path):
    Image.new("RGB", (8, 8)).save(tmp_path / "a.png")
    refused(render(tmp_path, changed(audio={"music": "a.png"})), 4, "a.png")


def test_an_output_folder_that_cannot_be_made_is_an_output_error(tmp_path):
    (tmp_path / "file").write_text("")
    done = render(tmp_path, GOOD, output=tmp_path / "file" / "out.mp4")
    refused(done, 1, "error: ")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_device_is_an_output_error(tmp_path):
    refused(render(tmp_path, GOOD, output="/dev/full"), 1, "error: ")


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 200 kB, where the machine lets us make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting needs root")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_an_output_error_and_leaves_the_old_file(small_disk, tmp_path):
    Image.effect_noise((1280, 720), 90).convert("RGB").save(tmp_path / "noise.png")
    path = write_json(tmp_path / "composition.json", with_scene(asset="noise.png"))
    output = small_disk / "film.mp4"
    output.write_bytes(b"old")
    done = wavemaker("render", path, "-o", output, "--quality", "high")
    refused(done, 1, "film.mp4")
    assert output.read_bytes() == b"old"
    assert [entry.name for entry in small_disk.iterdir()] == ["film.mp4"]


def test_a_read_only_folder_is_an_output_error(small_disk, tmp_path):
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    path = write_json(tmp_path / "composition.json", GOOD)
    refused(wavemaker("render", path, "-o", small_disk / "film.mp4"), 1, "film.mp4")


def test_errors_for_machines_are_json(tmp_path):
    done = render(tmp_path, with_scene(asset="none.png"), "--json")
    error = json.loads(done.stdout)["error"]
    assert (error["exit_code"], error["where"]) == (4, "none.png")
    assert done.returncode == 4


def test_an_output_that_is_an_input_is_a_usage_error(tmp_path):
    path = write_json(tmp_path / "composition.json", GOOD)
    before = path.read_bytes()
    refused(wavemaker("render", path, "-o", path), 2, "inputs")
    assert path.read_bytes() == before
