"""Colours arrive as they were meant, whatever the source calls them."""

from dataclasses import replace

import av
import numpy as np
import pytest
from PIL import Image

from render.assets import VideoReader
from render.assets.probe import probe
from tests.assets.colours import (
    BRAND,
    BT601,
    BT709,
    BT2020,
    PALETTE,
    painted_frame,
    read_stripes,
    rgb_of,
    stripes,
    ycbcr,
)
from tests.assets.patterns import Numbered, write_frames

UNTAGGED, AS_709, AS_601, AS_470, AS_2020 = 2, 1, 6, 5, 9
LIMITED, FULL = 1, 2
LOSSLESS_HEVC = {"x265-params": "lossless=1:info=0:log-level=none:pools=none"}
BEST = {"crf": "1"}


def tagged(matrix=UNTAGGED, range_=0, primaries=2, transfer=2):
    """Return what sets an encoder's colour tags."""

    def prepare(stream):
        context = stream.codec_context
        context.colorspace, context.color_range = matrix, range_
        context.color_primaries, context.color_trc = primaries, transfer

    return prepare


def film(
    codec="libx264", suffix=".mp4", pix_fmt="yuv420p", options=None, tags=None, size=(128, 64)
):
    return Numbered(
        codec, suffix, 2, *size, pix_fmt=pix_fmt, bframes=0, options=options or {}, prepare=tags
    )


BT601_TAGS = tagged(AS_601, LIMITED, 6, 6)
BT709_TAGS = tagged(AS_709, LIMITED, 1, 1)
BEST_JPEG = {"qmin": "1", "qmax": "1"}
SOURCES = {
    "tagged 709": (film(options=BEST, tags=BT709_TAGS), {}),
    "tagged 601 (525 lines)": (film(options=BEST, tags=BT601_TAGS), {"weights": BT601}),
    "tagged 601 (625 lines)": (
        film(options=BEST, tags=tagged(AS_470, LIMITED, 5, 6)),
        {"weights": BT601},
    ),
    "tagged 709 but small": (film(options=BEST, tags=tagged(AS_709)), {}),
    "tagged 601 but large": (
        film(options=BEST, tags=BT601_TAGS, size=(1280, 720)),
        {"weights": BT601},
    ),
    "untagged small": (film(options=BEST), {"weights": BT601}),
    "untagged HD": (film(options=BEST, size=(1280, 720)), {}),
    "untagged HD in a wide format": (film(options=BEST, size=(1280, 536)), {}),
    "untagged HD upright": (film(options=BEST, size=(400, 720)), {}),
    "full range 709": (film(options=BEST, tags=tagged(AS_709, FULL)), {"is_full": True}),
    "full range 601": (
        film(options=BEST, tags=tagged(AS_601, FULL)),
        {"is_full": True, "weights": BT601},
    ),
    "motion JPEG": (
        film("mjpeg", ".mov", "yuvj420p", BEST_JPEG),
        {"is_full": True, "weights": BT601},
    ),
    "motion JPEG 4:2:2": (
        film("mjpeg", ".mov", "yuvj422p", BEST_JPEG),
        {"is_full": True, "weights": BT601},
    ),
    "4:4:4": (film(pix_fmt="yuv444p", options=BEST, tags=BT709_TAGS), {}),
    "4:4:4 full 601": (
        film(pix_fmt="yuv444p", options=BEST, tags=tagged(AS_601, FULL)),
        {"is_full": True, "weights": BT601},
    ),
    "10 bit HEVC": (film("libx265", ".mp4", "yuv420p10le", LOSSLESS_HEVC, BT709_TAGS), {}),
    "10 bit 601": (film("ffv1", ".mkv", "yuv420p10le", tags=BT601_TAGS), {"weights": BT601}),
    "12 bit 4:2:2": (film("ffv1", ".mkv", "yuv422p12le", tags=BT709_TAGS), {}),
    "ProRes tagged 709": (film("prores_ks", ".mov", "yuv422p10le", tags=BT709_TAGS), {}),
    "ProRes tagged 601": (
        film("prores_ks", ".mov", "yuv422p10le", tags=BT601_TAGS),
        {"weights": BT601},
    ),
    "VP9 601": (
        film("libvpx-vp9", ".webm", options={"lossless": "1"}, tags=tagged(AS_470, LIMITED)),
        {"weights": BT601},
    ),
    "AV1 601": (film("libsvtav1", options=BEST, tags=BT601_TAGS), {"weights": BT601}),
    "2020 matrix, SDR": (
        film("ffv1", ".mkv", "yuv420p10le", tags=tagged(AS_2020, LIMITED, 1, 1)),
        {"weights": BT2020},
    ),
    "RGB": (film("qtrle", ".mov", "rgb24"), {}),
    "RGB from PNG": (film("png", ".mov", "rgb24"), {}),
    "RGB in H.264": (film("libx264rgb", ".mkv", "rgb24", BEST), {}),
    "RGB planar, 10 bit": (film("ffv1", ".mkv", "gbrp10le"), {}),
}


@pytest.mark.parametrize("name", SOURCES)
def test_colours_arrive_right(tmp_path, name):
    source, how = SOURCES[name]
    frame = painted_frame(PALETTE, source.pix_fmt, width=source.width, height=source.height, **how)
    media = probe(name, write_frames(tmp_path, source, [frame, frame]))
    with VideoReader(media) as reader:
        shown = reader.frame(1)
    found = np.array(read_stripes(shown.y, shown.cb, shown.cr, len(PALETTE)))
    assert np.abs(found[0] - BRAND).max() <= 2
    # Full-range blue has no level of its own: 255.5 is stored as 255.
    assert np.abs(found - np.array(PALETTE)).max() <= 2.5


def test_colours_of_a_gif_arrive_right(tmp_path):
    pictures = [Image.fromarray(stripes(order)) for order in (PALETTE, PALETTE[::-1])]
    path = tmp_path / "a.gif"
    pictures[0].save(path, save_all=True, append_images=pictures[1:], duration=100)
    media = probe("a.gif", path)
    assert media.kind == "video"
    with VideoReader(media) as reader:
        for index, palette in enumerate((PALETTE, PALETTE[::-1])):
            shown = reader.frame(index)
            found = np.array(read_stripes(shown.y, shown.cb, shown.cr, len(PALETTE)))
            assert np.abs(found - np.array(palette)).max() <= 2.5
            assert shown.alpha is not None
            assert (shown.alpha == 255).all()


def raw_planes(path):
    with av.open(str(path)) as container:
        frame = next(container.decode(video=0))
    return [
        np.frombuffer(plane, dtype=np.uint8).reshape(plane.height, -1)[:, : plane.width]
        for plane in frame.planes
    ]


@pytest.mark.parametrize("tags", [BT709_TAGS, tagged()], ids=["tagged", "untagged"])
def test_bt709_limited_frames_are_passed_on_bit_for_bit(tmp_path, tags):
    random = np.random.default_rng(3)
    frame = av.VideoFrame(1280, 720, "yuv420p")
    for plane in frame.planes:
        noise = random.integers(0, 256, plane.buffer_size, dtype=np.uint8)
        plane.update(noise.tobytes())
    path = write_frames(
        tmp_path, film(options={"qp": "0"}, tags=tags, size=(1280, 720)), [frame] * 2
    )
    media = probe("noise", path)
    with VideoReader(media) as reader:
        shown = reader.frame(0)
    for plane, raw in zip((shown.y, shown.cb, shown.cr), raw_planes(path), strict=True):
        assert (plane == raw).all()


@pytest.mark.parametrize(("weights", "is_full"), [(BT601, False), (BT601, True), (BT709, True)])
def test_recoding_agrees_with_the_formula_on_any_levels(tmp_path, weights, is_full):
    """Blocks of random levels, each flat: the exact value of each is known."""
    random = np.random.default_rng(5)
    low, high = (30, 225) if is_full else (40, 210)
    rows = random.integers(low, high, (2, 16, 3)).tolist()
    source = film(
        "ffv1",
        ".mkv",
        tags=tagged(AS_601 if weights == BT601 else AS_709, 1 + is_full),
        size=(256, 64),
    )
    how = {"weights": weights, "is_full": is_full, "width": 256, "height": 64}
    frame, lower = (painted_frame(colours, "yuv420p", **how) for colours in rows)
    for plane, below in zip(frame.planes, lower.planes, strict=True):
        half = plane.buffer_size // 2
        plane.update(bytes(plane)[:half] + bytes(below)[half:])
    media = probe("random", write_frames(tmp_path, source, [frame, frame]))
    with VideoReader(media) as reader:
        shown = reader.frame(0)
    for row, colours in zip((16, 48), rows, strict=True):
        for stripe, colour in enumerate(colours):
            column = stripe * 16 + 8
            chroma = row // 2, column // 2
            levels = shown.y[row, column], shown.cb[chroma], shown.cr[chroma]
            assert np.abs(np.array(levels, dtype=int) - ycbcr(colour, BT709)).max() <= 2


@pytest.mark.parametrize("range_", [LIMITED, FULL])
def test_grey_films_have_neutral_chroma_and_their_own_range(tmp_path, range_):
    source = film("ffv1", ".mkv", "gray", tags=tagged(AS_709, range_))
    frame = av.VideoFrame(128, 64, "gray")
    frame.planes[0].update(bytes([126]) * frame.planes[0].buffer_size)
    media = probe("grey", write_frames(tmp_path, source, [frame, frame]))
    with VideoReader(media) as reader:
        shown = reader.frame(0)
    assert (shown.y == (126 if range_ == LIMITED else 124)).all()
    assert (shown.cb == 128).all()
    assert (shown.cr == 128).all()
    assert shown.cb.shape == (32, 64)


@pytest.mark.parametrize(("transfer", "name"), [(16, "PQ"), (18, "HLG")])
def test_hdr_is_mapped_to_sdr_and_noted(tmp_path, transfer, name):
    """White of 203 nits and grey stay neutral and ordered; nothing is blown out or black."""
    greys = [(level, level, level) for level in (0, 60, 110, 148, 190)]
    tags = tagged(AS_2020, LIMITED, 9, transfer)
    source = film("ffv1", ".mkv", "yuv420p10le", tags=tags, size=(160, 64))
    frame = painted_frame(greys, "yuv420p10le", weights=BT2020, width=160, height=64)
    frame.color_trc, frame.color_primaries, frame.colorspace, frame.color_range = transfer, 9, 9, 1
    media = probe("hdr", write_frames(tmp_path, source, [frame, frame]))
    assert media.notes == (f"HDR ({name}), tone-mapped to SDR",)
    with VideoReader(media) as reader:
        shown = reader.frame(1)
    found = np.array(read_stripes(shown.y, shown.cb, shown.cr, len(greys)))
    assert (np.ptp(found, axis=1) < 4).all()
    levels = found.mean(axis=1)
    assert (np.diff(levels) > 10).all()
    assert levels[0] < 5
    assert 150 < levels[-1] < 256


def test_display_p3_red_is_brighter_than_srgb_can_show(tmp_path):
    tags = tagged(AS_709, LIMITED, 12, 1)
    source = film("ffv1", ".mkv", "yuv420p", tags=tags)
    frame = painted_frame([(200, 100, 100)], "yuv420p", height=64)
    frame.color_primaries, frame.color_trc, frame.colorspace = 12, 1, 1
    media = probe("p3", write_frames(tmp_path, source, [frame, frame]))
    with VideoReader(media) as reader:
        shown = reader.frame(0)
    red, green, blue = rgb_of(*(float(plane[10, 30]) for plane in (shown.y, shown.cb, shown.cr)))
    # In linear light (power 2.4) red' = 1.225 red - 0.225 green, green' = 1.042 green - 0.042 red.
    assert abs(red - 214.5) < 3
    assert abs(green - 92) < 3
    assert abs(blue - 96.5) < 3


def test_a_film_that_changes_its_size_keeps_the_first(tmp_path):
    """Two raw streams, one after the other, as broadcasts have them."""
    parts = []
    for number, size in enumerate(((128, 64), (192, 96))):
        source = replace(
            film(suffix=".ts", tags=BT709_TAGS, options=BEST), width=size[0], height=size[1]
        )
        source = replace(source, ticks=[100 * (2 * number + step) for step in range(2)])
        frame = painted_frame(PALETTE, "yuv420p", width=size[0], height=size[1])
        parts.append(write_frames(tmp_path, source, [frame, frame], f"part{number}").read_bytes())
    path = tmp_path / "both.ts"
    path.write_bytes(b"".join(parts))
    media = probe("both.ts", path)
    assert media.video is not None
    assert media.video.frame_count == 4
    with VideoReader(media) as reader:
        for index in range(4):
            shown = reader.frame(index)
            assert shown.y.shape == (64, 128)
            found = np.array(read_stripes(shown.y, shown.cb, shown.cr, len(PALETTE)))
            assert np.abs(found - np.array(PALETTE)).max() <= 3
