from fractions import Fraction

import av
import pytest

from render.encode.digests import PacketDigests
from render.encode.mux import mux
from render.encode.verify import verify, verify_segment, verify_sound
from render.errors import VerificationError
from tests.encode.numbered import numbered_planes, write_segment, write_tone

FPS = Fraction(30)
RIGHT = {"frame_count": 12, "fps": FPS, "size_px": (96, 64), "sample_count": 19_200}


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    folder = tmp_path_factory.mktemp("film")
    segment = write_segment(folder / "s.mp4", 0, 12, FPS)
    sound = write_tone(folder / "sound.m4a", 19_200)
    mux([segment], [12], sound, folder / "final.mp4", FPS)
    return folder / "final.mp4"


def test_a_right_film_passes(film):
    verify(film, **RIGHT)


@pytest.mark.parametrize(
    ("name", "asked", "message"),
    [
        ("frame_count", 11, "frames: 12 instead of 11"),
        ("frame_count", 13, "frames: 12 instead of 13"),
        ("fps", Fraction(30000, 1001), "frame rate: 30 instead of 30000/1001"),
        ("size_px", (96, 66), "size"),
        ("sample_count", 19_201, "samples: 19200 instead of 19201"),
        ("sample_count", None, "streams"),
    ],
)
def test_whatever_differs_is_named(film, name, asked, message):
    with pytest.raises(VerificationError, match=message) as caught:
        verify(film, **RIGHT | {name: asked})
    assert caught.value.where == str(film)


def test_several_differences_are_all_named(film):
    with pytest.raises(VerificationError, match=r"size.*frames.*samples"):
        verify(film, **RIGHT | {"size_px": (2, 2), "frame_count": 1, "sample_count": 5})


def test_a_truncated_film_is_refused(film, tmp_path):
    cut = tmp_path / "cut.mp4"
    data = film.read_bytes()
    for kept in (0, 10, len(data) // 4, len(data) - 2000):
        cut.write_bytes(data[:kept])
        with pytest.raises(VerificationError):
            verify(cut, **RIGHT)


def test_a_missing_film_is_refused(tmp_path):
    with pytest.raises(VerificationError):
        verify(tmp_path / "no.mp4", **RIGHT)


def test_a_damaged_last_frame_is_found(film, tmp_path):
    data = bytearray(film.read_bytes())
    with av.open(film) as container:
        for packet in container.demux(video=0):
            if packet.size and not packet.is_keyframe:
                data[packet.pos : packet.pos + packet.size] = bytes(packet.size)
    damaged = tmp_path / "damaged.mp4"
    damaged.write_bytes(data)
    with pytest.raises(VerificationError):
        verify(damaged, **RIGHT)


def digests_of(path):
    digests = PacketDigests()
    with av.open(path) as container:
        for packet in container.demux():
            if packet.size:
                digests.add(packet)
    return digests


@pytest.mark.parametrize("kind", ["video", "audio"])
def test_one_changed_byte_of_any_packet_is_found(film, tmp_path, kind):
    verify(film, **RIGHT, packets=digests_of(film))
    with av.open(film) as container:
        packets = [p for p in container.demux(container.streams.best(kind)) if p.size]
        place = packets[-2].pos + packets[-2].size // 2
    data = bytearray(film.read_bytes())
    data[place] ^= 1
    damaged = tmp_path / "damaged.mp4"
    damaged.write_bytes(data)
    with pytest.raises(VerificationError, match=f"the {kind} was damaged"):
        verify(damaged, **RIGHT, packets=digests_of(film))


def test_a_stream_too_many_or_too_few_differs(film):
    assert digests_of(film).differing(PacketDigests()) == ["audio", "video"]
    assert PacketDigests().differing(digests_of(film)) == ["audio", "video"]


def write_film(path, rate=FPS, pts=None, movflags="+faststart", **tags):
    with av.open(path, "w", format="mp4", options={"movflags": movflags}) as container:
        stream = container.add_stream("libx264", rate=rate, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        stream.codec_context.time_base = 1 / rate
        for name, value in tags.items():
            setattr(stream.codec_context, name, value)
        for number in pts or range(12):
            frame = av.VideoFrame(96, 64, "yuv420p")
            for plane, pixels in zip(frame.planes, numbered_planes(number), strict=True):
                plane.update(pixels.tobytes()) if plane.line_size == pixels.shape[1] else None
            frame.pts, frame.time_base = number, 1 / rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


TAGS = {"color_primaries": 1, "color_trc": 1, "colorspace": 1, "color_range": 1}


def test_the_film_the_next_tests_vary_passes(tmp_path):
    path = write_film(tmp_path / "f.mp4", **TAGS)
    verify(path, **RIGHT | {"sample_count": None})


def test_an_index_at_the_end_is_found(tmp_path):
    path = write_film(tmp_path / "f.mp4", movflags="0", **TAGS)
    with pytest.raises(VerificationError, match="only when all of it is loaded"):
        verify(path, **RIGHT | {"sample_count": None})


@pytest.mark.parametrize(
    "wrong", [{"color_primaries": 6}, {"color_trc": 6}, {"colorspace": 6}, {"color_range": 2}]
)
def test_a_wrong_colour_tag_is_found(tmp_path, wrong):
    path = write_film(tmp_path / "f.mp4", **TAGS | wrong)
    with pytest.raises(VerificationError, match=next(iter(wrong))):
        verify(path, **RIGHT | {"sample_count": None})


def test_an_untagged_film_is_refused(tmp_path):
    path = write_film(tmp_path / "f.mp4")
    with pytest.raises(VerificationError, match="color"):
        verify(path, **RIGHT | {"sample_count": None})


def test_a_hole_between_frames_is_found(tmp_path):
    path = write_film(tmp_path / "f.mp4", pts=[*range(6), *range(7, 13)], **TAGS)
    with pytest.raises(VerificationError, match="one after the other"):
        verify(path, **RIGHT | {"sample_count": None})


def damage_end(path, kept):
    data = path.read_bytes()
    damaged = path.with_name(f"damaged-{kept}.mp4")
    damaged.write_bytes(data[: round(len(data) * kept)])
    return damaged


def test_a_segment_that_was_not_written_whole_is_refused(tmp_path):
    segment = write_segment(tmp_path / "s.mp4", 0, 12, FPS)
    verify_segment(segment, 12, FPS)
    for broken, frames in ((segment, 11), (segment, 13), (damage_end(segment, 0.9), 12)):
        with pytest.raises(VerificationError, match="cannot be read back"):
            verify_segment(broken, frames, FPS)


def test_sound_that_was_not_written_whole_is_refused(tmp_path):
    sound = write_tone(tmp_path / "sound.m4a", 19_200)
    verify_sound(sound, 19_200)
    for broken, count in ((sound, 19_199), (damage_end(sound, 0.9), 19_200)):
        with pytest.raises(VerificationError, match="cannot be read back"):
            verify_sound(broken, count)
