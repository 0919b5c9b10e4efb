"""`wavemaker frame` and `wavemaker sheet`."""

import json

import numpy as np
import pytest
from PIL import Image

from tests.pictures import box, composition, scene


def pixels(path):
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))


DOCUMENT = composition(
    scene(frames=10, background="#00bdf2"),
    scene(box("white", 0, 0, 32, 12), frames=14),
    size=(32, 24),
)


def test_a_frame_is_a_picture_of_the_canvas(wavemaker, write, tmp_path):
    output = tmp_path / "frame.png"
    result = wavemaker("frame", write(DOCUMENT), 9, "-o", output)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"{output}: frame 9, 32x24\n"
    picture = pixels(output)
    assert picture.shape == (24, 32, 3)
    assert np.abs(picture.astype(int) - (0, 189, 242)).max() <= 2


def test_the_next_frame_is_the_next_scene(wavemaker, write, tmp_path):
    output = tmp_path / "frame.png"
    assert wavemaker("frame", write(DOCUMENT), 10, "-o", output).exit_code == 0
    picture = pixels(output)
    assert (picture[:12] > 250).all()
    assert (picture[12:] < 5).all()


def test_a_resolution_names_the_short_side(wavemaker, write, tmp_path):
    output = tmp_path / "frame.png"
    result = wavemaker("frame", write(DOCUMENT), 0, "-o", output, "--resolution", "480p", "--json")
    assert json.loads(result.stdout) == {
        "output": str(output), "frame": 0, "width_px": 640, "height_px": 480
    }  # fmt: skip
    assert pixels(output).shape == (480, 640, 3)


@pytest.mark.parametrize(("number", "code"), [(24, 2), (10**9, 2)])
def test_a_frame_that_is_not_there_is_a_usage_error(number, code, wavemaker, write, tmp_path):
    output = tmp_path / "frame.png"
    result = wavemaker("frame", write(DOCUMENT), number, "-o", output)
    assert result.exit_code == code
    assert f"error: there is no frame {number}\n" in result.stderr
    assert "hint: the composition has frames 0 to 23" in result.stderr
    assert not output.exists()


def test_errors_have_their_exit_codes_and_leave_nothing(wavemaker, write, tmp_path):
    output = tmp_path / "frame.png"
    missing = composition(scene(asset="none.png"))
    for arguments, code in (
        ((tmp_path / "none.json", 0), 2),
        ((write({"id": 1}, "bad.json"), 0), 3),
        ((write(missing, "missing.json"), 0), 4),
    ):
        result = wavemaker("frame", *arguments, "-o", output)
        assert result.exit_code == code
        assert result.stderr.startswith("error: ")
        as_json = wavemaker("frame", *arguments, "-o", output, "--json")
        assert (as_json.exit_code, as_json.stderr) == (code, "")
        error = json.loads(as_json.stdout)["error"]
        assert error["exit_code"] == code
        assert {"type", "message", "where", "hint", "problems"} <= set(error)
    assert not output.exists()


def test_assets_may_lie_elsewhere(wavemaker, write, tmp_path):
    folder = tmp_path / "media"
    folder.mkdir()
    Image.new("RGB", (8, 8), "red").save(folder / "a.png")
    path, output = write(composition(scene(asset="a.png"))), tmp_path / "frame.png"
    assert wavemaker("frame", path, 0, "-o", output).exit_code == 4
    assert wavemaker("frame", path, 0, "-o", output, "--assets", folder).exit_code == 0
    assert pixels(output)[2, 2].tolist()[0] > 250


def test_a_name_that_is_no_pictures_is_refused(wavemaker, write, tmp_path):
    result = wavemaker("frame", write(DOCUMENT), 0, "-o", tmp_path / "frame.mp4")
    assert result.exit_code == 2
    assert "frame.mp4" in result.stderr


def test_a_sheet_has_pictures_from_all_over(wavemaker, write, tmp_path):
    output = tmp_path / "sheet.png"
    result = wavemaker("sheet", write(DOCUMENT), "-o", output, "--count", 4, "--columns", 2,
                       "--width", 64, "--json")  # fmt: skip
    assert json.loads(result.stdout) == {"output": str(output), "frames": [3, 9, 15, 21]}
    picture = pixels(output).astype(int)
    height, width = picture.shape[:2]
    blue = np.abs(picture - (0, 189, 242)).max(axis=2) <= 3
    white = picture.min(axis=2) > 250
    upper, lower = slice(0, height // 2), slice(height // 2, None)
    assert blue[upper].sum() == pytest.approx(2 * 64 * 48, rel=0.08)
    assert blue[lower].sum() == 0
    assert white[lower].sum() == pytest.approx(2 * 64 * 24, rel=0.08)
    for column in (slice(0, width // 2), slice(width // 2, None)):
        assert blue[upper, column].sum() > 0
        assert white[lower, column].sum() > 0


def test_a_sheet_has_no_more_pictures_than_frames(wavemaker, write, tmp_path):
    output = tmp_path / "sheet.png"
    path = write(composition(scene(frames=2, id="\u202e[/b] \x1b")))
    result = wavemaker("sheet", path, "-o", output, "--width", 64, "--json")
    assert json.loads(result.stdout)["frames"] == [0, 1]
    result = wavemaker("sheet", path, "-o", output, "--width", 64)
    assert result.stderr == f"{output}: 2 frames\n"
