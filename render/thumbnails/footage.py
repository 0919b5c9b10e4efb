"""What thumbnails are taken from: a film or a composition, looked at through one shape."""

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from render.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from render.options import RenderOptions

    Picture = NDArray[np.uint8]


class View(Protocol):
    """Footage at one size."""

    def rgb(self, frame: int) -> "Picture":
        """Return a frame as `(height, width, 3)` uint8 sRGB."""
        ...


@dataclass(frozen=True)
class Candidate:
    """A frame that may stand for its film.

    Attributes:
        frame: Its number.
        around: A frame shortly before and one shortly after it, by which a dissolve between two
            shots is told; None where it is known that there is none.
        settled: How much of what is on screen has come in and is not leaving yet, [0, 1].
    """

    frame: int
    around: tuple[int, int] | None = None
    settled: float = 1.0


class Footage(ABC):
    """Moving pictures with a length.

    Attributes:
        name: What it is called, for messages.
        frame_count: Frames `[0, frame_count)`.
        duration_seconds: From the first frame's start to the last one's end.
        size_px: Width and height.
    """

    name: str
    frame_count: int
    duration_seconds: Fraction
    size_px: tuple[int, int]

    @abstractmethod
    def frame_at(self, seconds: Fraction) -> int:
        """Return the frame shown at a time; the last one after the end."""

    @abstractmethod
    def seconds_at(self, frame: int) -> Fraction:
        """Return when a frame is shown."""

    @abstractmethod
    def size_at(self, width_px: int) -> tuple[int, int]:
        """Return the size of a view about so wide."""

    @abstractmethod
    def viewed(self, size_px: tuple[int, int]) -> AbstractContextManager[View]:
        """Open a view of a size that `size_at` gave. Quickest when asked for frames in order."""

    @abstractmethod
    def candidates(self, count: int) -> list[Candidate]:
        """Return about so many frames from all over it, in order; at least one."""


def open_footage(source: Path, options: "RenderOptions", output: Path) -> Footage:
    """Look at a file and open it as what it is.

    Args:
        source: A film, or a composition's JSON (`-` is a composition on standard input).
        options: Assets, fonts and strictness of a composition.
        output: What will be written; it may not be the source.

    Raises:
        RenderError: It is neither, or cannot be read.
    """
    if output.exists() and source.exists() and output.samefile(source):
        raise UsageError("the output would replace the source", where=str(output))
    if is_composition(source):
        from render.thumbnails.compositions import CompositionFootage  # noqa: PLC0415 - it draws

        return CompositionFootage(source, options)
    from render.thumbnails.films import FilmFootage  # noqa: PLC0415 - it decodes

    return FilmFootage(source)


def is_composition(source: Path) -> bool:
    """Tell whether a file is JSON, by its first characters; a missing one by its name."""
    if str(source) == "-":
        return True
    try:
        with source.open("rb") as file:
            head = file.read(64)
    except OSError:
        return source.suffix.lower() == ".json"
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["}
