"""Choose lines for the atoms of a text: breaking, balancing, shrinking, cutting off."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from unicodedata import category

from render.text.atoms import Atom, Paragraph
from render.text.cutter import Cutter
from render.text.fragments import Style
from render.text.placed import Overhang
from render.text.spec import TextSpec
from render.text.wrap import Widths, line_width, wrap, wrap_balanced

_SHRINK_STEPS = 14
_SLACK_PX = 1e-3
_SMALLEST = 0.01


@dataclass(frozen=True, eq=False)
class Line:
    """Atoms of one line, before they have a place. Sizes are those before shrinking.

    Attributes:
        atoms: In reading order.
        ends_paragraph: Such a line is not justified.
        right_to_left: Direction of its paragraph.
        above_px, below_px: Distance of its edges from its baseline; together its height.
    """

    atoms: tuple[Atom, ...]
    ends_paragraph: bool
    right_to_left: bool
    above_px: float
    below_px: float

    @property
    def height_px(self) -> float:
        """Distance between its edges."""
        return self.above_px + self.below_px


@dataclass(frozen=True, eq=False)
class Fit:
    """The lines of a text.

    Attributes:
        lines: From top to bottom.
        scale: Factor all sizes are shrunk by.
        truncated: Whether text was left out.
    """

    lines: tuple[Line, ...]
    scale: float
    truncated: bool


def fit_lines(
    spec: TextSpec, cutter: Cutter, paragraphs: Sequence[Paragraph], overhang: Overhang
) -> Fit:
    """Break paragraphs into the lines that will be drawn.

    What cannot be broken or left out and is still too large, a line in a low box or a letter in a
    narrow one, is made smaller, whatever was asked for: nothing leaves its box.

    Args:
        spec: Widths, heights and what to do when they are too small.
        cutter: Cuts atoms that are longer than a line.
        paragraphs: The text.
        overhang: Room to keep for ink beyond the lines, for text that is not shrunk.
    """
    fitter = _Fitter(spec, cutter, paragraphs, overhang)
    scale = fitter.fitting_scale() if spec.overflow == "shrink" else 1.0
    lines = fitter.lines(scale)
    count = len(lines) if spec.overflow == "visible" else fitter.fitting_count(lines, scale)
    kept = lines[:count]
    if count < len(lines) and spec.overflow != "clip":
        kept = (*kept[:-1], fitter.ellipsized(lines, count - 1, scale))
    return Fit(kept, scale * fitter.last_resort(kept, scale), truncated=count < len(lines))


class _Fitter:
    def __init__(
        self,
        spec: TextSpec,
        cutter: Cutter,
        paragraphs: Sequence[Paragraph],
        overhang: Overhang,
    ) -> None:
        self._spec = spec
        self._cutter = cutter
        self._paragraphs = paragraphs
        self._beside_px = overhang.left_px + overhang.right_px
        self._above_and_below_px = overhang.top_px + overhang.bottom_px

    def _limit_px(self, scale: float) -> float | None:
        """Return how long lines may get before shrinking."""
        if self._spec.width_px is None:
            return None
        return max(self._spec.width_px / scale - self._beside_px, 0.0)

    def _height_px(self, lines: Iterable[Line]) -> float:
        """Return what lines take before shrinking, ink beyond them included."""
        return sum(line.height_px for line in lines) + self._above_and_below_px

    def lines(self, scale: float) -> tuple[Line, ...]:
        """Break everything for a factor: shrunk text in a box is text in a larger box."""
        limit = self._limit_px(scale)
        break_lines = wrap_balanced if self._spec.balance else wrap
        lines: list[Line] = []
        for paragraph in self._paragraphs:
            atoms = paragraph.atoms
            if limit is not None:
                atoms = tuple(self._no_longer_than(atoms, limit))
            ranges = break_lines(_widths(atoms), limit)
            if limit is not None and len(ranges) > 1 and self._spec.align != "justify":
                ranges = _between_phrases(atoms, limit, break_lines, len(ranges)) or ranges
            for start, end in ranges:
                ends = end == len(atoms)
                lines.append(self._line(atoms[start:end], paragraph, ends_paragraph=ends))
        return tuple(lines)

    def _line(self, atoms: tuple[Atom, ...], paragraph: Paragraph, *, ends_paragraph: bool) -> Line:
        styles = {id(c.style): c.style for atom in atoms for c in atom.clusters}
        boxes = [self._leading(style) for style in styles.values() or (paragraph.style,)]
        above = max(box[0] for box in boxes)
        below = max(box[1] for box in boxes)
        return Line(atoms, ends_paragraph, paragraph.right_to_left, above, below)

    def _leading(self, style: Style) -> tuple[float, float]:
        ascent = style.face.ascent_em * style.size_px
        descent = style.face.descent_em * style.size_px
        half_leading = (self._spec.line_height * style.size_px - ascent - descent) / 2
        return ascent + half_leading, descent + half_leading

    def _no_longer_than(self, atoms: Iterable[Atom], limit: float) -> Iterable[Atom]:
        for atom in atoms:
            rest = atom
            if rest.alone_px > limit + _SLACK_PX >= rest.alone_px - rest.hyphen_px:
                rest = replace(rest, hyphen_px=0.0)
            while rest.alone_px > limit + _SLACK_PX and len(rest.clusters) > 1:
                kept = _largest(
                    len(rest.clusters) - 1, lambda count, rest=rest: self._fits(rest, count, limit)
                )
                yield self._cutter.head(rest, max(kept, 1))
                rest = self._cutter.tail(rest, max(kept, 1))
            yield rest

    def _fits(self, atom: Atom, count: int, limit: float) -> bool:
        head = self._cutter.head(atom, count)
        return head.alone_px <= limit + _SLACK_PX

    def fitting_count(self, lines: Sequence[Line], scale: float = 1.0) -> int:
        """Count the lines that `max_lines` and the height leave room for; at least one."""
        count = len(lines)
        if self._spec.max_lines is not None:
            count = min(count, max(self._spec.max_lines, 1))
        if self._spec.height_px is not None:
            room = self._spec.height_px + _SLACK_PX
            while count > 1 and self._height_px(lines[:count]) * scale > room:
                count -= 1
        return count

    def fitting_scale(self) -> float:
        """Find the largest factor at which all fits, no word cut; or the smallest allowed."""
        if self._all_fits(1.0):
            return 1.0
        low, high = min(max(self._spec.shrink_floor, _SMALLEST), 1.0), 1.0
        for _ in range(_SHRINK_STEPS):
            middle = (low + high) / 2
            if self._all_fits(middle):
                low = middle
            else:
                high = middle
        return low

    def last_resort(self, lines: Sequence[Line], scale: float) -> float:
        """Return the factor that what is still too large is made smaller by, 1 for not at all."""
        factor = 1.0
        width, height = self._spec.width_px, self._spec.height_px
        if width is not None:
            longest = max((line_width(_widths(line.atoms)) for line in lines), default=0.0)
            needed = (longest + self._beside_px) * scale
            factor = min(factor, width / needed) if needed > width + _SLACK_PX else factor
        if height is not None and self._spec.overflow != "visible":
            needed = self._height_px(lines) * scale
            factor = min(factor, height / needed) if needed > height + _SLACK_PX else factor
        return max(factor, _SMALLEST)

    def _all_fits(self, scale: float) -> bool:
        limit = self._limit_px(scale)
        if limit is not None:
            longest = max(
                (atom.alone_px for p in self._paragraphs for atom in p.atoms), default=0.0
            )
            if longest > limit + _SLACK_PX:
                return False
        lines = self.lines(scale)
        height = self._height_px(lines) * scale
        room = self._spec.height_px
        one_too_high = room is not None and height > room + _SLACK_PX
        return not one_too_high and self.fitting_count(lines, scale) == len(lines)

    def ellipsized(self, lines: Sequence[Line], index: int, scale: float) -> Line:
        """End a line with an ellipsis, leaving out as little of it as there is room for."""
        line = lines[index]
        atoms = list(line.atoms)
        limit = self._limit_px(scale)
        level = int(line.right_to_left)
        if not atoms:
            return line
        while True:
            last = atoms.pop()
            fixed = line_width(_widths([*atoms, last])) - (last.width_px - last.trailing_px)

            def fits(kept: int, last: Atom = last, fixed: float = fixed) -> bool:
                dotted = self._cutter.ellipsized(last, kept, level=level)
                width = fixed + dotted.width_px - dotted.trailing_px
                return limit is None or width <= limit + _SLACK_PX

            kept = _largest(len(last.clusters), fits)
            kept = _without_punctuation(last, kept)
            if kept > 0 or not atoms:
                break
        atoms.append(self._cutter.ellipsized(last, kept, level=level))
        return Line(tuple(atoms), True, line.right_to_left, line.above_px, line.below_px)  # noqa: FBT003 a field


def _between_phrases(
    atoms: Sequence[Atom],
    limit: float,
    break_lines: Callable[[Sequence[Widths], float], list[tuple[int, int]]],
    most_lines: int,
) -> list[tuple[int, int]] | None:
    """Break between phrases only; None where that takes more lines or there are none."""
    starts = [at for at, atom in enumerate(atoms) if atom.begins_phrase or at == 0]
    if len(starts) == len(atoms):
        return None
    phrases = list(pairwise([*starts, len(atoms)]))
    widths = [_joined(atoms[start:end]) for start, end in phrases]
    ranges = break_lines(widths, limit)
    longest = max(phrase.width - phrase.trailing for phrase in widths)
    if len(ranges) > most_lines or longest > limit + _SLACK_PX:
        return None
    return [(phrases[start][0], phrases[end - 1][1]) for start, end in ranges]


def _joined(atoms: Sequence[Atom]) -> Widths:
    trailing = atoms[-1].widths.trailing
    return Widths(line_width(_widths(atoms)) + trailing, atoms[0].gap.width_px, trailing)


def _without_punctuation(atom: Atom, kept: int) -> int:
    while kept > 0 and category(atom.clusters[kept - 1].text[0]).startswith("P"):
        kept -= 1
    return kept


def _largest(most: int, fits: Callable[[int], bool]) -> int:
    """Return the largest count in [0, most] that fits; 0 is taken to fit."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if fits(middle):
            low = middle
        else:
            high = middle - 1
    return low


def _widths(atoms: Sequence[Atom]) -> list[Widths]:
    return [atom.widths for atom in atoms]
