"""What files are found to be, and that it is found out once."""

import os
import struct
from fractions import Fraction

import av
import numpy as np
import pytest
from av.stream import Disposition
from PIL import Image

import render.assets.probe as probing
from render.assets import LocalFolder, VideoReader, factcache, probe_all
from render.assets.probe import probe
from render.errors import AssetError, AssetKeyRefused, AssetMissing, AssetUnreadable
from render.storage import ContentStore
from tests.assets.patterns import Numbered, read_number, write_numbered

RATE = 48_000


def write_sound(path, codec, *, seconds=Fraction(1), rate=RATE, layout="stereo", cover=False):
    """Write a tone of exactly so many samples, and a picture beside it on demand."""
    count = int(seconds * rate)
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, layout=layout)
        if cover:
            picture = container.add_stream("png", rate=1)
            picture.width, picture.height, picture.pix_fmt = 32, 32, "rgb24"
            picture.disposition = Disposition.attached_pic
            frame = av.VideoFrame(32, 32, "rgb24")
            frame.pts = 0
            container.mux(picture.encode(frame))
            container.mux(picture.encode(None))
        channels = len(stream.layout.channels)
        tone = np.sin(np.array(range(count)) * 0.05) * 0.2
        samples = np.tile(tone.astype(np.float32), (channels, 1))
        size = stream.codec_context.frame_size or 1024
        resampler = av.AudioResampler(format=stream.format.name, layout=layout, rate=rate)
        for start in range(0, count, size):
            block = np.ascontiguousarray(samples[:, start : start + size])
            frame = av.AudioFrame.from_ndarray(block, format="fltp", layout=layout)
            frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
            for part in resampler.resample(frame):
                container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("rate", [24, 25, Fraction(30000, 1001), 30, 50, Fraction(60000, 1001), 60])
@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_a_films_facts(tmp_path, rate, suffix):
    path = write_numbered(tmp_path, Numbered(rate=rate, suffix=suffix))
    media = probe("film", path)
    facts = media.video
    assert media.kind == "video"
    assert media.notes == ()
    assert media.audio is None
    assert facts is not None
    assert (facts.frame_count, facts.rate, facts.codec) == (40, rate, "h264")
    tolerance = 0 if suffix == ".mp4" else Fraction(1, 1000)  # Matroska counts milliseconds
    assert abs(facts.duration_seconds - 40 / Fraction(rate)) <= tolerance
    assert (np.diff(facts.frame_ticks) > 0).all()
    for index in range(40):
        middle = (index + Fraction(1, 2)) / Fraction(rate)
        assert facts.frame_at(middle) == index
        assert facts.frame_at(index / Fraction(rate)) == index
    assert facts.frame_at(Fraction(-1)) == 0
    assert facts.frame_at(Fraction(100)) == 39


def test_a_variable_rate_shows_each_frame_until_the_next(tmp_path):
    ticks = [0, 100, 150, 450, 1450, 1500]
    film = Numbered(frame_count=6, ticks=ticks)
    facts = probe("film", write_numbered(tmp_path, film)).video
    assert facts is not None
    for index, (start, end) in enumerate(zip(ticks, [*ticks[1:], 1501], strict=True)):
        for tick in (start, end - 1):
            assert facts.frame_at(Fraction(tick, 2500)) == index


def test_a_late_start_is_taken_out(tmp_path):
    ticks = [tick + 5000 for tick in range(0, 4000, 100)]
    facts = probe("film", write_numbered(tmp_path, Numbered(ticks=ticks))).video
    assert facts is not None
    assert facts.first_tick * facts.time_base == 2
    assert facts.duration_seconds == Fraction(40, 25)
    assert facts.frame_at(Fraction(0)) == 0
    assert facts.frame_at(Fraction(1)) == 25


@pytest.mark.parametrize(
    "film", [Numbered(), Numbered(bframes=0), Numbered("libx265"), Numbered("libx265", bframes=4)]
)
@pytest.mark.parametrize("skipped", [1, 3, 7, 15])
def test_an_edit_list_cuts_frames_off_both_ends(tmp_path, film, skipped):
    path = write_numbered(tmp_path, film)
    data = bytearray(path.read_bytes())
    at = data.index(b"elst") + 12
    duration, media_time, rate = struct.unpack(">IiI", data[at : at + 12])
    edited = struct.pack(">IiI", duration - (skipped + 5) * 40, media_time + skipped * 512, rate)
    data[at : at + 12] = edited
    path.write_bytes(data)
    media = probe("cut.mp4", path)
    assert media.video is not None
    shown = list(range(skipped, 35))
    assert media.video.frame_count == len(shown)
    assert media.video.duration_seconds == Fraction(len(shown), 25)
    with VideoReader(media) as reader:
        assert [read_number(reader.frame(i).y) for i in range(len(shown))] == shown
        assert [read_number(reader.frame(i).y) for i in reversed(range(len(shown)))] == shown[::-1]


@pytest.mark.parametrize(
    ("name", "codec", "rate"),
    [
        ("a.wav", "pcm_s16le", 44_100),
        ("a.flac", "flac", 48_000),
        ("a.mp3", "libmp3lame", 44_100),
        ("a.m4a", "aac", 48_000),
        ("a.aac", "aac", 44_100),
        ("a.opus", "libopus", 48_000),
        ("a.mka", "aac", 48_000),
        ("a.webm", "libopus", 48_000),
        ("a.aiff", "pcm_s16be", 22_050),
    ],
)
def test_a_sounds_facts_are_what_is_heard(tmp_path, name, codec, rate):
    path = write_sound(tmp_path / name, codec, seconds=Fraction(7, 5), rate=rate, layout="mono")
    media = probe(name, path)
    assert media.kind == "audio"
    assert media.video is None
    facts = media.audio
    assert facts is not None
    assert (facts.channels, facts.sample_rate_hz, facts.start_seconds) == (1, rate, 0)
    with av.open(str(path)) as container:
        decoded = sum(frame.samples for frame in container.decode(audio=0))
    # What was put in, where the format keeps its length; else whole coded frames. Matroska counts
    # in milliseconds.
    expected = Fraction(decoded, rate) if name in {"a.aac", "a.mka"} else Fraction(7, 5)
    tolerance = Fraction(1, 500) if name in {"a.mka", "a.webm"} else 0
    assert abs(facts.duration_seconds - expected) <= tolerance


@pytest.mark.parametrize(
    ("name", "codec"), [("a.mp4", "aac"), ("a.mp3", "libmp3lame"), ("a.flac", "flac")]
)
def test_cover_art_is_no_film(tmp_path, name, codec):
    media = probe(name, write_sound(tmp_path / name, codec, cover=True))
    assert media.kind == "audio"
    assert media.video is None


def test_sound_beside_a_film_says_when_it_starts(tmp_path):
    path = tmp_path / "both.mkv"
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=25)
        video.width, video.height, video.pix_fmt = 64, 64, "yuv420p"
        audio = container.add_stream("pcm_s16le", rate=RATE, layout="mono")
        for index in range(25):
            frame = av.VideoFrame(64, 64, "yuv420p")
            frame.pts, frame.time_base = index + 5, Fraction(1, 25)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        silence = av.AudioFrame.from_ndarray(np.zeros((1, RATE), np.int16), "s16", "mono")
        silence.sample_rate, silence.pts, silence.time_base = RATE, RATE // 2, Fraction(1, RATE)
        container.mux(audio.encode(silence))
        container.mux(audio.encode(None))
    media = probe("both.mkv", path)
    assert media.kind == "video"
    assert media.audio is not None
    assert media.audio.start_seconds == Fraction(1, 2) - Fraction(1, 5)
    assert media.audio.duration_seconds == 1


def test_a_gif_of_one_picture_is_a_still_and_of_more_a_film(tmp_path):
    pictures = [Image.new("RGB", (8, 8), (level, 0, 0)) for level in (0, 100, 200)]
    pictures[0].save(tmp_path / "one.gif")
    pictures[0].save(
        tmp_path / "three.gif", save_all=True, append_images=pictures[1:], duration=[100, 300, 50]
    )
    assert probe("one.gif", tmp_path / "one.gif").kind == "image"
    film = probe("three.gif", tmp_path / "three.gif")
    assert film.kind == "video"
    assert film.video is not None
    assert [film.video.frame_at(Fraction(at, 100)) for at in (0, 9, 10, 39, 40)] == [0, 0, 1, 1, 2]


def test_a_file_is_read_once_until_it_changes(tmp_path, monkeypatch):
    path = write_numbered(tmp_path, Numbered(frame_count=5, rotation=90, suffix=".mov"))
    read = []
    original = probing._probe
    monkeypatch.setattr(probing, "_probe", lambda *args: (read.append(args), original(*args))[1])
    first = probe("a", path)
    again = probe("b", path)
    assert len(read) == 1
    assert again.key == "b"
    assert (again.video, again.audio, again.notes) == (first.video, first.audio, first.notes)
    assert again.content_hash == first.content_hash
    write_numbered(tmp_path, Numbered(frame_count=6, rotation=90, suffix=".mov"))
    changed = probe("a", path)
    assert len(read) == 2
    assert changed.video is not None
    assert changed.video.frame_count == 6
    assert changed.content_hash != first.content_hash


def test_a_change_that_keeps_size_and_time_is_seen(tmp_path):
    path = tmp_path / "a.bmp"
    Image.new("RGB", (8, 8), (1, 2, 3)).save(path)
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    first = probe("a.bmp", path)
    Image.new("RGB", (8, 8), (3, 2, 1)).save(path)
    os.utime(path, ns=times)
    assert probe("a.bmp", path).content_hash != first.content_hash


@pytest.mark.parametrize("record", [b"", b"{}", b"rubbish", b"[]", b'{"content_hash": 3}', b"\xff"])
def test_damaged_records_are_made_anew(tmp_path, own_cache, record):
    path = write_numbered(tmp_path, Numbered(frame_count=3))
    first = probe("a", path)
    (kept,) = own_cache.glob("names/facts/*/*")
    kept.write_bytes(record)
    assert probe("a", path) == first
    assert probe("a", path) == first


@pytest.mark.parametrize("record", [{}, {"content_hash": 3}, {"kind": "image", "notes": []}])
def test_records_that_lack_something_are_made_anew(tmp_path, record):
    path = write_numbered(tmp_path, Numbered(frame_count=3))
    first = probe("a", path)
    with ContentStore() as store:
        store.remember(factcache._name(path), "facts", record)
    assert probe("a", path) == first


def test_records_of_every_kind_come_back_equal(tmp_path):
    Image.new("RGB", (8, 8)).save(tmp_path / "a.png")
    write_sound(tmp_path / "a.wav", "pcm_s16le")
    write_numbered(tmp_path, Numbered(frame_count=3), "a")
    for name in ("a.png", "a.wav", "a.mp4"):
        assert probe(name, tmp_path / name) == probe(name, tmp_path / name)


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path, monkeypatch):
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("WAVEMAKER_CACHE_DIR", str(tmp_path / "file" / "below"))
    assert probe("a", write_numbered(tmp_path, Numbered(frame_count=3))).kind == "video"


def test_all_assets_come_in_the_order_asked_for_and_once(tmp_path):
    for name in ("b.png", "a.png"):
        Image.new("RGB", (8, 8)).save(tmp_path / name)
    found = probe_all(["b.png", "a.png", "b.png"], LocalFolder(tmp_path))
    assert list(found) == ["b.png", "a.png"]
    assert found["a.png"].key == "a.png"


def test_everything_wrong_with_assets_is_said_at_once(tmp_path):
    Image.new("RGB", (8, 8)).save(tmp_path / "good.png")
    (tmp_path / "bad.png").write_bytes(b"hello")
    keys = ["good.png", "bad.png", "goof.png", "../up.png"]
    with pytest.raises(AssetError) as caught:
        probe_all(keys, LocalFolder(tmp_path))
    assert caught.value.message.startswith("3 of 4 assets cannot be used")
    for key in keys[1:]:
        assert key in caught.value.message
    assert "did you mean good.png?" in caught.value.message
    assert caught.value.exit_code == 4


@pytest.mark.parametrize(
    ("key", "kind"),
    [("goof.png", AssetMissing), ("bad.png", AssetUnreadable), ("../up", AssetKeyRefused)],
)
def test_a_single_problem_keeps_its_kind(tmp_path, key, kind):
    (tmp_path / "bad.png").write_bytes(b"hello")
    with pytest.raises(kind) as caught:
        probe_all([key], LocalFolder(tmp_path))
    assert caught.value.where == key
