"""One open font: which characters it has, and how tall it is."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from unicodedata import category, normalize

from render.errors import FontError
from render.text.families import FontFile

if TYPE_CHECKING:
    import skia

OUTLINE_EM = 1000.0
"""Size everything is shaped at; outlines are not hinted, so any size is a multiple of it."""


@dataclass(frozen=True, eq=False)
class Face:
    """An open font. Equal only to itself; a book opens a file once.

    Attributes:
        file: Where it is from.
        typeface: Skia's handle.
        ascent_em, descent_em: Distance of the font's upper and lower edge from the baseline, both
            positive downwards and upwards respectively, as a multiple of the size.
        cap_height_em: Height of capitals, likewise.
        colored: Whether its glyphs are pictures (emoji) instead of outlines.
    """

    file: FontFile
    typeface: "skia.Typeface" = field(repr=False)
    ascent_em: float
    descent_em: float
    cap_height_em: float
    colored: bool

    def has(self, cluster: str) -> bool:
        """Tell whether every visible character of a cluster, or of its composed form, is there."""
        if all(self._has(character) for character in cluster):
            return True
        composed = normalize("NFC", cluster)
        return composed != cluster and all(self._has(character) for character in composed)

    def _has(self, character: str) -> bool:
        return is_invisible(character) or self.typeface.unicharToGlyph(ord(character)) != 0


def is_invisible(character: str) -> bool:
    """Tell whether a character needs no glyph: controls, joiners, selectors, spaces."""
    kind = category(character)
    if kind in {"Cc", "Cf", "Zl", "Zp", "Zs"}:
        return True
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def open_face(file: FontFile) -> Face:
    """Open a font file.

    Raises:
        FontError: It is not there or is no font.
    """
    import skia  # noqa: PLC0415 the index of families is needed without it

    # The bare manager reads files without asking fontconfig about the machine's fonts.
    manager = skia.FontMgr.New_Custom_Empty()
    typeface = manager.makeFromFile(str(file.path), file.collection_index)
    if typeface is None:
        raise FontError("this file is not a font that can be read", where=str(file.path))
    font = skia.Font(typeface, OUTLINE_EM)
    font.setHinting(skia.FontHinting.kNone)
    font.setLinearMetrics(True)
    metrics = font.getMetrics()
    tables = {_tag(tag) for tag in typeface.getTableTags()}
    return Face(
        file=file,
        typeface=typeface,
        ascent_em=-metrics.fAscent / OUTLINE_EM,
        descent_em=metrics.fDescent / OUTLINE_EM,
        cap_height_em=metrics.fCapHeight / OUTLINE_EM or 0.7,
        colored=bool(tables & {"COLR", "CBDT", "sbix", "SVG "}),
    )


def _tag(tag: int) -> str:
    return tag.to_bytes(4, "big").decode("latin-1")
