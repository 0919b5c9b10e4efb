"""Files of captions to transcripts, whatever format they are in."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from render.assets.keys import shown
from render.assets.media import Media
from render.assets.texts import caption_format, decode_text
from render.captions.subrip import read_subrip
from render.captions.substation import read_substation
from render.captions.transcript import CaptionFault, Transcript
from render.captions.webvtt import read_webvtt
from render.captions.whisper import read_words
from render.errors import AssetUnreadable, RenderError
from render.limits import MAX_CAPTION_BYTES

_READERS: Final[dict[str, Callable[[str], Transcript]]] = {
    "srt": read_subrip,
    "vtt": read_webvtt,
    "ass": read_substation,
    "json": read_words,
}


def read_captions(media: Media) -> Transcript:
    """Read a probed file of captions; its content says what it is, its name does not.

    Raises:
        AssetUnreadable: It cannot be read; `where` is the key with the line.
    """
    return read_file(media.path, media.key)


def read_file(path: Path, key: str) -> Transcript:
    """Read a file of captions.

    Args:
        path: The file.
        key: What messages call it.

    Raises:
        AssetUnreadable: It cannot be read; `where` is the key with the line.
    """
    try:
        if path.stat().st_size > MAX_CAPTION_BYTES:
            raise AssetUnreadable(
                f"the captions are larger than {MAX_CAPTION_BYTES / 1e6:g} MB", where=shown(key)
            )
        data = path.read_bytes()
    except OSError as error:
        raise AssetUnreadable(f"the file cannot be read: {error}", where=shown(key)) from error
    return read_bytes(data, key)


def read_bytes(data: bytes, key: str) -> Transcript:
    """Read the bytes of a file of captions.

    Raises:
        AssetUnreadable: They cannot be read; `where` is the key with the line.
    """
    text, note = decode_text(data[: MAX_CAPTION_BYTES + 1])
    kind = caption_format(text)
    if kind is None:
        raise AssetUnreadable(
            "these are no captions", where=shown(key), hint="SRT, WebVTT, ASS and JSON are read"
        )
    try:
        transcript = _READERS[kind](text)
    except CaptionFault as fault:
        where = f"{shown(key)} ({fault.place})" if fault.place else shown(key)
        raise AssetUnreadable(fault.message, where=where, hint=fault.hint) from fault
    except RenderError:
        raise
    except (ValueError, TypeError, ArithmeticError, LookupError, RecursionError) as error:
        raise AssetUnreadable(f"the captions are damaged: {error!r}", where=shown(key)) from error
    if note is None:
        return transcript
    return Transcript(
        transcript.format, transcript.cues, transcript.flows, (note, *transcript.notes)
    )
