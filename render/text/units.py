"""Paint the lines, words or characters of a text apart, so that each can move by itself."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from render.text.faces import OUTLINE_EM
from render.text.painting import PASSES, Painter, Pass, TextPicture
from render.text.placed import Box, PlacedFragment, PlacedWord, TextLayout, box_around
from render.text.shaping import Shaper
from render.text.split import split

UnitKind = Literal["line", "word", "char"]


@dataclass(frozen=True, eq=False)
class TextUnit:
    """A part of a text that moves as one.

    Attributes:
        index: Ordinal in reading order.
        text: What it says.
        line: Ordinal of its line.
        word: `PlacedWord.index` of its (first) word.
        start, end: Half-open range of characters in `spec.text`.
        box: In design pixels from the layout box's top-left corner, from the font's upper to its
            lower edge; what to scale and rotate about the middle of.
    """

    index: int
    text: str
    line: int
    word: int
    start: int
    end: int
    box: Box


@dataclass(frozen=True, eq=False)
class UnitPiece:
    """One painted pass of one unit.

    Attributes:
        unit: `TextUnit.index` of the unit it moves with; None for what stands still (backgrounds).
        layer: The pass.
        picture: Empty pictures are left out.
    """

    unit: int | None
    layer: Pass
    picture: TextPicture


@dataclass(frozen=True, eq=False)
class TextUnits:
    """A text in parts.

    Attributes:
        units: In reading order.
        pieces: In the order they are to be blended (source over): the backgrounds, all shadows,
            all strokes, all fills; so a letter's stroke never covers its neighbour. Every unit at
            rest, this is the picture `paint` makes, but for shadows that overlap: `paint` blurs
            one silhouette, here each unit brings its own.
    """

    units: tuple[TextUnit, ...]
    pieces: tuple[UnitPiece, ...]


def units_of(layout: TextLayout, by: UnitKind) -> tuple[TextUnit, ...]:
    """Return the units of a text in reading order, without painting anything."""
    return tuple(unit for unit, _ in _parts(layout, by))


def paint_units(layout: TextLayout, by: UnitKind, *, scale: float = 1.0) -> TextUnits:
    """Paint each unit of a text apart.

    Args:
        layout: What to paint.
        by: What a unit is. A character is a grapheme cluster; a ligature moves with its first one.
        scale: Output pixels a design pixel, above 0. All pictures lie on one pixel grid.

    Raises:
        LimitExceeded: A picture would be larger than anything is drawn.
    """
    painter = Painter(layout, scale)
    parts = list(_parts(layout, by))
    pieces: list[UnitPiece] = []
    for layer in PASSES:
        if layer == "background":
            pieces.append(UnitPiece(None, layer, painter.picture((), (layer,))))
            continue
        for unit, fragments in parts:
            pieces.append(UnitPiece(unit.index, layer, painter.picture(fragments, (layer,))))
    visible = tuple(piece for piece in pieces if piece.picture.rgba.size)
    return TextUnits(tuple(unit for unit, _ in parts), visible)


def _parts(
    layout: TextLayout, by: UnitKind
) -> Iterator[tuple[TextUnit, tuple[PlacedFragment, ...]]]:
    index = 0
    if by == "line":
        for line in layout.lines:
            words = sorted(line.words, key=lambda word: word.start)
            if words:
                yield _unit(index, words, " "), tuple(f for w in line.words for f in w.fragments)
                index += 1
        return
    for word in layout.words:
        if by == "word":
            yield _unit(index, [word], ""), word.fragments
            index += 1
            continue
        for character in characters(word, layout.shaper):
            yield _unit(index, [character], ""), character.fragments
            index += 1


def _unit(index: int, words: Sequence[PlacedWord], between: str) -> TextUnit:
    first = words[0]
    return TextUnit(
        index=index,
        text=between.join(word.text for word in words),
        line=first.line,
        word=first.index,
        start=first.start,
        end=words[-1].end,
        box=box_around(word.box for word in words),
    )


def characters(word: PlacedWord, shaper: Shaper) -> Iterable[PlacedWord]:
    """Split a word into its characters, each placed like a word, in reading order."""
    parts = [part for placed in word.fragments for part in _characters(word, placed, shaper)]
    return sorted(parts, key=lambda part: part.start)


def _characters(word: PlacedWord, placed: PlacedFragment, shaper: Shaper) -> Iterator[PlacedWord]:
    ratio = placed.size_px / OUTLINE_EM
    style = placed.fragment.style
    ascent, descent = style.face.ascent_em * placed.size_px, style.face.descent_em * placed.size_px
    for piece in split(placed.fragment, shaper):
        clusters = piece.fragment.clusters
        left = placed.x_px + piece.left * ratio
        top = placed.baseline_px - ascent
        yield PlacedWord(
            text="".join(cluster.text for cluster in clusters),
            index=word.index,
            line=word.line,
            start=clusters[0].start,
            end=clusters[-1].end,
            box=Box(left, top, piece.width * ratio, ascent + descent),
            baseline_px=placed.baseline_px,
            fragments=(replace(placed, fragment=piece.fragment),),
        )
