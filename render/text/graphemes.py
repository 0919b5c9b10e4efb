"""Where text may be cut: grapheme clusters, and the places a line may end at."""
# ruff: noqa: RUF001 these look-alikes are meant

from unicodedata import category, combining, east_asian_width

from render.text.scripts import is_emoji

ZERO_WIDTH_JOINER = "\u200d"

# After these the next consonant is written below or joined: Indic scripts, Burmese, Khmer.
_VIRAMAS = frozenset("\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2")
_EXTENDING_LETTERS = frozenset("\u0e33\u0eb3\uff9e\uff9f")
"""Letters by category, marks by use: Thai and Lao AM, half-width kana sound marks."""
_NEVER_LAST = frozenset("([{‹«“‘〈《「『【〔（［｛｟〘〖〝｢￥＄£¥$＃№")
_NEVER_FIRST = frozenset(
    ")]}›»”’〉》」』】〕）］｝｠〙〗〟｣,.!?:;…‥、。，．！？：；・･｡､ー－〜～゠‐–々〻ゝゞヽヾ゛゜‼⁇⁈⁉"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｧｨｩｪｫｬｭｮｯｰ"
    "％%‰℃°"
)
_IDEOGRAPHIC = frozenset(("Lo", "Lm", "Po", "Ps", "Pe"))
_FULL_OPENING = frozenset("‘“〈《「『【〔〖〘〚（［｛｟")
_FULL_CLOSING = frozenset("’”〉》」』】〕〗〙〛）］｝｠、。，．")
_INSEPARABLE = frozenset("—―…‥")
_BREAK_AFTER = frozenset("-‐–—/\\|\u200b\u00ad")


def graphemes(text: str) -> list[str]:
    """Split text into what a reader calls characters.

    A short form of UAX 29 that holds for the scripts fonts are embedded for: marks, joiners,
    emoji sequences, flags, Hangul jamo and Indic conjuncts stay with what they belong to.
    """
    clusters: list[str] = []
    for character in text:
        if clusters and _joins(clusters[-1], character):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


def _joins(cluster: str, character: str) -> bool:
    before = cluster[-1]
    if before in "\r\n\u2028\u2029\t ":
        return before + character == "\r\n"
    if _extends(character):
        return True
    if before == ZERO_WIDTH_JOINER and len(cluster) > 1:
        return category(character) in {"So", "Lo"}
    if before in _VIRAMAS:
        return category(character) == "Lo"
    if _is_flag_half(before) and _is_flag_half(character):
        return len(cluster) == 1
    return _is_jamo(before) and _is_inner_jamo(character)


def _extends(character: str) -> bool:
    return (
        category(character) in {"Mn", "Me", "Mc"}
        or combining(character) != 0
        or character in {ZERO_WIDTH_JOINER, "\u200c"}
        or character in _EXTENDING_LETTERS
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
    )


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _is_jamo(character: str) -> bool:
    return "\u1100" <= character <= "\u11ff" or "\uac00" <= character <= "\ud7a3"


def _is_inner_jamo(character: str) -> bool:
    return "\u1160" <= character <= "\u11ff"


def is_space(character: str) -> bool:
    """Tell whether a line may end here and the character vanish (no-break spaces may not)."""
    return character in " \t\u3000\u1680\u205f" or (
        "\u2000" <= character <= "\u200a" and character != "\u2007"
    )


def may_break(before: str, after: str) -> bool:
    """Tell whether a line may end between two clusters with no space between them."""
    last, first = before[-1], after[0]
    if first in _NEVER_FIRST or before[0] in _NEVER_LAST or last == "\u2060" or first == "\u2060":
        return False
    if last == first and last in _INSEPARABLE:
        return False
    if is_emoji(before) and is_emoji(after):
        return True
    if is_ideographic(before[0]) or is_ideographic(first):
        return category(before[0]) != "Zs" and category(first) != "Zs"
    # A hyphen ends a line inside a word, not before a number (-5) and not in a row of dashes.
    return last in _BREAK_AFTER and first not in _BREAK_AFTER and not first.isdecimal()


def is_ideographic(character: str) -> bool:
    """Tell whether a character is one of a script written without spaces (Chinese, Japanese).

    Korean has spaces and reads best when it breaks only there.
    """
    if character < "\u2e80" or "\uac00" <= character <= "\ud7a3":
        return False
    return east_asian_width(character) in {"W", "F"} and category(character) in _IDEOGRAPHIC


def shares_white(before: str, after: str) -> bool:
    """Tell whether two signs of full width stand half an em closer: their white meets (JLREQ)."""
    last, first = before[0], after[0]
    if last in _FULL_OPENING:
        return first in _FULL_OPENING
    return last in _FULL_CLOSING and (first in _FULL_CLOSING or first in _FULL_OPENING)
