"""Where Japanese and Chinese phrases begin: a headline breaks between them, not inside a word.

Both are written without spaces, and a line may end almost anywhere; BudouX tells where a reader
would pause. Its models are small (30 to 60 kB) and plain Python.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from render.text.graphemes import is_ideographic

if TYPE_CHECKING:
    from budoux.parser import Parser

_FIRST_KANA, _LAST_KANA = "\u3041", "\u30ff"
_LONGEST = 400


def phrase_starts(clusters: Sequence[str]) -> frozenset[int] | None:
    """Return the ordinals of clusters that begin a phrase; None for texts of other scripts.

    Args:
        clusters: Grapheme clusters of one paragraph.
    """
    if not any(map(is_ideographic, (cluster[0] for cluster in clusters))):
        return None
    offsets = _offsets("".join(clusters))
    starts: set[int] = set()
    at = 0
    for ordinal, cluster in enumerate(clusters):
        if at in offsets:
            starts.add(ordinal)
        at += len(cluster)
    return frozenset(starts)


@lru_cache(maxsize=512)
def _offsets(text: str) -> frozenset[int]:
    parser = _parser(_language(text))
    offsets: set[int] = set()
    for first in range(0, len(text), _LONGEST):
        at = first
        for phrase in parser.parse(text[first : first + _LONGEST]):
            offsets.add(at)
            at += len(phrase)
    return frozenset(offsets)


def _language(text: str) -> str:
    if any(_FIRST_KANA <= character <= _LAST_KANA for character in text):
        return "japanese"
    # The national character sets hold either the short or the long forms.
    short, long = (sum(_is_in(encoding, c) for c in text) for encoding in ("gb2312", "big5"))
    return "simplified_chinese" if short >= long else "traditional_chinese"


def _is_in(encoding: str, character: str) -> bool:
    try:
        return len(character.encode(encoding)) > 1
    except UnicodeEncodeError:
        return False


@cache
def _parser(language: str) -> "Parser":
    import budoux  # noqa: PLC0415 only texts of these languages wait for it

    return getattr(budoux, f"load_default_{language}_parser")()
