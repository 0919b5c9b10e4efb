"""Colours come out as they were meant, at full size and reduced."""

from dataclasses import replace

import numpy as np
import pytest

from render.variants.profiles import VideoProfile
from tests.assets.colours import (
    BT601,
    BT709,
    BT2020,
    PALETTE,
    painted_frame,
    read_stripes,
    rgb_of,
)
from tests.assets.patterns import Numbered, write_frames
from tests.variants.films import WEB, make, read

SIZE = (256, 64)
LOSSLESS = Numbered("ffv1", ".mkv", 2, *SIZE, bframes=0)
SMALL = VideoProfile("_small", short_side_px=32, crf=18)


def tagged(matrix, range_, primaries=1, transfer=1):
    def prepare(stream):
        context = stream.codec_context
        context.colorspace, context.color_range = matrix, range_
        context.color_primaries, context.color_trc = primaries, transfer

    return prepare


SOURCES = {
    "709": (replace(LOSSLESS, prepare=tagged(1, 1)), {}),
    "709 full": (replace(LOSSLESS, prepare=tagged(1, 2)), {"is_full": True}),
    "601": (replace(LOSSLESS, prepare=tagged(6, 1, 6, 6)), {"weights": BT601}),
    "small and untagged": (LOSSLESS, {"weights": BT601}),
    "10 bit 4:2:2": (replace(LOSSLESS, pix_fmt="yuv422p10le", prepare=tagged(1, 1)), {}),
    "rgb": (Numbered("png", ".mov", 2, *SIZE, pix_fmt="rgb24"), {}),
    "hd and untagged": (replace(LOSSLESS, width=1280, height=720), {}),
    "hd 601": (
        replace(LOSSLESS, width=1280, height=720, prepare=tagged(6, 1, 6, 6)),
        {"weights": BT601},
    ),
}


def colours(path, count):
    y, cb, cr = read(path).planes[-1]
    return np.array(read_stripes(y, cb, cr, count))


@pytest.mark.parametrize("name", SOURCES)
def test_colours_stay_within_two_levels(tmp_path, name):
    film, how = SOURCES[name]
    frame = painted_frame(PALETTE, film.pix_fmt, width=film.width, height=film.height, **how)
    source = write_frames(tmp_path, film, [frame, frame])
    half = replace(SMALL, short_side_px=film.height // 2)
    for path in make(source, tmp_path, WEB, half):
        away = np.abs(colours(path, len(PALETTE)) - np.array(PALETTE))
        assert away.max() <= 2.6, away.round(1)
        assert away.mean() <= 1


def test_hdr_is_mapped_alike_at_every_size(tmp_path):
    hlg = 18
    greys = [(level, level, level) for level in (0, 60, 110, 148, 190)]
    film = replace(
        LOSSLESS, width=320, pix_fmt="yuv420p10le", prepare=tagged(9, 1, 9, hlg)
    )  # fmt: skip
    frame = painted_frame(greys, "yuv420p10le", weights=BT2020, width=320, height=64)
    frame.color_trc, frame.color_primaries, frame.colorspace, frame.color_range = hlg, 9, 9, 1
    source = write_frames(tmp_path, film, [frame, frame])
    web, small = (colours(path, len(greys)) for path in make(source, tmp_path, WEB, SMALL))
    assert np.abs(web - small).max() < 3
    assert (np.ptp(web, axis=1) < 4).all()
    assert (np.diff(web.mean(axis=1)) > 10).all()
    assert web.mean(axis=1)[-1] < 256


@pytest.mark.parametrize("codec", ["libvpx-vp9", "prores_ks"])
def test_transparent_parts_show_the_profiles_colour(tmp_path, codec):
    """Half of it is opaque red, the other half transparent with green below that must not show."""
    pix_fmt, suffix = {
        "libvpx-vp9": ("yuva420p", ".webm"),
        "prores_ks": ("yuva444p10le", ".mov"),
    }[codec]
    frame = painted_frame([(255, 0, 0), (0, 255, 0)], "yuv420p", width=256, height=64)
    with_alpha = frame.reformat(format="yuva420p")
    rows = np.frombuffer(with_alpha.planes[3], np.uint8).reshape(64, -1)
    rows.flags.writeable = True
    rows[:, :128], rows[:, 128:] = 255, 0
    film = Numbered(
        codec, suffix, 2, 256, 64, pix_fmt=pix_fmt, prepare=tagged(1, 1),
        options={"auto-alt-ref": "0", "crf": "4"} if codec == "libvpx-vp9" else {"profile": "4444"},
    )  # fmt: skip
    frames = [with_alpha.reformat(format=pix_fmt) for _ in range(2)]
    source = write_frames(tmp_path, film, frames)
    blue = replace(WEB, suffix="_blue", background="#0000ff")
    small = replace(SMALL, suffix="_small", background="#ffffff")
    expected = {"_blue": (0, 0, 255), "_small": (255, 255, 255), "_web": (0, 0, 0)}
    profiles = (blue, small, WEB)
    for profile, path in zip(profiles, make(source, tmp_path, *profiles), strict=True):
        red, below = colours(path, 2)
        assert np.abs(red - (255, 0, 0)).max() <= 5
        assert np.abs(below - expected[profile.suffix]).max() <= 5
        # The edge between is a mixture of the two and of nothing else: no green comes through.
        y, cb, cr = read(path).planes[-1]
        edge = [
            rgb_of(float(y[20, 2 * x]), float(cb[10, x]), float(cr[10, x]))
            for x in range(cb.shape[1])
        ]
        green = max(float(colour[1]) - expected[profile.suffix][1] for colour in edge)
        assert green < 30


def test_weights_of_the_tests_are_those_of_the_standards():
    assert (BT601, BT709) == ((0.299, 0.114), (0.2126, 0.0722))
