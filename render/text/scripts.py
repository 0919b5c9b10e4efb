"""What the script of a character asks of type: its font, its spacing, its lines, its emoji."""

from bisect import bisect_right
from unicodedata import category

_BLOCKS = (
    (0x0530, 0x058F, "Armenian"),
    (0x0590, 0x05FF, "Hebrew"),
    (0x0600, 0x06FF, "Arabic"),
    (0x0750, 0x077F, "Arabic"),
    (0x0870, 0x08FF, "Arabic"),
    (0x0900, 0x097F, "Devanagari"),
    (0x0980, 0x09FF, "Bengali"),
    (0x0A00, 0x0A7F, "Gurmukhi"),
    (0x0A80, 0x0AFF, "Gujarati"),
    (0x0B00, 0x0B7F, "Oriya"),
    (0x0B80, 0x0BFF, "Tamil"),
    (0x0C00, 0x0C7F, "Telugu"),
    (0x0C80, 0x0CFF, "Kannada"),
    (0x0D00, 0x0D7F, "Malayalam"),
    (0x0D80, 0x0DFF, "Sinhala"),
    (0x0E00, 0x0E7F, "Thai"),
    (0x0E80, 0x0EFF, "Lao"),
    (0x1000, 0x109F, "Myanmar"),
    (0x10A0, 0x10FF, "Georgian"),
    (0x1200, 0x139F, "Ethiopic"),
    (0x1780, 0x17FF, "Khmer"),
    (0x19E0, 0x19FF, "Khmer"),
    (0x1C90, 0x1CBF, "Georgian"),
    (0x1CD0, 0x1CFF, "Devanagari"),
    (0x2D00, 0x2D2F, "Georgian"),
    (0x2D80, 0x2DDF, "Ethiopic"),
    (0xA8E0, 0xA8FF, "Devanagari"),
    (0xA9E0, 0xA9FF, "Myanmar"),
    (0xAA60, 0xAA7F, "Myanmar"),
    (0xAB00, 0xAB2F, "Ethiopic"),
    (0xFB1D, 0xFB4F, "Hebrew"),
    (0xFB50, 0xFDFF, "Arabic"),
    (0xFE70, 0xFEFE, "Arabic"),
)
_STARTS = [first for first, _, _ in _BLOCKS]

_WRITTEN_WITHOUT_SPACES = frozenset(("Thai", "Lao", "Khmer", "Myanmar"))
_STACKED = _WRITTEN_WITHOUT_SPACES | {
    *("Arabic", "Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil"),
    *("Telugu", "Kannada", "Malayalam", "Sinhala"),
}

EMOJI_SELECTOR, TEXT_SELECTOR = "\ufe0f", "\ufe0e"
_KEYCAP = "\u20e3"
# Characters of the basic plane that are pictures unless a selector says otherwise (UTS 51).
_PICTURES = frozenset(
    "⌚⌛⏩⏪⏫⏬⏰⏳◽◾☔☕♈♉♊♋♌♍♎♏♐♑♒♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨❌❎❓❔❕❗"
    "\u2795\u2796➗➰➿⬛⬜⭐⭕"
)
_FIRST_PICTURE_PLANE = "\U0001f000"
_LAST_PICTURE = "\U0001faff"


def script_of(character: str) -> str | None:
    """Return the script of a character as Noto names its fonts; None where one font has all."""
    point = ord(character)
    index = bisect_right(_STARTS, point) - 1
    if index < 0 or point > _BLOCKS[index][1]:
        return None
    return _BLOCKS[index][2]


def has_no_spaces(character: str) -> bool:
    """Tell whether only a dictionary knows where words of its script end: there are no spaces."""
    return character >= "\u0e00" and script_of(character) in _WRITTEN_WITHOUT_SPACES


def is_cursive(character: str) -> bool:
    """Tell whether letters of its script are joined: spacing them out would tear words apart."""
    return character >= "\u0600" and script_of(character) == "Arabic"


def needs_tall_lines(text: str) -> bool:
    """Tell whether marks above and below the letters need more room between lines than Latin."""
    return any(c >= "\u0600" and script_of(c) in _STACKED for c in text)


def is_emoji(cluster: str) -> bool:
    """Tell whether a cluster is to be shown as a coloured picture (UTS 51)."""
    if TEXT_SELECTOR in cluster:
        return False
    if EMOJI_SELECTOR in cluster or _KEYCAP in cluster:
        return len(cluster) > 1
    first = cluster[0]
    if _FIRST_PICTURE_PLANE <= first <= _LAST_PICTURE:
        # Plane 1 also holds letters in circles and squares, which have text fonts.
        return category(first) in {"So", "Sk"}
    return first in _PICTURES
