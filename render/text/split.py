"""Take a shaped word apart into its characters without shaping them anew.

Skia does not say which glyph belongs to which character. But a word's outline begins with the
outline of any prefix of it, unless a ligature or another form stands across the cut; so comparing
tells both whose a contour is and where a cut would change the picture.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from render.text.faces import OUTLINE_EM
from render.text.fragments import Fragment, shape
from render.text.shaping import Outline, Shaper, bounds_of

_TOLERANCE = OUTLINE_EM / 500
# Letters of these blocks change their form with their neighbours; a joiner keeps it at a cut.
_JOINING = (("\u0600", "\u08ff"), ("\ufb50", "\ufdff"), ("\ufe70", "\ufeff"))


@dataclass(frozen=True, eq=False)
class SplitPiece:
    """Some clusters of a fragment; mostly one.

    Attributes:
        fragment: Its outline has the origin of the whole one, so pieces are placed like the whole.
        left, width: Of its advance, in outline units from that origin.
    """

    fragment: Fragment
    left: float
    width: float


@dataclass(frozen=True)
class _Cut:
    """A place a fragment can be cut at.

    Attributes:
        cluster: Ordinal of the first cluster after it.
        contour: How many contours stand to the left of it.
        x: Where it is.
    """

    cluster: int
    contour: int
    x: float


def split(fragment: Fragment, shaper: Shaper) -> list[SplitPiece]:
    """Take a fragment apart; pieces are in reading order and together are the whole.

    Args:
        fragment: What to split.
        shaper: What shaped it.
    """
    if fragment.outline.picture is not None:
        return list(_pictures(fragment, shaper))
    count, outline = len(fragment.clusters), fragment.outline
    backwards = fragment.right_to_left
    first, last = _Cut(0, 0, 0.0), _Cut(count, len(outline.contours), outline.advance)
    if backwards:
        first, last = replace(last, cluster=0), replace(first, cluster=count)
    cuts = [first]
    for at in range(1, count):
        cut = _cut(fragment, at, shaper)
        # A cluster without ink (a joiner, a mark that was composed) stays with the one before.
        if cut and cut.contour != cuts[-1].contour and cut.contour != last.contour:
            cuts.append(cut)
    cuts.append(last)
    return [_piece(fragment, start, end) for start, end in pairwise(cuts)]


def _piece(fragment: Fragment, start: _Cut, end: _Cut) -> SplitPiece:
    left, right = sorted((start, end), key=lambda cut: (cut.x, cut.contour))
    contours = fragment.outline.contours[left.contour : right.contour]
    outline = Outline(right.x - left.x, lambda: contours)
    clusters = fragment.clusters[start.cluster : end.cluster]
    spacing = clusters[0].spacing_px / clusters[0].style.size_px * OUTLINE_EM
    part = replace(fragment, clusters=clusters, outline=outline)
    return SplitPiece(part, left.x, right.x - left.x - spacing)


def _cut(fragment: Fragment, at: int, shaper: Shaper) -> _Cut | None:
    clusters = fragment.clusters
    apart = _cut_there(fragment, at, shaper, joined=False)
    if apart is None and _joins(clusters[at - 1].text[-1]) and _joins(clusters[at].text[0]):
        return _cut_there(fragment, at, shaper, joined=True)
    return apart


def _cut_there(fragment: Fragment, at: int, shaper: Shaper, *, joined: bool) -> _Cut | None:
    clusters, whole = fragment.clusters, fragment.outline
    rtl = fragment.right_to_left
    head = shape(shaper, clusters[:at], joins_after=joined).outline
    tail = shape(shaper, clusters[at:], joins_before=joined).outline
    left = tail if rtl else head
    count = len(left.contours)
    if len(head.contours) + len(tail.contours) != len(whole.contours):
        return None
    if not _same(left.bounds, bounds_of(whole.contours[:count])):
        return None
    # Kerning widens the letter before it, so what comes after stands at its distance from the end.
    x = tail.advance if rtl else whole.advance - tail.advance
    return _Cut(at, count, x)


def _pictures(fragment: Fragment, shaper: Shaper) -> Iterator[SplitPiece]:
    x = fragment.outline.advance if fragment.right_to_left else 0.0
    for cluster in fragment.clusters:
        part = shape(shaper, (cluster,))
        x -= part.outline.advance if fragment.right_to_left else 0.0
        outline = replace(part.outline, picture_left=part.outline.picture_left + x)
        yield SplitPiece(replace(part, outline=outline), x, part.outline.advance)
        x += 0.0 if fragment.right_to_left else part.outline.advance


def _same(one: Sequence[float], other: Sequence[float]) -> bool:
    return all(abs(a - b) <= _TOLERANCE for a, b in zip(one, other, strict=True))


def _joins(character: str) -> bool:
    return any(first <= character <= last for first, last in _JOINING)
