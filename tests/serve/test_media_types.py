"""Media types by first bytes."""

import pytest

from render.serve.media_types import HEAD_BYTES, media_type

EBML = b"\x1a\x45\xdf\xa3"


def ftyp(*brands):
    body = brands[0] + b"\0\0\0\0" + b"".join(brands[1:])
    return (8 + len(body)).to_bytes(4, "big") + b"ftyp" + body


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe1", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
        (b"RIFF\0\0\0\0XXXX", "application/octet-stream"),
        (ftyp(b"isom", b"avc1"), "video/mp4"),
        (ftyp(b"mp42", b"qt  "), "video/mp4"),
        (ftyp(b"qt  "), "video/quicktime"),
        (b"\0\0\0\x08wide\0\0\0\0mdat", "video/quicktime"),
        (ftyp(b"M4A ", b"isom"), "audio/mp4"),
        (ftyp(b"avif", b"mif1"), "image/avif"),
        (ftyp(b"mif1", b"avif"), "image/avif"),
        (ftyp(b"heic", b"mif1"), "image/heic"),
        (ftyp(b"mif1", b"heic"), "image/heic"),
        (EBML + b"\x9fB\x86\x81\x01B\xf7\x81\x01B\x82\x84webm", "video/webm"),
        (EBML + b"\xa3B\x86\x81\x01B\x82\x88matroska", "video/x-matroska"),
        (b"fLaC", "audio/flac"),
        (b"ID3\x04", "audio/mpeg"),
        (b"OggS", "audio/ogg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", "application/octet-stream"),
        (b"<!doctype html>", "application/octet-stream"),
        (b"#EXTM3U", "application/octet-stream"),
        (b"\0\0\0\x18ftyp", "video/mp4"),
        (b"", "application/octet-stream"),
    ],
)  # fmt: skip
def test_bytes_say_what_they_are(head, expected):
    assert media_type(head) == expected
    assert media_type(head.ljust(HEAD_BYTES, b"\0")) == expected
