"""Between MoviePy's time, seconds as floats, and frames.

MoviePy asks for frame n at `n / fps`, or at that plus the start of a cut, in floats. Such a time
may lie a hair before the frame it means, so a thousandth of a frame is added before rounding down:
far more than the floats are off after hours, far less than anyone means.
"""

from fractions import Fraction
from math import floor, inf, nextafter

_SLACK_FRAMES = Fraction(1, 1000)


def frame_at(seconds: float, fps: Fraction) -> int:
    """Return the frame shown at a time, counted from time 0; it may be negative."""
    return floor(Fraction(float(seconds)) * fps + _SLACK_FRAMES)


def middle_of(frame: int, fps: Fraction) -> float:
    """Return the time in the middle of a frame: no rounding moves it into another one."""
    return float(Fraction(2 * frame + 1, 2) / fps)


def start_of(frame: int, fps: Fraction) -> float:
    """Return the time at which a frame starts."""
    return float(frame / fps)


def duration_of(frame_count: int, fps: Fraction) -> float:
    """Return the length of a clip in seconds, such that MoviePy counts as many frames in it.

    MoviePy takes `int(duration * fps)` in floats: 30 frames at 30000/1001 become 29, because
    the product falls a hair below. The length given here is the next float above the exact one that
    does not.
    """
    seconds = float(frame_count / fps)
    while int(seconds * float(fps)) < frame_count:
        seconds = nextafter(seconds, inf)
    return seconds
