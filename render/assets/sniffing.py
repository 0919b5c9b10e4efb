"""What a file is by its first bytes, whatever its name says."""

import re
from typing import Final, Literal, NamedTuple

from render.assets.texts import head_format

HEAD_BYTES: Final = 4096
"""How much of a file's start is looked at."""


SVG: Final = "an SVG drawing"
"""Its name: markup that is not refused."""

HEIC: Final = "a HEIC picture"
"""Its name: the one picture that needs a reader of its own."""


class Guess(NamedTuple):
    """What the first bytes say.

    Attributes:
        kind: "image" is for the still reader, "container" for the demuxers, "table" is a table of
            colours, "captions" are timed words, "refused" for none of them: it may hold references
            to other files, programs, or nothing at all.
        name: In words, with its article: "a PNG picture".
    """

    kind: Literal["image", "container", "table", "captions", "drawing", "refused"]
    name: str


_IMAGES: Final = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
)

_REFUSED_STARTS: Final = (
    (b"#EXTM3U", "an HLS playlist"),
    (b"ffconcat", "an ffconcat playlist"),
    (b"[playlist]", "a PLS playlist"),
    (b"%!PS", "a PostScript (EPS) file"),
    (b"\xc5\xd0\xd3\xc6", "a PostScript (EPS) file"),
    (b"%PDF", "a PDF document"),
    (b"8BPS", "a Photoshop document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"{\\rtf", "an RTF document"),
    (b"push graphic-context", "an MVG drawing"),
)

_MARKUP: Final = (
    (re.compile(rb"<(svg:)?svg[\s>]", re.IGNORECASE), SVG),
    (re.compile(rb"<mpd[\s>]", re.IGNORECASE), "a DASH manifest"),
    (re.compile(rb"<(!doctype html|html)[\s>]", re.IGNORECASE), "an HTML page"),
)

_TEXT: Final = "a text file"

_CAPTIONS: Final = {
    "srt": "an SRT file",
    "vtt": "a WebVTT file",
    "ass": "an ASS file",
    "json": "a JSON file of words",
}

_TABLE: Final = re.compile(rb"^\s*LUT_[13]D_SIZE\s", re.MULTILINE)

_HEIF_BRANDS: Final = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1")


def guess_kind(head: bytes) -> Guess:  # noqa: PLR0911 - one a kind of beginning
    """Turn the first bytes of a file into what it must be treated as.

    Args:
        head: Up to `HEAD_BYTES` bytes from the start of the file.
    """
    if not head:
        return Guess("refused", "an empty file (0 bytes)")
    name = next((name for magic, name in _IMAGES if head.startswith(magic)), None)
    if name is None and head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        name = "a WebP picture"
    if name is not None:
        return Guess("image", name)
    if head[4:8] == b"ftyp":
        return _guess_iso_media(head)
    captions = head_format(head)
    if captions is not None:
        return Guess("captions", _CAPTIONS[captions])
    refused = _guess_refused(head)
    if refused == _TEXT and _TABLE.search(head):
        return Guess("table", "a .cube colour table")
    if refused is None:
        return Guess("container", "a media container")
    return Guess("drawing" if refused == SVG else "refused", refused)


def _guess_iso_media(head: bytes) -> Guess:
    """Tell AVIF and HEIF stills from films; all begin alike."""
    size = min(int.from_bytes(head[:4], "big"), len(head))
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, size - 3, 4))}
    if head[8:12] in {b"avif", b"avis"} or (b"avif" in brands and head[8:12] in _HEIF_BRANDS):
        return Guess("image", "an AVIF picture")
    if head[8:12] in _HEIF_BRANDS:
        return Guess("image", HEIC)
    return Guess("container", "an MP4 or QuickTime file")


def _guess_refused(head: bytes) -> str | None:
    """Name the text and document formats that are never opened, or return None."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text:
        return "a file of blanks"
    for magic, name in _REFUSED_STARTS:
        if text.startswith(magic):
            return name
    if text.startswith(b"<"):
        return next((name for mark, name in _MARKUP if mark.search(text)), "an XML document")
    return _TEXT if _is_text(head) else None


def _is_text(head: bytes) -> bool:
    """Tell whether bytes are all printable UTF-8 (the last character may be cut)."""
    try:
        text = head[:-4].decode() if len(head) == HEAD_BYTES else head.decode()
    except UnicodeDecodeError:
        return False
    return all(character.isprintable() or character in "\t\r\n\f" for character in text)
