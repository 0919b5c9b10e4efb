"""Atoms: what stands between two places a line may end at."""

from dataclasses import dataclass

from render.text.fragments import Cluster, Style
from render.text.wrap import Widths


@dataclass(frozen=True)
class Gap:
    """What is between two words.

    Attributes:
        width_px: Of the spaces; below 0 where two signs of full width share their white.
        level: Embedding level; says where the gap goes when words are put in order.
    """

    width_px: float = 0.0
    level: int = 0


NO_GAP = Gap()


@dataclass(frozen=True, eq=False)
class Atom:
    """A piece no line ends inside of, unless it is longer than a line.

    Attributes:
        clusters: In reading order, at least one.
        gap: Of the spaces before it; nothing at a line's start.
        word: Ordinal of the word it belongs to; a word with a hyphen has several atoms.
        width_px: Shaped alone.
        hyphen_px: Width of the hyphen that a soft one at its end becomes where a line ends.
        begins_phrase: Whether a reader would rather have a line end before it than before others.
    """

    clusters: tuple[Cluster, ...]
    gap: Gap
    word: int
    width_px: float
    hyphen_px: float = 0.0
    begins_phrase: bool = True

    @property
    def trailing_px(self) -> float:
        """Letter spacing after the last character, which a line does without at its end."""
        return self.clusters[-1].spacing_px

    @property
    def widths(self) -> Widths:
        """What line breaking needs to know."""
        return Widths(self.width_px, self.gap.width_px, self.trailing_px - self.hyphen_px)

    @property
    def alone_px(self) -> float:
        """Width of a line of nothing else."""
        return self.width_px - self.trailing_px + self.hyphen_px


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
