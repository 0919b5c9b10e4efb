"""A preview shows the best moments, in order, and loops."""

import json
from fractions import Fraction

import numpy as np
import pytest
from PIL import Image, ImageSequence

from render.errors import UsageError
from render.thumbnails import make_preview
from tests.assets.patterns import Numbered, read_number, write_numbered
from tests.pictures import composition, scene
from tests.thumbnails.shots import BLACK, ROSY, SUNNY, hold, turn, write_shots


def frames(path):
    """Return every picture of a moving one, and for how many milliseconds each is shown."""
    with Image.open(path) as picture:
        assert picture.info.get("loop") == 0
        found = []
        for frame in ImageSequence.Iterator(picture):
            frame.load()
            found.append((np.asarray(frame.convert("RGB")), frame.info["duration"]))
        return found


@pytest.mark.parametrize("suffix", [".webp", ".gif"])
def test_a_short_film_is_shown_whole(tmp_path, suffix):
    source = write_numbered(tmp_path, Numbered(frame_count=50))
    made = make_preview(source, tmp_path / f"film{suffix}", width_px=96)
    seen = frames(made.path)
    assert [read_number(picture) for picture, _ in seen] == [n * 5 // 2 for n in range(20)]
    assert {shown for _, shown in seen} == {100}
    assert (made.frames, made.duration_seconds) == (20, 2)
    assert (made.width_px, made.height_px) == (96, 64)


@pytest.mark.parametrize("suffix", [".webp", ".gif"])
def test_black_and_dissolves_are_no_moments(tmp_path, suffix):
    source = write_shots(
        tmp_path,
        [
            *hold(BLACK, 50), *turn(BLACK, SUNNY, 12), *hold(SUNNY, 60), *turn(SUNNY, ROSY, 12),
            *hold(ROSY, 60), *turn(ROSY, BLACK, 12), *hold(BLACK, 50),
        ],
    )  # fmt: skip
    made = make_preview(source, tmp_path / f"film{suffix}", seconds=Fraction(2), width_px=160)
    assert list(made.starts_seconds) == sorted(made.starts_seconds)
    assert len(made.starts_seconds) >= 2
    dark = [picture.mean() < 40 for picture, _ in frames(made.path)]
    assert sum(dark) <= len(dark) // 5
    for start in made.starts_seconds:
        assert 58 <= start * 25 <= 200


def test_a_composition_is_drawn(tmp_path):
    document = composition(
        scene(frames=120, background="#ff0000"), scene(frames=120, background="#0000ff"),
        size=(32, 24),
    )  # fmt: skip
    path = tmp_path / "composition.json"
    path.write_text(json.dumps(document))
    made = make_preview(path, tmp_path / "film.webp", width_px=64, fps=5)
    pictures = [picture for picture, _ in frames(made.path)]
    assert pictures[0].shape == (48, 64, 3)
    assert pictures[0][20, 20, 0] > 200
    assert pictures[-1][20, 20, 2] > 200


def test_what_cannot_be_is_said_and_leaves_nothing(tmp_path):
    source = tmp_path / "composition.json"
    source.write_text(json.dumps(composition(scene(frames=9), size=(32, 24))))
    before = sorted(tmp_path.iterdir())
    for name, how in (
        ("film.mp4.png", {}),
        ("film.webp", {"seconds": Fraction(0)}),
        ("film.webp", {"seconds": Fraction(61)}),
        ("film.webp", {"seconds": Fraction(60), "fps": 50, "width_px": 960}),
    ):
        with pytest.raises(UsageError):
            make_preview(source, tmp_path / name, **how)
    assert sorted(tmp_path.iterdir()) == before
