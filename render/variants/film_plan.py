"""What a film's variant will be, worked out from the facts before anything is decoded.

Pure numbers: how its picture is cut and scaled, which frames it keeps, and when each is shown.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Final

import numpy as np
from numpy.typing import NDArray

from render.assets.media import AudioFacts, VideoFacts
from render.timebase import SAMPLE_RATE_HZ
from render.variants.profiles import VideoProfile

MAX_CLOCK_HZ: Final = 1_000_000
"""Clocks up to this are kept as they are. MP4 has 32 bits for one, and players handle few finer
ones; Matroska files that count nanoseconds become `COARSE_CLOCK_HZ`."""

COARSE_CLOCK_HZ: Final = 90_000

_INT64: Final = 2**63

_RATE_SLACK: Final = Fraction(51, 50)
"""Telephones that record "60" write 60.03 on the average: no reason to halve it."""


@dataclass(frozen=True)
class Shape:
    """How an upright picture becomes a variant's: its middle is kept, and scaled.

    Attributes:
        width_share, height_share: How much of the picture is kept, in (0, 1].
        scale: Of the kept part, in (0, 1].
        width_px, height_px: Size of the variant, even.
    """

    width_share: Fraction
    height_share: Fraction
    scale: Fraction
    width_px: int
    height_px: int


@dataclass(frozen=True)
class Cut:
    """A part of a picture in its pixels; `left` and `top` are even, as 4:2:0 wants."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True)
class Timing:
    """Which frames of a film a variant shows, and when.

    Attributes:
        step: Every how many-th frame is kept, from the first on.
        ticks: When each kept frame is shown, `(frames,)` int64 ascending from 0.
        end_tick: When the last one ends.
        time_base: Seconds a tick.
        rate: Frames a second; where `is_regular` is false, that of the frame of middling length.
        is_regular: Kept frame n is shown at exactly n / rate.
    """

    step: int
    ticks: NDArray[np.int64]
    end_tick: int
    time_base: Fraction
    rate: Fraction
    is_regular: bool

    @property
    def frame_count(self) -> int:
        """How many frames are kept."""
        return len(self.ticks)

    @property
    def longest_seconds(self) -> Fraction:
        """How long the frame that is shown longest is shown."""
        return int(np.diff(self.ticks, append=self.end_tick).max()) * self.time_base

    def duration_ticks(self, number: int) -> int:
        """Return how long a kept frame is shown."""
        after = int(self.ticks[number + 1]) if number + 1 < len(self.ticks) else self.end_tick
        return after - int(self.ticks[number])


def plan_shape(facts: VideoFacts, profile: VideoProfile) -> Shape:
    """Work out how a film is cut and scaled for a profile: never enlarged, both sides even."""
    width, height = Fraction(facts.width_px), Fraction(facts.height_px)
    if profile.aspect_ratio is not None:
        across, down = map(int, profile.aspect_ratio.split(":"))
        width = min(width, Fraction(facts.height_px * across, down))
        height = min(height, Fraction(facts.width_px * down, across))
    scale = min(
        Fraction(1),
        profile.short_side_px / min(width, height),
        profile.long_side_px / max(width, height),
    )
    size = [
        int(side) // 2 * 2 if scale == 1 else round(side * scale / 2) * 2
        for side in (width, height)
    ]
    return Shape(
        width / facts.width_px, height / facts.height_px, scale, max(2, size[0]), max(2, size[1])
    )


def reading_size(facts: VideoFacts, shapes: list[Shape]) -> tuple[int, int]:
    """Return the size to read upright frames at: as large as the largest shape needs."""
    largest = max(shapes, key=lambda shape: shape.scale)
    if largest.scale == 1:
        return facts.width_px, facts.height_px
    return (
        round(largest.width_px / largest.width_share),
        round(largest.height_px / largest.height_share),
    )


def plan_cut(shape: Shape, width_px: int, height_px: int) -> Cut:
    """Return the part of a whole picture of some size that a shape keeps, from its middle."""
    width = _length(width_px, shape.width_share, shape.width_px)
    height = _length(height_px, shape.height_share, shape.height_px)
    return Cut((width_px - width) // 4 * 2, (height_px - height) // 4 * 2, width, height)


def _length(whole_px: int, share: Fraction, wanted_px: int) -> int:
    """Return a side of a cut: the variant's own where it is within a line or so of it.

    An odd size loses its last row or column rather than all of its sharpness in a scaling.
    """
    kept = whole_px * share
    if wanted_px <= whole_px and -1 < kept - wanted_px < 2:  # noqa: PLR2004 - lines
        return wanted_px
    return max(1, round(kept))


def plan_timing(facts: VideoFacts, profile: VideoProfile) -> Timing:
    """Work out which frames a profile keeps, and when they are shown.

    Frames that come as evenly as the container's clock can say get exact times; all others keep
    theirs to the tick.
    """
    step = max(1, ceil(facts.rate / (profile.max_fps * _RATE_SLACK)))
    if is_regular(facts):
        count = ceil(Fraction(facts.frame_count, step))
        rate = facts.rate / step
        return Timing(step, np.array(range(count)), count, 1 / rate, rate, is_regular=True)
    ticks = facts.frame_ticks - facts.first_tick
    end_tick = round(facts.duration_seconds / facts.time_base)
    time_base = facts.time_base
    if time_base.denominator > MAX_CLOCK_HZ:
        ratio = time_base * COARSE_CLOCK_HZ
        time_base = Fraction(1, COARSE_CLOCK_HZ)
        ticks = np.array([round(int(tick) * ratio) for tick in ticks], dtype=np.int64)
        end_tick = round(end_tick * ratio)
    kept = ticks[::step]
    numbers = np.array(range(len(kept)))
    kept = np.maximum.accumulate(kept - numbers) + numbers  # no two on one tick
    end_tick = max(end_tick, int(kept[-1]) + 1)
    middling = int(np.median(np.diff(kept, append=end_tick)))
    rate = (1 / (middling * time_base)).limit_denominator(1001)
    return Timing(step, kept, end_tick, time_base, rate or Fraction(1, 1001), is_regular=False)


def is_regular(facts: VideoFacts) -> bool:
    """Tell whether every frame is stamped within a tick of its number by the rate."""
    if abs(facts.duration_seconds * facts.rate - facts.frame_count) > Fraction(1, 2):
        return False  # the last one is held longer
    frames_a_tick = facts.rate * facts.time_base
    ticks = facts.frame_ticks - facts.first_tick
    if int(ticks[-1]) * frames_a_tick.numerator >= _INT64:
        return False
    numbers = np.array(range(len(ticks)))
    away = np.abs(ticks * frames_a_tick.numerator - numbers * frames_a_tick.denominator)
    return bool((away < frames_a_tick.numerator).all())


def plan_samples(facts: AudioFacts | None, profile: VideoProfile) -> int | None:
    """Return how many samples a variant's sound has at 48 kHz, from the first frame on.

    None is no sound: the film or the profile has none, or it ends before the picture begins.
    """
    if facts is None or not profile.audio_bitrate_bps:
        return None
    count = round((facts.start_seconds + facts.duration_seconds) * SAMPLE_RATE_HZ)
    return count if count > 0 else None
