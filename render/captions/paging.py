"""Cut what is spoken into pages of lines, and say when each is shown.

A page ends best where a sentence does, then at a pause, then at a comma, never behind an article;
its lines are about equally long and break where a reader would pause. Pages stay long enough to be
read where there is room, and never overlap.
"""
# ruff: noqa: RUF001 these look-alikes are meant

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from math import inf
from unicodedata import east_asian_width

from render.captions.lines import Limits, balanced, fits, line_count
from render.captions.spoken import Passage, SpokenWord, breaks_before
from render.text.graphemes import graphemes

Measure = Callable[[Sequence[str]], Sequence[float]]
"""Widths of words in the face they are drawn in, in design pixels."""

PageLimits = Limits

_SENTENCE_ENDS = frozenset(".!?…。！？؟।॥")
_CLAUSE_ENDS = frozenset(",;:–—،؛、，；：")
_CLOSING = "\"'”’»)]}」』）"
_ARTICLES = frozenset(
    (
        *("a", "an", "the", "der", "die", "das", "den", "dem", "ein", "eine", "le", "la", "les"),
        *("un", "une", "el", "los", "las", "una", "il", "lo", "gli", "os", "um", "uma", "het"),
    )
)
_SHORT_WORD = 3

_LONGEST_PAGE_WORDS = 60
_STOP_SECONDS = Fraction(7, 10)
"""A pause that always ends a page."""
_BREATH_SECONDS = Fraction(3, 10)
_BRIDGED_SECONDS = Fraction(1, 2)
"""Between two pages less than this is not left empty: it would flicker."""
_TAIL_SECONDS = Fraction(7, 20)
"""How long a page stays on behind its last word, where the next one leaves room."""
_LEAST_SECONDS = Fraction(5, 6)
"""Shortest page where there is room, as broadcasters ask for."""
_SIGNS_A_SECOND = 17
"""Reading speed of adults, in letters; a sign of full width counts as two and a half."""
_WIDE_SIGN = Fraction(5, 2)


@dataclass(frozen=True)
class Page:
    """What is shown together.

    Attributes:
        start_frame, end_frame: Composition frames; the end is exclusive.
        lines: Words by line, from top to bottom.
        estimated: Whether the words' times are made up from their length.
    """

    start_frame: int
    end_frame: int
    lines: tuple[tuple[SpokenWord, ...], ...]
    estimated: bool = False

    @property
    def words(self) -> tuple[SpokenWord, ...]:
        """All words in reading order."""
        return tuple(word for line in self.lines for word in line)

    @property
    def text(self) -> str:
        """Its lines, parted by line feeds."""
        return "\n".join(line_text(line) for line in self.lines)


def line_text(words: Sequence[SpokenWord]) -> str:
    """Return the text of a line."""
    return "".join(
        (" " if word.spaced and index else "") + word.text for index, word in enumerate(words)
    )


def plan_pages(
    passages: Sequence[Passage],
    limits: Limits,
    measure: Measure,
    fps: Fraction,
    *,
    one_word: bool = False,
) -> tuple[Page, ...]:
    """Cut passages into pages.

    Args:
        passages: In the order of their start.
        limits: How much a line and a page hold.
        measure: Widths of words.
        fps: Of the composition.
        one_word: Every word is a page of its own.

    Returns:
        Pages in the order of their start; none overlaps the next.
    """
    texts = list(dict.fromkeys(word.text for each in passages for word in each.words))
    widths = dict(zip(texts, measure(texts), strict=True))
    pages: list[tuple[Page, bool]] = []
    for passage in passages:
        cut = _single(passage) if one_word else _pages_of(passage, limits, widths, fps)
        pages += [(page, passage.is_page) for page in cut]
    pages.sort(key=lambda each: each[0].start_frame)
    return tuple(_timed(pages, fps))


def _single(passage: Passage) -> Iterator[Page]:
    """Yield a page for each word; a sign that cannot stand alone goes with the word before."""
    words = list(passage.words)
    for index, word in enumerate(words):
        last = index + 1 == len(words)
        end = passage.end_frame if last and passage.is_page else word.end_frame
        shown = replace(word, breaks=False)
        yield Page(word.start_frame, max(end, word.end_frame), ((shown,),), passage.estimated)


def _pages_of(
    passage: Passage, limits: Limits, widths: dict[str, float], fps: Fraction
) -> Iterator[Page]:
    words = passage.words
    if passage.is_page:
        written = tuple(_written_lines(words))
        if len(written) <= limits.lines and all(fits(line, limits, widths) for line in written):
            yield Page(passage.start_frame, passage.end_frame, written, passage.estimated)
            return
    spans = list(_spans(words, limits, widths, fps, keeps=passage.is_page))
    for number, (first, last) in enumerate(spans):
        lines = balanced(words[first:last], limits, widths, _line_cost)
        start, end = words[first].start_frame, words[last - 1].end_frame
        if passage.is_page:
            start = passage.start_frame if number == 0 else start
            end = passage.end_frame if last == len(words) else max(end, words[last].start_frame)
        yield Page(start, end, lines, passage.estimated)


def _written_lines(words: Sequence[SpokenWord]) -> Iterator[tuple[SpokenWord, ...]]:
    line: list[SpokenWord] = []
    for word in words:
        if word.breaks and line:
            yield tuple(line)
            line = []
        line.append(word)
    if line:
        yield tuple(line)


def _spans(
    words: Sequence[SpokenWord],
    limits: Limits,
    widths: dict[str, float],
    fps: Fraction,
    *,
    keeps: bool,
) -> Iterator[tuple[int, int]]:
    """Yield ranges of words that make a page, the cheapest way over all of them."""
    first = 0
    for index in range(1, len(words) + 1):
        pause = index < len(words) and _pause(words[index - 1], words[index], fps) >= _STOP_SECONDS
        if index == len(words) or (pause and not keeps):
            for start, end in _cheapest(words[first:index], limits, widths, fps):
                yield first + start, first + end
            first = index


def _cheapest(
    words: Sequence[SpokenWord], limits: Limits, widths: dict[str, float], fps: Fraction
) -> list[tuple[int, int]]:
    costs = [0.0] + [inf] * len(words)
    began = [0] * (len(words) + 1)
    ends = [_end_cost(words, index, fps) for index in range(len(words))]
    sentences = [_ends_sentence(word.text) for word in words]
    rate = float(fps)
    for start in range(len(words)):
        inside = seconds = 0.0
        for end in range(start + 1, min(start + _LONGEST_PAGE_WORDS, len(words)) + 1):
            page = words[start:end]
            if end - start > 1 and line_count(page, limits, widths) > limits.lines:
                break
            seconds += _reading_seconds(words[end - 1].text)
            cost = costs[start] + 1.0 + ends[end - 1] + inside
            cost += _hurry(words, start, end, max(seconds, float(_LEAST_SECONDS)), rate)
            if inside and not sentences[end - 1]:
                cost += 1.2  # ends in the middle of a sentence that began on it
            if end - start == 1 and len(words) > 1 and not sentences[end - 1]:
                cost += 0.8
            if cost < costs[end]:
                costs[end], began[end] = cost, start
            if sentences[end - 1]:
                inside += 0.6
            elif end < len(words) and _pause(words[end - 1], words[end], fps) >= _BREATH_SECONDS:
                inside += 0.5
    spans: list[tuple[int, int]] = []
    end = len(words)
    while end > 0:
        spans.append((began[end], end))
        end = began[end]
    return spans[::-1]


def _end_cost(words: Sequence[SpokenWord], index: int, fps: Fraction) -> float:
    """Return how bad it is for a page to end behind a word."""
    if index + 1 == len(words):
        return 0.0
    word, following = words[index], words[index + 1]
    if not breaks_before(following, word):
        return 20.0
    if _ends_sentence(word.text):
        return 0.0
    if _pause(word, following, fps) >= _BREATH_SECONDS:
        return 0.15
    if _ends_clause(word.text):
        return 0.3
    return 0.8 + _leaning(word.text, 0.8, 1.4)


def _line_cost(word: SpokenWord, following: SpokenWord) -> float:
    """Return how bad it is for a line to end behind a word, in parts of a line's width."""
    if not breaks_before(following, word):
        return inf
    if _ends_sentence(word.text) or _ends_clause(word.text):
        return -0.15
    return _leaning(word.text, 0.35, 1.4)


def _hurry(words: Sequence[SpokenWord], start: int, end: int, seconds: float, rate: float) -> float:
    """Return how bad it is that a page is gone before it is read, which takes some seconds."""
    if end == len(words):
        return 0.0
    room = max(words[end].start_frame - words[start].start_frame, 1)
    return min(max(seconds * rate / room - 1, 0.0), 1.5)


def _leaning(text: str, little: float, much: float) -> float:
    """Return how bad it is to part a word from the next: a preposition a little, an article much.

    Short words of Latin letters are prepositions and conjunctions in most languages.
    """
    if text.lower() in _ARTICLES:
        return much
    is_short = len(text) <= _SHORT_WORD and text.isalpha() and text.isascii()
    return little if is_short and not text.isupper() else 0.0


def _ends_sentence(text: str) -> bool:
    return text.rstrip(_CLOSING)[-1:] in _SENTENCE_ENDS if text.rstrip(_CLOSING) else False


def _ends_clause(text: str) -> bool:
    return text.rstrip(_CLOSING)[-1:] in _CLAUSE_ENDS if text.rstrip(_CLOSING) else False


def _pause(before: SpokenWord, after: SpokenWord, fps: Fraction) -> Fraction:
    return (after.start_frame - before.end_frame) / fps


def reading_frames(text: str, fps: Fraction) -> int:
    """Return how long a text takes to be read."""
    return round(max(_signs(text) / _SIGNS_A_SECOND, _LEAST_SECONDS) * fps)


@lru_cache(maxsize=4096)
def _reading_seconds(word: str) -> float:
    return float((_signs(word) + 1) / _SIGNS_A_SECOND)


def _signs(text: str) -> Fraction:
    wide = sum(east_asian_width(cluster[0]) in "WF" for cluster in graphemes(text))
    return len(graphemes(text)) + wide * (_WIDE_SIGN - 1)


def _timed(pages: Sequence[tuple[Page, bool]], fps: Fraction) -> Iterator[Page]:
    """Yield pages that stay on as long as they should and the next one allows.

    What somebody made a page of keeps its times, but for being readable.
    """
    tail, bridge = round(_TAIL_SECONDS * fps), _BRIDGED_SECONDS * fps
    for index, (page, is_kept) in enumerate(pages):
        end = max(page.end_frame, page.start_frame + 1)
        wanted = max(end, page.start_frame + reading_frames(page.text, fps))
        if not is_kept:
            wanted = max(wanted, end + tail)
        if index + 1 < len(pages):
            following = pages[index + 1][0].start_frame
            if not is_kept and following - end < bridge:
                wanted = following
            wanted = min(wanted, following)
        if wanted > page.start_frame:
            yield replace(page, end_frame=wanted)
