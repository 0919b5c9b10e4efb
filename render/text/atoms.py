"""Cut runs into atoms: what stands between two places a line may end at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from unicodedata import bidirectional, category

from render.text.dictionary import word_starts
from render.text.faces import OUTLINE_EM, Face
from render.text.fonts import FontBook, FontNote, missing_glyphs
from render.text.fragments import Cluster, Fragment, Style, resolve_style, shape
from render.text.graphemes import (
    graphemes,
    is_ideographic,
    is_space,
    may_break,
)
from render.text.scripts import is_emoji
from render.text.shaping import Shaper
from render.text.spec import TextSpec

_LINE_ENDS = frozenset(("\n", "\r", "\r\n", "\v", "\f", "\x85", "\u2028", "\u2029"))
_TAB_SPACES = 4
# Longer than any word. A text without a space would otherwise be shaped whole for every line of it.
_LONGEST_PIECE = 128
ELLIPSIS = "…"


@dataclass(frozen=True, eq=False)
class Atom:
    """A piece no line ends inside of, unless it is longer than a line.

    Attributes:
        clusters: In reading order, at least one.
        gap_px: Width of the spaces before it; nothing at a line's start.
        word: Ordinal of the word it belongs to; a word with a hyphen has several atoms.
        right_to_left: The word's direction; None when it has no letters (digits, signs).
        width_px: Shaped alone.
    """

    clusters: tuple[Cluster, ...]
    gap_px: float
    word: int
    right_to_left: bool | None
    width_px: float

    @property
    def trailing_px(self) -> float:
        """Letter spacing after the last character, which a line does without at its end."""
        return self.clusters[-1].spacing_px


@dataclass(frozen=True, eq=False)
class Paragraph:
    """What stands between two forced line ends.

    Attributes:
        atoms: In reading order; none for an empty line.
        style: Of the place it begins at; gives an empty line its height.
        right_to_left: Direction of its first letter.
    """

    atoms: tuple[Atom, ...]
    style: Style
    right_to_left: bool


class Cutter:
    """Cuts one text; holds what every step of it needs.

    Args:
        spec: The text.
        book: Where its fonts are.
        shaper: What shapes them.

    Raises:
        FontError: A character that no font has.
    """

    def __init__(self, spec: TextSpec, book: FontBook, shaper: Shaper) -> None:
        self._spec = spec
        self._book = book
        self._shaper = shaper
        resolved = [resolve_style(run, book) for run in spec.runs]
        self.styles = tuple(style for style, _ in resolved)
        self._lent: dict[tuple[str, Face], Face | None] = {}
        self._fallbacks = book.fallback_families(spec.text)
        self._notes = {(note.family, note.used): note for _, note in resolved if note}

    @property
    def notes(self) -> tuple[FontNote, ...]:
        """What about fonts is not as it was asked for, as far as the text has been cut."""
        return tuple(self._notes.values())

    def clusters(self) -> Sequence[Cluster]:
        """Return every cluster of the text in the face that has it.

        Raises:
            FontError: Characters that no font has, all of them named.
        """
        clusters: list[Cluster] = []
        missing: dict[str, None] = {}
        start = 0
        for run, style in zip(self._spec.runs, self.styles, strict=True):
            for text in graphemes(run.text):
                for part in self._parts(text, style):
                    end = start + len(part)
                    face = self._face(part, style)
                    if face is None:
                        missing[part] = None
                    elif part in _LINE_ENDS or category(part[0]) != "Cc" or is_space(part[0]):
                        clusters.append(Cluster(part, style, face, start, end))
                    start = end
        if missing:
            raise missing_glyphs(tuple(missing), self._spec.text)
        return clusters

    def _parts(self, cluster: str, style: Style) -> Iterable[str]:
        """Return a cluster, or its characters when no single face has them all."""
        return (cluster,) if self._face(cluster, style) else cluster

    def _face(self, cluster: str, style: Style) -> Face | None:
        key = (cluster, style.face)
        if key not in self._lent:
            face = self._book.face_with(cluster, style.face, self._fallbacks, style.size_px)
            self._lent[key] = face
            if face is not None and face is not style.face and not is_emoji(cluster):
                note = _lent_note(cluster, style.face, face)
                self._notes.setdefault((note.family, note.used), note)
        return self._lent[key]

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Return the text cut into paragraphs of atoms."""
        paragraphs: list[Paragraph] = []
        pending: list[Cluster] = []
        style = self.styles[0]
        words = 0
        for cluster in self.clusters():
            if cluster.text in _LINE_ENDS:
                paragraphs.append(self._paragraph(pending, style, words))
                words += len({atom.word for atom in paragraphs[-1].atoms})
                pending, style = [], cluster.style
            else:
                pending.append(cluster)
        paragraphs.append(self._paragraph(pending, style, words))
        return tuple(paragraphs)

    def _paragraph(self, clusters: Sequence[Cluster], style: Style, first_word: int) -> Paragraph:
        atoms: list[Atom] = []
        for ordinal, (gap_px, word) in enumerate(self._words(clusters), first_word):
            direction = _direction(word)
            for index, piece in enumerate(_pieces(word)):
                atoms.append(self.atom(piece, 0.0 if index else gap_px, ordinal, direction))
        strong = next((a.right_to_left for a in atoms if a.right_to_left is not None), False)
        return Paragraph(tuple(atoms), style, strong)

    def _words(self, clusters: Sequence[Cluster]) -> Iterable[tuple[float, list[Cluster]]]:
        """Yield words with the width of the spaces before them."""
        gap_px = 0.0
        word: list[Cluster] = []
        starts = word_starts([cluster.text for cluster in clusters])
        for ordinal, cluster in enumerate(clusters):
            if is_space(cluster.text[0]):
                if word:
                    yield gap_px, word
                    gap_px, word = 0.0, []
                gap_px += self._space_px(cluster)
                continue
            if word and (ordinal in starts or _parts_words(word[-1].text, cluster.text)):
                yield gap_px, word
                gap_px, word = 0.0, []
            word.append(cluster)
        if word:
            yield gap_px, word

    def _space_px(self, space: Cluster) -> float:
        style = space.style
        width_px = self._shaper.space(style.face) * style.size_px / OUTLINE_EM
        if space.text[0] == "\u3000":
            width_px = style.size_px
        count = _TAB_SPACES if space.text[0] == "\t" else 1
        return count * max(width_px + style.spacing_px, 0.0)

    def atom(
        self,
        clusters: Sequence[Cluster],
        gap_px: float,
        word: int,
        right_to_left: bool | None,  # noqa: FBT001 a field
    ) -> Atom:
        """Shape clusters alone, to know their width."""
        width = sum(f.advance_px for f in self.fragments(clusters, right_to_left=right_to_left))
        return Atom(tuple(clusters), gap_px, word, right_to_left, width)

    def fragments(
        self, clusters: Iterable[Cluster], *, right_to_left: bool | None
    ) -> tuple[Fragment, ...]:
        """Shape clusters of one word on one line, in reading order."""
        fragments: list[Fragment] = []
        for _, group in groupby(clusters, key=_shaped_with):
            fragments.append(shape(self._shaper, tuple(group), right_to_left=bool(right_to_left)))
        return tuple(fragments)

    def ellipsized(self, atom: Atom, kept: int) -> Atom:
        """Return an atom's first `kept` clusters with an ellipsis after them."""
        before, left_out = atom.clusters[:kept], atom.clusters[kept:]
        last = before[-1] if before else left_out[0]
        face = self._book.face_with(ELLIPSIS, last.face, self._fallbacks)
        text = ELLIPSIS if face else "..."
        dots = replace(last, text=text, face=face or last.style.face)
        # It stands for what it takes the place of.
        start = left_out[0].start if left_out else last.end
        dots = replace(dots, start=start, end=max(start, atom.clusters[-1].end))
        return self.atom((*before, dots), atom.gap_px, atom.word, atom.right_to_left)

    def head(self, atom: Atom, kept: int) -> Atom:
        """Return an atom's first `kept` clusters."""
        return self.atom(atom.clusters[:kept], atom.gap_px, atom.word, atom.right_to_left)

    def tail(self, atom: Atom, left_out: int) -> Atom:
        """Return an atom without its first `left_out` clusters."""
        return self.atom(atom.clusters[left_out:], 0.0, atom.word, atom.right_to_left)


def _lent_note(cluster: str, asked: Face, lender: Face) -> FontNote:
    family, used = asked.file.family, lender.file.family
    message = f"{family} has no {cluster!r}, it is taken from {used}"
    return FontNote("fallback-glyph", message, family, used)


def _shaped_with(cluster: Cluster) -> tuple[int, int, float]:
    return id(cluster.style), id(cluster.face), cluster.spacing_px


def _parts_words(before: str, after: str) -> bool:
    return may_break(before, after) and (is_ideographic(before[0]) or is_ideographic(after[0]))


def _pieces(word: Sequence[Cluster]) -> Iterable[list[Cluster]]:
    piece: list[Cluster] = []
    for cluster in word:
        too_long = len(piece) == _LONGEST_PIECE
        if piece and (too_long or may_break(piece[-1].text, cluster.text)):
            yield piece
            piece = []
        piece.append(cluster)
    if piece:
        yield piece


def _direction(word: Sequence[Cluster]) -> bool | None:
    for cluster in word:
        kind = bidirectional(cluster.text[0])
        if kind in {"L", "R", "AL"}:
            return kind != "L"
    return None
