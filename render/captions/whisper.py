"""JSON of words: what Whisper and the programs around it write, and this program's own export.

Read are: openai-whisper and its API (`segments`, `words`), whisper.cpp (`transcription`,
`tokens`), faster-whisper, whisperx (`word_segments`, words without times), transformers (`chunks`,
`timestamp`), and lists of captions in milliseconds.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import isfinite
from typing import Any, NoReturn, cast

from render.captions.transcript import (
    CaptionFault,
    Cue,
    TimedText,
    Transcript,
    checked,
    in_order,
)
from render.limits import MAX_CAPTION_CUES, MAX_CAPTION_WORDS

OWN_FORMAT = "wavemaker-captions"
_TEXTS = ("text", "word", "token")
_LISTS = ("segments", "transcription", "chunks", "word_segments", "words", "captions", "results")
_DENOMINATOR = 1_000_000
_FASTEST = 1000


def read_words(text: str) -> Transcript:
    """Read a JSON file of words.

    Raises:
        CaptionFault: It is no JSON, or no shape that is known; more than is read.
    """
    try:
        root = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise CaptionFault(f"this is no JSON: {error.msg}", f"line {error.lineno}") from error
    except (ValueError, RecursionError) as error:
        raise CaptionFault(f"this is no JSON that is read: {error}") from error
    if isinstance(root, dict) and cast("dict[str, object]", root).get("format") == OWN_FORMAT:
        return _own(cast("dict[str, Any]", root))
    found = _list_in(root)
    if found is None:
        raise CaptionFault(
            "this JSON holds no words",
            hint="Whisper's has a list of segments, with word timestamps switched on",
        )
    path, items = found
    if len(items) > MAX_CAPTION_WORDS:
        raise CaptionFault(f"there are more than {MAX_CAPTION_WORDS:,} words")
    if all("words" not in item and "tokens" not in item for item in items) and _are_words(items):
        return Transcript("json", in_order(_one_cue(items, path)), flows=True)
    cues = [_segment(item, f"{path}[{number}]") for number, item in enumerate(items)]
    return Transcript("json", in_order(cue for cue in cues if cue is not None), flows=True)


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _list_in(root: object) -> tuple[str, list[Mapping[str, object]]] | None:
    """Return the list of segments or words, and its path; segments with words go first."""
    if isinstance(root, list):
        return "", _objects(cast("list[object]", root), "")
    if not isinstance(root, dict):
        return None
    values = cast("dict[str, object]", root)
    lists = [name for name in _LISTS if isinstance(values.get(name), list) and values[name]]
    # The API's segments hold no words; those stand beside them.
    if "segments" in lists and "words" in lists:
        segments = _objects(cast("list[object]", values["segments"]), "segments")
        if not any("words" in segment for segment in segments):
            lists.remove("segments")
    for name in lists:
        return name, _objects(cast("list[object]", values[name]), name)
    return None


def _objects(items: list[object], path: str) -> list[Mapping[str, object]]:
    for number, item in enumerate(items):
        if not isinstance(item, dict):
            raise CaptionFault("an object with text and times is expected", f"{path}[{number}]")
    return cast("list[Mapping[str, object]]", items)


def _are_words(items: Sequence[Mapping[str, object]]) -> bool:
    """Tell whether most entries are single words."""
    texts = [_text(item) for item in items]
    return sum(len(text.split()) <= 1 for text in texts) * 10 >= len(texts) * 9


def _one_cue(items: Sequence[Mapping[str, object]], path: str) -> Iterator[Cue]:
    parts = _timed([(item, f"{path}[{at}]") for at, item in enumerate(items)])
    times = [time for part in parts for time in (part.start, part.end) if time is not None]
    text = "".join(part.text for part in parts).strip()
    if text and not times:
        raise CaptionFault("none of the words has a time", path or None)
    if text:
        yield Cue(min(times), max(times), (text,), tuple(parts))


def _segment(item: Mapping[str, object], place: str) -> Cue | None:
    start, end = _times(item, place)
    words = item.get("words") or item.get("tokens")
    parts: list[TimedText] = []
    if isinstance(words, list):
        inner = "words" if item.get("words") else "tokens"
        objects = [each for each in cast("list[object]", words) if isinstance(each, dict)]
        listed = [
            (cast("Mapping[str, object]", each), f"{place}.{inner}[{at}]")
            for at, each in enumerate(objects)
        ]
        parts = _timed([each for each in listed if not _text(each[0]).startswith("[_")])
    text = _text(item).strip() or "".join(part.text for part in parts).strip()
    if not text:
        return None
    times = [time for part in parts for time in (part.start, part.end) if time is not None]
    start = start if start is not None else min(times, default=None)
    end = end if end is not None else max(times, default=start)
    if start is None or end is None:
        raise CaptionFault("the segment has no times", place)
    return Cue(start, max(start, end), (text,), tuple(parts) if times else ())


def _timed(items: Sequence[tuple[Mapping[str, object], str]]) -> list[TimedText]:
    """Return words with their times; where none begins with a blank, all of them do."""
    words = [(_text(item), *_times(item, place)) for item, place in items]
    spaced = any(text[:1].isspace() or text[-1:].isspace() for text, _, _ in words)
    return [
        TimedText(text if spaced else f" {text}", start, end) for text, start, end in words if text
    ]


def _text(item: Mapping[str, object]) -> str:
    found = (item[name] for name in _TEXTS if isinstance(item.get(name), str))
    return str(next(found, ""))


def _times(item: Mapping[str, object], place: str) -> tuple[Fraction | None, Fraction | None]:
    """Return start and end in seconds, whatever they are called; None where there is none."""
    offsets = item.get("offsets")
    if isinstance(offsets, dict):
        said = cast("dict[str, object]", offsets)
        return tuple(_milliseconds(said.get(name), place) for name in ("from", "to"))  # type: ignore[return-value]
    pair = item.get("timestamp")
    if isinstance(pair, list) and len(cast("list[object]", pair)) == 2:  # noqa: PLR2004 - start, end
        return tuple(_seconds(each, place) for each in cast("list[object]", pair))  # type: ignore[return-value]
    if "startMs" in item or "start_ms" in item:
        return (
            _milliseconds(item.get("startMs", item.get("start_ms")), place),
            _milliseconds(item.get("endMs", item.get("end_ms")), place),
        )
    start = item.get("start", item.get("start_time"))
    end = item.get("end", item.get("end_time"))
    return _seconds(start, place), _seconds(end, place)


def _milliseconds(value: object, place: str) -> Fraction | None:
    seconds = _number(value, place)
    return None if seconds is None else checked(seconds / 1000, place)


def _seconds(value: object, place: str) -> Fraction | None:
    seconds = _number(value, place)
    return None if seconds is None else checked(seconds, place)


def _number(value: object, place: str) -> Fraction | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise CaptionFault("a time is no number", place)
    if isinstance(value, int):
        return Fraction(value)
    if not isfinite(value):
        raise CaptionFault("a time is no number", place)
    return Fraction(value).limit_denominator(_DENOMINATOR)


def _own(root: Mapping[str, Any]) -> Transcript:
    """Read what `captions export` writes; frames at its own rate, so nothing is rounded."""
    try:
        fps = Fraction(str(root["fps"])[:40])
        pages = cast("list[Any]", list(root["pages"]))
        if not 0 < fps <= _FASTEST or len(pages) > MAX_CAPTION_CUES:
            raise ValueError(f"{float(fps):g} fps, {len(pages)} pages")  # noqa: TRY301 - as others
        cues = [_own_page(page, fps, f"pages[{number}]") for number, page in enumerate(pages)]
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise CaptionFault(f"the export is damaged: {error!r}") from error
    return Transcript("json", in_order(cues))


def _own_page(page: Mapping[str, Any], fps: Fraction, place: str) -> Cue:
    def at(frame: object) -> Fraction:
        if not isinstance(frame, int):
            raise CaptionFault("a frame is no whole number", place)
        return checked(frame / fps, place)

    parts: list[TimedText] = []
    lines: list[str] = []
    for line in page["lines"]:
        text = ""
        for word in line:
            said = (" " if word.get("spaced", True) and text else "") + str(word["text"])
            parts.append(TimedText(said, at(word["startFrame"]), at(word["endFrame"])))
            text += said
        lines.append(text)
        parts.append(TimedText("\n"))
    timed = not page.get("estimated", False)
    start, end = at(page["startFrame"]), at(page["endFrame"])
    if end < start:
        raise CaptionFault("the page ends before it starts", place)
    return Cue(start, end, tuple(lines), tuple(parts) if timed else ())
