"""The poster is a frame that shows what the film is about."""

import json
from fractions import Fraction

import numpy as np
import pytest
from PIL import Image

from render.errors import AssetMissing, AssetUnreadable, OutputError, UsageError
from render.thumbnails import make_poster
from render.thumbnails.score import (
    colour_of,
    contrast_of,
    detail_of,
    light_of,
    wholeness_of,
)
from tests.assets.patterns import Numbered, read_number, write_numbered
from tests.pictures import box, composition, scene
from tests.thumbnails.shots import BLACK, ROSY, SUNNY, blurred, hold, turn, write_shots


def pixels(path):
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))


def as_bytes(picture):
    return np.clip(picture, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("gop", [1, 12, 500])
def test_it_is_neither_black_nor_blurred_nor_in_a_dissolve(tmp_path, gop):
    parts = [
        hold(BLACK, 20),
        turn(BLACK, ROSY, 25),
        hold(blurred(ROSY), 30),
        turn(blurred(ROSY), SUNNY, 40),
        hold(SUNNY, 12),
        turn(SUNNY, BLACK, 25),
        hold(BLACK, 48),
    ]
    starts = np.cumsum([0, *map(len, parts)])
    source = write_shots(tmp_path, [each for part in parts for each in part], gop=gop)
    poster = make_poster(source, tmp_path / "poster.png", candidates=24)
    assert starts[4] - 1 <= poster.frame < starts[5] + 1
    assert np.abs(pixels(poster.path).astype(int) - SUNNY).mean() < 12
    assert poster.seconds == Fraction(poster.frame, 25)
    assert poster.score.whole == 1


def test_the_first_frames_of_a_fade_are_not_taken(tmp_path):
    source = write_shots(tmp_path, [*turn(BLACK, SUNNY, 20), *hold(SUNNY, 20)])
    assert make_poster(source, tmp_path / "poster.png").frame >= 18


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_film_of_one_colour_has_a_poster_too(tmp_path, level):
    source = write_shots(tmp_path, hold(BLACK + level, 5))
    poster = make_poster(source, tmp_path / "poster.png")
    assert np.abs(pixels(poster.path).astype(int) - level).max() <= 3


def test_a_film_of_one_frame_is_its_own_poster(tmp_path):
    source = write_shots(tmp_path, [SUNNY])
    assert make_poster(source, tmp_path / "poster.png").frame == 0


@pytest.mark.parametrize(
    ("film", "width", "size"),
    [
        (Numbered(frame_count=3, width=192, height=108), None, (192, 108)),
        (Numbered(frame_count=3, width=192, height=108), 96, (96, 54)),
        (Numbered(frame_count=3, width=192, height=108), 4000, (192, 108)),
        (Numbered(frame_count=3, width=192, height=108, rotation=90), 54, (54, 96)),
        (
            Numbered(frame_count=3, width=144, height=108, sample_aspect=Fraction(4, 3)),
            None,
            (192, 108),
        ),
        (Numbered(frame_count=3, width=97, height=63, pix_fmt="yuv444p"), None, (97, 63)),
    ],
)  # fmt: skip
def test_it_has_the_films_shape_and_is_never_larger(tmp_path, film, width, size):
    poster = make_poster(write_numbered(tmp_path, film), tmp_path / "poster.jpg", width_px=width)
    assert (poster.width_px, poster.height_px) == size
    assert pixels(poster.path).shape == (*size[::-1], 3)


@pytest.mark.parametrize(("at", "frame"), [("0", 0), ("0.5", 12), ("1.02", 25), ("99", 39)])
def test_a_time_may_be_given(tmp_path, at, frame):
    source = write_numbered(tmp_path, Numbered())
    poster = make_poster(source, tmp_path / "poster.png", at_seconds=Fraction(at))
    assert (poster.frame, poster.score) == (frame, None)
    assert read_number(pixels(poster.path)) == frame


def test_transparent_parts_are_black(tmp_path):
    film = Numbered("png", ".mov", 2, pix_fmt="rgba", alpha=lambda _: 0)
    poster = make_poster(write_numbered(tmp_path, film), tmp_path / "poster.png", width_px=48)
    assert pixels(poster.path).max() <= 2


def composed(folder):
    """Write a composition: red comes in, then green, then blue with a layer that comes late."""
    late = box("white", 8, 8, 16, 8, enter={"preset": "fade", "durationFrames": 30})
    document = composition(
        scene(box("#402000", 0, 0, 16, 24), frames=20, background="#300000"),
        scene(
            frames=20, background="#003000", transition={"type": "crossfade", "durationFrames": 18}
        ),
        scene(
            box("#ffcc00", 0, 0, 8, 24),
            late,
            frames=60,
            background="#2040c0",
            transition={"type": "crossfade", "durationFrames": 20},
        ),
        size=(32, 24),
    )
    path = folder / "composition.json"
    path.write_text(json.dumps(document))
    return path


def test_of_a_composition_it_is_a_frame_with_all_come_in_and_no_transition(tmp_path):
    poster = make_poster(composed(tmp_path), tmp_path / "poster.png", width_px=64)
    assert poster.frame >= 70
    assert poster.score.settled == poster.score.whole == 1
    picture = pixels(poster.path).astype(int)
    assert picture.shape == (48, 64, 3)
    assert (picture[20:28, 20:40] > 240).all()
    assert np.abs(picture[40, 60] - (0x20, 0x40, 0xC0)).max() <= 3


def test_a_composition_with_nothing_but_a_transition_has_a_poster(tmp_path):
    path = tmp_path / "composition.json"
    path.write_text(json.dumps(composition(scene(frames=1), size=(32, 24))))
    assert make_poster(path, tmp_path / "poster.png").frame == 0


def test_what_cannot_be_is_said(tmp_path):
    source = write_numbered(tmp_path, Numbered(frame_count=2))
    sound = tmp_path / "text.txt"
    sound.write_text("no film")
    for call, error in (
        ((source, tmp_path / "poster.mp4"), UsageError),
        ((tmp_path / "none.mp4", tmp_path / "poster.png"), AssetMissing),
        ((sound, tmp_path / "poster.png"), AssetUnreadable),
        ((source, tmp_path), UsageError),
    ):
        with pytest.raises(error):
            make_poster(*call)
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(OutputError):
        make_poster(source, tmp_path / "folder.png")
    assert not (tmp_path / "poster.png").exists()


def test_a_poster_does_not_replace_its_film(tmp_path):
    film = tmp_path / "film.webp"
    write_numbered(tmp_path, Numbered(frame_count=2, width=64, height=64)).rename(film)
    before = film.read_bytes()
    with pytest.raises(UsageError, match="replace the source"):
        make_poster(film, film)
    assert film.read_bytes() == before


def test_mixtures_are_told_from_movement_cuts_and_rest():
    sunny, rosy = as_bytes(SUNNY), as_bytes(ROSY)
    for share in (0.3, 0.5, 0.7):
        early, late = (as_bytes(SUNNY * (1 - s) + ROSY * s) for s in (share - 0.2, share + 0.2))
        middle = as_bytes(SUNNY * (1 - share) + ROSY * share)
        assert wholeness_of(early, middle, late) < 0.2
    assert wholeness_of(as_bytes(BLACK), as_bytes(SUNNY * 0.5), sunny) < 0.2
    assert wholeness_of(sunny, sunny, sunny) == 1
    assert wholeness_of(sunny, sunny, rosy) == 1
    assert wholeness_of(sunny, rosy, rosy) == 1
    for pixels_a_step in (2, 5, 12):
        before, after = (np.roll(sunny, sign * pixels_a_step, axis=1) for sign in (-1, 1))
        assert wholeness_of(before, sunny, after) > 0.9


def test_scores_go_the_right_way():
    sunny = as_bytes(SUNNY)
    grey = as_bytes(np.repeat(SUNNY.mean(axis=2, keepdims=True), 3, axis=2))
    assert detail_of(sunny) > 2 * detail_of(as_bytes(blurred(SUNNY)))
    assert contrast_of(sunny) > 2 * contrast_of(as_bytes(SUNNY * 0.2 + 100))
    assert colour_of(sunny) > 0.5
    assert colour_of(grey) < 0.02
    assert light_of(sunny) == 1
    assert light_of(as_bytes(SUNNY * 0.05)) == light_of(as_bytes(SUNNY * 0 + 254)) == 0
