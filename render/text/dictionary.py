"""Where words end in scripts that write none of it down: Thai, Lao, Khmer, Burmese.

ICU has dictionaries for them, and Skia's paragraph asks it; but its Python binding tells no place a
line may end at, only the width of the longest piece that has none inside. So one character at a
time is made huge: the longest piece is then the one it stands in, and its width tells how many
small ones stand there with it. One paragraph a word, 0.05 ms each.
"""

from collections.abc import Sequence
from functools import cache, lru_cache

import skia

from render.text.families import embedded_fonts
from render.text.scripts import has_no_spaces, script_of
from render.text.shaping import paragraph_unicode

_SMALL_PX, _HUGE_PX = 16.0, 8_192.0
_CANVAS_PX = 1e8
_TELLS_MARKS = ("Noto Sans", 400, False)
"""A font that says which glyphs are marks; others give characters they miss no width at times."""
_LONGEST = 400
"""Characters looked at together; longer than any phrase, short enough for 32-bit widths."""


def word_starts(clusters: Sequence[str]) -> frozenset[int]:
    """Return the ordinals of clusters that begin a word after one without a space between.

    Args:
        clusters: Grapheme clusters of one paragraph. Those of other scripts are passed over.
    """
    starts: set[int] = set()
    first = 0
    while first < len(clusters):
        last = first
        script = script_of(clusters[first][0]) if has_no_spaces(clusters[first][0]) else None
        while (
            script is not None
            and last < len(clusters)
            and last - first < _LONGEST
            and script_of(clusters[last][0]) == script
        ):
            last += 1
        if last - first > 1:
            starts |= _starts(clusters, first, last)
        first = max(last, first + 1)
    return frozenset(starts)


def _starts(clusters: Sequence[str], first: int, last: int) -> set[int]:
    offsets = {0: first}
    text = ""
    for ordinal in range(first, last):
        offsets[len(text)] = ordinal
        text += clusters[ordinal]
    return {offsets[offset] for offset in word_ends(text) if offset > 0 and offset in offsets}


@lru_cache(maxsize=2048)
def word_ends(text: str) -> tuple[int, ...]:
    """Return the offsets at which a text of one such script may be divided, 0 left out.

    Args:
        text: No spaces, no line feeds.
    """
    collection = _collection_without(text)
    if collection is None:
        return ()
    unit = _longest_piece(collection, (("\ufffe", _HUGE_PX),)) / _HUGE_PX
    ends: list[int] = []
    end = len(text)
    while end > 0:
        parts = ((text[: end - 1], _SMALL_PX), (text[end - 1], _HUGE_PX), (text[end:], _SMALL_PX))
        width = _longest_piece(collection, parts) - unit * _HUGE_PX
        ends.append(end)
        end -= max(round(width / (unit * _SMALL_PX)), 0) + 1
    return tuple(reversed(ends[1:]))


def _longest_piece(
    collection: skia.textlayout.FontCollection, parts: Sequence[tuple[str, float]]
) -> float:
    layout = skia.textlayout
    builder = layout.ParagraphBuilder(layout.ParagraphStyle(), collection, paragraph_unicode())
    # A paragraph of one line takes a short cut that does not look for pieces.
    for text, size_px in (*parts, ("\n", _SMALL_PX)):
        style = layout.TextStyle()
        style.setFontFamilies(["face"])
        style.setFontSize(size_px)
        builder.pushStyle(style)
        builder.addText(text)
        builder.pop()
    paragraph = builder.Build()
    paragraph.layout(_CANVAS_PX)
    return paragraph.MinIntrinsicWidth


def _collection_without(text: str) -> skia.textlayout.FontCollection | None:
    """Return a font that has none of the characters: all are then drawn alike, and as wide."""
    for file in embedded_fonts():
        if (file.family, file.weight, file.italic) == _TELLS_MARKS:
            collection, typeface = _opened(str(file.path))
            if not any(typeface.unicharToGlyph(ord(character)) for character in text):
                return collection
    return None


@cache
def _opened(path: str) -> tuple[skia.textlayout.FontCollection, skia.Typeface]:
    typeface = skia.FontMgr.New_Custom_Empty().makeFromFile(path, 0)
    provider = skia.textlayout.TypefaceFontProvider()
    provider.registerTypeface(typeface, "face")
    collection = skia.textlayout.FontCollection()
    collection.setDefaultFontManager(provider)
    return collection, typeface
