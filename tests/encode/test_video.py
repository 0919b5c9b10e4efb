import resource
from fractions import Fraction

import av
import numpy as np
import pytest

from render.encode import PROFILES
from render.encode.video import SegmentEncoder, encoder_version
from render.errors import OutputError, RenderError
from tests.encode.numbered import RATES, numbered_planes, read_numbers, write_segment


@pytest.mark.parametrize("quality", PROFILES)
@pytest.mark.parametrize("fps", [*RATES, Fraction(1), Fraction(24000, 1001), Fraction(240)])
def test_every_frame_is_read_back_at_its_number_and_exact_time(tmp_path, fps, quality):
    path = write_segment(tmp_path / "s.mp4", 5, 20, fps, quality)
    assert read_numbers(path) == [(5 + n, n / fps) for n in range(20)]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_shortest_segments_are_whole(tmp_path, count):
    path = write_segment(tmp_path / "s.mp4", 0, count, Fraction(30))
    assert len(read_numbers(path)) == count


def test_the_same_frames_give_the_same_bytes(tmp_path):
    first = write_segment(tmp_path / "a.mp4", 0, 40, Fraction(30))
    second = write_segment(tmp_path / "b.mp4", 0, 40, Fraction(30))
    assert first.read_bytes() == second.read_bytes()


def test_what_makes_the_bytes_independent_of_machine_and_neighbours_is_switched_on(tmp_path):
    data = write_segment(tmp_path / "s.mp4", 0, 2, Fraction(30)).read_bytes()
    settings = data[data.index(b"x264 - core") :].split(b"\0")[0].split()  # x264 writes them down
    for setting in (
        b"stitchable=1",
        b"open_gop=0",
        b"threads=1",
        b"lookahead_threads=1",
        b"sliced_threads=0",
    ):
        assert setting in settings


def test_the_stream_says_which_colours_its_numbers_mean(tmp_path):
    path = write_segment(tmp_path / "s.mp4", 0, 3, Fraction(30))
    with av.open(path) as container:
        context = container.streams.video[0].codec_context
        assert (context.color_primaries, context.color_trc, context.colorspace) == (1, 1, 1)
        assert context.color_range == 1
        assert context.sample_aspect_ratio == 1
        assert context.pix_fmt == "yuv420p"


def test_planes_are_taken_as_they_are_when_padded_strided_or_read_only(tmp_path):
    shape = (66, 98)
    luma = np.random.default_rng(1).integers(100, 140, (140, 300), np.uint8)[3:69, 5:201:2]
    luma.setflags(write=False)
    chroma = np.full((33, 49), 128, np.uint8)
    with SegmentEncoder(tmp_path / "s.mp4", 98, 66, Fraction(30), PROFILES["high"]) as encoder:
        encoder.write((luma, chroma, chroma))
    with av.open(tmp_path / "s.mp4") as container:
        frame = next(container.decode(video=0))
    found = frame.to_ndarray()[:66, :98]
    assert found.shape == shape
    assert np.abs(found.astype(int) - luma).mean() < 3


@pytest.mark.parametrize("size", [(95, 64), (96, 63), (0, 64)])
def test_odd_sizes_are_refused(tmp_path, size):
    with pytest.raises(ValueError, match="even"):
        SegmentEncoder(tmp_path / "s.mp4", *size, Fraction(30), PROFILES["draft"])


def test_a_plane_of_another_size_or_type_is_refused(tmp_path):
    luma, cb, cr = numbered_planes(0)
    path = tmp_path / "s.mp4"
    with SegmentEncoder(path, 96, 64, Fraction(30), PROFILES["draft"]) as encoder:
        for wrong in ((luma[:-2], cb, cr), (luma, luma, cr), (luma.astype(float), cb, cr)):
            with pytest.raises(ValueError, match="plane"):
                encoder.write(wrong)
        with pytest.raises(ValueError, match="zip"):
            encoder.write((luma, cb))
        encoder.write((luma, cb, cr))
    assert len(read_numbers(path)) == 1


def test_a_segment_without_frames_is_an_error(tmp_path):
    encoder = SegmentEncoder(tmp_path / "s.mp4", 96, 64, Fraction(30), PROFILES["draft"])
    with pytest.raises(RenderError, match="without frames"):
        encoder.close()


def test_closing_again_does_nothing(tmp_path):
    path = tmp_path / "s.mp4"
    with SegmentEncoder(path, 96, 64, Fraction(30), PROFILES["draft"]) as encoder:
        encoder.write(numbered_planes(1))
        encoder.close()
    assert len(read_numbers(path)) == 1


def test_an_error_in_the_block_is_not_covered_by_the_encoder(tmp_path):
    def draw():
        raise KeyError

    with (
        pytest.raises(KeyError),
        SegmentEncoder(tmp_path / "s.mp4", 96, 64, Fraction(30), PROFILES["draft"]),
    ):
        draw()


def test_a_file_that_cannot_be_created_is_an_output_error(tmp_path):
    with pytest.raises(OutputError) as caught:
        SegmentEncoder(tmp_path / "no" / "s.mp4", 96, 64, Fraction(30), PROFILES["draft"])
    assert caught.value.where == str(tmp_path / "no" / "s.mp4")


def test_a_full_disk_is_an_output_error(tmp_path):
    luma = np.random.default_rng(1).integers(16, 235, (60, 64, 96), np.uint8)
    _, cb, cr = numbered_planes(0)

    def write_noise(path):
        with SegmentEncoder(path, 96, 64, Fraction(30), PROFILES["high"]) as encoder:
            for pixels in luma:
                encoder.write((pixels, cb, cr))

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        with pytest.raises(OutputError, match="larger than") as caught:
            write_noise(tmp_path / "s.mp4")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert caught.value.where == str(tmp_path / "s.mp4")


def test_the_encoder_version_names_the_libraries():
    assert av.__version__ in encoder_version()
