"""Phones lie on their side: films come out as they were held."""

import subprocess
from fractions import Fraction

import imageio_ffmpeg
import numpy as np
import pytest

from render.assets import VideoReader
from render.assets.orientation import orientation_of, turn_upright
from render.assets.probe import probe
from tests.assets.patterns import (
    Numbered,
    frame_of_luma,
    numbered_luma,
    read_number,
    write_frames,
    write_numbered,
)

ONE = 65536


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [
        ([ONE, 0, 0, 0, ONE, 0, 0, 0, 2**30], (0, False)),
        # What phones write for an upright film: a point (x, y) is shown at (-y, x).
        ([0, ONE, 0, -ONE, 0, 0, 1080 * ONE, 0, 2**30], (90, False)),
        ([-ONE, 0, 0, 0, -ONE, 0, 0, 0, 2**30], (180, False)),
        ([0, -ONE, 0, ONE, 0, 0, 0, 0, 2**30], (270, False)),
        ([-ONE, 0, 0, 0, ONE, 0, 0, 0, 2**30], (0, True)),
        ([ONE, 0, 0, 0, -ONE, 0, 0, 0, 2**30], (180, True)),
        ([2 * ONE, 0, 0, 0, 2 * ONE, 0, 0, 0, 2**30], (0, False)),
        ([46341, 46000, 0, -46000, 46341, 0, 0, 0, 2**30], (0, False)),
        ([0, 0, 0, 0, 0, 0, 0, 0, 0], (0, False)),
        ([-(2**31)] * 9, (0, False)),
    ],
)
def test_display_matrices_are_quarter_turns_and_flips(matrix, expected):
    assert orientation_of(matrix) == expected


def test_planes_are_flipped_first_and_then_turned_clockwise():
    plane = np.array([[1, 2, 3], [4, 5, 6]], dtype=np.uint8)
    assert turn_upright(plane, 0, is_mirrored=False) is plane
    assert turn_upright(plane, 90, is_mirrored=False).tolist() == [[4, 1], [5, 2], [6, 3]]
    assert turn_upright(plane, 180, is_mirrored=False).tolist() == [[6, 5, 4], [3, 2, 1]]
    assert turn_upright(plane, 270, is_mirrored=False).tolist() == [[3, 6], [2, 5], [1, 4]]
    assert turn_upright(plane, 0, is_mirrored=True).tolist() == [[3, 2, 1], [6, 5, 4]]
    assert turn_upright(plane, 90, is_mirrored=True).tolist() == [[6, 3], [5, 2], [4, 1]]


@pytest.mark.parametrize("clockwise", [0, 90, 180, 270])
@pytest.mark.parametrize("codec", ["libx264", "prores_ks"])
def test_a_film_stored_on_its_side_is_read_upright(tmp_path, clockwise, codec):
    stored = [np.rot90(numbered_luma(n, 96, 64), clockwise // 90) for n in range(4)]
    height, width = stored[0].shape
    pix_fmt = "yuv420p" if codec == "libx264" else "yuv422p10le"
    film = Numbered(
        codec, ".mov", 4, width, height, pix_fmt=pix_fmt, rotation=-clockwise
    )  # fmt: skip
    frames = [frame_of_luma(luma, pix_fmt) for luma in stored]
    media = probe("phone.mov", write_frames(tmp_path, film, frames))
    assert media.size_px == (96, 64)
    with VideoReader(media) as reader:
        assert [read_number(reader.frame(index).y) for index in range(4)] == [0, 1, 2, 3]


@pytest.mark.parametrize("turn", [0, 90, 180, -90])
@pytest.mark.parametrize("is_flipped", [False, True])
def test_ffmpeg_turns_them_alike(tmp_path, turn, is_flipped):
    path = write_numbered(tmp_path, Numbered(rotation=turn, is_flipped=is_flipped, frame_count=2))
    media = probe("film", path)
    width, height = media.size_px
    shown = subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-i", path, "-frames:v", "1", "-f", "rawvideo", "-"],
        capture_output=True,
        check=True,
    ).stdout
    theirs = np.frombuffer(shown, dtype=np.uint8)[: width * height].reshape(height, width)
    with VideoReader(media) as reader:
        assert (reader.frame(0).y == theirs).all()


@pytest.mark.parametrize(
    ("turn", "aspect", "expected"),
    [
        (None, (4, 3), (128, 64)),
        (None, (1, 2), (48, 64)),
        (90, (4, 3), (64, 128)),
        (None, (1, 1), (96, 64)),
        (None, (1000, 1), (96, 64)),
    ],
)
def test_pixels_that_are_not_square_count_in_the_size_shown(tmp_path, turn, aspect, expected):
    film = Numbered(sample_aspect=Fraction(*aspect), rotation=turn, frame_count=2)
    media = probe("wide", write_numbered(tmp_path, film))
    assert media.size_px == expected
    with VideoReader(media) as reader:
        frame = reader.frame(0)
    assert {frame.width_px, frame.height_px} == {96, 64}
