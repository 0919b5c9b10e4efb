"""Values over time: a number or a colour at a frame, between the keyframes around it."""

from bisect import bisect_right
from dataclasses import dataclass

from render.animation.easing import easing

Value = tuple[float, ...]
"""One number, or the channels of a colour."""


@dataclass(frozen=True, slots=True)
class Track:
    """Keyframes of one property.

    Attributes:
        frames: Ascending, in the layer's own frames.
        values: One a keyframe, all of one length.
        easings: Easing from each keyframe to the next; the last one's is unused.
    """

    frames: tuple[int, ...]
    values: tuple[Value, ...]
    easings: tuple[str, ...]

    def at(self, frame: float) -> Value:
        """Return the value at a frame; before the first keyframe the first, after the last it."""
        after = bisect_right(self.frames, frame)
        if after == 0:
            return self.values[0]
        if after == len(self.frames):
            return self.values[-1]
        before = after - 1
        way = self.frames[after] - self.frames[before]
        progress = easing(self.easings[before])((frame - self.frames[before]) / way)
        pairs = zip(self.values[before], self.values[after], strict=True)
        return tuple(start + (end - start) * progress for start, end in pairs)

    def number(self, frame: float) -> float:
        """Return the value of a property that is one number."""
        return self.at(frame)[0]
