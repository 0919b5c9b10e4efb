"""What every style of captions does with a word at a frame: one function each.

On the frame a word starts at, it already looks spoken: what grows or fades is some way in by then.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import cos, exp, pi
from typing import Final


@dataclass(frozen=True, slots=True)
class WordTimes:
    """When a word is spoken, in frames of the layer.

    Attributes:
        start, end: As it is said; the end is exclusive.
        until: How long it stays the active one: to the next word, unless there is a long pause.
        letters: How many characters it has.
    """

    start: int
    end: int
    until: int
    letters: int

    def is_active(self, frame: int) -> bool:
        """Tell whether it is the word that is being spoken."""
        return self.start <= frame < self.until


@dataclass(frozen=True, slots=True)
class WordState:
    """How a word looks at a frame.

    Attributes:
        opacity: [0, 1].
        grown: How far between its own size (0) and that of the active word (1); may overshoot.
        size: Factor on its size besides.
        rise_em: How far above its place it is, in font sizes.
        active: Whether it has the look of the active word.
        swept: How much of it has that look already, [0, 1]; None for not by parts.
        typed: How many characters of it are there; None for all.
        boxed: Size of the panel behind it; 0 for none.
    """

    opacity: float = 1.0
    grown: float = 0.0
    size: float = 1.0
    rise_em: float = 0.0
    active: bool = False
    swept: float | None = None
    typed: int | None = None
    boxed: float = 0.0

    @property
    def stands(self) -> bool:
        """Whether it is where and as large as it is when nobody speaks it."""
        return self.grown == 0 and self.size == 1 and self.rise_em == 0 and self.opacity == 1


REST: Final = WordState()
_HIDDEN: Final = WordState(opacity=0.0)
_ACTIVE: Final = WordState(active=True, boxed=1.0, grown=1.0)

_POP_SECONDS = Fraction(1, 5)
_BOUNCE_SECONDS = Fraction(2, 5)
_BOUNCE_EM = 0.22
_FADE_SECONDS = Fraction(2, 15)
_FADE_RISE_EM = 0.14
_BOX_SECONDS = Fraction(1, 10)
_BOX_FROM = 0.88
_ENTER_SECONDS = Fraction(1, 6)
_ENTER_FROM = 0.72

WordStyle = Callable[[WordTimes, int, Fraction], WordState]
"""(times of a word, frame of the layer, frames a second) -> how it looks."""


def _way(times: WordTimes, frame: int, seconds: Fraction, fps: Fraction) -> float:
    """Return how far a word is on a way that begins with it, (0, 1]."""
    length = max(1, round(seconds * fps))
    return min((frame - times.start + 1) / length, 1.0)


def _spring(way: float) -> float:
    """Return a way that overshoots by a fifth before it settles; 0 at 0, 1 at 1."""
    if way >= 1:
        return 1.0
    return 1 - exp(-4.2 * way) * cos(1.5 * pi * way)


def _static(_times: WordTimes, _frame: int, _fps: Fraction) -> WordState:
    return REST


def _highlight(times: WordTimes, frame: int, _fps: Fraction) -> WordState:
    return _ACTIVE if times.is_active(frame) else REST


def _karaoke(times: WordTimes, frame: int, _fps: Fraction) -> WordState:
    if frame < times.start:
        return REST
    if frame >= times.end:
        return WordState(active=True)
    part = (frame - times.start + 1) / (times.end - times.start)
    return WordState(swept=part, boxed=1.0) if part < 1 else WordState(active=True, boxed=1.0)


def _pop(times: WordTimes, frame: int, fps: Fraction) -> WordState:
    if not times.is_active(frame):
        return REST
    grown = _spring(_way(times, frame, _POP_SECONDS, fps))
    return WordState(active=True, boxed=1.0, grown=grown)


def _one_word(times: WordTimes, frame: int, fps: Fraction) -> WordState:
    grown = _spring(_way(times, frame, _ENTER_SECONDS, fps))
    size = _ENTER_FROM + (1 - _ENTER_FROM) * grown
    return WordState(active=True, boxed=1.0, grown=1.0, size=size)


def _progressive(times: WordTimes, frame: int, fps: Fraction) -> WordState:
    if frame < times.start:
        return _HIDDEN
    way = _way(times, frame, _FADE_SECONDS, fps)
    active = times.is_active(frame)
    return WordState(
        opacity=way,
        rise_em=-_FADE_RISE_EM * (1 - way) ** 2,
        active=active,
        boxed=1.0 if active else 0.0,
        grown=1.0 if active else 0.0,
    )


def _boxed_word(times: WordTimes, frame: int, fps: Fraction) -> WordState:
    if not times.is_active(frame):
        return REST
    way = _way(times, frame, _BOX_SECONDS, fps)
    return WordState(active=True, grown=1.0, boxed=_BOX_FROM + (1 - _BOX_FROM) * _spring(way))


def _typewriter(times: WordTimes, frame: int, _fps: Fraction) -> WordState:
    if frame < times.start:
        return _HIDDEN
    active = times.is_active(frame)
    length = max(times.end - times.start, 1)
    count = -(-(frame - times.start + 1) * times.letters // length)
    typed = None if frame >= times.end or count >= times.letters else count
    return WordState(active=active, typed=typed, boxed=1.0 if active and typed is None else 0.0)


def _bounce(times: WordTimes, frame: int, fps: Fraction) -> WordState:
    if not times.is_active(frame):
        return REST
    way = _way(times, frame, _BOUNCE_SECONDS, fps)
    # Two hops, the second a third as high.
    hop = way / 0.62 if way < 0.62 else (way - 0.62) / 0.38  # noqa: PLR2004 - where it lands
    height = (1.0 if way < 0.62 else 0.3) * 4 * hop * (1 - hop)  # noqa: PLR2004 - the same
    return WordState(active=True, boxed=1.0, grown=1.0, rise_em=_BOUNCE_EM * max(height, 0.0))


STYLES: Final[dict[str, WordStyle]] = {
    "static": _static,
    "highlight": _highlight,
    "karaoke": _karaoke,
    "pop": _pop,
    "oneWord": _one_word,
    "progressive": _progressive,
    "boxedWord": _boxed_word,
    "typewriter": _typewriter,
    "bounce": _bounce,
}
"""By the names of the format."""
