"""The media type of a file by its first bytes.

Only what pictures, films, sounds and fonts are is named: a page or a drawing with a script in it
is bytes, which no browser runs.
"""

from typing import Final

HEAD_BYTES: Final = 64
"""How much of a file's start is looked at."""

UNKNOWN: Final = "application/octet-stream"

_STARTS: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"fLaC", "audio/flac"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xfa", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\xff\xf2", "audio/mpeg"),
    (b"\xff\xf1", "audio/aac"),
    (b"\xff\xf9", "audio/aac"),
    (b"\0\1\0\0\0", "font/ttf"),
    (b"OTTO", "font/otf"),
    (b"wOFF", "font/woff"),
    (b"wOF2", "font/woff2"),
)
_RIFF: Final = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_BRANDS: Final = {
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heif",
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
    b"qt  ": "video/quicktime",
}
_OLD_QUICKTIME: Final = {b"moov", b"mdat", b"wide", b"free", b"skip"}
_MATROSKA: Final = b"\x1a\x45\xdf\xa3"


def media_type(head: bytes) -> str:
    """Turn the first bytes of a file into its media type.

    Args:
        head: Up to `HEAD_BYTES` bytes from the start of the file.
    """
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], UNKNOWN)
    if head[4:8] == b"ftyp":
        return _iso_media_type(head)
    if head[4:8] in _OLD_QUICKTIME:
        return "video/quicktime"
    if head.startswith(_MATROSKA):
        return "video/webm" if b"webm" in head[:HEAD_BYTES] else "video/x-matroska"
    return next((name for start, name in _STARTS if head.startswith(start)), UNKNOWN)


def _iso_media_type(head: bytes) -> str:
    """Tell stills, sounds and films apart, which begin alike."""
    end = min(int.from_bytes(head[:4], "big"), len(head))
    compatible = {head[at : at + 4] for at in range(16, end - 3, 4)}
    main = head[8:12]
    if main == b"mif1" and b"avif" in compatible:
        return "image/avif"
    if main == b"mif1" and b"heic" in compatible:
        return "image/heic"
    return _BRANDS.get(main, "video/mp4")
