"""Every cue of the track names the picture of its stretch of time."""

import json
import re
from fractions import Fraction
from itertools import pairwise
from urllib.parse import unquote

import numpy as np
import pytest
from PIL import Image

from render.errors import OutputError, UsageError
from render.thumbnails import make_sprites
from tests.assets.patterns import TICKS_A_FRAME, Numbered, read_number, write_numbered
from tests.pictures import composition, scene

CUE = re.compile(r"([\d:.]+) --> ([\d:.]+)\n(.+)#xywh=(\d+),(\d+),(\d+),(\d+)\n")
WEBVTT_TIME = re.compile(r"(?:(\d\d+):)?([0-5]\d):([0-5]\d\.\d{3})")


def seconds(text):
    hours, minutes, rest = WEBVTT_TIME.fullmatch(text).groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + Fraction(rest)


def read_track(path):
    """Return (start, end, picture) of every cue."""
    text = path.read_text(encoding="utf-8")
    assert text.startswith("WEBVTT\n\n")
    sheets, cues = {}, []
    for start, end, name, *box in CUE.findall(text):
        if name not in sheets:
            with Image.open(path.parent / unquote(name)) as sheet:
                assert sheet.format == "JPEG"
                sheets[name] = np.asarray(sheet.convert("RGB"))
        left, top, width, height = map(int, box)
        picture = sheets[name][top : top + height, left : left + width]
        assert picture.shape == (height, width, 3)
        cues.append((seconds(start), seconds(end), picture))
    assert text.count("-->") == len(cues)
    return cues


def test_each_picture_is_the_middle_of_its_stretch(tmp_path):
    source = write_numbered(tmp_path, Numbered(frame_count=90))
    made = make_sprites(source, tmp_path / "film.vtt", width_px=48, columns=3)
    assert (made.tiles, made.interval_seconds) == (4, 1)
    assert made.sheets == (tmp_path / "film.jpg",)
    cues = read_track(made.track)
    assert [cue[:2] for cue in cues] == [(0, 1), (1, 2), (2, 3), (3, Fraction(36, 10))]
    assert [read_number(cue[2]) for cue in cues] == [12, 37, 62, 82]
    with Image.open(made.sheets[0]) as sheet:
        assert sheet.size == (3 * 48, 2 * 32)


def test_many_pictures_are_spread_over_sheets(tmp_path):
    source = write_numbered(tmp_path, Numbered(frame_count=230, gop=50))
    made = make_sprites(
        source, tmp_path / "a film #1.vtt", width_px=32, interval_seconds=Fraction(1, 25)
    )
    assert [sheet.name for sheet in made.sheets] == [f"a film #1-{n}.jpg" for n in (1, 2, 3)]
    cues = read_track(made.track)
    assert [read_number(cue[2]) for cue in cues] == list(range(230))
    assert all(before[1] == after[0] for before, after in pairwise(cues))
    assert (cues[0][0], cues[-1][1]) == (0, Fraction(230, 25))


def test_uneven_times_are_heeded(tmp_path):
    ticks = [*range(0, 10 * TICKS_A_FRAME, TICKS_A_FRAME), 3000, 9000]
    film = Numbered(frame_count=12, ticks=ticks, bframes=0)
    made = make_sprites(write_numbered(tmp_path, film), tmp_path / "film.vtt", width_px=48)
    assert [read_number(cue[2]) for cue in read_track(made.track)][:4] == [9, 10, 10, 10]


def test_the_interval_follows_the_length(tmp_path):
    held = [0, 100_000, 200_000, 300_000]  # four frames, over 120 seconds
    film = Numbered(frame_count=4, ticks=held, bframes=0)
    made = make_sprites(write_numbered(tmp_path, film), tmp_path / "film.vtt", width_px=32)
    assert 1 < made.interval_seconds < 2
    assert made.tiles == 100


def test_a_composition_is_drawn(tmp_path):
    red = scene(frames=60, background="#ff0000")
    document = composition(red, scene(frames=30, background="#0000ff"), size=(32, 24))
    path = tmp_path / "composition.json"
    path.write_text(json.dumps(document))
    cues = read_track(make_sprites(path, tmp_path / "film.vtt", width_px=64).track)
    reds = [bool(cue[2][20, 20, 0] > 200 and cue[2][20, 20, 2] < 40) for cue in cues]
    assert reds == [True, True, False]
    assert cues[-1][1] == 3


def test_what_cannot_be_is_said_and_leaves_nothing(tmp_path):
    source = write_numbered(tmp_path, Numbered(frame_count=2))
    before = sorted(tmp_path.iterdir())
    for name, how in (
        ("film.txt", {}),
        ("film.vtt", {"interval_seconds": Fraction(0)}),
        ("film.vtt", {"interval_seconds": Fraction(1, 10**6)}),
        ("film.vtt", {"columns": 2000}),
    ):
        with pytest.raises(UsageError):
            make_sprites(source, tmp_path / name, **how)
    assert sorted(tmp_path.iterdir()) == before
    (tmp_path / "film.jpg").mkdir()
    with pytest.raises(OutputError):
        make_sprites(source, tmp_path / "film.vtt")
    assert not (tmp_path / "film.vtt").exists()
