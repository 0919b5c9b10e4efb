r"""ASS and SSA: the events of a script, with the syllables of karaoke.

Styles, positions and drawings are read over; `\k`, `\kf`, `\ko` and `\K` are the length of the
syllable behind them in hundredths of a second.
"""

import re
from fractions import Fraction

from render.captions.subrip import TIME, seconds_of
from render.captions.transcript import CaptionFault, Cue, TimedText, Transcript, in_order

_TIME = re.compile(rf"\s*{TIME}\s*\Z")
_BLOCK = re.compile(r"\{([^{}]{0,5000})\}")
_KARAOKE = re.compile(r"\\[kK][fo]?\s*(\d{1,6}(?:\.\d{1,4})?)")
_DRAWING = re.compile(r"\\p\s*(\d{1,2})")
_FIELDS = (
    "layer",
    "start",
    "end",
    "style",
    "name",
    "marginl",
    "marginr",
    "marginv",
    "effect",
    "text",
)
_GENERATED = ("template", "code", "karaoke template")


def read_substation(text: str) -> Transcript:
    """Read an ASS or SSA file.

    Raises:
        CaptionFault: An event without two times; more than is read.
    """
    cues: list[Cue] = []
    seen: set[tuple[Fraction, Fraction, tuple[str, ...]]] = set()
    fields: tuple[str, ...] = _FIELDS
    in_events = False
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        if stripped.startswith("["):
            in_events = stripped.lower() == "[events]"
        if not in_events:
            continue
        kind, _, rest = stripped.partition(":")
        if kind.lower() == "format":
            fields = tuple(name.strip().lower() for name in rest.split(","))[:40]
        elif kind.lower() == "dialogue":
            cue = _event(rest, fields, f"line {number}")
            # Signs are often written several times over each other, for outlines and shadows.
            if cue is not None and (cue.start, cue.end, cue.lines) not in seen:
                seen.add((cue.start, cue.end, cue.lines))
                cues.append(cue)
    return Transcript("ass", in_order(cues))


def _event(written: str, fields: tuple[str, ...], place: str) -> Cue | None:
    values = dict(zip(fields, written.split(",", max(len(fields) - 1, 0)), strict=False))
    times = [_TIME.match(values.get(name, "")) for name in ("start", "end")]
    if times[0] is None or times[1] is None or "text" not in values:
        raise CaptionFault(
            "the event has no start, end and text", place, "write times as 0:00:01.00"
        )
    if values.get("effect", "").strip().lower().startswith(_GENERATED):
        return None
    start, end = (seconds_of(time.groups(), place) for time in times if time is not None)
    if end < start:
        raise CaptionFault("the event ends before it starts", place)
    parts, timed = _parts(values["text"], start, end)
    lines = "".join(part.text for part in parts).split("\n")
    shown = tuple(line.strip() for line in lines if line.strip())
    return Cue(start, end, shown, tuple(parts) if timed else ()) if shown else None


def _parts(text: str, start: Fraction, end: Fraction) -> tuple[list[TimedText], bool]:
    parts: list[TimedText] = []
    since, until = start, end
    timed = drawing = False
    for index, piece in enumerate(_BLOCK.split(text)):
        if index % 2:
            for length in _KARAOKE.findall(piece):
                since = until if timed else start
                until = min(since + Fraction(length) / 100, end)
                timed = True
            for level in _DRAWING.findall(piece):
                drawing = int(level) > 0
        elif piece and not drawing:
            shown = piece.replace("\\N", "\n").replace("\\n", "\n").replace("\\h", " ")
            parts.append(TimedText(shown, since, until if timed else None))
    return parts, timed
