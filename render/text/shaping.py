"""Shape a word in one face into an outline.

Skia's paragraph shapes (HarfBuzz, ICU), but its Python binding tells neither glyphs nor positions.
Painted on an SVG canvas that turns text into paths it tells the outlines, unhinted, exactly where
they would be drawn. As outlines scale, a word is shaped once at one large size and reused at every
size.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from math import ceil
from re import compile as compile_pattern
from typing import NamedTuple
from unicodedata import normalize

import numpy as np
import skia

from render.text.faces import OUTLINE_EM, Face
from render.text.spec import Rgba

_DROPPED = frozenset("\u00ad\u200b\u2060\ufeff")
"""Say where lines may end, which is decided already."""
RIGHT_TO_LEFT_MARK = "\u200f"

FIGURES = "0123456789"
_CACHED_OUTLINES = 4096
_OPAQUE = 255
_BLACK = (0, 0, 0, _OPAQUE)
_PATHS = compile_pattern(r' d="([^"]*)"')
_COMMANDS = compile_pattern(r"([MLQCZ])([^MLQCZ]*)")
# Painted this far from the canvas's edge, because what hangs out to the left would not be painted.
_INSET = 4 * OUTLINE_EM
_CANVAS = 1e8
_PROBE_PX = 64  # an em of pictures whose ink is looked for
_OBLIQUE = skia.Matrix.MakeAll(1, -0.2, 0, 0, 1, 0, 0, 0, 1)


@dataclass(frozen=True, eq=False)
class Outline:
    """A shaped word: one em is `OUTLINE_EM` units, y down, the baseline's start is the origin.

    Tracing takes far longer than measuring, so it waits until something is painted.

    Attributes:
        advance: Distance to the next word's origin without a space.
        trace: Makes the contours.
        picture: The paragraph to paint when the glyphs are pictures (emoji), else None.
        solid: The same with nothing shining through: what its ink is looked for in.
        picture_left, picture_baseline: Where that paragraph's left edge and baseline are, from the
            origin and from its own top.
    """

    advance: float
    trace: Callable[[], tuple[skia.Path, ...]] = field(repr=False)
    picture: skia.textlayout.Paragraph | None = field(default=None, repr=False)
    solid: skia.textlayout.Paragraph | None = field(default=None, repr=False)
    picture_left: float = 0.0
    picture_baseline: float = 0.0

    @cached_property
    def contours(self) -> tuple[skia.Path, ...]:
        """In visual order, to be filled together by the non-zero rule; none without ink."""
        return self.trace()

    @cached_property
    def path(self) -> skia.Path:
        """All contours together."""
        whole = skia.Path()
        for contour in self.contours:
            whole.addPath(contour)
        return whole

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of the ink; of control points, so never too small."""
        if self.solid is None:
            return bounds_of(self.contours)
        return self._picture_bounds(self.solid)

    def _picture_bounds(
        self, picture: skia.textlayout.Paragraph
    ) -> tuple[float, float, float, float]:
        """Find the ink of pictures by painting them small."""
        pixels_a_unit = _PROBE_PX / OUTLINE_EM
        margin = _PROBE_PX
        width = ceil(self.advance * pixels_a_unit) + 2 * margin
        height = ceil(picture.Height * pixels_a_unit) + 2 * margin
        rgba = np.zeros((height, width, 4), np.uint8)
        info = skia.ImageInfo.MakeN32Premul(width, height)
        canvas = skia.Surface.MakeRasterDirect(info, rgba, width * 4).getCanvas()
        canvas.translate(margin, margin)
        canvas.scale(pixels_a_unit, pixels_a_unit)
        picture.paint(canvas, 0, 0)
        rows, columns = np.nonzero(rgba[..., 3])
        if rows.size == 0:
            return 0.0, 0.0, 0.0, 0.0
        left, right = int(columns.min()) - margin, int(columns.max()) + 1 - margin
        top, bottom = int(rows.min()) - margin, int(rows.max()) + 1 - margin
        return (
            left / pixels_a_unit + self.picture_left,
            top / pixels_a_unit - self.picture_baseline,
            right / pixels_a_unit + self.picture_left,
            bottom / pixels_a_unit - self.picture_baseline,
        )


class _Key(NamedTuple):
    face: Face
    text: str
    spacing_em: float
    right_to_left: bool
    oblique: bool
    color: Rgba


class Shaper:
    """Shapes words and remembers them."""

    def __init__(self) -> None:
        self._outlines: OrderedDict[_Key, Outline] = OrderedDict()
        self._collections: dict[Face, skia.textlayout.FontCollection] = {}
        self._spaces: dict[Face, float] = {}
        self._figures: dict[_Key, Outline] = {}

    def shape(
        self,
        face: Face,
        text: str,
        *,
        spacing_em: float = 0.0,
        right_to_left: bool = False,
        oblique: bool = False,
        color: Rgba = _BLACK,
    ) -> Outline:
        """Shape a word.

        Args:
            face: Has all characters of the text.
            text: No line feeds.
            spacing_em: Letter spacing as a multiple of the size, after every character. Not zero,
                it takes ligatures apart.
            right_to_left: The word's direction; decides where its punctuation stands.
            oblique: Shear an upright face.
            color: Of what has no colour of its own in a face of pictures.
        """
        color = color if face.colored else _BLACK
        key = _Key(face, text, round(spacing_em, 5), right_to_left, oblique, color)
        outline = self._outlines.get(key)
        if outline is None:
            outline = self._outlines[key] = self._shape(key)
            if len(self._outlines) > _CACHED_OUTLINES:
                self._outlines.popitem(last=False)
        else:
            self._outlines.move_to_end(key)
        return outline

    def figure(
        self,
        face: Face,
        text: str,
        *,
        spacing_em: float = 0.0,
        right_to_left: bool = False,
        oblique: bool = False,
        color: Rgba = _BLACK,
    ) -> Outline:
        """Shape one digit in the middle of the width of the face's widest; arguments as of `shape`.

        Few fonts have figures of one width among their features, and Skia's binding sets none.
        """
        key = _Key(face, text, round(spacing_em, 5), right_to_left, oblique, _BLACK)
        outline = self._figures.get(key)
        if outline is None:
            like = {"spacing_em": spacing_em, "right_to_left": right_to_left, "oblique": oblique}
            own = self.shape(face, text, color=color, **like)
            there = [digit for digit in FIGURES if face.has(digit)]
            widest = max(self.shape(face, digit, **like).advance for digit in there)
            outline = self._figures[key] = _centred(own, widest)
        return outline

    def space(self, face: Face) -> float:
        """Return the width of a space, in outline units."""
        width = self._spaces.get(face)
        if width is None:
            probe = "n n" if face.has("n") else "0 0"
            width = self.shape(face, probe).advance - 2 * self.shape(face, probe[0]).advance
            # Pictures and icons have no letters to measure with; a quarter em is what most have.
            width = self._spaces[face] = width if 0 < width < OUTLINE_EM else OUTLINE_EM / 4
        return width

    def _shape(self, key: _Key) -> Outline:
        face, text, spacing_em, right_to_left, oblique, color = key
        text = "".join(c for c in text if c not in _DROPPED)
        if right_to_left:
            text = RIGHT_TO_LEFT_MARK + text + RIGHT_TO_LEFT_MARK
        if not all(map(face.has, text)):
            text = normalize("NFC", text)
        spacing = spacing_em * OUTLINE_EM
        paragraph = self._paragraph(face, text, spacing, color)
        baseline = paragraph.AlphabeticBaseline
        # Of a paragraph without glyphs Skia gives an uninitialised width.
        advance = paragraph.LongestLine if text else 0.0
        left = 0.0
        if spacing:
            # Skia adds half of it before each cluster and half after it, marks of direction too.
            left = -spacing / 2 - (spacing if right_to_left else 0.0)
            advance -= 2 * spacing if right_to_left else 0.0
        if face.colored:
            # A box must not depend on a colour: of one that hardly covers the soft edges are lost.
            opaque = (*color[:3], _OPAQUE)
            solid = paragraph if color == opaque else self._paragraph(face, text, spacing, opaque)
            return Outline(advance, lambda: (), paragraph, solid, left, baseline)

        def trace() -> tuple[skia.Path, ...]:
            contours = _traced(paragraph)
            for contour in contours:
                contour.offset(left - _INSET, -baseline - _INSET)
                if oblique:
                    contour.transform(_OBLIQUE)
            return tuple(contours)

        return Outline(advance, trace)

    def _paragraph(
        self, face: Face, text: str, spacing: float, color: Rgba
    ) -> skia.textlayout.Paragraph:
        layout = skia.textlayout
        style = layout.TextStyle()
        style.setFontFamilies(["face"])
        style.setFontSize(OUTLINE_EM)
        style.setLetterSpacing(spacing)
        red, green, blue, alpha = color
        style.setColor(skia.ColorSetARGB(alpha, red, green, blue))
        paragraph_style = layout.ParagraphStyle()
        paragraph_style.setTextStyle(style)
        builder = layout.ParagraphBuilder(
            paragraph_style, self._collection(face), paragraph_unicode()
        )
        builder.addText(text)
        paragraph = builder.Build()
        paragraph.layout(_CANVAS)
        return paragraph

    def _collection(self, face: Face) -> skia.textlayout.FontCollection:
        collection = self._collections.get(face)
        if collection is None:
            # A provider that knows this one face is the default manager: whatever Skia falls back
            # to, it cannot be a font of the machine.
            provider = skia.textlayout.TypefaceFontProvider()
            provider.registerTypeface(face.typeface, "face")
            collection = skia.textlayout.FontCollection()
            collection.setDefaultFontManager(provider)
            self._collections[face] = collection
        return collection


def _centred(outline: Outline, advance: float) -> Outline:
    """Return an outline in the middle of another width."""
    shift = (advance - outline.advance) / 2

    def trace() -> tuple[skia.Path, ...]:
        moved = [skia.Path(contour) for contour in outline.contours]
        for contour in moved:
            contour.offset(shift, 0)
        return tuple(moved)

    return Outline(advance, trace)


def bounds_of(contours: Iterable[skia.Path]) -> tuple[float, float, float, float]:
    """Return left, top, right, bottom of contours and their control points; zeros without any."""
    boxes = [contour.getBounds() for contour in contours]
    if not boxes:
        return 0.0, 0.0, 0.0, 0.0
    return (
        min(box.left() for box in boxes),
        min(box.top() for box in boxes),
        max(box.right() for box in boxes),
        max(box.bottom() for box in boxes),
    )


@cache
def paragraph_unicode() -> skia.Unicode:
    """Return ICU as Skia has it: scripts, directions, places to break."""
    return skia.Unicodes.ICU.Make()


def _traced(paragraph: skia.textlayout.Paragraph) -> list[skia.Path]:
    """Return the contours of a paragraph painted at (`_INSET`, `_INSET`), in visual order."""
    stream = skia.DynamicMemoryWStream()
    flags = skia.SVGCanvas.kConvertTextToPaths_Flag | skia.SVGCanvas.kNoPrettyXML_Flag
    canvas = skia.SVGCanvas.Make(skia.Rect.MakeWH(_CANVAS, _CANVAS), stream, int(flags))
    paragraph.paint(canvas, _INSET, _INSET)
    del canvas  # what it has written is complete only now
    svg = bytes(stream.detachAsData()).decode()
    return [_contour(data) for path in _PATHS.findall(svg) for data in path.split("M")[1:]]


def _contour(data: str) -> skia.Path:
    """Read one contour, `x y L x y Q x y x y Z`: absolute coordinates, as Skia writes them."""
    path = skia.PathBuilder()
    for command, text in _COMMANDS.findall("M" + data):
        numbers = [float(number) for number in text.replace(",", " ").split()]
        if command == "Q":
            path.quadTo(*numbers)
        elif command == "L":
            path.lineTo(*numbers)
        elif command == "C":
            path.cubicTo(*numbers)
        elif command == "M":
            path.moveTo(*numbers)
        else:
            path.close()
    return path.detach()
