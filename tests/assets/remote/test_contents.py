import io

import av
import numpy as np
import pytest
from PIL import Image

from render.assets.remote.contents import check_media, content_fault, has_known_mark
from render.assets.sniffing import HEAD_BYTES
from render.errors import AssetUnreadable

FORMATS = {
    "mp4": "libx264",
    "mov": "libx264",
    "mkv": "libx264",
    "webm": "libvpx-vp9",
    "avi": "mpeg4",
    "flv": "flv1",
    "mpegts": "mpeg2video",
    "mpeg": "mpeg2video",
    "wav": "pcm_s16le",
    "mp3": "libmp3lame",
    "flac": "flac",
    "ogg": "libopus",
    "aiff": "pcm_s16be",
    "adts": "aac",
    "caf": "pcm_s16le",
    "ac3": "ac3",
    "asf": "wmv2",
}


def encoded(name, codec):
    """Return a short file of a format."""
    file = io.BytesIO()
    file.name = f"x.{name}"
    with av.open(file, "w", format={"mkv": "matroska"}.get(name, name)) as container:
        if av.codec.Codec(codec, "w").type == "audio":
            stream = container.add_stream(codec, rate=48000, layout="stereo")
            for n in range(8):
                sound = np.zeros((2, 1024), np.float32) + 0.1 * (n % 2)
                frame = av.AudioFrame.from_ndarray(sound, "fltp", "stereo")
                frame.sample_rate, frame.pts = 48000, n * 1024
                for piece in av.AudioResampler(stream.format, "stereo", 48000).resample(frame):
                    container.mux(stream.encode(piece))
        else:
            stream = container.add_stream(codec, rate=25)
            stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
            for n in range(5):
                picture = np.full((48, 64, 3), 40 * n, np.uint8)
                container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        container.mux(stream.encode())
    return file.getvalue()


@pytest.mark.parametrize(("name", "codec"), FORMATS.items())
def test_every_kind_of_media_passes_whatever_it_is_called(tmp_path, name, codec):
    data = encoded(name, codec)
    head = data[:HEAD_BYTES]
    assert content_fault("a.png", head) is None
    if not has_known_mark(head):
        (tmp_path / "file").write_bytes(data)
        check_media(tmp_path / "file", "a.png")


@pytest.mark.parametrize("name", ["mp4", "mov", "mkv", "webm", "avi", "wav", "mp3", "flac", "ogg"])
def test_the_usual_media_are_known_without_the_demuxers(name):
    assert has_known_mark(encoded(name, FORMATS[name])[:HEAD_BYTES])


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "AVIF"])
def test_pictures_pass(kind):
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, kind)
    assert content_fault("a.mp4", file.getvalue()) is None
    assert has_known_mark(file.getvalue())


@pytest.mark.parametrize(
    ("key", "content", "fault"),
    [
        ("a.srt", b"1\n00:00:00,000 --> 00:00:01,000\nHi\n", None),
        ("a.SRT", b"1\n", None),
        ("a.srt", b"<html></html>", "an HTML page"),
        ("a.svg", b"<svg/>", None),
        ("a.svg", b"<?xml version='1.0'?><!-- long -->", None),
        ("a.svg", b"<html></html>", "an HTML page"),
        ("a.png", b"<svg></svg>", "an SVG drawing"),
        ("a.png", b"hello", "a text file"),
        ("a", b"hello", "a text file"),
        ("a.cube", b"LUT_3D_SIZE 2\n", None),
        ("a.cube", b"", "an empty file (0 bytes)"),
    ],
)
def test_texts_and_drawings_pass_only_under_names_that_agree(key, content, fault):
    assert content_fault(key, content) == fault


@pytest.mark.parametrize("content", [bytes(3000), b"\x7fELF" + bytes(300), b"\x01\x02\x03" * 99])
def test_bytes_that_nobody_knows_do_not_pass(tmp_path, content):
    assert not has_known_mark(content)
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(AssetUnreadable):
        check_media(tmp_path / "file", "a.png")
