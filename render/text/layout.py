"""Turn a TextSpec into words with places: shaping, line breaking, alignment."""

from itertools import groupby
from typing import TYPE_CHECKING

from render.errors import CompositionError
from render.text.bidi import visual_order
from render.text.cutter import Cutter
from render.text.fit import Line, fit_lines
from render.text.fonts import FontBook
from render.text.overhang import holds, kept_room, overhang_of
from render.text.placed import Box, Overhang, PlacedFragment, PlacedLine, PlacedWord, TextLayout
from render.text.spec import TextSpec, check_spec

if TYPE_CHECKING:
    from render.text.atoms import Atom
    from render.text.fragments import Fragment

_ALIGNED = {"left": 0.0, "justify": 0.0, "center": 0.5, "right": 1.0}
_MOST_ROUNDS = 6
"""Room for ink makes lines break elsewhere, which changes what hangs out; mostly one is enough."""
_ALIGNED_VERTICALLY = {"top": 0.0, "middle": 0.5, "bottom": 1.0}


def lay_out(spec: TextSpec, book: FontBook) -> TextLayout:
    """Give every word of a text its place.

    Args:
        spec: The text and its box.
        book: The fonts; shaped words are remembered with it.

    Raises:
        FontError: A character that no font has, named with its code point.
        CompositionError: A length that is no length.
        LimitExceeded: More text or larger sizes than are drawn.
    """
    check_spec(spec)
    if not spec.runs:
        raise CompositionError("a text needs at least one run", where="text")
    cutter = Cutter(spec, book, book.shaper)
    paragraphs = cutter.paragraphs()
    unshrunk, rounds = Overhang(), 0
    while True:
        fit = fit_lines(spec, cutter, paragraphs, unshrunk)
        overhang = kept_room(spec, unshrunk.times(fit.scale))
        placer = _Placer(spec, cutter, fit.scale, overhang)
        lines = placer.placed(fit.lines)
        found, rounds = overhang_of(spec, lines, book.shaper), rounds + 1
        if holds(overhang, found) or rounds == _MOST_ROUNDS:
            break
        unshrunk = unshrunk.united(found.times(1 / fit.scale))
    return TextLayout(
        spec=spec,
        width_px=placer.width_px,
        height_px=placer.height_px,
        overhang=overhang,
        lines=lines,
        scale=fit.scale,
        truncated=fit.truncated,
        notes=cutter.notes,
        shaper=book.shaper,
    )


class _Placer:
    def __init__(self, spec: TextSpec, cutter: Cutter, scale: float, overhang: Overhang) -> None:
        self._spec = spec
        self._cutter = cutter
        self._scale = scale
        self._overhang = overhang
        self.width_px = spec.width_px or 0.0
        self.height_px = spec.height_px or 0.0

    def placed(self, lines: tuple[Line, ...]) -> tuple[PlacedLine, ...]:
        rows = [_Row(line, self._cutter, self._scale) for line in lines]
        hang = self._overhang
        if self._spec.width_px is None:
            longest = max((row.width_px for row in rows), default=0.0)
            self.width_px = hang.left_px + longest + hang.right_px
        height = sum(line.height_px for line in lines) * self._scale
        if self._spec.height_px is None:
            self.height_px = hang.top_px + height + hang.bottom_px
        top = (self.height_px - height) * _ALIGNED_VERTICALLY[self._spec.vertical_align]
        top = max(min(top, self.height_px - hang.bottom_px - height), hang.top_px)
        placed: list[PlacedLine] = []
        for index, row in enumerate(rows):
            placed.append(self._line(row, index, top))
            top += row.line.height_px * self._scale
        return tuple(placed)

    def _line(self, row: "_Row", index: int, top: float) -> PlacedLine:
        line = row.line
        hang = self._overhang
        room = self.width_px - hang.left_px - hang.right_px - row.width_px
        stretch = 0.0
        if self._spec.align == "justify" and not line.ends_paragraph and row.gap_count and room > 0:
            stretch, room = room / row.gap_count, 0.0
        align = self._spec.align
        if align == "justify" and line.right_to_left:
            align = "right"
        left = hang.left_px + room * _ALIGNED[align]
        baseline = top + line.above_px * self._scale
        words = row.words(left, baseline, index, stretch)
        width = row.width_px + stretch * row.gap_count
        styles = [f.fragment.style for word in words for f in word.fragments]
        sized = [(s.face, s.size_px * self._scale) for s in styles]
        return PlacedLine(
            index=index,
            box=Box(left, top, width, line.height_px * self._scale),
            baseline_px=baseline,
            ascent_px=max((face.ascent_em * size for face, size in sized), default=0.0),
            descent_px=max((face.descent_em * size for face, size in sized), default=0.0),
            words=words,
        )


class _Row:
    """A line whose words are shaped whole: kerning across a hyphen that did not break."""

    def __init__(self, line: Line, cutter: Cutter, scale: float) -> None:
        self.line = line
        self._scale = scale
        self._words: list[tuple[list[Atom], tuple[Fragment, ...]]] = []
        last = line.atoms[-1] if line.atoms else None
        self._ends_with_hyphen = bool(last and last.hyphen_px) and not line.ends_paragraph
        for _, group in groupby(line.atoms, key=lambda atom: atom.word):
            atoms = list(group)
            clusters = [cluster for atom in atoms for cluster in atom.clusters]
            if atoms[-1] is line.atoms[-1] and self._ends_with_hyphen:
                clusters[-1] = cutter.hyphen(clusters[-1])
            self._words.append((atoms, cutter.fragments(clusters)))
        self.gap_count = max(len(self._words) - 1, 0)
        self.width_px = self._natural_width() * scale

    def _natural_width(self) -> float:
        if not self._words:
            return 0.0
        words = sum(f.advance_px for _, fragments in self._words for f in fragments)
        gaps = sum(atoms[0].gap.width_px for atoms, _ in self._words[1:])
        return words + gaps - self.line.atoms[-1].trailing_px

    def words(
        self, left: float, baseline: float, line: int, stretch: float
    ) -> tuple[PlacedWord, ...]:
        # Gaps are items of their own, so that a gap keeps its width wherever its words go.
        items: list[tuple[int, float, int, Fragment | None]] = []
        for index, (atoms, fragments) in enumerate(self._words):
            if index > 0:
                gap = atoms[0].gap
                items.append((gap.level, gap.width_px * self._scale + stretch, index, None))
            items += [(f.level, f.advance_px * self._scale, index, f) for f in fragments]
        placed: dict[int, list[PlacedFragment]] = {}
        x = left
        for item in visual_order([level for level, *_ in items]):
            _, width, index, fragment = items[item]
            if fragment is not None:
                word = self._words[index][0][0].word
                size, fill = fragment.style.size_px * self._scale, fragment.style.fill
                there = PlacedFragment(fragment, fill, x, baseline, size, word, line)
                placed.setdefault(index, []).append(there)
            x += width
        words = (self._word(index, there, line) for index, there in placed.items())
        return tuple(sorted(words, key=lambda word: word.box.left_px))

    def _word(self, index: int, placed: list[PlacedFragment], line: int) -> PlacedWord:
        atoms, fragments = self._words[index]
        baseline = placed[0].baseline_px
        ascent = max(f.fragment.style.face.ascent_em * f.size_px for f in placed)
        descent = max(f.fragment.style.face.descent_em * f.size_px for f in placed)
        left = min(f.x_px for f in placed)
        right = max(f.x_px + f.fragment.advance_px * self._scale for f in placed)
        width = right - left - atoms[-1].trailing_px * self._scale
        clusters = [cluster for fragment in fragments for cluster in fragment.clusters]
        return PlacedWord(
            text="".join(cluster.text for cluster in clusters),
            index=atoms[0].word,
            line=line,
            start=clusters[0].start,
            end=clusters[-1].end,
            box=Box(left, baseline - ascent, width, ascent + descent),
            baseline_px=baseline,
            fragments=tuple(placed),
        )
