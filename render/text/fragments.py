"""Styles and what is shaped in one: clusters and fragments."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from render.text.faces import OUTLINE_EM, Face
from render.text.fonts import FontBook, FontNote
from render.text.graphemes import ZERO_WIDTH_JOINER
from render.text.scripts import is_cursive
from render.text.shaping import FIGURES, Outline, Shaper
from render.text.spec import Background, Fill, Stroke, TextRun, plain_color


@dataclass(frozen=True, eq=False)
class Style:
    """A run with its face found.

    Attributes:
        face: Of its family, weight and slant.
        size_px, fill: As in the run.
        spacing_px: Letter spacing.
        oblique: Whether its upright face has to be sheared.
        stroke, background: The run's own, or None.
        run: Ordinal of the run.
        tabular: Whether its digits are all of one width.
    """

    face: Face
    size_px: float
    fill: Fill
    spacing_px: float
    oblique: bool
    stroke: Stroke | None = None
    background: Background | None = None
    run: int = 0
    tabular: bool = False


@dataclass(frozen=True, eq=False)
class Cluster:
    """One grapheme cluster in the face that has it.

    Attributes:
        text: Its characters.
        style: Of its run.
        face: The style's, or one that lends it.
        start, end: Half-open range of characters in the text.
        level: Embedding level (UAX 9); odd ones run to the left.
        trim_px: How much nearer the next cluster stands than their widths say.
    """

    text: str
    style: Style
    face: Face
    start: int
    end: int
    level: int = 0
    trim_px: float = 0.0

    @property
    def is_figure(self) -> bool:
        """Whether it is a digit that has to be as wide as all others."""
        return self.style.tabular and self.text in FIGURES and not self.face.colored

    @property
    def spacing_px(self) -> float:
        """Letter spacing after it; none where letters are joined, which it would tear apart."""
        return 0.0 if is_cursive(self.text[0]) else self.style.spacing_px


@dataclass(frozen=True, eq=False)
class Fragment:
    """Neighbouring clusters in one style, face and direction, shaped together.

    Attributes:
        clusters: What it is made of, in reading order.
        outline: Their shape.
        level: Embedding level.
        trim_px: How much nearer the next fragment stands than the width says.
    """

    clusters: tuple[Cluster, ...]
    outline: Outline
    level: int
    trim_px: float = 0.0

    @property
    def style(self) -> Style:
        """The style all its clusters have."""
        return self.clusters[0].style

    @property
    def right_to_left(self) -> bool:
        """The direction they were shaped in."""
        return self.level % 2 == 1

    @property
    def advance_px(self) -> float:
        """Width, letter spacing after the last character included."""
        return self.outline.advance * self.style.size_px / OUTLINE_EM - self.trim_px


def shape(
    shaper: Shaper,
    clusters: tuple[Cluster, ...],
    *,
    joins_before: bool = False,
    joins_after: bool = False,
) -> Fragment:
    """Shape neighbouring clusters in one style, face and direction.

    Args:
        shaper: What shapes.
        clusters: At least one.
        joins_before, joins_after: Whether the word goes on there, so that letters that join stay
            joined (Arabic).
    """
    style = clusters[0].style
    text = "".join(cluster.text for cluster in clusters)
    text = ZERO_WIDTH_JOINER * joins_before + text + ZERO_WIDTH_JOINER * joins_after
    shaped = shaper.figure if clusters[0].is_figure else shaper.shape
    outline = shaped(
        clusters[0].face,
        text,
        spacing_em=clusters[0].spacing_px / style.size_px,
        right_to_left=clusters[0].level % 2 == 1,
        oblique=style.oblique,
        color=plain_color(style.fill),
    )
    return Fragment(clusters, outline, clusters[0].level)


def shape_word(shaper: Shaper, clusters: Sequence[Cluster]) -> tuple[Fragment, ...]:
    """Shape the clusters of one word on one line, in reading order."""
    groups: list[list[Cluster]] = []
    for cluster in clusters:
        before = groups[-1][-1] if groups else None
        if before and _goes_on(before, cluster):
            groups[-1].append(cluster)
        else:
            groups.append([cluster])
    fragments: list[Fragment] = []
    for index, group in enumerate(groups):
        last = index == len(groups) - 1
        fragment = shape(
            shaper,
            tuple(group),
            joins_before=index > 0 and _are_joined(groups[index - 1][-1], group[0]),
            joins_after=not last and _are_joined(group[-1], groups[index + 1][0]),
        )
        # Where a word ends, it is the gap to the next one that is smaller.
        fragments.append(fragment if last else replace(fragment, trim_px=group[-1].trim_px))
    return tuple(fragments)


def _goes_on(before: Cluster, after: Cluster) -> bool:
    # Flags are pairs of letters: of two neighbours that are none a font may join the inner halves.
    if before.face.colored or before.trim_px or before.is_figure or after.is_figure:
        return False
    return _shaped_with(before) == _shaped_with(after)


def _shaped_with(cluster: Cluster) -> tuple[int, int, float, int]:
    return id(cluster.style), id(cluster.face), cluster.spacing_px, cluster.level


def _are_joined(one: Cluster, other: Cluster) -> bool:
    return is_cursive(one.text[0]) and is_cursive(other.text[0])


def resolve_style(run: TextRun, ordinal: int, book: FontBook) -> tuple[Style, FontNote | None]:
    """Find the face of a run."""
    face, note = book.match(run.family, run.weight, italic=run.italic, size_px=run.size_px)
    style = Style(
        face,
        run.size_px,
        run.fill,
        run.letter_spacing_px,
        oblique=run.italic and not face.file.italic,
        stroke=run.stroke,
        background=run.background,
        run=ordinal,
        tabular=run.tabular,
    )
    return style, note
