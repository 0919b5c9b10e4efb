"""SRT: blocks of a number, two times and text, as everybody writes them a little differently."""

import re
from fractions import Fraction
from html import unescape

from render.captions.transcript import CaptionFault, Cue, Transcript, checked, in_order

TIME = r"(?:(\d{1,3})\s*:\s*)?(\d{1,2})\s*:\s*(\d{1,2})(?:\s*[.,:]\s*(\d{1,6}))?"
_TIMING = re.compile(rf"\s*{TIME}\s*-->\s*{TIME}(?:\s.*|:)?\Z")
_TAG = re.compile(r"</?(?:i|b|u|s|font|c|ruby|rt)\b[^<>]{0,200}>|\{\\[^{}]{0,200}\}", re.IGNORECASE)
_NUMBER = re.compile(r"\s*\d{1,9}\s*\Z")


def seconds_of(groups: tuple[str | None, ...], place: str) -> Fraction:
    """Turn the hours, minutes, seconds and decimals of a time into seconds.

    Raises:
        CaptionFault: It is out of range.
    """
    hours, minutes, seconds, decimals = (group or "0" for group in groups)
    whole = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
    return checked(whole + Fraction(int(decimals), 10 ** len(decimals)), place)


def read_subrip(text: str) -> Transcript:
    """Read an SRT file.

    Raises:
        CaptionFault: A line with an arrow holds no two times; more than is read.
    """
    lines = text.splitlines()
    timings = [number for number, line in enumerate(lines) if "-->" in line]
    numbered = bool(timings) and timings[0] > 0 and bool(_NUMBER.match(lines[timings[0] - 1]))
    cues: list[Cue] = []
    for at, following in zip(timings, [*timings[1:], len(lines)], strict=True):
        place = f"line {at + 1}"
        timing = _TIMING.match(lines[at])
        if timing is None:
            raise CaptionFault(
                f"{lines[at].strip()[:60]!r} is no timing",
                place,
                "write it as 00:00:01,000 --> 00:00:02,500",
            )
        start, end = (
            seconds_of(timing.groups()[:4], place),
            seconds_of(timing.groups()[4:], place),
        )
        if end < start:
            raise CaptionFault("the cue ends before it starts", place)
        body = lines[at + 1 : following]
        if numbered and following < len(lines) and body and _NUMBER.match(body[-1]):
            del body[-1]
        shown = tuple(line for line in map(plain, body) if line)
        if shown:
            cues.append(Cue(start, end, shown))
    return Transcript("srt", in_order(cues))


def plain(line: str) -> str:
    """Return a line without tags, entities and blanks at its ends."""
    return unescape(_TAG.sub("", line)).replace("\xa0", " ").strip()
