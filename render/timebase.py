"""Time: whole frames, rational rates, half-open ranges, and the only frame-to-sample rule.

Seconds appear at the edges alone (decoders, reports). `fps` is a Fraction of frames a second.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

SAMPLE_RATE_HZ = 48_000
"""Every sound is mixed and written at this rate."""


@dataclass(frozen=True, order=True)
class FrameRange:
    """Frames `[start, end)`; whose they are (scene, composition) is said by the field's name.

    Attributes:
        start: First frame, inclusive. May be negative for a range seen from a later origin.
        end: Exclusive; never below `start`.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"{self.start = } lies after {self.end = }")

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.start, self.end))

    def __contains__(self, frame: object) -> bool:
        return isinstance(frame, int) and self.start <= frame < self.end

    def shifted(self, frames: int) -> "FrameRange":
        """Return the same range seen `frames` later."""
        return FrameRange(self.start + frames, self.end + frames)

    def intersection(self, other: "FrameRange") -> "FrameRange":
        """Return the frames in both; empty (at the later start) when they do not meet."""
        start = max(self.start, other.start)
        return FrameRange(start, max(start, min(self.end, other.end)))

    def overlaps(self, other: "FrameRange") -> bool:
        """Tell whether the two share at least one frame."""
        return max(self.start, other.start) < min(self.end, other.end)


def frame_to_sample(frame: int, fps: Fraction, sample_rate_hz: int = SAMPLE_RATE_HZ) -> int:
    """Return the first sample that belongs to a frame: ceil(frame * rate / fps)."""
    return ceil(frame * sample_rate_hz / fps)


def frame_to_seconds(frame: int, fps: Fraction) -> Fraction:
    """Return the exact start time of a frame in seconds."""
    return Fraction(frame) / fps


def nearest_frame(seconds: Fraction, fps: Fraction) -> int:
    """Return the frame whose start lies nearest to a time; halfway it is the later one.

    Written times are rounded (SRT to milliseconds, ASS to hundredths): the nearest frame is the one
    that was meant.
    """
    return floor(seconds * fps + Fraction(1, 2))
