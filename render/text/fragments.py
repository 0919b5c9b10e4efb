"""Styles and what is shaped in one: clusters and fragments."""

from dataclasses import dataclass

from render.text.faces import OUTLINE_EM, Face
from render.text.fonts import FontBook, FontNote
from render.text.graphemes import ZERO_WIDTH_JOINER
from render.text.scripts import is_cursive
from render.text.shaping import Outline, Shaper
from render.text.spec import Fill, TextRun, plain_color


@dataclass(frozen=True, eq=False)
class Style:
    """A run with its face found.

    Attributes:
        face: Of its family, weight and slant.
        size_px, fill: As in the run.
        spacing_px: Letter spacing.
        oblique: Whether its upright face has to be sheared.
    """

    face: Face
    size_px: float
    fill: Fill
    spacing_px: float
    oblique: bool


@dataclass(frozen=True, eq=False)
class Cluster:
    """One grapheme cluster in the face that has it; `[start, end)` are offsets in the text."""

    text: str
    style: Style
    face: Face
    start: int
    end: int

    @property
    def spacing_px(self) -> float:
        """Letter spacing after it; none where letters are joined, which it would tear apart."""
        return 0.0 if is_cursive(self.text[0]) else self.style.spacing_px


@dataclass(frozen=True, eq=False)
class Fragment:
    """Neighbouring clusters in one style and face, shaped together.

    Attributes:
        clusters: What it is made of, in reading order.
        outline: Their shape.
        right_to_left: The direction they were shaped in.
    """

    clusters: tuple[Cluster, ...]
    outline: Outline
    right_to_left: bool

    @property
    def style(self) -> Style:
        """The style all its clusters have."""
        return self.clusters[0].style

    @property
    def advance_px(self) -> float:
        """Width, letter spacing after the last character included."""
        return self.outline.advance * self.style.size_px / OUTLINE_EM


def shape(
    shaper: Shaper, clusters: tuple[Cluster, ...], *, right_to_left: bool, joined: str = ""
) -> Fragment:
    """Shape neighbouring clusters in one style and face.

    Args:
        shaper: What shapes.
        clusters: At least one.
        right_to_left: Their direction.
        joined: "before", "after" or "": where the text goes on, so that letters that join stay
            joined (Arabic).
    """
    style = clusters[0].style
    text = "".join(cluster.text for cluster in clusters)
    text = {"before": ZERO_WIDTH_JOINER + text, "after": text + ZERO_WIDTH_JOINER}.get(joined, text)
    outline = shaper.shape(
        clusters[0].face,
        text,
        spacing_em=clusters[0].spacing_px / style.size_px,
        right_to_left=right_to_left,
        oblique=style.oblique,
        color=plain_color(style.fill),
    )
    return Fragment(clusters, outline, right_to_left)


def resolve_style(run: TextRun, book: FontBook) -> tuple[Style, FontNote | None]:
    """Find the face of a run."""
    face, note = book.match(run.family, run.weight, italic=run.italic, size_px=run.size_px)
    oblique = run.italic and not face.file.italic
    return Style(face, run.size_px, run.fill, run.letter_spacing_px, oblique), note
