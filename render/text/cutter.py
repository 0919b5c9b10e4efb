"""Cut runs into clusters, words and atoms, each with its face and direction."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from unicodedata import category

from render.text.atoms import NO_GAP, Atom, Gap, Paragraph
from render.text.bidi import first_direction, resolve_levels
from render.text.dictionary import word_starts
from render.text.faces import OUTLINE_EM, Face
from render.text.fonts import FontBook, FontNote, missing_glyphs
from render.text.fragments import Cluster, Fragment, Style, resolve_style, shape_word
from render.text.graphemes import (
    graphemes,
    is_ideographic,
    is_space,
    may_break,
    shares_white,
)
from render.text.phrases import phrase_starts
from render.text.scripts import is_emoji
from render.text.shaping import Shaper
from render.text.spec import TextSpec

_LINE_ENDS = frozenset(("\n", "\r", "\r\n", "\v", "\f", "\x85", "\u2028", "\u2029"))
_TAB_SPACES = 4
# Longer than any word. A text without a space would otherwise be shaped whole for every line of it.
_LONGEST_PIECE = 128
_FULL_WIDTH = 0.9 * OUTLINE_EM
_SOFT_HYPHEN = "\u00ad"
ELLIPSIS = "…"


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
        resolved = [resolve_style(run, at, book) for at, run in enumerate(spec.runs)]
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
        missing: dict[str, int] = {}
        start = 0
        for run, style in zip(self._spec.runs, self.styles, strict=True):
            for text in graphemes(run.text):
                for part in self._parts(text, style):
                    end = start + len(part)
                    face = self._face(part, style)
                    if face is None:
                        missing.setdefault(part, style.run)
                    elif part in _LINE_ENDS or category(part[0]) != "Cc" or is_space(part[0]):
                        clusters.append(Cluster(part, style, face, start, end))
                    start = end
        if missing:
            where = f"spans[{min(missing.values())}].text" if len(self.styles) > 1 else "text"
            raise missing_glyphs(tuple(missing), self._spec.text, where)
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
        texts = [cluster.text for cluster in clusters]
        right_to_left = bool(first_direction(texts))
        levels = resolve_levels(texts, right_to_left=right_to_left)
        clusters = [
            replace(cluster, level=level, trim_px=self._trim_px(cluster, after))
            for cluster, level, after in zip(clusters, levels, (*texts, " ")[1:], strict=True)
        ]
        phrases = phrase_starts(texts)
        wanted = None if phrases is None else {clusters[at].start for at in phrases}
        atoms: list[Atom] = []
        for ordinal, (gap, word) in enumerate(self._words(clusters), first_word):
            for index, piece in enumerate(_pieces(word)):
                atom = self.atom(piece, NO_GAP if index else gap, ordinal)
                begins = wanted is None or gap.width_px > 0 or piece[0].start in wanted
                atoms.append(atom if begins else replace(atom, begins_phrase=False))
        return Paragraph(tuple(atoms), style, right_to_left)

    def _trim_px(self, cluster: Cluster, after: str) -> float:
        if not shares_white(cluster.text, after):
            return 0.0
        # The same quotation marks are narrow in Latin fonts.
        width = self._shaper.shape(cluster.face, cluster.text).advance
        return cluster.style.size_px / 2 if width > _FULL_WIDTH else 0.0

    def _words(self, clusters: Sequence[Cluster]) -> Iterable[tuple[Gap, list[Cluster]]]:
        """Yield words with the gaps before them."""
        gap = NO_GAP
        word: list[Cluster] = []
        starts = word_starts([cluster.text for cluster in clusters])
        for ordinal, cluster in enumerate(clusters):
            if is_space(cluster.text[0]):
                if word:
                    yield gap, word
                    gap, word = NO_GAP, []
                gap = Gap(gap.width_px + self._space_px(cluster), cluster.level)
                continue
            if word and (ordinal in starts or _parts_words(word[-1].text, cluster.text)):
                yield gap, word
                level = min(word[-1].level, cluster.level)
                gap, word = Gap(-word[-1].trim_px, level), []
            word.append(cluster)
        if word:
            yield gap, word

    def _space_px(self, space: Cluster) -> float:
        style = space.style
        width_px = self._shaper.space(style.face) * style.size_px / OUTLINE_EM
        if space.text[0] == "\u3000":
            width_px = style.size_px
        count = _TAB_SPACES if space.text[0] == "\t" else 1
        return count * max(width_px + style.spacing_px, 0.0)

    def atom(self, clusters: Sequence[Cluster], gap: Gap, word: int) -> Atom:
        """Shape clusters alone, to know their width."""
        width = sum(fragment.advance_px for fragment in self.fragments(clusters))
        hyphen_px = 0.0
        if clusters[-1].text == _SOFT_HYPHEN:
            hyphen_px = self.fragments([self.hyphen(clusters[-1])])[0].advance_px
            hyphen_px -= clusters[-1].spacing_px
        return Atom(tuple(clusters), gap, word, width, hyphen_px)

    def hyphen(self, soft: Cluster) -> Cluster:
        """Return the hyphen that a soft one becomes at the end of a line."""
        face = self._book.face_with("-", soft.style.face, self._fallbacks, soft.style.size_px)
        return replace(soft, text="-", face=face or soft.face)

    def fragments(self, clusters: Sequence[Cluster]) -> tuple[Fragment, ...]:
        """Shape clusters of one word on one line, in reading order."""
        return shape_word(self._shaper, clusters)

    def ellipsized(self, atom: Atom, kept: int, *, level: int) -> Atom:
        """Return an atom's first `kept` clusters and an ellipsis that runs the line's way."""
        before, left_out = atom.clusters[:kept], atom.clusters[kept:]
        last = before[-1] if before else left_out[0]
        face = self._book.face_with(ELLIPSIS, last.face, self._fallbacks)
        text = ELLIPSIS if face else "..."
        dots = replace(last, text=text, face=face or last.style.face, level=level, trim_px=0.0)
        # It stands for what it takes the place of.
        start = left_out[0].start if left_out else last.end
        dots = replace(dots, start=start, end=max(start, atom.clusters[-1].end))
        return self.atom((*before, dots), atom.gap, atom.word)

    def head(self, atom: Atom, kept: int) -> Atom:
        """Return an atom's first `kept` clusters."""
        return self.atom(atom.clusters[:kept], atom.gap, atom.word)

    def tail(self, atom: Atom, left_out: int) -> Atom:
        """Return an atom without its first `left_out` clusters."""
        return self.atom(atom.clusters[left_out:], NO_GAP, atom.word)


def _lent_note(cluster: str, asked: Face, lender: Face) -> FontNote:
    family, used = asked.file.family, lender.file.family
    message = f"{family} has no {cluster!r}, it is taken from {used}"
    return FontNote("fallback-glyph", message, family, used)


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
