"""Turn a TextSpec into words with places: shaping, line breaking, alignment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby

from render.errors import CompositionError
from render.text.atoms import Atom, Cutter, Fragment
from render.text.bidi import visual_order
from render.text.faces import Face
from render.text.fit import Line, fit_lines
from render.text.fonts import FontBook, FontNote, content_hash
from render.text.spec import TextSpec, check_spec

_ALIGNED = {"left": 0.0, "justify": 0.0, "center": 0.5, "right": 1.0}
_ALIGNED_VERTICALLY = {"top": 0.0, "middle": 0.5, "bottom": 1.0}


@dataclass(frozen=True)
class Box:
    """A rectangle in design pixels from the layout box's top-left corner, y down."""

    left_px: float
    top_px: float
    width_px: float
    height_px: float

    @property
    def right_px(self) -> float:
        """Its right edge."""
        return self.left_px + self.width_px

    @property
    def bottom_px(self) -> float:
        """Its lower edge."""
        return self.top_px + self.height_px

    def grown(self, x_px: float, y_px: float) -> "Box":
        """Return it with its sides moved outwards."""
        width, height = self.width_px + 2 * x_px, self.height_px + 2 * y_px
        return Box(self.left_px - x_px, self.top_px - y_px, width, height)


def box_around(boxes: Iterable[Box]) -> Box:
    """Return the smallest box that holds all; an empty one when there are none."""
    every = list(boxes)
    if not every:
        return Box(0.0, 0.0, 0.0, 0.0)
    left = min(box.left_px for box in every)
    top = min(box.top_px for box in every)
    right = max(box.right_px for box in every)
    bottom = max(box.bottom_px for box in every)
    return Box(left, top, right - left, bottom - top)


@dataclass(frozen=True, eq=False)
class PlacedFragment:
    """A shaped fragment with its place; `size_px` is after shrinking."""

    fragment: Fragment = field(repr=False)
    x_px: float
    baseline_px: float
    size_px: float
    word: int
    line: int


@dataclass(frozen=True, eq=False)
class PlacedWord:
    """A word, or the part of a word that stands on one line.

    Attributes:
        text: As drawn.
        index: Ordinal of the word in the text; parts of a word cut by a line end share it. Scripts
            without spaces count every piece a line may end after.
        line: Ordinal of its line.
        start, end: Half-open range of characters in `spec.text`.
        box: From the font's upper to its lower edge, without letter spacing at the end.
        baseline_px: From the layout box's top.
        fragments: What is drawn.
    """

    text: str
    index: int
    line: int
    start: int
    end: int
    box: Box
    baseline_px: float
    fragments: tuple[PlacedFragment, ...] = field(repr=False)


@dataclass(frozen=True, eq=False)
class PlacedLine:
    """A line.

    Attributes:
        index: Ordinal.
        box: As wide as its words, as high as the line height.
        baseline_px: From the layout box's top.
        ascent_px, descent_px: The fonts' edges above and below the baseline, both positive.
        words: From left to right.
    """

    index: int
    box: Box
    baseline_px: float
    ascent_px: float
    descent_px: float
    words: tuple[PlacedWord, ...]


@dataclass(frozen=True, eq=False)
class TextLayout:
    """A text with places. All lengths in design pixels from the layout box's top-left corner.

    Attributes:
        spec: What was laid out.
        width_px, height_px: The layout box: as asked for, or else as large as the text.
        lines: From top to bottom.
        scale: Factor the sizes were shrunk by, 1 for not at all.
        truncated: Whether text was left out for want of room.
        notes: What about fonts is not as it was asked for.
    """

    spec: TextSpec
    width_px: float
    height_px: float
    lines: tuple[PlacedLine, ...]
    scale: float
    truncated: bool
    notes: tuple[FontNote, ...]

    @cached_property
    def words(self) -> tuple[PlacedWord, ...]:
        """All words in reading order."""
        words = (word for line in self.lines for word in line.words)
        return tuple(sorted(words, key=lambda word: (word.start, word.end)))

    @cached_property
    def content_box(self) -> Box:
        """Around all lines, by line height: what backgrounds and gradients are measured by."""
        return box_around(line.box for line in self.lines)

    @property
    def faces(self) -> tuple[Face, ...]:
        """The faces that are drawn with."""
        fragments = (f for word in self.words for f in word.fragments)
        return tuple(dict.fromkeys(f.fragment.clusters[0].face for f in fragments))

    @property
    def content_hash(self) -> tuple[str, ...]:
        """SHA-256 of the font files drawn with, sorted."""
        return content_hash(self.faces)


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
    fit = fit_lines(spec, cutter, cutter.paragraphs())
    placer = _Placer(spec, cutter, fit.scale)
    lines = placer.placed(fit.lines)
    width_px = placer.width_px
    height_px = sum(line.box.height_px for line in lines)
    notes = cutter.notes
    height = height_px if spec.height_px is None else spec.height_px
    return TextLayout(spec, width_px, height, lines, fit.scale, fit.truncated, notes)


class _Placer:
    def __init__(self, spec: TextSpec, cutter: Cutter, scale: float) -> None:
        self._spec = spec
        self._cutter = cutter
        self._scale = scale
        self.width_px = spec.width_px or 0.0

    def placed(self, lines: Sequence[Line]) -> tuple[PlacedLine, ...]:
        rows = [_Row(line, self._cutter, self._scale) for line in lines]
        if self._spec.width_px is None:
            self.width_px = max((row.width_px for row in rows), default=0.0)
        height = sum(line.height_px for line in lines) * self._scale
        room = self._spec.height_px if self._spec.height_px is not None else height
        top = (room - height) * _ALIGNED_VERTICALLY[self._spec.vertical_align]
        placed: list[PlacedLine] = []
        for index, row in enumerate(rows):
            placed.append(self._line(row, index, top))
            top += row.line.height_px * self._scale
        return tuple(placed)

    def _line(self, row: "_Row", index: int, top: float) -> PlacedLine:
        line = row.line
        room = self.width_px - row.width_px
        stretch = 0.0
        if self._spec.align == "justify" and not line.ends_paragraph and row.gap_count and room > 0:
            stretch, room = room / row.gap_count, 0.0
        align = self._spec.align
        if align == "justify" and line.right_to_left:
            align = "right"
        left = room * _ALIGNED[align]
        baseline = top + line.above_px * self._scale
        words = row.words(left, baseline, index, stretch)
        boxes = [word.box for word in words]
        width = row.width_px + stretch * row.gap_count
        styles = [f.fragment.style for word in words for f in word.fragments]
        sized = [(s.face, s.size_px * self._scale) for s in styles]
        return PlacedLine(
            index=index,
            box=Box(left, top, width, line.height_px * self._scale),
            baseline_px=baseline,
            ascent_px=max((face.ascent_em * size for face, size in sized), default=0.0),
            descent_px=max((face.descent_em * size for face, size in sized), default=0.0),
            words=words if boxes else (),
        )


class _Row:
    """A line whose words are shaped whole: kerning across a hyphen that did not break."""

    def __init__(self, line: Line, cutter: Cutter, scale: float) -> None:
        self.line = line
        self._scale = scale
        self._words: list[tuple[list[Atom], tuple[Fragment, ...]]] = []
        for _, group in groupby(line.atoms, key=lambda atom: atom.word):
            atoms = list(group)
            clusters = [cluster for atom in atoms for cluster in atom.clusters]
            clusters = _hyphenated(clusters, last=atoms[-1] is line.atoms[-1])
            direction = atoms[0].right_to_left
            rtl = line.right_to_left if direction is None else direction
            self._words.append((atoms, cutter.fragments(clusters, right_to_left=rtl)))
        self.gap_count = max(len(self._words) - 1, 0)
        self.width_px = self._natural_width() * scale

    def _natural_width(self) -> float:
        if not self._words:
            return 0.0
        words = sum(f.advance_px for _, fragments in self._words for f in fragments)
        gaps = sum(atoms[0].gap_px for atoms, _ in self._words[1:])
        return words + gaps - self.line.atoms[-1].trailing_px

    def words(
        self, left: float, baseline: float, line: int, stretch: float
    ) -> tuple[PlacedWord, ...]:
        # Gaps are items of their own, so that a gap keeps its width wherever its words go.
        directions: list[bool | None] = []
        for index, (atoms, _) in enumerate(self._words):
            directions += [None] * (index > 0) + [atoms[0].right_to_left]
        placed: list[PlacedWord] = []
        x = left
        for item in visual_order(directions, right_to_left=self.line.right_to_left):
            atoms, fragments = self._words[(item + 1) // 2]
            if item % 2:
                x += atoms[0].gap_px * self._scale + stretch
                continue
            word = self._word(atoms, fragments, x, baseline, line)
            placed.append(word)
            x += sum(f.advance_px for f in fragments) * self._scale
        return tuple(placed)

    def _word(
        self,
        atoms: Sequence[Atom],
        fragments: Sequence[Fragment],
        left: float,
        baseline: float,
        line: int,
    ) -> PlacedWord:
        x = left
        placed: list[PlacedFragment] = []
        for fragment in reversed(fragments) if atoms[0].right_to_left else fragments:
            size = fragment.style.size_px * self._scale
            placed.append(PlacedFragment(fragment, x, baseline, size, atoms[0].word, line))
            x += fragment.advance_px * self._scale
        ascent = max(f.fragment.style.face.ascent_em * f.size_px for f in placed)
        descent = max(f.fragment.style.face.descent_em * f.size_px for f in placed)
        width = x - left - atoms[-1].trailing_px * self._scale
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


def _hyphenated(clusters: list, *, last: bool) -> list:
    if last and clusters[-1].text.endswith("\u00ad"):
        return [*clusters[:-1], replace(clusters[-1], text=clusters[-1].text[:-1] + "-")]
    return clusters
