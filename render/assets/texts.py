"""Files of words: their encoding, and what captions look like by their first lines."""

import codecs
import re
from typing import Final, NamedTuple

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS: Final = dict.fromkeys((*range(9), 11, *range(14, 32), 127, 65279))
_ENOUGH: Final = 3
"""One NUL in so many bytes is text of two bytes a character; plain text has none."""

_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,6})?"
_SUBRIP: Final = re.compile(rf"\s*(?:\d{{1,9}}[ \t]*\n\s*)?{_TIME}[ \t]*-->")
_SUBSTATION: Final = re.compile(
    r"^\[(script info|v4\+? styles|events)\][ \t]*$", re.IGNORECASE | re.MULTILINE
)
_JSON: Final = re.compile(
    r'"(?:segments|transcription|chunks|words?|word_segments|text|pages)"\s*:'
)


class DecodedText(NamedTuple):
    """The characters of a file.

    Attributes:
        text: Without a byte order mark and control characters; lines end in line feeds.
        note: What was guessed about its encoding, or None.
    """

    text: str
    note: str | None


def decode_text(data: bytes) -> DecodedText:
    """Turn bytes into text: UTF-8, UTF-16 with or without a mark, else Windows-1252.

    Never fails: every byte is some character of the last one.
    """
    note = None
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, errors="replace")
            break
    else:
        if data.count(b"\0") * _ENOUGH > len(data):
            little = data[1::2].count(0) > data[::2].count(0)
            text = data.decode("utf-16-le" if little else "utf-16-be", errors="replace")
        else:
            text, note = _narrow(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return DecodedText(text.translate(_CONTROLS), note)


def _narrow(data: bytes) -> tuple[str, str | None]:
    try:
        return data.decode(), None
    except UnicodeDecodeError:
        pass
    note = "it is not UTF-8 and is read as Windows-1252; save it as UTF-8 if letters come out wrong"
    try:
        return data.decode("cp1252"), note
    except UnicodeDecodeError:
        return data.decode("latin-1"), note


def caption_format(text: str) -> str | None:
    """Name the format of captions by their start: srt, vtt, ass or json; None for other texts."""
    start = text.lstrip()
    if start.startswith("WEBVTT") and (len(start) == len("WEBVTT") or start[6] in " \t\r\n"):
        return "vtt"
    if _SUBRIP.match(start):
        return "srt"
    if start.startswith("[") and _SUBSTATION.search(start):
        return "ass"
    if start.startswith(("{", "[")) and _JSON.search(start):
        return "json"
    return None


def head_format(head: bytes) -> str | None:
    """Name the format of captions by the first bytes of a file, or return None."""
    if head.count(b"\0") * _ENOUGH <= len(head) and not head.startswith(
        (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    ):
        if any(byte < 9 or 13 < byte < 32 for byte in head):  # noqa: PLR2004 - no text has them
            return None
    elif len(head) % 2:
        head = head[:-1]
    return caption_format(decode_text(head).text)
