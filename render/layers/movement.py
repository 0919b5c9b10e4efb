"""Enters, exits and loops with everything concrete: how far along a part is at a frame."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from render.animation.easing import easing
from render.animation.order import FORWARD, Order


@dataclass(frozen=True)
class PlannedAnimation:
    """An enter or an exit.

    Attributes:
        preset: Name in the table of presets.
        duration_frames: Of one part; 1 or more.
        delay_frames: Before an enter starts, or after an exit has ended.
        easing: Name of the easing of the enter; an exit runs it backwards.
        direction: left, right, up, down, or None for the preset's own.
        by: What moves as one: layer, line, word, char.
        stagger_frames: Between the starts of neighbouring parts; parts of a frame are well.
        order: Which part is first to come, and first to go.
    """

    preset: str
    duration_frames: int
    delay_frames: int = 0
    easing: str = "easeOutCubic"
    direction: str | None = None
    by: str = "layer"
    stagger_frames: int | Fraction = 0
    order: Order = FORWARD

    def presence_entering(self, frame: float, part: int, parts: int) -> float:
        """Return how far a part has come in at a frame: 0 absent, 1 at rest."""
        started = self.delay_frames + self.order.turn(part, parts) * self.stagger_frames
        return _eased(self.easing, float((frame - started) / self.duration_frames))

    def presence_leaving(self, frames_left: float, part: int, parts: int) -> float:
        """Return how much of a part is still there; the last in the order is the last to go."""
        turns_left = self.order.last_turn(parts) - self.order.turn(part, parts)
        after = self.delay_frames + turns_left * self.stagger_frames
        return _eased(self.easing, float((frames_left - after) / self.duration_frames))

    def total_frames(self, parts: int) -> int:
        """Return the frames from the first part's start to the last one's end, delay included."""
        staggered = ceil(self.order.last_turn(parts) * self.stagger_frames)
        return self.delay_frames + self.duration_frames + staggered


@dataclass(frozen=True)
class PlannedLoop:
    """How a layer keeps moving.

    Attributes:
        preset: Name in the table of presets.
        round_frames: Length of a round that starts and ends at rest; 1 or more.
        delay_frames: Before the first part starts.
        easing: Of every round.
        direction, by: As of an enter.
        stagger_frames: How much later than its neighbour a part moves.
        order: Which part is first.
    """

    preset: str
    round_frames: int
    delay_frames: int = 0
    easing: str = "linear"
    direction: str | None = None
    by: str = "layer"
    stagger_frames: int | Fraction = 0
    order: Order = FORWARD

    def phase(self, frame: float, part: int, parts: int) -> float:
        """Return where in its round a part is at a frame, [0, 1)."""
        since = frame - self.delay_frames - self.order.turn(part, parts) * self.stagger_frames
        if since <= 0:
            return 0.0
        return easing(self.easing)(float(since % self.round_frames / self.round_frames))


def _eased(name: str, progress: float) -> float:
    if progress <= 0:
        return 0.0
    return 1.0 if progress >= 1 else easing(name)(progress)


def moving_parts(*animations: PlannedAnimation | PlannedLoop | None) -> str:
    """Return what moves by itself in a text; the first that moves parts decides."""
    named = [animation.by for animation in animations if animation]
    return next((by for by in named if by != "layer"), "layer")
