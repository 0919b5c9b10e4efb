"""Line breaking over bare numbers: widths of atoms and of the gaps before them."""

from collections.abc import Sequence
from dataclasses import dataclass

_BALANCE_STEPS = 16
# Sums of floats in another order differ in their last bits; a line as long as the limit fits.
_SLACK = 1e-3


@dataclass(frozen=True)
class Widths:
    """What line breaking needs to know of an atom, in pixels.

    Attributes:
        width: The atom itself.
        gap: The spaces before it, which vanish at a line's start.
        trailing: Letter spacing at its end, which vanishes at a line's end.
    """

    width: float
    gap: float
    trailing: float


def line_width(atoms: Sequence[Widths]) -> float:
    """Return the width of atoms on one line."""
    if not atoms:
        return 0.0
    return sum(a.width for a in atoms) + sum(a.gap for a in atoms[1:]) - atoms[-1].trailing


def wrap(atoms: Sequence[Widths], limit: float | None) -> list[tuple[int, int]]:
    """Fill lines greedily.

    Args:
        atoms: Of one paragraph.
        limit: Longest line, or None for one line. An atom longer than that gets its own line.

    Returns:
        Half-open ranges of atoms, one a line; one empty range for an empty paragraph.
    """
    if limit is None or not atoms:
        return [(0, len(atoms))]
    lines: list[tuple[int, int]] = []
    start, filled = 0, atoms[0].width
    for index, atom in enumerate(atoms[1:], 1):
        longer = filled + atom.gap + atom.width
        if longer - atom.trailing > limit + _SLACK:
            lines.append((start, index))
            start, filled = index, atom.width
        else:
            filled = longer
    lines.append((start, len(atoms)))
    return lines


def wrap_balanced(atoms: Sequence[Widths], limit: float | None) -> list[tuple[int, int]]:
    """Fill lines so that they are about equally long, without adding a line.

    The shortest limit that needs no more lines than the real one gives them.
    """
    lines = wrap(atoms, limit)
    if limit is None or len(lines) == 1:
        return lines
    longest_atom = max(atom.width - atom.trailing for atom in atoms)
    low, high = min(longest_atom, limit), limit
    for _ in range(_BALANCE_STEPS):
        middle = (low + high) / 2
        if len(wrap(atoms, middle)) > len(lines):
            low = middle
        else:
            high = middle
    return wrap(atoms, high)
