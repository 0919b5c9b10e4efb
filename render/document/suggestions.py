"""Did you mean."""

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

from schemas.spellings import fold
from schemas.wording import listed, quoted

_CUTOFF = 0.6
_SHORTEST_WORD = 3
_LISTED_NAMES = 30
_LONGEST_WORD = 64


def closest(word: str, names: Iterable[str]) -> str | None:
    """Return the name that a misspelt word most likely means, or None when none is near."""
    return _closest(word[:_LONGEST_WORD], tuple(names))


@lru_cache(maxsize=4096)
def _closest(word: str, names: tuple[str, ...]) -> str | None:
    folded = {fold(name): name for name in names if len(name) >= _SHORTEST_WORD}
    near = get_close_matches(fold(word), list(folded), n=1, cutoff=_CUTOFF)
    return folded[near[0]] if near else None


def hint_for_name(given: str, names: tuple[str, ...]) -> str | None:
    """Return a hint for an unknown name: the closest, or all when they are few."""
    near = closest(given, names)
    if near is not None:
        return f"did you mean {quoted(near)}?"
    return f"it is one of {listed(names)}" if len(names) <= _LISTED_NAMES else None
