"""Every frame of every kind of film is the one asked for, in whatever order they are asked for."""

from fractions import Fraction

import numpy as np
import pytest

from render.assets import VideoReader
from render.assets.decoding import FrameStream
from render.assets.probe import probe
from render.errors import AssetUnreadable
from tests.assets.patterns import (
    MAX_NUMBER,
    TICKS_A_FRAME,
    Numbered,
    numbered_luma,
    read_number,
    write_numbered,
)

UNEVEN = tuple(np.cumsum([0, *([100, 50, 300, 120, 20, 500] * 7)]).tolist()[:40])
LATE = tuple(range(500, 4500, TICKS_A_FRAME))
VFR_FILMS = {
    "h264": Numbered(ticks=UNEVEN),
    "h264-mkv": Numbered(suffix=".mkv", ticks=UNEVEN),
    "hevc": Numbered("libx265", ticks=UNEVEN),
    "vp9": Numbered("libvpx-vp9", ".webm", ticks=UNEVEN),
    "av1": Numbered("libsvtav1", ticks=UNEVEN),
    "prores": Numbered("prores_ks", ".mov", pix_fmt="yuv422p10le", ticks=UNEVEN),
}
OPEN_HEVC = "keyint=8:min-keyint=8:open-gop=1:bframes=4:info=0:log-level=none:pools=none"
ALTERNATE = {"auto-alt-ref": "1", "lag-in-frames": "16", "deadline": "good", "cpu-used": "5"}
FILMS = {
    "h264": Numbered(),
    "h264-60fps": Numbered(rate=60),
    "h264-ntsc": Numbered(rate=Fraction(30000, 1001)),
    "h264-ntsc-mkv": Numbered(rate=Fraction(30000, 1001), suffix=".mkv"),
    "h264-keyframes-only": Numbered(gop=1, bframes=0),
    "h264-one-keyframe": Numbered(gop=250),
    "h264-no-bframes": Numbered(bframes=0),
    "h264-many-bframes": Numbered(bframes=8, options={"b-pyramid": "normal", "refs": "6"}),
    "h264-open-gop": Numbered(bframes=3, options={"x264-params": "open-gop=1"}),
    "h264-open-gop-mkv": Numbered(suffix=".mkv", options={"x264-params": "open-gop=1"}),
    "h264-intra-refresh": Numbered(bframes=0, options={"x264-params": "intra-refresh=1"}),
    "h264-interlaced": Numbered(options={"flags": "+ildct+ilme"}),
    "h264-fragmented": Numbered(container_options={"movflags": "frag_keyframe+empty_moov"}),
    "h264-mov": Numbered(suffix=".mov"),
    "h264-mkv": Numbered(suffix=".mkv"),
    "h264-ts": Numbered(suffix=".ts"),
    "h264-flv": Numbered(suffix=".flv"),
    "h264-avi": Numbered(suffix=".avi"),
    "h264-late": Numbered(ticks=LATE),
    "h264-late-mkv": Numbered(suffix=".mkv", ticks=LATE),
    "h264-late-ts": Numbered(suffix=".ts", ticks=tuple(tick + 50_000 for tick in LATE)),
    "h264-odd-size": Numbered(width=97, height=63, pix_fmt="yuv444p"),
    "hevc": Numbered("libx265"),
    "hevc-mkv": Numbered("libx265", ".mkv"),
    "hevc-open-gop": Numbered("libx265", options={"x265-params": OPEN_HEVC}),
    "hevc-10bit": Numbered("libx265", pix_fmt="yuv420p10le"),
    "vp9": Numbered("libvpx-vp9", ".webm"),
    "vp9-hidden-frames": Numbered("libvpx-vp9", ".webm", options=ALTERNATE),
    "vp8": Numbered("libvpx", ".webm"),
    "vp8-hidden-frames": Numbered("libvpx", ".webm", options=ALTERNATE),
    "av1": Numbered("libsvtav1"),
    "av1-mkv": Numbered("libsvtav1", ".mkv"),
    "prores": Numbered("prores_ks", ".mov", pix_fmt="yuv422p10le"),
    "mpeg4-avi": Numbered("mpeg4", ".avi"),
    "mpeg2-ts": Numbered("mpeg2video", ".ts"),
    "mpeg2-ps": Numbered("mpeg2video", ".mpg"),
    "mjpeg-avi": Numbered("mjpeg", ".avi", pix_fmt="yuvj420p"),
    "ffv1": Numbered("ffv1", ".mkv", pix_fmt="yuv444p"),
    "gif": Numbered("gif", ".gif", pix_fmt="rgb8", frame_count=20),
    "apng": Numbered("apng", ".png", pix_fmt="rgb24", frame_count=20, container_format="apng"),
    **{f"{name}-variable-rate": film for name, film in VFR_FILMS.items()},
}


def orders(count):
    """Yield ways to walk through a film's frames."""
    random = np.random.default_rng(7)
    yield "in order", range(count)
    yield "backwards", range(count - 1, -1, -1)
    yield "every third", range(0, count, 3)
    yield "each twice", [index for index in range(count) for _ in range(2)]
    yield "any order", random.integers(0, count, 50).tolist()


@pytest.mark.parametrize("name", FILMS)
def test_every_frame_is_the_one_asked_for(tmp_path, name):
    media = probe(name, write_numbered(tmp_path, FILMS[name]))
    assert media.video is not None
    assert media.video.frame_count == FILMS[name].frame_count
    for order, indices in orders(media.video.frame_count):
        with VideoReader(media) as reader:
            seen = [read_number(reader.frame(index).y) for index in indices]
        assert seen == list(indices), order


@pytest.mark.parametrize(
    "film",
    [
        Numbered("libvpx-vp9", ".webm", pix_fmt="yuva420p", options={"auto-alt-ref": "0"}),
        Numbered("libvpx", ".webm", pix_fmt="yuva420p", options={"auto-alt-ref": "0"}),
        Numbered("prores_ks", ".mov", pix_fmt="yuva444p10le", options={"profile": "4444"}),
        Numbered("qtrle", ".mov", pix_fmt="argb"),
        Numbered("ffv1", ".mkv", pix_fmt="yuva444p"),
        Numbered("png", ".mov", pix_fmt="rgba"),
    ],
    ids=lambda film: film.codec,
)
def test_alpha_arrives_frame_exact_and_straight(tmp_path, film):
    coverage = {"alpha": lambda number: number * 6}
    film = Numbered(**{**vars(film), **coverage})
    media = probe("alpha", write_numbered(tmp_path, film))
    assert media.video is not None
    assert media.video.has_alpha
    with VideoReader(media) as reader:
        for index in (*range(40), 3, 20, 19):
            frame = reader.frame(index)
            assert read_number(frame.y) == index
            assert frame.alpha is not None
            assert frame.alpha.shape == frame.y.shape
            assert np.abs(frame.alpha.astype(int) - index * 6).max() <= 3


def test_opaque_films_have_no_alpha(tmp_path):
    media = probe("opaque", write_numbered(tmp_path, Numbered(frame_count=2)))
    assert media.video is not None
    assert not media.video.has_alpha
    with VideoReader(media) as reader:
        assert reader.frame(0).alpha is None


@pytest.mark.parametrize(("width", "height"), [(97, 63), (98, 63), (97, 64), (33, 17)])
@pytest.mark.parametrize("turn", [None, 90, 180])
def test_odd_sizes_keep_their_last_row_and_column(tmp_path, width, height, turn):
    film = Numbered("ffv1", ".mkv", width=width, height=height, pix_fmt="yuv420p", frame_count=2)
    if turn is not None:
        film = Numbered(
            "libx264", ".mp4", width=width, height=height, pix_fmt="yuv444p", rotation=turn,
            frame_count=2,
        )  # fmt: skip
    media = probe("odd", write_numbered(tmp_path, film))
    assert media.video is not None
    shown = (width, height) if turn != 90 else (height, width)
    assert media.size_px == shown
    with VideoReader(media) as reader:
        frame = reader.frame(1)
    assert (frame.width_px, frame.height_px) == shown
    assert frame.y.shape == (shown[1], shown[0])
    assert frame.cb.shape == frame.cr.shape == (-(-shown[1] // 2), -(-shown[0] // 2))


def test_a_frame_of_the_canvas_format_is_the_decoders_own_memory(tmp_path):
    film = Numbered(width=1280, height=720, frame_count=2)
    media = probe("hd", write_numbered(tmp_path, film))
    with VideoReader(media) as reader:
        frame = reader.frame(0)
    for plane in (frame.y, frame.cb, frame.cr):
        assert not plane.flags.owndata
        assert not plane.flags.writeable
    assert read_number(frame.y) == 0  # and outlives its reader


def test_a_decoded_frame_stays_as_it_was_while_others_are_read(tmp_path):
    media = probe("film", write_numbered(tmp_path, Numbered()))
    with VideoReader(media) as reader:
        kept = [reader.frame(index) for index in range(40)]
    assert [read_number(frame.y) for frame in kept] == list(range(40))


def test_an_index_out_of_range_is_the_callers_mistake(tmp_path):
    media = probe("film", write_numbered(tmp_path, Numbered(frame_count=3)))
    with VideoReader(media) as reader:
        for index in (-1, 3):
            with pytest.raises(IndexError, match="0 to 2"):
                reader.frame(index)


def test_a_file_that_is_gone_is_named(tmp_path):
    path = write_numbered(tmp_path, Numbered(frame_count=3))
    media = probe("film.mp4", path)
    path.unlink()
    with pytest.raises(AssetUnreadable, match=r"film\.mp4"):
        VideoReader(media)


def test_in_order_no_packet_is_decoded_twice(tmp_path, monkeypatch):
    starts = []
    original = FrameStream.start_at
    monkeypatch.setattr(
        FrameStream, "start_at", lambda self, tick: (starts.append(tick), original(self, tick))
    )
    media = probe("film", write_numbered(tmp_path, Numbered(frame_count=60)))
    with VideoReader(media) as reader:
        for index in range(0, 60, 2):
            reader.frame(index)
    assert starts == []
    with VideoReader(media) as reader:
        reader.frame(50)
        reader.frame(51)
    assert len(starts) == 1


@pytest.mark.parametrize("suffix", [".ts", ".flv", ".mkv"])
def test_a_start_between_keyframes_gives_whole_frames_only(tmp_path, suffix):
    """MPEG-4 decoders show whatever a half group gives; some containers seek into the middle."""
    codec = "flv" if suffix == ".flv" else "mpeg4"
    path = write_numbered(tmp_path, Numbered(codec, suffix, gop=10, bframes=0))
    media = probe("film", path)
    assert media.video is not None
    stream = FrameStream(media, media.video)
    for index in (17, 5, 23):
        stream.start_at(int(media.video.frame_ticks[index]))
        found = stream.pull()
        assert found is not None
        number = media.video.frame_ticks.tolist().index(found.tick)
        plane = found.frame.planes[0]
        luma = np.frombuffer(plane, dtype=np.uint8).reshape(plane.height, -1)[:, : plane.width]
        assert read_number(luma) == number
        assert found.frame.key_frame
    stream.close()


@pytest.mark.parametrize("number", [0, 1, 2, 511, 512, MAX_NUMBER])
def test_the_pattern_reads_back_and_mixed_or_turned_ones_do_not(number):
    luma = numbered_luma(number)
    assert read_number(luma) == number
    assert read_number(np.repeat(luma[..., None], 3, axis=2)) == number
    for turns in (1, 2, 3):
        assert read_number(np.rot90(luma, turns)) != number
    other = numbered_luma((number + 1) % MAX_NUMBER)
    assert read_number(luma // 2 + other // 2) is None
