"""Words with frames: as a file or a composition says, estimated where nothing is said."""
# ruff: noqa: RUF001 these look-alikes are meant

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise, zip_longest

from render.captions.syllables import weight_of
from render.captions.transcript import Cue, TimedText, Transcript
from render.text.dictionary import word_starts
from render.text.graphemes import graphemes, is_ideographic, may_break
from render.text.phrases import phrase_starts
from render.text.scripts import has_no_spaces
from render.timebase import nearest_frame


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word, or the phrase that stands for one where words are not told apart.

    Attributes:
        text: Without blanks at its ends.
        start_frame, end_frame: Composition frames; the end is exclusive and never before the start.
        spaced: Whether a blank stands before it.
        breaks: Whether its writer began a line with it.
    """

    text: str
    start_frame: int
    end_frame: int
    spaced: bool = True
    breaks: bool = False

    def shifted(self, frames: int) -> "SpokenWord":
        """Return it for frames counted from elsewhere."""
        return replace(
            self, start_frame=self.start_frame + frames, end_frame=self.end_frame + frames
        )


@dataclass(frozen=True)
class Passage:
    """Words that belong together.

    Attributes:
        words: At least one, in reading order, none before the one ahead of it.
        start_frame, end_frame: When they are to be seen.
        is_page: Whether somebody made a page of them: its times and lines are kept where they fit.
        estimated: Whether the words' times are made up from their length.
    """

    words: tuple[SpokenWord, ...]
    start_frame: int
    end_frame: int
    is_page: bool = False
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    spaced: bool
    breaks: bool = False


def passages_of(
    transcript: Transcript, fps: Fraction, *, one_word: bool = False
) -> tuple[Passage, ...]:
    """Turn a file of captions into passages: every time becomes the frame nearest to it.

    A file that gives every word a cue of its own times words; its pages are ours to make.

    Args:
        transcript: What the file says.
        fps: Of the composition.
        one_word: Every word is to be a page, so that such a file has made them already.
    """
    cues = transcript.cues
    single = sum(len(" ".join(cue.lines).split()) == 1 for cue in cues)
    by_word = len(cues) > _FEW and single * 10 >= len(cues) * 9
    flows = transcript.flows or (by_word and not one_word)
    if not flows:
        return tuple(_in_turn([_page_of(cue, fps) for cue in _together(cues, fps)]))
    spoken = [_page_of(cue, fps) for cue in cues]
    flowing: list[Passage] = []
    for passage in spoken:
        before = flowing[-1] if flowing else None
        if before is not None and before.estimated == passage.estimated and _joins(before, passage):
            flowing[-1] = _joined(before, passage)
        else:
            flowing.append(replace(passage, is_page=False))
    return tuple(flowing)


_FEW = 3
_JOINED_GAP_SECONDS = 2
_MOST_JOINED = 400


def _joins(before: Passage, after: Passage) -> bool:
    return len(before.words) < _MOST_JOINED and after.start_frame >= before.words[-1].start_frame


def _joined(before: Passage, after: Passage) -> Passage:
    words = _ascending([*before.words, *(replace(word, breaks=False) for word in after.words)])
    return Passage(
        words,
        before.start_frame,
        max(before.end_frame, after.end_frame),
        estimated=before.estimated,
    )


def _together(cues: Iterable[Cue], fps: Fraction) -> list[Cue]:
    """Return cues with those that begin at one frame made one: two people speak at once."""
    merged: list[Cue] = []
    for cue in cues:
        before = merged[-1] if merged else None
        if before and nearest_frame(before.start, fps) == nearest_frame(cue.start, fps):
            parts = (*before.parts, TimedText("\n"), *cue.parts)
            timed = before.parts and cue.parts
            merged[-1] = Cue(
                before.start,
                max(before.end, cue.end),
                before.lines + cue.lines,
                parts if timed else (),
            )
        else:
            merged.append(cue)
    return merged


def _in_turn(passages: Sequence[Passage]) -> Iterator[Passage]:
    """Yield pages of which none is seen longer than until the next one."""
    for passage, following in zip_longest(passages, passages[1:]):
        if following is not None and passage.end_frame > following.start_frame:
            yield replace(passage, end_frame=following.start_frame)
        else:
            yield passage


def _page_of(cue: Cue, fps: Fraction) -> Passage:
    start = nearest_frame(cue.start, fps)
    end = max(nearest_frame(cue.end, fps), start + 1)
    if not cue.parts:
        words = spread(cue.lines, start, end)
        # One word alone is spoken as long as its cue is shown.
        return Passage(words, start, end, is_page=True, estimated=len(words) > 1)
    pieces = _timed_pieces(cue)
    words = _with_frames(pieces, cue.start, cue.end, fps)
    return Passage(words, start, end, is_page=True)


def _timed_pieces(cue: Cue) -> list[tuple[_Piece, Fraction | None, Fraction | None]]:
    """Return words with the times that the parts of a cue give them."""
    found: list[tuple[_Piece, Fraction | None, Fraction | None]] = []
    gap = breaks = False
    for part, following in zip(cue.parts, _ends(cue), strict=True):
        until = part.end if part.end is not None else following
        pieces = list(pieces_of(part.text))
        if part.text[:1].isspace():
            gap = True
            breaks = breaks or part.text[:1] == "\n"
        weights = [weight_of(piece.text) for piece in pieces]
        done, whole = Fraction(0), sum(weights) or 1
        for index, (piece, weight) in enumerate(zip(pieces, weights, strict=True)):
            since, to = _share(part.start, until, done / whole, (done + weight) / whole)
            done += weight
            spaced = piece.spaced if index else gap
            if index == 0 and found and not gap and not _parts_words(found[-1][0].text, piece.text):
                last, begun, _ = found[-1]
                found[-1] = (replace(last, text=last.text + piece.text), begun, to)
            else:
                word = replace(piece, spaced=spaced, breaks=piece.breaks or (breaks and not index))
                found.append((word, since, to))
            gap = breaks = False
        if part.text[-1:].isspace():
            gap = True
            breaks = breaks or "\n" in part.text[len(part.text.rstrip()) :]
    return found


def _ends(cue: Cue) -> list[Fraction]:
    """Return until when each part of a cue may last: the next later start."""
    ends: list[Fraction] = []
    end = later = cue.end
    for part in reversed(cue.parts):
        if part.start is not None and part.start < end:
            later, end = end, part.start
        ends.append(later if part.start is not None and part.start >= end else end)
    return ends[::-1]


def _share(
    start: Fraction | None, end: Fraction | None, first: Fraction, last: Fraction
) -> tuple[Fraction | None, Fraction | None]:
    if start is None or end is None or end < start:
        return (start if first == 0 else None), (end if last == 1 else None)
    return start + (end - start) * first, start + (end - start) * last


def _with_frames(
    timed: Sequence[tuple[_Piece, Fraction | None, Fraction | None]],
    start: Fraction,
    end: Fraction,
    fps: Fraction,
) -> tuple[SpokenWord, ...]:
    """Turn times into frames; words without one lie evenly between their neighbours."""
    starts = [since for _, since, _ in timed]
    known = [(-1, start), *((i, s) for i, s in enumerate(starts) if s is not None)]
    ends = [*known[1:], (len(timed), end)]
    for (before, since), (after, until) in zip(known, ends, strict=True):
        for index in range(before + 1, after):
            part = Fraction(index - before, after - before)
            starts[index] = since + max(until - since, Fraction(0)) * part
    words = []
    for index, (piece, _, to) in enumerate(timed):
        since = starts[index] or start
        following = starts[index + 1] if index + 1 < len(timed) else end
        first = nearest_frame(since, fps)
        last = max(nearest_frame(to or following or since, fps), first + 1)
        words.append(SpokenWord(piece.text, first, last, piece.spaced, piece.breaks))
    return _ascending(words)


def _ascending(words: Sequence[SpokenWord]) -> tuple[SpokenWord, ...]:
    """Return words of which none starts before, and none ends after the start of, its neighbour."""
    ordered: list[SpokenWord] = []
    for word in words:
        start = max(word.start_frame, ordered[-1].start_frame) if ordered else word.start_frame
        ordered.append(replace(word, start_frame=start, end_frame=max(word.end_frame, start)))
    for index, following in enumerate(ordered[1:]):
        end = min(ordered[index].end_frame, following.start_frame)
        ordered[index] = replace(ordered[index], end_frame=end)
    return tuple(ordered)


def words_as_said(said: Iterable[tuple[str, int, int]], shift: int = 0) -> tuple[SpokenWord, ...]:
    """Turn words with frames of a composition into ours.

    Args:
        said: (text, start frame, end frame), in reading order; an entry may hold several words.
        shift: Added to every frame.
    """
    words: list[SpokenWord] = []
    for text, start, end in said:
        pieces = list(pieces_of(text))
        glued = bool(words) and bool(pieces) and _glues(words[-1].text, text)
        times = _spread_frames([weight_of(p.text) for p in pieces], start + shift, end + shift)
        for index, (piece, (first, last)) in enumerate(zip(pieces, times, strict=True)):
            spaced = piece.spaced if index else not glued
            words.append(SpokenWord(piece.text, first, last, spaced))
    return _ascending(words)


def _glues(before: str, after: str) -> bool:
    """Tell whether no blank belongs between two entries: scripts without blanks, punctuation."""
    return not after[:1].isspace() and (
        _parts_words(before, after.strip()) or not may_begin(after.strip())
    )


def may_begin(text: str) -> bool:
    """Tell whether a word may begin like this: not with a closing sign."""
    return bool(text) and text[0] not in ",.!?;:…)]}»”’、。，．！？：；」』）％%"


def spread(lines: Sequence[str], start: int, end: int) -> tuple[SpokenWord, ...]:
    """Split text into words and give each a share of the time by how long it takes to say.

    Args:
        lines: As written.
        start, end: Frames; the end is exclusive.
    """
    pieces: list[_Piece] = []
    for number, line in enumerate(lines):
        for index, piece in enumerate(pieces_of(line)):
            first = number > 0 and index == 0
            pieces.append(replace(piece, breaks=first, spaced=piece.spaced or first))
    times = _spread_frames([weight_of(piece.text) for piece in pieces], start, end)
    return tuple(
        SpokenWord(piece.text, first, last, piece.spaced, piece.breaks)
        for piece, (first, last) in zip(pieces, times, strict=True)
    )


def _spread_frames(weights: Sequence[Fraction], start: int, end: int) -> list[tuple[int, int]]:
    whole = sum(weights) or Fraction(1)
    borders, done = [start], Fraction(0)
    for weight in weights:
        done += weight
        borders.append(start + round((end - start) * done / whole))
    return list(pairwise(borders))


def pieces_of(text: str) -> Iterator[_Piece]:
    """Split text into words: at blanks, between phrases of Chinese and Japanese, by dictionary."""
    for number, word in enumerate(text.split()):
        clusters = graphemes(word)
        starts = set(word_starts(clusters)) | set(phrase_starts(clusters) or ())
        piece = ""
        spaced = number > 0
        for index, cluster in enumerate(clusters):
            if piece and index in starts and _parts_words(piece, cluster):
                yield _Piece(piece, spaced)
                piece, spaced = "", False
            piece += cluster
        yield _Piece(piece, spaced)


def _parts_words(before: str, after: str) -> bool:
    """Tell whether two texts without a blank between them are two words."""
    if not before or not after:
        return False
    last, first = graphemes(before[-8:])[-1], after[0]
    if has_no_spaces(last[0]) and has_no_spaces(first):
        return True
    scripted = is_ideographic(last[0]) or is_ideographic(first)
    return scripted and may_break(last, first)


def breaks_before(word: SpokenWord, before: SpokenWord) -> bool:
    """Tell whether a line may end between two words."""
    return word.spaced or word.breaks or _parts_words(before.text, word.text)
