"""WebVTT, with the times of words inside cues.

https://www.w3.org/TR/webvtt1/. Cue settings, styles and regions are read over: where captions lie
is the composition's business.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from html import unescape
from itertools import pairwise

from render.captions.subrip import TIME, seconds_of
from render.captions.transcript import CaptionFault, Cue, TimedText, Transcript, in_order

_TIMING = re.compile(rf"\s*{TIME}\s*-->\s*{TIME}(?:[ \t].*|:.*)?\Z")
_INNER_TIME = re.compile(rf"{TIME}\Z")
_TAG = re.compile(r"<([^<>]{0,200})>")
_LEFT_OUT = ("NOTE", "STYLE", "REGION")


def read_webvtt(text: str) -> Transcript:
    """Read a WebVTT file.

    Raises:
        CaptionFault: A line with an arrow holds no two times; more than is read.
    """
    cues: list[Cue] = []
    for number, block in _blocks(text):
        if block[0].split(maxsplit=1)[:1] and block[0].split(maxsplit=1)[0] in _LEFT_OUT:
            continue
        at = next((index for index, line in enumerate(block[:2]) if "-->" in line), None)
        if at is None:
            continue  # the header, or words that belong to no cue
        place = f"line {number + at}"
        timing = _TIMING.match(block[at])
        if timing is None:
            raise CaptionFault(
                f"{block[at].strip()[:60]!r} is no timing",
                place,
                "write it as 00:00:01.000 --> 00:00:02.500",
            )
        start, end = seconds_of(timing.groups()[:4], place), seconds_of(timing.groups()[4:], place)
        if end < start:
            raise CaptionFault("the cue ends before it starts", place)
        cue = _cue(start, end, block[at + 1 :], place)
        if cue.lines:
            cues.append(cue)
    ordered = in_order(cues)
    unrolled = _unrolled(ordered)
    notes = () if unrolled == ordered else ("lines that roll up are shown once",)
    return Transcript("vtt", unrolled, notes=notes, flows=bool(notes))


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield what stands between empty lines, with the number of its first line."""
    block: list[str] = []
    first = 1
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if line:
            first = first if block else number
            block.append(line)
        elif block:
            yield first, block
            block = []


def _cue(start: Fraction, end: Fraction, body: list[str], place: str) -> Cue:
    parts: list[TimedText] = []
    lines: list[str] = []
    since = start
    timed = False
    hidden = False
    for line in body:
        shown = ""
        for index, piece in enumerate(_TAG.split(line)):
            if index % 2 == 0:
                if piece and not hidden:
                    parts.append(TimedText(unescape(piece), since))
                    shown += unescape(piece)
                continue
            inner = _INNER_TIME.match(piece.strip())
            if inner is not None:
                since, timed = max(seconds_of(inner.groups(), place), since), True
            elif piece.strip().lower() in ("rt", "/rt", "/ruby"):
                hidden = piece.strip().lower() == "rt"
        lines.append(shown.replace("\xa0", " ").strip())
        parts.append(TimedText("\n", since))
    shown_lines = tuple(line for line in lines if line)
    return Cue(start, end, shown_lines, tuple(parts) if timed else ())


def _unrolled(cues: tuple[Cue, ...]) -> tuple[Cue, ...]:
    """Return cues without what they repeat of the one before.

    Captions made live roll up: each cue begins with the last line of the one before, and a cue of a
    few milliseconds stands between any two.
    """
    rolling = sum(
        bool(cue.parts) and cue.lines[0] == before.lines[-1] for before, cue in pairwise(cues)
    )
    if rolling * 4 < len(cues):
        return cues
    kept: list[Cue] = []
    last: str | None = None
    for cue in cues:
        repeats = cue.lines[0] == last
        lines = cue.lines[1:] if repeats else cue.lines
        last = cue.lines[-1]
        if not lines:
            continue
        kept.append(Cue(cue.start, cue.end, lines, _after(cue.parts, repeats=repeats)))
    return tuple(kept)


def _after(parts: tuple[TimedText, ...], *, repeats: bool) -> tuple[TimedText, ...]:
    """Return the parts behind the first line that has words, when that is a repetition."""
    if not repeats:
        return parts
    spoken = False
    for index, part in enumerate(parts):
        if part.text == "\n" and spoken:
            return parts[index + 1 :]
        spoken = spoken or bool(part.text.strip())
    return ()
