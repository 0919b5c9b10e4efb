"""Stretches of frames: black ones, still ones, ones that show something else."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from render.verify.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from render.verify.looks import Look

SAME: Final = 0.4
"""Mean squared levels up to which two frames are the same: an encoder repeats a picture with less,
and moves one by a tenth of a pixel with more."""
MOVED: Final = 6.0
"""From here on everybody sees that the composition moves on."""
STILL_SECONDS: Final = 1
"""A stillness so long is worth a note where nobody knows whether it is meant."""
BLACK_LUMA: Final = 24
"""Limited range: nothing is brighter than 3 % of white."""
BLACK_MEAN: Final = 19.0
LIT_LEVELS: Final = 4.0
"""How much brighter than a black film the composition must be on average."""


@dataclass
class Run:
    """Frames `[start, end)` that have something in common.

    Attributes:
        first: The film's first frame of them.
        expected: What the composition has there, or None.
        worst: The largest deviation among them, and the frame it is at.
    """

    start: int
    end: int
    first: "Look"
    expected: "Look | None" = None
    worst: float = 0.0
    worst_frame: int = 0

    def pictures(self) -> tuple[bytes, bytes] | None:
        """Return the film's frame and the composition's as JPEGs."""
        if self.expected is None:
            return None
        return self.first.jpeg(), self.expected.jpeg()


class Stills:
    """Stretches in which the film shows one picture.

    With a composition those count in which the composition moves on meanwhile; without one, those
    that last a second, and frames that repeat in the midst of movement.
    """

    def __init__(self, fps: Fraction, *, has_composition: bool) -> None:
        self._fps = fps
        self._has_composition = has_composition
        self._run: Run | None = None
        self._before = 0.0

    def take(
        self, frame: int, look: "Look", step: float, expected: "Look | None"
    ) -> "Iterator[Run]":
        """Take the next frame and yield the run that ends before it, where it counts.

        Args:
            frame: Its number.
            look: The film's.
            step: Its distance from the frame before.
            expected: What the composition shows there.
        """
        run = self._run
        if run is None or step > SAME or run.first.distance(look) > SAME:
            if run is not None and self._counts(run, step):
                yield run
            self._before = step
            self._run = Run(frame, frame + 1, look, expected)
            return
        run.end = frame + 1
        if expected is not None and run.expected is not None:
            away = run.expected.distance(expected)
            if away > run.worst:
                run.worst, run.worst_frame = away, frame

    def close(self) -> "Iterator[Run]":
        """Yield the last run, where it counts."""
        if self._run is not None and self._counts(self._run, 0.0):
            yield self._run

    def _counts(self, run: Run, after: float) -> bool:
        length = run.end - run.start
        if length < 2:  # noqa: PLR2004 - one picture alone repeats nothing
            return False
        if self._has_composition:
            return run.worst >= MOVED
        in_motion = self._before >= MOVED and after >= MOVED
        return length >= STILL_SECONDS * self._fps or in_motion


class Stretches:
    """Frames of which something is true, joined to stretches."""

    def __init__(self) -> None:
        self._run: Run | None = None

    def take(
        self, frame: int, look: "Look", expected: "Look | None", *, holds: bool, amount: float = 0.0
    ) -> Run | None:
        """Take the next frame and return the stretch that ended before it, if one did."""
        run = self._run
        if not holds:
            self._run = None
            return run
        if run is None:
            self._run = run = Run(frame, frame + 1, look, expected, amount, frame)
            return None
        run.end = frame + 1
        if amount > run.worst:
            run.worst, run.worst_frame = amount, frame
            run.first, run.expected = look, expected
        return None

    def close(self) -> Run | None:
        """Return the stretch that was still going on."""
        return self._run


def is_black(look: "Look") -> bool:
    """Tell whether a frame is black all over."""
    return int(look.y.max()) <= BLACK_LUMA and float(look.y.mean()) <= BLACK_MEAN


def finding(
    kind: str, message: str, run: Run, fps: Fraction, *, hint: str | None = None
) -> Finding:
    """Return a finding about a run."""
    return Finding(
        kind,
        message,
        hint,
        frames=(run.start, run.end),
        seconds=(round(float(run.start / fps), 3), round(float(run.end / fps), 3)),
        pictures=run.pictures(),
    )


def frames_in_words(start: int, end: int) -> str:
    """Return `frame 12` or `frames 12 to 40`."""
    return f"frame {start}" if end - start == 1 else f"frames {start} to {end - 1}"
