"""Hostile, broken and mistaken files: one clear error each, and never another file's content."""

import shutil
import struct
from contextlib import suppress

import av
import numpy as np
import pytest

from render.assets import VideoReader, containers
from render.assets.containers import open_container
from render.assets.probe import probe
from render.assets.sniffing import Guess
from render.errors import AssetUnreadable
from tests.assets.patterns import Numbered, read_number, write_numbered

IMPOSTORS = {
    "an empty file": b"",
    "a file of blanks": b" \n\t\r\n",
    "a text file": b"hello, this is no film\n" * 9,
    "an HLS playlist": b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nsibling.mp4\n",
    "an ffconcat playlist": b"ffconcat version 1.0\nfile sibling.mp4\n",
    "a PLS playlist": b"[playlist]\nFile1=sibling.mp4\n",
    "a DASH manifest": b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"/>',
    "an HTML page": b"<!DOCTYPE html><html><body>404</body></html>",
    "an XML document": b"<?xml version='1.0'?><a/>",
    "a PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "a PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "a Photoshop": b"8BPS\0\1" + bytes(20),
    "a ZIP": b"PK\x03\x04" + bytes(40),
    "a gzip": b"\x1f\x8b\x08" + bytes(20),
    "an MVG": b"push graphic-context\nimage over 0,0 0,0 'sibling.mp4'\n",
}


@pytest.mark.parametrize("found", IMPOSTORS)
@pytest.mark.parametrize("name", ["clip.mp4", "still.png", "voice.mp3", "noextension"])
def test_what_is_no_media_is_named_for_what_it_is(tmp_path, found, name):
    write_numbered(tmp_path, Numbered(frame_count=3), "sibling")
    path = tmp_path / name
    path.write_bytes(IMPOSTORS[found])
    with pytest.raises(AssetUnreadable, match=f"this is {found}") as caught:
        probe(f"assets/{name}", path)
    assert caught.value.where == f"assets/{name}"
    with pytest.raises(AssetUnreadable), open_container(path, name):
        pass


@pytest.mark.parametrize("start", [b"\0", b"\xef\xbb\xbf", b"\n\n", b"\xff", b"\xff\xfe"])
def test_a_playlist_behind_other_bytes_opens_nothing(tmp_path, start):
    write_numbered(tmp_path, Numbered(frame_count=3), "sibling")
    for text in (IMPOSTORS["an ffconcat playlist"], IMPOSTORS["an HLS playlist"]):
        path = tmp_path / "clip.mp4"
        path.write_bytes(start + text + bytes(range(256)) * 20)
        with pytest.raises(AssetUnreadable):
            probe("clip.mp4", path)


def test_the_list_of_demuxers_stops_a_playlist_that_the_first_bytes_do_not_betray(
    tmp_path, monkeypatch
):
    """The same defence without the look at the first bytes, which FFmpeg alone does not have."""
    write_numbered(tmp_path, Numbered(frame_count=3, suffix=".mkv"), "sibling")
    monkeypatch.setattr(containers, "guess_kind", lambda _: Guess("container", "x"))
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"ffconcat version 1.0\nfile sibling.mkv\n")
    with av.open(str(path), options={"protocol_whitelist": "file"}) as container:
        assert len(list(container.decode(video=0))) == 3
    with pytest.raises(AssetUnreadable), open_container(path, "clip.mp4"):
        pass


def test_a_name_that_looks_like_a_protocol_is_only_a_name(tmp_path, monkeypatch):
    film = write_numbered(tmp_path, Numbered(frame_count=3))
    monkeypatch.chdir(tmp_path)
    for name in ("http:x.mp4", "concat:a|b.mp4", "-i.mp4", "%03d.mp4", "a\nb.mp4", "pipe:0"):
        shutil.copy(film, tmp_path / name)
        assert probe("film", tmp_path / name).kind == "video"


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".ts", ".mov"])
@pytest.mark.parametrize("kept", [0.6, 0.7, 0.8, 0.9, 0.97])
def test_a_film_cut_short_shows_what_is_there(tmp_path, suffix, kept):
    film = Numbered(
        suffix=suffix,
        container_options={"movflags": "faststart"} if suffix in {".mp4", ".mov"} else {},
        frame_count=60,
    )
    path = write_numbered(tmp_path, film)
    data = path.read_bytes()
    with av.open(str(path)) as container:
        ends = [packet.pos + packet.size for packet in container.demux(video=0) if packet.size]
    path.write_bytes(data[: int(len(data) * kept)])
    media = probe("cut", path)
    assert media.video is not None
    assert 3 < media.video.frame_count < 60
    if suffix in {".mp4", ".mov"}:
        assert "cut short" in media.notes[0]
        assert "of 60 frames" in media.notes[0]
        assert media.video.frame_count == sum(end <= len(data) * kept for end in ends)
    warnings = []
    with VideoReader(media, warnings.append) as reader:
        seen = [read_number(reader.frame(i).y) for i in range(media.video.frame_count)]
    # The frames before the cut in the file are not quite those before it in time.
    whole = [number for number in seen if number is not None]
    assert whole == sorted(whole)
    assert len(set(whole)) >= len(seen) - 1
    assert whole[: len(whole) // 2] == list(range(len(whole) // 2))
    assert all("held" in warning for warning in warnings)


def test_an_avi_cut_before_its_first_frame_is_unreadable(tmp_path):
    path = write_numbered(tmp_path, Numbered("mpeg4", ".avi"))
    data = path.read_bytes()
    path.write_bytes(data[: data.index(b"movi") + 4])
    with pytest.raises(AssetUnreadable, match="no frame and no sound"):
        probe("clip.avi", path)


def test_a_film_cut_before_its_index_is_unreadable(tmp_path):
    path = write_numbered(tmp_path, Numbered())
    path.write_bytes(path.read_bytes()[:800])
    with pytest.raises(AssetUnreadable, match=r"clip\.mp4.*export it again"):
        probe("clip.mp4", path)


def test_damage_in_the_middle_names_key_and_frame(tmp_path):
    """Every packet of frames 20 to 29 is overwritten; the others stay exact, in any order."""
    film = Numbered(gop=10, bframes=0, frame_count=40)
    path = write_numbered(tmp_path, film)
    media = probe("assets/clip.mp4", path)
    overwrite_packets(path, range(20, 30))
    with VideoReader(media) as reader:
        for index in (0, 19, 30, 39, 5, 31, 12):
            assert read_number(reader.frame(index).y) == index
        for index in (20, 25, 29):
            with pytest.raises(AssetUnreadable, match=f"frame {index} cannot be decoded") as caught:
                reader.frame(index)
            assert caught.value.where == "assets/clip.mp4"
        assert read_number(reader.frame(30).y) == 30


def test_damage_to_the_end_is_no_cut_tail(tmp_path):
    path = write_numbered(tmp_path, Numbered(gop=10, bframes=0, frame_count=40))
    media = probe("clip.mp4", path)
    overwrite_packets(path, range(25, 40))
    warnings = []
    with VideoReader(media, warnings.append) as reader:
        assert read_number(reader.frame(24).y) == 24
        with pytest.raises(AssetUnreadable, match="frame 39"):
            reader.frame(39)
    assert warnings == []


def test_a_last_frame_that_is_cut_is_held_with_a_warning(tmp_path):
    path = write_numbered(tmp_path, Numbered(gop=10, bframes=0, frame_count=40))
    media = probe("clip.mp4", path)
    overwrite_packets(path, range(39, 40))
    warnings = []
    with VideoReader(media, warnings.append) as reader:
        assert read_number(reader.frame(39).y) == 38
    assert warnings == ["clip.mp4: frame 39 is cut off, the last whole one is held"]


def test_a_first_frame_that_cannot_be_decoded_is_found_by_probing(tmp_path):
    path = write_numbered(tmp_path, Numbered(gop=250, bframes=0, frame_count=20))
    overwrite_packets(path, range(20))
    with pytest.raises(AssetUnreadable, match="frame 0 cannot be decoded"):
        probe("clip.mp4", path)


def overwrite_packets(path, numbers):
    """Fill the data of some packets of a film with 0xFF, in place."""
    with av.open(str(path)) as container:
        packets = [(p.pos, p.size) for p in container.demux(video=0) if p.size]
    data = bytearray(path.read_bytes())
    for number in numbers:
        at, size = packets[number]
        data[at : at + size] = b"\xff" * size
    path.write_bytes(data)


def test_a_film_that_starts_in_the_middle_of_a_group_starts_at_its_first_whole_frame(tmp_path):
    """A recording of a broadcast: the first keyframe is late, what is before cannot be decoded."""
    film = Numbered(suffix=".ts", gop=10, bframes=0, options={"x264-params": "aud=1"})
    path = write_numbered(tmp_path, film)
    with av.open(str(path)) as container:
        positions = [p.pos for p in container.demux(video=0) if p.size]
    data = path.read_bytes()
    path.write_bytes(data[: 3 * 188] + data[positions[4] :])
    media = probe("broadcast.ts", path)
    assert media.video is not None
    with VideoReader(media) as reader:
        seen = [read_number(reader.frame(i).y) for i in range(media.video.frame_count)]
    assert seen == list(range(10, 40))


def test_a_film_without_a_frame_is_unreadable(tmp_path):
    path = write_numbered(tmp_path, Numbered(frame_count=1))
    data = path.read_bytes()
    # stsz: no samples; stts and stsc: no entries.
    for name, at in ((b"stsz", 12), (b"stts", 8), (b"stsc", 8), (b"stco", 8), (b"ctts", 8)):
        place = data.find(name)
        if place >= 0:
            data = data[: place + at] + bytes(4) + data[place + at + 4 :]
    path.write_bytes(data)
    with pytest.raises(AssetUnreadable) as caught:
        probe("clip.mp4", path)
    assert caught.value.where == "clip.mp4"


def test_a_film_of_one_frame_is_a_film(tmp_path):
    media = probe("one.mp4", write_numbered(tmp_path, Numbered(frame_count=1)))
    assert media.video is not None
    assert media.video.frame_count == 1
    assert media.video.duration_seconds > 0
    with VideoReader(media) as reader:
        assert read_number(reader.frame(0).y) == 0


def test_a_frame_too_large_to_decode_is_refused(tmp_path):
    """The header of a film says 16384 x 16384; nothing of that size is allocated."""
    path = write_numbered(tmp_path, Numbered("mjpeg", ".mov", 2, pix_fmt="yuvj420p"))
    data = path.read_bytes()
    at = data.index(b"\xff\xc0") + 5  # SOF0: length, precision, then height and width
    huge = data.replace(data[at : at + 4], struct.pack(">HH", 16384, 16384))
    path.write_bytes(huge)
    with pytest.raises(AssetUnreadable, match="cannot be decoded"):
        probe("bomb.mov", path)


def test_a_decoder_refuses_frames_beyond_the_limit(tmp_path, monkeypatch):
    media = probe("film.mp4", write_numbered(tmp_path, Numbered(frame_count=3)))
    monkeypatch.setattr(containers, "MAX_VIDEO_PIXELS", 96 * 64 - 1)
    with VideoReader(media) as reader, pytest.raises(AssetUnreadable, match="frame 0"):
        reader.frame(0)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".ts", ".avi"])
def test_mutated_films_are_read_or_refused_and_nothing_else(tmp_path, suffix, seed):
    path = write_numbered(tmp_path, Numbered(frame_count=8, suffix=suffix))
    random = np.random.default_rng(seed)
    data = np.frombuffer(path.read_bytes(), dtype=np.uint8).copy()
    places = random.integers(0, len(data), 30)
    data[places] = random.integers(0, 256, 30)
    path.write_bytes(data.tobytes())
    with suppress(AssetUnreadable):
        media = probe("mutated", path)
        assert media.video is not None
        with VideoReader(media) as reader:
            for index in (*range(min(media.video.frame_count, 12)), 0):
                reader.frame(index)


def test_noise_is_no_media(tmp_path):
    path = tmp_path / "noise.mp4"
    path.write_bytes(np.random.default_rng(1).integers(0, 256, 5000, dtype=np.uint8).tobytes())
    with pytest.raises(AssetUnreadable, match="cannot be read"):
        probe("noise.mp4", path)
