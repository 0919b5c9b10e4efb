"""Break the words of a page into lines of about equal length."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from render.captions.spoken import SpokenWord, breaks_before
from render.text.graphemes import graphemes

_SLACK_PX = 1e-3


@dataclass(frozen=True)
class Limits:
    """How much a line and a page hold.

    Attributes:
        width_px: Of a line, in design pixels.
        space_px: Width of a blank.
        glue_px: What is kept free between words without a blank.
        lines: Of a page.
        chars: Of a line, in characters as readers count them; None does not count them.
    """

    width_px: float
    space_px: float
    glue_px: float = 0.0
    lines: int = 2
    chars: int | None = None


def line_width(words: Sequence[SpokenWord], limits: Limits, widths: dict[str, float]) -> float:
    """Return the width of words on one line."""
    spaces = sum(word.spaced for word in words[1:])
    between = spaces * limits.space_px + (len(words) - 1 - spaces) * limits.glue_px
    return sum(widths[word.text] for word in words) + between


def fits(words: Sequence[SpokenWord], limits: Limits, widths: dict[str, float]) -> bool:
    """Tell whether words fit on one line."""
    if line_width(words, limits, widths) > limits.width_px + _SLACK_PX:
        return False
    return limits.chars is None or _signs(words) <= limits.chars


def _signs(words: Sequence[SpokenWord]) -> int:
    return sum(_count(word.text) + word.spaced for word in words) - words[0].spaced


@lru_cache(maxsize=4096)
def _count(word: str) -> int:
    return len(graphemes(word))


def line_count(words: Sequence[SpokenWord], limits: Limits, widths: dict[str, float]) -> int:
    """Return how few lines hold words; a word too long for any is a line of its own."""
    return len(_greedy(words, limits, widths))


def _greedy(
    words: Sequence[SpokenWord], limits: Limits, widths: dict[str, float]
) -> list[tuple[int, int]]:
    units = _units(words)
    lines: list[tuple[int, int]] = []
    start = 0
    for (first, last), following in zip(units, [*units[1:], None], strict=True):
        if first > start and not fits(words[start:last], limits, widths):
            lines.append((start, first))
            start = first
        if following is None:
            lines.append((start, last))
    return lines


def _units(words: Sequence[SpokenWord]) -> list[tuple[int, int]]:
    """Return ranges of words that no line ends inside of."""
    starts = [
        index
        for index, word in enumerate(words)
        if index == 0 or breaks_before(word, words[index - 1])
    ]
    return list(zip(starts, [*starts[1:], len(words)], strict=True))


def balanced(
    words: Sequence[SpokenWord],
    limits: Limits,
    widths: dict[str, float],
    cost: Callable[[SpokenWord, SpokenWord], float],
) -> tuple[tuple[SpokenWord, ...], ...]:
    """Break words into as few lines as hold them, about equally long.

    Args:
        words: Of one page.
        limits: How much a line holds.
        widths: Of every word.
        cost: How bad it is for a line to end between two words.
    """
    greedy = _greedy(words, limits, widths)
    count = len(greedy)
    if count == 1:
        return (tuple(words),)
    mean = line_width(words, limits, widths) / count
    # best[k][i]: cheapest way to set the first i words on k lines, and where the last one begins.
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for number in range(count):
        found: dict[int, tuple[float, int]] = {}
        for start, (paid, _) in best[-1].items():
            for end in range(start + 1, len(words) + 1):
                if end - start > 1 and not fits(words[start:end], limits, widths):
                    break
                last = end == len(words)
                if last != (number + 1 == count):
                    continue
                between = 0.0 if last else cost(words[end - 1], words[end])
                off = (line_width(words[start:end], limits, widths) - mean) / limits.width_px
                whole = paid + off * off * 4 + between
                if whole < found.get(end, (inf, 0))[0]:
                    found[end] = (whole, start)
        best.append(found)
    if len(words) not in best[-1]:
        return tuple(tuple(words[start:end]) for start, end in greedy)
    lines: list[tuple[SpokenWord, ...]] = []
    end = len(words)
    for found in reversed(best[1:]):
        start = found[end][1]
        lines.append(tuple(words[start:end]))
        end = start
    return tuple(lines[::-1])
