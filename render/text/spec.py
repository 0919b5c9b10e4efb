"""What a block of text should look like: concrete values only, nothing left to inherit."""

from dataclasses import dataclass
from math import isfinite
from typing import Literal

from render.errors import CompositionError, LimitExceeded

Rgba = tuple[int, int, int, int]
"""Red, green, blue, alpha, each 0 to 255, straight (not premultiplied) sRGB."""

Align = Literal["left", "center", "right", "justify"]
VerticalAlign = Literal["top", "middle", "bottom"]
Overflow = Literal["visible", "shrink", "ellipsis", "clip"]

MAX_CHARACTERS = 20_000
MAX_SIZE_PX = 8_192.0
MAX_LENGTH_PX = 65_536.0


@dataclass(frozen=True)
class Gradient:
    """A fill that runs from colour to colour over a block of text.

    Attributes:
        stops: (offset in [0, 1], colour), in rising order; at least one.
        kind: "linear" or "radial" (from the middle to the farthest corner).
        angle_degrees: Of a linear one, as CSS counts: 0 runs upwards, 90 to the right.
        over: "text" runs over the whole block, whatever runs it is made of; "run" over the letters
            of the run that it fills.
    """

    stops: tuple[tuple[float, Rgba], ...]
    kind: Literal["linear", "radial"] = "linear"
    angle_degrees: float = 90.0
    over: Literal["text", "run"] = "text"


Fill = Rgba | Gradient


def plain_color(fill: Fill) -> Rgba:
    """Return the one colour that stands best for a fill: a gradient's first."""
    return fill.stops[0][1] if isinstance(fill, Gradient) else fill


@dataclass(frozen=True)
class Stroke:
    """An outline around the glyphs, drawn under every fill.

    Attributes:
        width_px: What shows outside the glyph, in design pixels.
        color: Its colour or gradient.
    """

    width_px: float
    color: Fill = (0, 0, 0, 255)


@dataclass(frozen=True)
class Background:
    """A box behind the text.

    Attributes:
        fill: Colour or gradient.
        padding_x_px, padding_y_px: How far it reaches beyond the text, outside the layout box.
        corner_radius_px: Rounding, at most half the box's short side.
        per_line: One box behind each line instead of one behind the block.
    """

    fill: Fill = (0, 0, 0, 160)
    padding_x_px: float = 24.0
    padding_y_px: float = 12.0
    corner_radius_px: float = 0.0
    per_line: bool = False


@dataclass(frozen=True)
class TextRun:
    """A stretch of text in one style.

    Attributes:
        text: Line feeds start a new line. Case is already transformed.
        family: One family, or several separated by commas in order of preference.
        size_px: Em size in design pixels.
        weight: 1 to 1000; the nearest one the family has is taken.
        italic: Slanted by shearing when the family has no italic.
        fill: Colour or gradient of the glyphs.
        letter_spacing_px: Added after every character but a line's last; may be negative. Letters
            that are joined (Arabic) stay joined.
        stroke: An outline of its own; None for the text's.
        background: A marker behind the run, on each of its lines; None for none.
        tabular: All digits are as wide as the widest, so that a number that runs stands still.
    """

    text: str
    family: str
    size_px: float
    weight: int = 400
    italic: bool = False
    fill: Fill = (255, 255, 255, 255)
    letter_spacing_px: float = 0.0
    stroke: Stroke | None = None
    background: Background | None = None
    tabular: bool = False


@dataclass(frozen=True)
class Shadow:
    """A shadow of glyphs and stroke together.

    Attributes:
        dx_px, dy_px: Offset, right and down.
        blur_px: As CSS counts: twice the standard deviation of the Gaussian.
        color: Its colour.
    """

    dx_px: float = 0.0
    dy_px: float = 4.0
    blur_px: float = 12.0
    color: Rgba = (0, 0, 0, 160)


@dataclass(frozen=True)
class Glow:
    """Light around glyphs and stroke: bright at the edge, fading out.

    Attributes:
        color: Its colour.
        size_px: How far it reaches.
        strength: 1 is neon; from 0 to 4.
    """

    color: Rgba = (255, 255, 255, 255)
    size_px: float = 24.0
    strength: float = 1.0


@dataclass(frozen=True)
class TextSpec:
    """A block of text, ready to be laid out.

    Attributes:
        runs: The text, in reading order; runs share baselines.
        width_px: Width to wrap to, or None: lines break at line feeds only and the layout box is
            as wide as the longest.
        height_px: Height the block is aligned in, or None: as high as the lines.
        align: Of each line in the width.
        vertical_align: Of the block in the height.
        line_height: Distance between baselines, as a multiple of the size of a line's largest run.
        balance: Make the lines of a paragraph about equally long without adding one.
        max_lines: Most lines shown, or None.
        overflow: What to do with text beyond `height_px` or `max_lines`: let it be, shrink it
            (letter spacing and stroke along with it), end it with an ellipsis, or drop the lines
            that do not fit.
        shrink_floor: Smallest factor in (0, 1] that "shrink" may go to.
        stroke, shadow, glow, background: Decoration, or None.
    """

    runs: tuple[TextRun, ...]
    width_px: float | None = None
    height_px: float | None = None
    align: Align = "left"
    vertical_align: VerticalAlign = "top"
    line_height: float = 1.2
    balance: bool = False
    max_lines: int | None = None
    overflow: Overflow = "visible"
    shrink_floor: float = 0.4
    stroke: Stroke | None = None
    shadow: Shadow | None = None
    glow: Glow | None = None
    background: Background | None = None

    @property
    def text(self) -> str:
        """All runs' text joined; character offsets of words count in it."""
        return "".join(run.text for run in self.runs)

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """The text's stroke and those of its runs."""
        every = (self.stroke, *(run.stroke for run in self.runs))
        return tuple(stroke for stroke in every if stroke is not None)

    @property
    def backgrounds(self) -> tuple[Background, ...]:
        """The text's background and those of its runs."""
        every = (self.background, *(run.background for run in self.runs))
        return tuple(background for background in every if background is not None)


def check_spec(spec: TextSpec) -> None:
    """Refuse sizes nothing sensible can be drawn at.

    Raises:
        CompositionError: A length is not finite or negative where that means nothing.
        LimitExceeded: More characters or larger sizes than are drawn.
    """
    sizes = [run.size_px for run in spec.runs]
    lengths = [abs(run.letter_spacing_px) for run in spec.runs]
    lengths += [length for length in (spec.width_px, spec.height_px) if length is not None]
    lengths += [stroke.width_px for stroke in spec.strokes]
    if spec.shadow:
        lengths += [abs(spec.shadow.dx_px), abs(spec.shadow.dy_px), spec.shadow.blur_px]
    if spec.glow:
        lengths += [spec.glow.size_px, spec.glow.strength]
    for box in spec.backgrounds:
        lengths += [abs(box.padding_x_px), abs(box.padding_y_px), box.corner_radius_px]
    lengths.append(spec.line_height)
    if not all(isfinite(size) and size > 0 for size in sizes):
        raise CompositionError("a font size must be a positive number", where="fontSize")
    if not all(isfinite(length) and length >= 0 for length in lengths):
        raise CompositionError("a length of a text must be a number, not negative", where="text")
    if max(sizes, default=0) > MAX_SIZE_PX or max(lengths) > MAX_LENGTH_PX:
        raise LimitExceeded(
            f"text is drawn up to a font size of {MAX_SIZE_PX:g} px and lengths of "
            f"{MAX_LENGTH_PX:g} px",
            where="fontSize",
        )
    fills = [run.fill for run in spec.runs]
    fills += [box.fill for box in spec.backgrounds]
    fills += [stroke.color for stroke in spec.strokes]
    if any(isinstance(fill, Gradient) and not fill.stops for fill in fills):
        raise CompositionError("a gradient needs at least one stop", where="color")
    if len(spec.text) > MAX_CHARACTERS:
        raise LimitExceeded(
            f"one text may hold {MAX_CHARACTERS} characters, this one has {len(spec.text)}",
            where="text",
        )
