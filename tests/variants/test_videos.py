"""Every kind of film becomes two that play everywhere, with the same frames at the same times."""

import struct
from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
import pytest
from PIL import Image

from render.assets.probe import probe
from render.errors import AssetUnreadable, OutputError, UsageError
from render.variants.profiles import VideoProfile
from render.variants.videos import make_video_variants
from tests.assets.patterns import (
    TICKS_A_FRAME,
    Numbered,
    frame_of_luma,
    numbered_luma,
    read_number,
    write_frames,
    write_numbered,
)
from tests.variants.films import PREVIEW, WEB, boxes, make, read

UNEVEN = tuple(np.cumsum([0, *([100, 50, 300, 120, 20, 500] * 4)]).tolist()[:20])
HOUR_BETWEEN = (*range(0, 1000, 100), *range(9_000_000, 9_001_000, 100))
SHORT = Numbered(frame_count=20)
ODDITIES = {
    "plain": SHORT,
    "ntsc": replace(SHORT, rate=Fraction(30000, 1001)),
    "ntsc-mkv": replace(SHORT, rate=Fraction(30000, 1001), suffix=".mkv"),
    "late": replace(SHORT, ticks=tuple(range(500, 2500, TICKS_A_FRAME))),
    "late-ts": replace(SHORT, suffix=".ts", ticks=tuple(range(50_500, 52_500, TICKS_A_FRAME))),
    "avi-without-times": replace(SHORT, codec="mpeg4", suffix=".avi"),
    "variable-mp4": replace(SHORT, ticks=UNEVEN),
    "variable-mkv": replace(SHORT, ticks=UNEVEN, suffix=".mkv"),
    "variable-webm": replace(SHORT, ticks=UNEVEN, codec="libvpx-vp9", suffix=".webm"),
    "an-hour-between": replace(SHORT, ticks=HOUR_BETWEEN),
    "a-frame-a-minute": replace(SHORT, frame_count=4, rate=Fraction(1, 60)),
    "turned": replace(SHORT, rotation=-90),
    "upside-down": replace(SHORT, rotation=180),
    "turned-the-other-way": replace(SHORT, rotation=90, codec="libx265"),
    "wide-pixels": replace(SHORT, sample_aspect=Fraction(4, 3)),
    "turned-wide-pixels": replace(SHORT, sample_aspect=Fraction(4, 3), rotation=-90),
    "odd-size": replace(SHORT, width=97, height=63, pix_fmt="yuv444p"),
    "prores": replace(SHORT, codec="prores_ks", suffix=".mov", pix_fmt="yuv422p10le"),
    "hevc-10bit": replace(SHORT, codec="libx265", pix_fmt="yuv420p10le"),
    "motion-jpeg": replace(SHORT, codec="mjpeg", suffix=".avi", pix_fmt="yuvj420p"),
    "gif": replace(SHORT, codec="gif", suffix=".gif", pix_fmt="rgb8"),
    "fragmented": replace(SHORT, container_options={"movflags": "frag_keyframe+empty_moov"}),
    "one-frame": replace(SHORT, frame_count=1),
    "tiny": replace(SHORT, width=16, height=16),
}  # fmt: skip


def write(folder, film):
    """Write a numbered film; where its display matrix turns it, it is stored lying on its side."""
    turns = round(-(film.rotation or 0) / 90)
    luma = (
        np.ascontiguousarray(np.rot90(numbered_luma(n, film.width, film.height), turns))
        for n in range(film.frame_count)
    )
    width, height = (film.width, film.height)[:: -1 if turns % 2 else 1]
    frames = (frame_of_luma(each, film.pix_fmt) for each in luma)
    return write_frames(folder, replace(film, width=width, height=height), frames)


def numbers(film):
    return [read_number(luma) for luma in film.luma]


@pytest.mark.parametrize("name", ODDITIES)
def test_every_frame_is_there_at_its_time(tmp_path, name):
    source = write(tmp_path, ODDITIES[name])
    facts = probe(name, source).video
    ticks = facts.frame_ticks - facts.first_tick
    for path, codec_profile in zip(make(source, tmp_path), ("High", "Main"), strict=True):
        film = read(path)
        assert numbers(film) == list(range(facts.frame_count))
        # Matroska's milliseconds are read as the even rate they stand for.
        away = [
            abs(found - int(tick) * facts.time_base)
            for found, tick in zip(film.seconds, ticks, strict=True)
        ]
        assert max(away) < (facts.time_base if ODDITIES[name].ticks is None else Fraction(1, 10**6))
        assert abs(film.duration - facts.duration_seconds) < Fraction(2, 1000)
        assert film.size == (facts.width_px // 2 * 2, facts.height_px // 2 * 2)
        assert film.stream["profile"] == codec_profile
        assert film.stream["pix_fmt"] == "yuv420p"
        assert film.stream["tags"] == (1, 1, 1, 1)
        assert film.stream["aspect"] in {None, 1}
        assert film.stream["streams"] == ["video"]
        assert [box for box in boxes(path) if box in {"moov", "mdat"}] == ["moov", "mdat"]


def test_even_rates_are_exact(tmp_path):
    source = write_numbered(tmp_path, ODDITIES["ntsc-mkv"])
    for path in make(source, tmp_path):
        film = read(path)
        assert film.stream["rate"] == Fraction(30000, 1001)
        assert film.seconds == [n * Fraction(1001, 30000) for n in range(20)]
        assert film.duration == 20 * Fraction(1001, 30000)


@pytest.mark.parametrize("rotation", [None, 90])
def test_large_films_are_reduced_each_to_its_size(tmp_path, rotation):
    film = Numbered(frame_count=3, width=2560, height=1440, rotation=rotation, bframes=0)
    web, preview = map(read, make(write(tmp_path, film), tmp_path))
    assert web.size == (1920, 1080)
    assert preview.size == (854, 480)
    for film in (web, preview):
        assert numbers(film) == [0, 1, 2]


def test_a_preview_of_its_own_is_the_one_made_beside_the_film(tmp_path):
    source = write_numbered(tmp_path, replace(SHORT, width=960, height=720, frame_count=4))
    _, beside = map(read, make(source, tmp_path))
    (alone,) = map(read, make(source, tmp_path, PREVIEW))
    assert beside.size == alone.size == (640, 480)
    apart = [np.abs(a.astype(int) - b).mean() for a, b in zip(beside.luma, alone.luma, strict=True)]
    assert max(apart) < 1


def test_fast_films_lose_every_other_frame_and_keep_their_length(tmp_path):
    source = write_numbered(tmp_path, replace(SHORT, rate=120, frame_count=41))
    web, preview = map(read, make(source, tmp_path))
    assert numbers(web) == list(range(0, 41, 2))
    assert numbers(preview) == list(range(0, 41, 4))
    assert (web.stream["rate"], preview.stream["rate"]) == (60, 30)
    assert web.seconds[-1] == preview.seconds[-1] == Fraction(40, 120)


@pytest.mark.parametrize(
    ("film", "longest"),
    [
        (Numbered(frame_count=60, rate=20, gop=250), Fraction(1)),
        (Numbered(frame_count=30, gop=250, ticks=[n * 300 for n in range(30)]), Fraction(1)),
        (
            Numbered(gop=250, ticks=[*range(0, 2000, 100), *range(2000, 22000, 1000)]),
            Fraction(3, 2),
        ),
    ],
    ids=["even", "slow", "uneven"],
)  # fmt: skip
def test_a_player_finds_a_place_to_seek_to_every_second_of_a_preview(tmp_path, film, longest):
    (path,) = make(write_numbered(tmp_path, film), tmp_path, PREVIEW)
    facts = probe("preview", path).video
    ends = np.append(np.frombuffer(facts.keyframe_ticks, "<i8"), facts.frame_ticks[-1])
    assert max(np.diff(ends)) * facts.time_base <= longest


def test_a_part_cut_off_by_an_edit_list_stays_off(tmp_path):
    source = write_numbered(tmp_path, Numbered(frame_count=40))
    data = bytearray(source.read_bytes())
    at = data.index(b"elst") + 12
    duration, media_time, rate = struct.unpack(">IiI", data[at : at + 12])
    data[at : at + 12] = struct.pack(">IiI", duration - 12 * 40, media_time + 7 * 512, rate)
    source.write_bytes(data)
    for path in make(source, tmp_path):
        film = read(path)
        assert numbers(film) == list(range(7, 35))
        assert film.seconds[0] == 0
        assert film.duration == Fraction(28, 25)


def test_a_film_cut_short_gives_what_is_there_and_says_so(tmp_path):
    film = Numbered(frame_count=60, container_options={"movflags": "faststart"})
    source = write_numbered(tmp_path, film)
    source.write_bytes(source.read_bytes()[: int(source.stat().st_size * 0.7)])
    output = tmp_path / "web.mp4"
    (result,) = make_video_variants(source, [(WEB, output)])
    assert "cut short" in result.notes[0]
    assert result.size_bytes == output.stat().st_size
    seen = numbers(read(output))
    assert 20 < len(seen) < 60
    assert seen[:20] == list(range(20))


def test_damage_in_the_middle_leaves_no_file_and_the_old_one_alone(tmp_path):
    source = write_numbered(tmp_path, Numbered(gop=10, bframes=0, frame_count=40))
    data = source.read_bytes()
    with av.open(str(source)) as container:
        places = [(p.pos, p.pos + p.size) for p in container.demux(video=0) if p.size]
    start, end = places[20][0], places[29][1]
    source.write_bytes(data[:start] + b"\xff" * (end - start) + data[end:])
    old = tmp_path / "out_web.mp4"
    old.write_bytes(b"old")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(AssetUnreadable, match=r"film\.mp4: frame \d+ cannot be decoded"):
        make(source, tmp_path)
    assert old.read_bytes() == b"old"
    assert sorted(tmp_path.iterdir()) == before


def test_what_is_no_film_is_named(tmp_path):
    picture = tmp_path / "a.mp4"
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    with pytest.raises(AssetUnreadable, match="no moving pictures"):
        make(picture, tmp_path)


def test_a_variant_replaces_neither_its_original_nor_another(tmp_path):
    source = write_numbered(tmp_path, replace(SHORT, frame_count=2))
    data = source.read_bytes()
    for outputs in ([(WEB, source)], [(WEB, tmp_path / "a.mp4"), (PREVIEW, tmp_path / "a.mp4")]):
        with pytest.raises(UsageError):
            make_video_variants(source, outputs)
    assert source.read_bytes() == data
    assert list(tmp_path.iterdir()) == [source]


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    source = write_numbered(tmp_path, replace(SHORT, frame_count=2))
    (tmp_path / "folder.mp4").mkdir()
    with pytest.raises(OutputError, match="folder"):
        make_video_variants(source, [(WEB, tmp_path / "folder.mp4")])


def test_nothing_of_the_original_but_picture_and_sound_is_kept(tmp_path):
    source = write_numbered(
        tmp_path, replace(SHORT, suffix=".mov", container_options={"movflags": "use_metadata_tags"})
    )
    data = source.read_bytes()
    for path in make(source, tmp_path):
        assert set(read(path).metadata) <= {"major_brand", "minor_version", "compatible_brands"}
        assert b"Lavf" in data
        assert b"Lavf" not in path.read_bytes()


def test_the_middle_is_kept_where_a_profile_asks_for_another_shape(tmp_path):
    shades = np.tile(np.array(range(16, 176), np.uint8), (80, 1))
    film = Numbered(width=160, height=80, options={"crf": "1"}, frame_count=1)
    source = write_frames(tmp_path, film, [frame_of_luma(shades)])
    square = VideoProfile("_square", short_side_px=1080, aspect_ratio="1:1", crf=5)
    small = replace(square, suffix="_small", short_side_px=40)
    web, whole, part = map(read, make(source, tmp_path, square, WEB, small))
    assert (web.size, whole.size, part.size) == ((80, 80), (160, 80), (40, 40))
    assert abs(float(web.luma[0][:, 0].mean()) - (16 + 40)) <= 2
    assert abs(float(web.luma[0][:, 79].mean()) - (16 + 119)) <= 2
    assert abs(float(part.luma[0][:, 20].mean()) - (16 + 81)) <= 2


def test_more_threads_give_the_same_frames(tmp_path):
    source = write_numbered(tmp_path, SHORT)
    for path in make(source, tmp_path, threads=3):
        assert numbers(read(path)) == list(range(20))


def test_progress_reaches_the_end(tmp_path):
    told = []
    source = write_numbered(tmp_path, replace(SHORT, rate=120))
    make(source, tmp_path, PREVIEW, on_frames=lambda *done: told.append(done))
    assert told[-1] == (17, 20)
    assert told == sorted(told)
