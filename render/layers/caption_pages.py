"""Pages of captions with every word in its place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from render.assets.media import NOT_IN_KEY
from render.captions.paging import Page
from render.layers.caption_styles import WordTimes
from render.layers.caption_text import PageText, fragments_of
from render.text import FontBook, TextLayout, TextRun, TextSpec, lay_out
from render.text.casing import transformed
from render.text.fonts import content_hash
from render.text.graphemes import graphemes
from render.text.placed import Box, box_around
from render.timebase import FrameRange

if TYPE_CHECKING:
    from fractions import Fraction

    from render.layers.caption_look import CaptionLook
    from render.text.placed import PlacedFragment
    from render.text.spec import Align

_HELD_SECONDS = 0.5
"""A word stays the active one over a pause up to this long, or the look would flicker."""
_GROWN_INTO = 0.42
"""Part of a blank that a word grows into: two never touch."""
_LEAST_GROWTH_EM = 0.12
_BOX_ABOVE_EM, _BOX_BELOW_EM = 0.92, 0.3
_MEASURED_CHARACTERS = 4_000
_SLACK_PX = 2.0


@dataclass(frozen=True)
class PlacedCaption:
    """A word of a page.

    Attributes:
        times: When it is spoken, in frames of the layer.
        box: Left, top, width and height of its panel, in design pixels of the layout.
        shift, active_shift: How far right it is drawn of where its text has it, as it is, and as it
            looks when it is spoken: a heavier word needs more room, which all words keep free.
        backwards: Whether it is read from right to left.
        scale: Of it while it is spoken: what it grows by stays in the blanks beside it.
    """

    times: WordTimes
    box: tuple[float, float, float, float]
    shift: float = 0.0
    active_shift: float = 0.0
    backwards: bool = False
    scale: float = 1.0


@dataclass(frozen=True)
class PlacedPage:
    """A page.

    Attributes:
        span: When it is shown, in frames of the layer.
        text: Its text.
        words: Its words, in reading order.
        left, top: Where the text's layout box lies in the layer's box, in design pixels.
        font_hashes: Of the fonts it is drawn with.
        page: What it says and when, for people, in frames of the layer.
        notes: What about fonts is not as it was asked for.
    """

    span: FrameRange
    text: PageText
    words: tuple[PlacedCaption, ...]
    left: float
    top: float
    font_hashes: tuple[str, ...]
    page: Page = field(metadata=NOT_IN_KEY)
    notes: tuple[tuple[str, str], ...] = field(default=(), metadata=NOT_IN_KEY)

    def shifted(self, frames: int) -> "PlacedPage":
        """Return it for a layer that begins earlier by so many frames."""
        words = tuple(
            replace(
                word,
                times=replace(
                    word.times,
                    start=word.times.start + frames,
                    end=word.times.end + frames,
                    until=word.times.until + frames,
                ),
            )
            for word in self.words
        )
        lines = tuple(tuple(word.shifted(frames) for word in line) for line in self.page.lines)
        start, end = self.page.start_frame + frames, self.page.end_frame + frames
        page = replace(self.page, start_frame=start, end_frame=end, lines=lines)
        return replace(self, span=self.span.shifted(frames), words=words, page=page)


class Setter:
    """Sets pages of captions in type.

    Args:
        look: How they look.
        fonts: The registered fonts.
        width: Of a line, in design pixels.
        lines: Most lines of a page: the height of the layer's box.
        align: Of lines.
        down: Where a page with fewer lines lies in the box: 0 at the top, 1 at the bottom.
    """

    def __init__(
        self,
        look: "CaptionLook",
        fonts: FontBook,
        width: float,
        lines: int,
        align: "Align",
        down: float,
    ) -> None:
        self._look = look
        self._fonts = fonts
        self._width = width
        self._lines = lines
        self._align: Align = align
        self._down = down
        reference = lay_out(TextSpec((self._run("Hx"),), line_height=look.line_height), fonts)
        line = reference.lines[0]
        self._baseline = line.baseline_px - line.box.top_px

    @property
    def line_px(self) -> float:
        """Distance of lines."""
        return self._look.size_px * self._look.line_height

    def _run(self, text: str, weight: int = 0, gap: float = 0.0) -> TextRun:
        look = self._look
        return TextRun(
            text,
            look.family,
            look.size_px,
            weight or look.weight,
            look.italic,
            look.fill,
            look.letter_spacing_px + gap,
        )

    def measure(self, texts: Sequence[str]) -> list[float]:
        """Return how wide words are at their widest."""
        weight = max(self._look.weight, self._look.active_weight)
        widths: list[float] = []
        chunk: list[str] = []
        for text in [*texts, None]:
            if text is None or sum(map(len, chunk)) > _MEASURED_CHARACTERS:
                widths += self._line_widths(chunk, weight) if chunk else []
                chunk = []
            if text is not None:
                chunk.append(transformed(text, self._look.transform, ""))
        return widths

    def _line_widths(self, texts: Sequence[str], weight: int) -> list[float]:
        layout = lay_out(TextSpec((self._run("\n".join(texts), weight),)), self._fonts)
        return [line.box.width_px for line in layout.lines]

    @cached_property
    def space_px(self) -> float:
        """Width of a blank between words."""
        with_blank, without = self.measure(["n n", "nn"])
        return with_blank - without + self._look.gap_px

    def page(self, page: Page, held: Callable[[int], int]) -> PlacedPage:
        """Set a page.

        Args:
            page: In frames of the layer.
            held: Ordinal of a word of the page -> the frame until which it is the active one.

        Raises:
            FontError: A character that no font has.
        """
        runs, ranges = self._runs(page, self._look.weight)
        spec = self._spec(runs, len(page.lines))
        layout = lay_out(spec, self._fonts)
        active_spec, wide = None, layout
        if self._look.active_weight != self._look.weight:
            active_runs, _ = self._runs(page, self._look.active_weight)
            active_spec = self._spec(active_runs, len(page.lines))
            active = lay_out(active_spec, self._fonts)
            wide = max(layout, active, key=lambda each: each.content_box.width_px)
            words = self._words(page, held, wide, ranges, layout, active)
            faces = (*layout.faces, *active.faces)
        else:
            words = self._words(page, held, wide, ranges, layout, layout)
            faces = layout.faces
        return PlacedPage(
            span=FrameRange(page.start_frame, page.end_frame),
            text=PageText(spec, ranges, active_spec, self._look.active_fill),
            words=words,
            left=0.0,
            top=self._top(layout),
            font_hashes=content_hash(faces),
            page=page,
            notes=tuple((note.message, note.code) for note in layout.notes),
        )

    def _top(self, layout: TextLayout) -> float:
        """Return where a page lies: its lines always rest on the same baselines."""
        count = len(layout.lines)
        first = self._down * (self._lines - count) * self.line_px
        if self._down == 1:
            last = (self._lines - 1) * self.line_px + self._baseline
            return last - layout.lines[-1].baseline_px
        return first + self._baseline - layout.lines[0].baseline_px

    def _runs(
        self, page: Page, weight: int
    ) -> tuple[tuple[TextRun, ...], tuple[tuple[int, int], ...]]:
        """Return the runs of a page, and the range of characters of each word."""
        runs: list[TextRun] = []
        ranges: list[tuple[int, int]] = []
        at = 0
        for number, line in enumerate(page.lines):
            for index, word in enumerate(line):
                between = "\n" if number and not index else " " if index else ""
                gap = self._look.gap_px if index else 0.0
                if index and not word.spaced:
                    # Scripts without blanks: the panel of a word must not touch the next one.
                    between = " " if gap else ""
                    gap -= self.space_px - self._look.gap_px
                if between:
                    runs.append(self._run(between, weight, gap))
                text = transformed(word.text, self._look.transform, "")
                at += len(between)
                runs.append(self._run(text, weight))
                ranges.append((at, at + len(text)))
                at += len(text)
        return tuple(runs), tuple(ranges)

    def _spec(self, runs: tuple[TextRun, ...], lines: int) -> TextSpec:
        look = self._look
        return TextSpec(
            runs,
            width_px=self._width + _SLACK_PX,
            align=self._align,
            line_height=look.line_height,
            max_lines=lines,
            overflow="shrink",
            stroke=look.stroke,
            shadow=look.shadow,
            glow=look.glow,
            background=look.background,
        )

    def _grown(self, width: float) -> float:
        """Return the scale of a word while it is spoken."""
        wanted = self._look.active_scale
        if wanted <= 1 or width <= 0:
            return wanted
        room = _GROWN_INTO * 2 * max(self.space_px, _LEAST_GROWTH_EM * self._look.size_px)
        return min(wanted, 1 + room / width)

    def _words(
        self,
        page: Page,
        held: Callable[[int], int],
        wide: TextLayout,
        ranges: tuple[tuple[int, int], ...],
        plain: TextLayout,
        active: TextLayout,
    ) -> tuple[PlacedCaption, ...]:
        slots = fragments_of(wide, ranges)
        own = slots if plain is wide else fragments_of(plain, ranges)
        spoken = slots if active is wide else fragments_of(active, ranges)
        size = self._look.size_px * wide.scale
        ink = [f.ink_box for fragments in slots for f in fragments if f.ink_box.width_px > 0]
        bases = [f.baseline_px for fragments in slots for f in fragments if f.ink_box.width_px > 0]
        above = [base - box.top_px for box, base in zip(ink, bases, strict=True)]
        below = [box.bottom_px - base for box, base in zip(ink, bases, strict=True)]
        # All panels are equally high, as high as the page's tallest letters need.
        up = max([_BOX_ABOVE_EM * size, *(each + 0.08 * size for each in above)])
        down = max([_BOX_BELOW_EM * size, *(each + 0.08 * size for each in below)])
        pad = self._look.box
        placed: list[PlacedCaption] = []
        for index, word in enumerate(page.words):
            slot = _across(slots[index])
            base = slots[index][0].baseline_px if slots[index] else 0.0
            box = Box(slot.left_px, base - up, slot.width_px, up + down)
            if pad is not None:
                box = box.grown(pad.padding_x_px * wide.scale, pad.padding_y_px * wide.scale)
            middle = slot.left_px + slot.width_px / 2
            shifts = [
                middle - each.left_px - each.width_px / 2
                for each in (_across(own[index]), _across(spoken[index]))
            ]
            start = word.start_frame
            placed.append(
                PlacedCaption(
                    WordTimes(start, word.end_frame, held(index), len(graphemes(word.text))),
                    (box.left_px, box.top_px, box.width_px, box.height_px),
                    0.0 if own is slots else shifts[0],
                    0.0 if spoken is slots else shifts[1],
                    any(f.fragment.right_to_left for f in slots[index]),
                    self._grown(slot.width_px),
                )
            )
        return tuple(placed)


def _across(fragments: Sequence["PlacedFragment"]) -> Box:
    """Return from where to where a word reaches, by its advance."""
    return box_around(
        Box(
            f.x_px, f.baseline_px, f.fragment.advance_px * f.size_px / f.fragment.style.size_px, 0.0
        )
        for f in fragments
    )


def held_until(page: Page, fps: "Fraction") -> Callable[[int], int]:
    """Return until when each word of a page is the active one."""
    words = page.words

    def until(index: int) -> int:
        word = words[index]
        following = words[index + 1].start_frame if index + 1 < len(words) else page.end_frame
        is_near = following - word.end_frame <= _HELD_SECONDS * fps
        return max(following if is_near else word.end_frame, word.start_frame)

    return until
