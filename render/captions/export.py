"""Pages to files: SRT, WebVTT and ASS with the times of words where they are known, and JSON.

Times are those of the frames, rounded to what a format can write: read again at the same rate they
give the same frames (ASS, which counts hundredths of a second, up to 99 frames a second).
"""

import json
from collections.abc import Callable, Sequence
from fractions import Fraction
from html import escape
from math import floor
from typing import Final

from render.captions.paging import Page, line_text
from render.captions.spoken import SpokenWord
from render.captions.whisper import OWN_FORMAT

_VERSION = 1
_ASS_SIZE = Fraction(52, 1000)
_ASS_HEAD = """\
[Script Info]
ScriptType: v4.00+
PlayResX: {width}
PlayResY: {height}
WrapStyle: 2
ScaledBorderAndShadow: yes

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, \
Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, \
Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Open Sans,{size},&H0040D6FF,&H00FFFFFF,&H000C0A0A,&H80000000,-1,0,0,0,100,100,0,0,1,\
{outline},1,2,{margin},{margin},{margin},1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


def write_pages(
    pages: Sequence[Page], fps: Fraction, kind: str, size: tuple[int, int] = (1920, 1080)
) -> str:
    """Turn pages into the text of a file.

    Args:
        pages: In the order of their start, in composition frames.
        fps: Of the composition.
        kind: A key of `WRITERS`.
        size: Of the design canvas, for formats that say it.
    """
    return WRITERS[kind](pages, fps, size)


def _units(frame: int, fps: Fraction, a_second: int) -> int:
    return floor(max(frame, 0) / fps * a_second + Fraction(1, 2))


def _clock(frame: int, fps: Fraction, point: str) -> str:
    seconds, milliseconds = divmod(_units(frame, fps, 1000), 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{milliseconds:03}"


def _srt(pages: Sequence[Page], fps: Fraction, _size: tuple[int, int]) -> str:
    cues = (
        f"{number}\n{_clock(page.start_frame, fps, ',')} --> {_clock(page.end_frame, fps, ',')}\n"
        f"{page.text.replace('-->', '→')}\n"
        for number, page in enumerate(pages, start=1)
    )
    return "\n".join(cues)


def _vtt(pages: Sequence[Page], fps: Fraction, _size: tuple[int, int]) -> str:
    cues = [
        f"{_clock(page.start_frame, fps, '.')} --> {_clock(page.end_frame, fps, '.')}\n"
        + "\n".join(_vtt_lines(page, fps))
        for page in pages
    ]
    return "\n\n".join(["WEBVTT", *cues]) + "\n"


def _vtt_lines(page: Page, fps: Fraction) -> list[str]:
    if page.estimated:
        return [escape(line_text(line), quote=False) for line in page.lines]
    lines: list[str] = []
    now = page.start_frame
    for line in page.lines:
        text = ""
        for index, word in enumerate(line):
            text += " " if index and word.spaced else ""
            if word.start_frame != now:
                text += f"<{_clock(word.start_frame, fps, '.')}>"
            text += escape(word.text, quote=False)
            now = word.start_frame
            if not _runs_on(page, word):
                text += f"<{_clock(word.end_frame, fps, '.')}>"
                now = word.end_frame
        lines.append(text)
    return lines


def _runs_on(page: Page, word: SpokenWord) -> bool:
    """Tell whether a word ends where the next one begins, or the page ends."""
    words = page.words
    index = next(at for at, each in enumerate(words) if each is word)
    following = words[index + 1].start_frame if index + 1 < len(words) else page.end_frame
    return word.end_frame >= following


def _ass(pages: Sequence[Page], fps: Fraction, size: tuple[int, int]) -> str:
    width, height = size
    font = round(min(size) * _ASS_SIZE)
    head = _ASS_HEAD.format(
        width=width, height=height, size=font, outline=max(font // 18, 1), margin=min(size) // 12
    )
    return head + "".join(
        f"Dialogue: 0,{_ass_clock(page.start_frame, fps)},{_ass_clock(page.end_frame, fps)},"
        f"Default,,0,0,0,,{_ass_text(page, fps)}\n"
        for page in pages
    )


def _ass_clock(frame: int, fps: Fraction) -> str:
    seconds, hundredths = divmod(_units(frame, fps, 100), 100)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{hundredths:02}"


def _ass_text(page: Page, fps: Fraction) -> str:
    if page.estimated:
        return "\\N".join(_ass_escaped(line_text(line)) for line in page.lines)
    text = ""
    now = _units(page.start_frame, fps, 100)
    for number, line in enumerate(page.lines):
        for index, word in enumerate(line):
            start, end = (_units(at, fps, 100) for at in (word.start_frame, word.end_frame))
            between = "\\N" if number and not index else " " if index and word.spaced else ""
            # What is silent is a syllable too, or all later ones would be early.
            text += f"{{\\k{start - now}}}{between}" if start > now else between
            text += f"{{\\k{max(end - start, 0)}}}{_ass_escaped(word.text)}"
            now = max(end, start)
    return text


def _ass_escaped(text: str) -> str:
    return text.replace("{", "(").replace("}", ")").replace("\\", "/")


def _json(pages: Sequence[Page], fps: Fraction, _size: tuple[int, int]) -> str:
    shown: list[dict[str, object]] = [
        {
            "startFrame": page.start_frame,
            "endFrame": page.end_frame,
            "estimated": page.estimated,
            "lines": [[_json_word(*each) for each in enumerate(line)] for line in page.lines],
        }
        for page in pages
    ]
    root = {"format": OWN_FORMAT, "version": _VERSION, "fps": str(fps), "pages": shown}
    return json.dumps(root, ensure_ascii=False, indent=1) + "\n"


def _json_word(index: int, word: SpokenWord) -> dict[str, object]:
    said: dict[str, object] = {
        "text": word.text,
        "startFrame": word.start_frame,
        "endFrame": word.end_frame,
    }
    return said if word.spaced or index == 0 else said | {"spaced": False}


WRITERS: Final[dict[str, Callable[[Sequence[Page], Fraction, tuple[int, int]], str]]] = {
    "srt": _srt,
    "vtt": _vtt,
    "ass": _ass,
    "json": _json,
}
"""By the suffix of the file."""
