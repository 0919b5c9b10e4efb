"""Open fonts: which characters they have, and how tall they are."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from math import ceil, floor, inf
from pathlib import Path
from struct import Struct
from unicodedata import category, normalize

import skia

from render.errors import FontError
from render.text.families import SET_AXES, FontFile, font_files

OUTLINE_EM = 1000.0
"""Size everything is shaped at; outlines are not hinted, so any size is a multiple of it."""

_WEIGHT_TAG = "wght"
_MOST_FACES_IN_A_FILE = 64
_USUAL_CAP_HEIGHT_EM = 0.7
_AXES_REACH_EM = 0.25
_HEAD = Struct(">18x H 16x 4h")
"""OpenType's `head`: units an em, then the box around all glyphs: xMin, yMin, xMax, yMax."""


@dataclass(frozen=True, eq=False)
class Face:
    """An open font. Equal only to itself; a book opens a file once.

    Attributes:
        file: Where it is from.
        typeface: Skia's handle.
        ascent_em, descent_em: How far the font reaches above and below the baseline, both positive,
            as a multiple of the size.
        cap_height_em: Height of capitals, likewise.
        colored: Whether its glyphs are pictures (emoji) instead of outlines.
        reach_em: Left, top, right, bottom of what its glyphs cover around their origin.
    """

    file: FontFile
    typeface: skia.Typeface = field(repr=False)
    ascent_em: float
    descent_em: float
    cap_height_em: float
    colored: bool
    reach_em: tuple[float, float, float, float]

    def has(self, cluster: str) -> bool:
        """Tell whether every visible character of a cluster, or of its composed form, is there."""
        if all(self._has(character) for character in cluster):
            return True
        composed = normalize("NFC", cluster)
        return composed != cluster and all(self._has(character) for character in composed)

    def _has(self, character: str) -> bool:
        return self.typeface.unicharToGlyph(ord(character)) != 0 or is_invisible(character)


def is_invisible(character: str) -> bool:
    """Tell whether a character needs no glyph: controls, joiners, selectors, spaces."""
    if category(character) in {"Cc", "Cf", "Zl", "Zp", "Zs"}:
        return True
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def open_face(file: FontFile) -> Face:
    """Open a font file.

    Raises:
        FontError: It is not there or is no font.
    """
    typeface = _read(file.path, file.collection_index)
    if typeface is not None and file.variable:
        typeface = _with_axes_set(typeface, file)
    if typeface is None:
        raise FontError("this file is not a font that can be read", where=str(file.path))
    font = skia.Font(typeface, OUTLINE_EM)
    font.setHinting(skia.FontHinting.kNone)
    font.setLinearMetrics(True)
    metrics = font.getMetrics()
    tables = {int(tag).to_bytes(4, "big") for tag in typeface.getTableTags()}
    return Face(
        file=file,
        typeface=typeface,
        ascent_em=-metrics.fAscent / OUTLINE_EM,
        descent_em=metrics.fDescent / OUTLINE_EM,
        cap_height_em=metrics.fCapHeight / OUTLINE_EM or _USUAL_CAP_HEIGHT_EM,
        colored=bool(tables & {b"COLR", b"CBDT", b"sbix", b"SVG "}),
        reach_em=_reach_em(typeface),
    )


@cache
def fonts_in(place: Path) -> tuple[FontFile, ...]:
    """List the faces in a font file, or in the font files of a folder, read once a process.

    Raises:
        FontError: The place is not there, or a file in it is no font.
    """
    if place.is_file():
        return tuple(_faces_in(place.resolve()))
    if not place.is_dir():
        raise FontError(
            "this fonts folder is not there",
            where=str(place),
            hint="name a folder with font files, or one font file",
        )
    return tuple(file for path in font_files(place) for file in _faces_in(path.resolve()))


def _faces_in(path: Path) -> Iterator[FontFile]:
    for index in range(_MOST_FACES_IN_A_FILE):
        typeface = _read(path, index)
        if typeface is None:
            if index == 0:
                raise FontError(
                    "this file is not a font that can be read",
                    where=str(path),
                    hint="fonts are TTF, OTF, TTC, OTC and WOFF files",
                )
            return
        style = typeface.fontStyle()
        italic = style.slant() != skia.FontStyle.kUpright_Slant
        file = FontFile(typeface.getFamilyName(), style.weight(), italic, path, index)
        ranges = _axes(typeface)
        axes = tuple(sorted(ranges.keys() & SET_AXES))
        if _WEIGHT_TAG in ranges:
            lightest, heaviest, _ = ranges[_WEIGHT_TAG]
            file = replace(file, weight=ceil(lightest), heaviest=floor(heaviest))
        yield replace(file, axes=axes)


def _axes(typeface: skia.Typeface) -> dict[str, tuple[float, float, float]]:
    """Return smallest, largest and usual value of a variable font's axes."""
    axes: dict[str, tuple[float, float, float]] = {}
    for axis in typeface.getVariationDesignParameters():
        # Skia numbers the tag of an axis: four letters, the first the highest byte.
        tag = int(axis.tag).to_bytes(4, "big").decode("latin-1")
        axes[tag] = (axis.min, axis.max, getattr(axis, "def"))
    return axes


def _reach_em(typeface: skia.Typeface) -> tuple[float, float, float, float]:
    """Read it from the font's own table: of a variable font Skia says that it covers nothing."""
    head = typeface.getTableData(int.from_bytes(b"head"))
    if len(head) < _HEAD.size:
        return -inf, -inf, inf, inf
    units, x_min, y_min, x_max, y_max = _HEAD.unpack_from(head)
    # Of a variable font it is that of the usual weight.
    slack = _AXES_REACH_EM if typeface.getVariationDesignParameters() else 0.0
    em = max(units, 1)
    return x_min / em - slack, -y_max / em - slack, x_max / em + slack, -y_min / em + slack


def _read(path: Path, index: int) -> skia.Typeface | None:
    # The bare manager reads files without asking fontconfig about the machine's fonts.
    return skia.FontMgr.New_Custom_Empty().makeFromFile(str(path), index)


def _with_axes_set(typeface: skia.Typeface, file: FontFile) -> skia.Typeface | None:
    wishes = dict(file.settings)
    if file.heaviest:
        wishes[_WEIGHT_TAG] = float(file.weight)
    position = skia.FontArguments.VariationPosition
    coordinates = position.Coordinates(
        [
            position.Coordinate(
                int.from_bytes(tag.encode(), "big"),
                min(max(wishes.get(tag, usual), smallest), largest),
            )
            for tag, (smallest, largest, usual) in _axes(typeface).items()
        ]
    )
    wanted = position(coordinates)
    arguments = skia.FontArguments()
    arguments.setVariationDesignPosition(wanted)
    return typeface.makeClone(arguments)
