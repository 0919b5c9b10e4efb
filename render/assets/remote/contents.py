"""Whether what was downloaded is what a key of that name can be."""

from pathlib import Path, PurePosixPath
from typing import Final

from render.assets.sniffing import guess_kind

_TEXTS: Final = frozenset({".ass", ".cube", ".json", ".lrc", ".srt", ".ssa", ".txt", ".vtt"})
_DRAWINGS: Final = frozenset({"an SVG drawing", "an XML document"})

_MEDIA: Final = (
    b"\x1aE\xdf\xa3",  # Matroska, WebM
    b"OggS",
    b"fLaC",
    b"ID3",  # MP3
    b"FLV\x01",
    b"\x30\x26\xb2\x75",  # ASF
    b"\0\0\x01\xba",  # MPEG
    b"caff",
    b"#!AMR",
)
_FORMS: Final = {(b"RIFF", b"WAVE"), (b"RIFF", b"AVI "), (b"FORM", b"AIFF"), (b"FORM", b"AIFC")}
_PACKET_BYTES: Final = 188
_OLD_QUICKTIME: Final = frozenset({b"moov", b"mdat", b"wide"})


def content_fault(key: str, head: bytes) -> str | None:
    """Say what a file is when it is nothing to render from, None when it may be.

    Pictures and media are known by their content, whatever they are called. Texts (captions,
    tables of colours) and drawings have nothing that marks them, so there the name has to agree:
    otherwise every error page would do.

    Args:
        key: The asset's.
        head: `HEAD_BYTES` from the start of the file, or all of it.
    """
    guess = guess_kind(head)
    extension = PurePosixPath(key).suffix.lower()
    if guess.kind == "captions":
        return None if extension in _TEXTS else guess.name
    if guess.kind not in ("refused", "drawing"):
        return None
    is_expected = (extension in _TEXTS and guess.name == "a text file") or (
        extension == ".svg" and guess.name in _DRAWINGS
    )
    return None if is_expected else guess.name


def has_known_mark(head: bytes) -> bool:
    """Tell whether a file that `content_fault` lets pass is marked as what it is.

    What bears no mark may be media all the same (sound that begins with silence, packets of a
    broadcast) or any other bytes.
    """
    if guess_kind(head).name != "a media container":
        return True
    is_sound = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0  # noqa: PLR2004 - MPEG audio's mark
    return (
        head.startswith(_MEDIA)
        or (head[:4], head[8:12]) in _FORMS
        or head[4:8] in _OLD_QUICKTIME
        or is_sound
        or head[: _PACKET_BYTES * 2 : _PACKET_BYTES] == b"GG"  # MPEG transport
    )


def check_media(path: Path, key: str) -> None:
    """Have a whole file without a mark looked at by the demuxers.

    Raises:
        AssetUnreadable: None of them knows it.
    """
    from render.assets.containers import open_container  # noqa: PLC0415 - rarely needed, and heavy

    with open_container(path.absolute(), key):
        pass
