"""What a file of captions says, in seconds: cues of words, before any frame rate is known."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from render.limits import MAX_CAPTION_CUES, MAX_CAPTION_SECONDS, MAX_CAPTION_WORDS


class CaptionFault(Exception):
    """Something in a file of captions cannot be read.

    Args:
        message: What is wrong, one sentence without a full stop.
        place: "line 12", or a JSON path; None when it is the whole file.
        hint: What to do about it.
    """

    def __init__(self, message: str, place: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.hint = hint


@dataclass(frozen=True, slots=True)
class TimedText:
    """A stretch of text and when it is spoken.

    Attributes:
        text: Blanks at its ends say where words part.
        start, end: Seconds; None is not known.
    """

    text: str
    start: Fraction | None = None
    end: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown, or said, together.

    Attributes:
        start, end: Seconds.
        lines: Its text without timing, one a line.
        parts: The same text with the times of its words; empty when the file has none.
    """

    start: Fraction
    end: Fraction
    lines: tuple[str, ...]
    parts: tuple[TimedText, ...] = ()


@dataclass(frozen=True)
class Transcript:
    """All of a file.

    Attributes:
        format: srt, vtt, ass or json.
        cues: In the order of their start.
        flows: Whether cues are how somebody spoke (a transcript), to be cut into pages; else each
            is how somebody wants it shown.
        notes: What was odd.
    """

    format: str
    cues: tuple[Cue, ...]
    flows: bool = False
    notes: tuple[str, ...] = ()


def checked(seconds: Fraction, place: str) -> Fraction:
    """Return a time that lies within the limits.

    Raises:
        CaptionFault: It does not.
    """
    if not 0 <= seconds <= MAX_CAPTION_SECONDS:
        raise CaptionFault(
            f"the time {float(seconds):g} s is out of range", place, "times count from 0"
        )
    return seconds


def in_order(cues: Iterable[Cue]) -> tuple[Cue, ...]:
    """Return cues by their start, those that begin together in the order of the file.

    Raises:
        CaptionFault: There are more than are read.
    """
    ordered = tuple(sorted(cues, key=lambda cue: cue.start))
    if len(ordered) > MAX_CAPTION_CUES:
        raise CaptionFault(f"there are more than {MAX_CAPTION_CUES:,} cues")
    words = sum(len(line.split()) for cue in ordered for line in cue.lines)
    parts = sum(len(cue.parts) for cue in ordered)
    if max(words, parts) > MAX_CAPTION_WORDS:
        raise CaptionFault(f"there are more than {MAX_CAPTION_WORDS:,} words")
    return ordered
