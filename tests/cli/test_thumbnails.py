"""`wavemaker thumbnail`."""

import json

import pytest
from PIL import Image

from tests.assets.patterns import Numbered, read_number, write_numbered
from tests.pictures import composition, scene


@pytest.fixture
def film(tmp_path):
    return write_numbered(tmp_path, Numbered(frame_count=50))


def test_a_poster_is_written_and_named(wavemaker, film, tmp_path):
    output = tmp_path / "poster.png"
    result = wavemaker("thumbnail", "poster", film, "-o", output, "--at", "0:01.2")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"{output}: frame 30 at 1.20 s, 96x64\n"
    with Image.open(output) as picture:
        import numpy as np  # noqa: PLC0415

        assert read_number(np.asarray(picture)) == 30


def test_a_poster_says_why_it_was_chosen(wavemaker, film, tmp_path):
    result = wavemaker("thumbnail", "poster", film, "-o", tmp_path / "p.jpg", "--json")
    said = json.loads(result.stdout)
    assert said["output"] == str(tmp_path / "p.jpg")
    assert said["seconds"] == said["frame"] / 25
    assert (said["width_px"], said["height_px"]) == (96, 64)
    assert set(said["score"]) == {
        "total", "light", "contrast", "sharpness", "colour", "whole", "settled"
    }  # fmt: skip


def test_sprites_and_preview_say_what_they_wrote(wavemaker, film, tmp_path):
    track, moving = tmp_path / "film.vtt", tmp_path / "film.webp"
    arguments = ("-o", track, "--width", 32, "--interval", "0.5", "--columns", 2)
    result = wavemaker("thumbnail", "sprites", film, *arguments)
    assert result.stderr == f"{track}: 4 pictures of 32x21 on 1 sheet\n"
    said = json.loads(wavemaker("thumbnail", "sprites", film, *arguments, "--json").stdout)
    assert said == {
        "output": str(track), "sheets": [str(tmp_path / "film.jpg")], "tiles": 4,
        "tile_width_px": 32, "tile_height_px": 21, "interval_seconds": 0.5,
    }  # fmt: skip
    result = wavemaker("thumbnail", "preview", film, "-o", moving, "--width", 48, "--fps", 5)
    assert result.stderr == f"{moving}: 10 frames, 2.0 s, 48x32, from 0.0 s\n"
    said = json.loads(wavemaker("thumbnail", "preview", film, "-o", moving, "--json").stdout)
    assert (said["frames"], said["duration_seconds"], said["starts_seconds"]) == (20, 2, [0])


def test_a_composition_is_read_from_a_file_or_from_stdin(wavemaker, write, tmp_path):
    document = composition(scene(frames=10, background="#00bdf2"), size=(32, 24))
    for source, how in ((write(document), {}), ("-", {"input": json.dumps(document)})):
        output = tmp_path / "poster.png"
        result = wavemaker("thumbnail", "poster", source, "-o", output, "--width", 64, **how)
        assert result.exit_code == 0, result.stderr
        with Image.open(output) as picture:
            assert picture.size == (64, 48)
        output.unlink()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("poster", "none.mp4", "-o", "p.png"), 4, "there is no such file"),
        (("poster", "none.json", "-o", "p.png"), 2, "none.json"),
        (("poster", "{film}", "-o", "p.mp4"), 2, "no picture format"),
        (("poster", "{film}", "-o", "p.png", "--at", "soon"), 2, "is no time"),
        (("poster", "{film}", "-o", "p.png", "--at", "-3"), 2, "is no time"),
        (("sprites", "{film}", "-o", "p.jpg"), 2, "name it .vtt"),
        (("sprites", "{film}", "-o", "p.vtt", "--interval", "0"), 2, "above 0"),
        (("preview", "{film}", "-o", "p.mp4"), 2, "use .webp or .gif"),
        (("preview", "{film}", "-o", "p.webp", "--seconds", "1e9"), 2, "is no time"),
    ],
)
def test_mistakes_have_their_exit_codes(arguments, code, said, wavemaker, film, tmp_path):
    before = sorted(tmp_path.iterdir())
    places = [
        str(film) if a == "{film}" else str(tmp_path / a) if "." in a and a != "1e9" else a
        for a in arguments
    ]
    result = wavemaker("thumbnail", *places)
    assert result.exit_code == code
    assert said in result.stderr
    result = wavemaker("thumbnail", *places, "--json")
    assert said in json.loads(result.stdout)["error"]["message"] + str(
        json.loads(result.stdout)["error"]["hint"]
    ) + str(json.loads(result.stdout)["error"]["where"])
    assert sorted(tmp_path.iterdir()) == before
