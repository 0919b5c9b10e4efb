"""Which file of a family is nearest to a wish, and what a name like `Poppins SemiBold` says."""

from collections.abc import Sequence

from render.text.families import FontFile, family_key, known_keys, style_by_name

_HEAVY_WISH = 500
_WIDTHS = {
    "ultracondensed": 50.0,
    "extracondensed": 62.5,
    "condensed": 75.0,
    "semicondensed": 87.5,
    "semiexpanded": 112.5,
    "expanded": 125.0,
    "extraexpanded": 150.0,
    "ultraexpanded": 200.0,
}
"""CSS's names of widths in percent."""

_PLAIN = frozenset(("regular", "normal", "book"))


def nearest(files: Sequence[FontFile], weight: int, *, italic: bool) -> FontFile:
    """Return the file of a family that is nearest to a wish.

    Of two weights equally far the heavier one for a heavy wish, as CSS has it.
    """

    def distance(file: FontFile) -> tuple[bool, int, int]:
        slanted = file.italic or (italic and bool({"slnt", "ital"} & set(file.axes)))
        lean = -file.weight if weight > _HEAVY_WISH else file.weight
        return (slanted != italic, file.distance(weight), lean)

    return min(files, key=distance)


def knows_family(wished: str) -> bool:
    """Tell whether an embedded family answers a wish: a name, or several separated by commas."""
    names = (name.strip(" '\"") for name in wished.split(","))
    return any(
        family_key(each) in known_keys()
        for name in names
        for each in (name, without_width(name)[0], without_style(name)[0])
    )


def without_width(name: str) -> tuple[str, float | None]:
    """Take the width off a name: `Roboto Condensed` is (`Roboto`, 75.0)."""
    words = name.replace("-", " ").split()
    for count in (2, 1):
        width = _WIDTHS.get(family_key(" ".join(words[-count:]))) if len(words) > count else None
        if width is not None:
            return " ".join(words[:-count]), width
    return name, None


def without_style(name: str) -> tuple[str, int, bool]:
    """Take weight and slant off a name: `Poppins SemiBold Italic` is (`Poppins`, 600, True)."""
    words = name.replace("-", " ").split()
    style: list[str] = []
    while len(words) > 1:
        # "Semi Bold" is written as two words too; a number alone may belong to the family's name.
        tail = words[-1]
        if tail.isdecimal() or not _is_style(tail):
            break
        style.insert(0, words.pop())
    if style and words[-1].lower() in {"semi", "demi", "extra", "ultra"} and len(words) > 1:
        style.insert(0, words.pop())
    weight, italic = style_by_name(_joined(style))
    return " ".join(words), weight, italic


def _is_style(word: str) -> bool:
    return word.lower() in _PLAIN or style_by_name(word) != (400, False)


def _joined(style: Sequence[str]) -> str:
    text = " ".join(style).lower()
    for prefix in ("semi", "demi", "extra", "ultra"):
        text = text.replace(f"{prefix} ", prefix)
    return text
