"""How long a word takes to say, from its letters: for words nobody has timed."""
# ruff: noqa: RUF001 these look-alikes are meant

from fractions import Fraction
from itertools import pairwise
from unicodedata import category, normalize

from render.text.graphemes import graphemes, is_ideographic

_VOWELS = frozenset("aeiouyаеёиоуыэюяєіїαεηιουω")
_LONG_PAUSES = frozenset(".!?…。！？؟।॥")
_SHORT_PAUSES = frozenset(",;:–—،؛、，；：")
_ONSET = Fraction(1, 2)
"""Of a syllable: every word takes a little longer than its syllables."""
_LETTERS_A_SYLLABLE = Fraction(5, 2)
_LONG, _SHORT = Fraction(3, 2), Fraction(3, 4)


def weight_of(word: str) -> Fraction:
    """Return how long a word takes, in syllables, with the pause its punctuation makes."""
    letters = "".join(c for c in normalize("NFD", word.lower()) if category(c)[0] in "LN")
    pause = max(
        (_LONG if c in _LONG_PAUSES else _SHORT if c in _SHORT_PAUSES else 0 for c in word[-2:]),
        default=0,
    )
    return _ONSET + _syllables(letters) + pause


def _syllables(letters: str) -> Fraction:
    vowels = [letter in _VOWELS for letter in letters]
    if not any(vowels):
        return sum((_weight(cluster) for cluster in graphemes(letters)), Fraction(0))
    groups = sum(after and not before for before, after in pairwise([False, *vowels]))
    if letters.endswith("e") and groups > 1 and not vowels[-2] and letters[-2] != "l":
        groups -= 1  # silent, as in "made"
    digits = sum(letter.isdigit() for letter in letters)
    return Fraction(groups + digits)


def _weight(cluster: str) -> Fraction:
    if is_ideographic(cluster[0]) or "\uac00" <= cluster[0] <= "\ud7a3" or cluster[0].isdigit():
        return Fraction(1)
    return 1 / _LETTERS_A_SYLLABLE
