"""Words with places: what layout makes and painting reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from render.text.faces import OUTLINE_EM, Face
from render.text.fonts import FontNote, content_hash
from render.text.fragments import Fragment
from render.text.shaping import Shaper
from render.text.spec import Fill, TextSpec


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
    fill: Fill
    x_px: float
    baseline_px: float
    size_px: float
    word: int
    line: int

    @property
    def ink_box(self) -> Box:
        """What its outline covers, at least; empty for one without ink."""
        left, top, right, bottom = self.fragment.outline.bounds
        ratio = self.size_px / OUTLINE_EM
        x, y = self.x_px + left * ratio, self.baseline_px + top * ratio
        return Box(x, y, (right - left) * ratio, (bottom - top) * ratio)


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


@dataclass(frozen=True)
class Overhang:
    """How far ink reaches beyond the lines' boxes, in design pixels, none below 0.

    Accents and descenders of tight lines, stacked marks, the curve of an italic f.
    """

    left_px: float = 0.0
    top_px: float = 0.0
    right_px: float = 0.0
    bottom_px: float = 0.0

    def times(self, factor: float) -> "Overhang":
        """Return it for text of another size."""
        return Overhang(
            self.left_px * factor,
            self.top_px * factor,
            self.right_px * factor,
            self.bottom_px * factor,
        )

    def united(self, other: "Overhang") -> "Overhang":
        """Return the larger of two on every side."""
        return Overhang(
            max(self.left_px, other.left_px),
            max(self.top_px, other.top_px),
            max(self.right_px, other.right_px),
            max(self.bottom_px, other.bottom_px),
        )


@dataclass(frozen=True, eq=False)
class TextLayout:
    """A text with places. All lengths in design pixels from the layout box's top-left corner.

    Attributes:
        spec: What was laid out.
        width_px, height_px: The layout box: as asked for, or else as large as the text. It holds
            all ink of the glyphs; stroke, shadow, glow and background reach beyond it.
        overhang: What of it was kept for ink outside the lines' boxes.
        lines: From top to bottom.
        scale: Factor the sizes were shrunk by, 1 for not at all.
        truncated: Whether text was left out for want of room.
        notes: What about fonts is not as it was asked for.
        shaper: What shaped it, for taking words apart later.
    """

    spec: TextSpec
    width_px: float
    height_px: float
    overhang: Overhang
    lines: tuple[PlacedLine, ...]
    scale: float
    truncated: bool
    notes: tuple[FontNote, ...]
    shaper: Shaper = field(repr=False)

    @cached_property
    def words(self) -> tuple[PlacedWord, ...]:
        """All words in reading order."""
        words = (word for line in self.lines for word in line.words)
        return tuple(sorted(words, key=lambda word: (word.start, word.end)))

    @cached_property
    def content_box(self) -> Box:
        """Around all lines, by line height: what backgrounds are measured by."""
        return box_around(line.box for line in self.lines)

    @property
    def snug_width_px(self) -> float:
        """The smallest width that holds the lines as they are."""
        return self.content_box.width_px + self.overhang.left_px + self.overhang.right_px

    @cached_property
    def gradient_box(self) -> Box:
        """From the capitals' top in the first line to the last baseline: what fills run over."""
        box = self.content_box
        fragments = [f for word in self.words for f in word.fragments]
        return _letters_box(fragments, box.left_px, box.right_px) if fragments else box

    @cached_property
    def run_boxes(self) -> Mapping[int, Box]:
        """The same for each run by its ordinal: what gradients over a run run over."""
        runs: dict[int, list[PlacedFragment]] = {}
        for fragment in (f for word in self.words for f in word.fragments):
            runs.setdefault(fragment.fragment.style.run, []).append(fragment)
        return {
            run: _letters_box(fragments, min(f.x_px for f in fragments), max(map(_end, fragments)))
            for run, fragments in runs.items()
        }

    @property
    def faces(self) -> tuple[Face, ...]:
        """The faces that are drawn with."""
        fragments = (f for word in self.words for f in word.fragments)
        return tuple(dict.fromkeys(f.fragment.clusters[0].face for f in fragments))

    @property
    def content_hash(self) -> tuple[str, ...]:
        """SHA-256 of the font files drawn with, sorted."""
        return content_hash(self.faces)

    def recolored(self, fills: Mapping[int, Fill]) -> "TextLayout":
        """Return the same layout with some words filled otherwise.

        Args:
            fills: New fills by the words' `index`; words that are not named keep theirs.
        """
        lines = tuple(
            replace(line, words=tuple(_recolored(word, fills) for word in line.words))
            for line in self.lines
        )
        return replace(self, lines=lines)


def _letters_box(fragments: Iterable[PlacedFragment], left: float, right: float) -> Box:
    every = tuple(fragments)
    top = min(f.baseline_px - f.fragment.style.face.cap_height_em * f.size_px for f in every)
    bottom = max(f.baseline_px for f in every)
    return Box(left, top, right - left, bottom - top)


def _end(fragment: PlacedFragment) -> float:
    outline = fragment.fragment.outline
    return fragment.x_px + outline.advance * fragment.size_px / OUTLINE_EM


def _recolored(word: PlacedWord, fills: Mapping[int, Fill]) -> PlacedWord:
    if word.index not in fills:
        return word
    fill = fills[word.index]
    return replace(word, fragments=tuple(replace(f, fill=fill) for f in word.fragments))
