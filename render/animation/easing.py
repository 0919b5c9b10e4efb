"""Easing functions by name: CSS keywords, the easings.net names, and the three functional forms.

An easing maps progress [0, 1] to progress; `back`, `elastic` and `spring` leave [0, 1] on the way.
Formulas: https://easings.net (Andrey Sitnik and Ivan Solovev), CSS Easing Functions Level 2.
"""

from collections.abc import Callable
from functools import cache
from math import cos, exp, floor, pi, sin, sqrt

from schemas.easing import parse_easing

Easing = Callable[[float], float]

_BACK = 1.70158  # overshoots by a tenth; Penner's constant
_BACK_BOTH = _BACK * 1.525
_BISECTIONS = 48
_ROUNDING = 1e-9
_SPRING_SETTLED = 0.001
_SPRING_LONGEST = 200.0
"""A spring that hardly slows down is cut off after some thirty swings."""


def _bezier(x1: float, y1: float, x2: float, y2: float) -> Easing:
    """Return a CSS cubic-bezier easing; x is inverted by bisection, exact to 2**-48."""

    def ease(x: float) -> float:
        if x <= 0 or x >= 1:
            return min(max(x, 0.0), 1.0)
        low, high = 0.0, 1.0
        for _ in range(_BISECTIONS):
            t = (low + high) / 2
            reached = 3 * (1 - t) ** 2 * t * x1 + 3 * (1 - t) * t * t * x2 + t**3
            low, high = (t, high) if reached < x else (low, t)
        t = (low + high) / 2
        return 3 * (1 - t) ** 2 * t * y1 + 3 * (1 - t) * t * t * y2 + t**3

    return ease


def _steps(count: int, position: str) -> Easing:
    """Return CSS steps(): `count` intervals, with a jump at the start, the end, neither or both."""
    jumps_at_start = position in ("start", "jump-start", "jump-both")
    jumps = count + {"jump-none": -1, "jump-both": 1}.get(position, 0)

    def ease(x: float) -> float:
        if x >= 1:
            return 1.0
        if x < 0:
            return 0.0
        # Frames lie on the jumps: 0.29 * 100 is a little below 29.
        step = floor(x * count + _ROUNDING) + jumps_at_start
        return min(step / max(jumps, 1), 1.0)

    return ease


def _spring(mass: float, stiffness: float, damping: float) -> Easing:
    """Return the step response of a damped spring, its time scaled so that it settles at 1."""
    ratio = damping / (2 * sqrt(stiffness * mass))

    def rest(turns: float) -> float:
        """Return how far it is from its goal after a time in units of 1 / sqrt(stiffness / mass).

        That unit is enough: how fast the spring is falls out when its time is scaled.
        """
        if ratio < 1:
            damped = sqrt(1 - ratio * ratio)
            swing = cos(damped * turns) + ratio / damped * sin(damped * turns)
            return exp(-ratio * turns) * swing
        if ratio == 1:
            return exp(-turns) * (1 + turns)
        fast = ratio + sqrt(ratio * ratio - 1)
        slow = 1 / fast
        return (fast * exp(-slow * turns) - slow * exp(-fast * turns)) / (fast - slow)

    def most(turns: float) -> float:
        """Return a bound on the distance from then on; |sin(d t) / d| is at most t and 1 / d."""
        if ratio >= 1:
            return rest(turns)
        return exp(-ratio * turns) * min(1 + ratio * turns, 1 / sqrt(1 - ratio * ratio))

    settled = 1.0
    while most(settled) > _SPRING_SETTLED and (ratio >= 1 or settled < _SPRING_LONGEST):
        settled *= 1.05
    return lambda x: 0.0 if x <= 0 else 1.0 if x >= 1 else 1 - rest(x * settled)


def _power(n: int) -> Easing:
    return lambda x: x**n


def _back_in(overshoot: float) -> Easing:
    return lambda x: (overshoot + 1) * x**3 - overshoot * x * x


def _elastic_in(period: float) -> Easing:
    """Return a swing that grows; its last quarter period leads up to 1."""

    def ease(x: float) -> float:
        if x <= 0 or x >= 1:
            return min(max(x, 0.0), 1.0)
        return -(2 ** (10 * x - 10)) * sin((x * 10 - 10 - period / 4) * 2 * pi / period)

    return ease


def _bounce_out(x: float) -> float:
    n, d = 7.5625, 2.75
    for limit, shift, low in ((1.0, 0.0, 0.0), (2.0, 1.5, 0.75), (2.5, 2.25, 0.9375)):
        if x < limit / d:
            return n * (x - shift / d) ** 2 + low
    return n * (x - 2.625 / d) ** 2 + 0.984375


_IN: dict[str, Easing] = {
    "Sine": lambda x: 1 - cos(x * pi / 2),
    "Quad": _power(2),
    "Cubic": _power(3),
    "Quart": _power(4),
    "Quint": _power(5),
    "Expo": lambda x: 0.0 if x <= 0 else 2 ** (10 * x - 10),
    "Circ": lambda x: 1 - sqrt(max(0.0, 1 - x * x)),
    "Back": _back_in(_BACK),
    "Elastic": _elastic_in(3.0),
    "Bounce": lambda x: 1 - _bounce_out(1 - x),
}


_IN_OF_BOTH = _IN | {"Back": _back_in(_BACK_BOTH), "Elastic": _elastic_in(4.5)}
"""What is played to and fro in the InOut easings: these two swing wider there."""


def _reversed(ease: Easing) -> Easing:
    return lambda x: 1 - ease(1 - x)


def _both(ease: Easing) -> Easing:
    return lambda x: ease(2 * x) / 2 if x < 0.5 else 1 - ease(2 - 2 * x) / 2  # noqa: PLR2004 - middle


_NAMED: dict[str, Easing] = {
    "linear": lambda x: x,
    "ease": _bezier(0.25, 0.1, 0.25, 1.0),
    "ease-in": _bezier(0.42, 0.0, 1.0, 1.0),
    "ease-out": _bezier(0.0, 0.0, 0.58, 1.0),
    "ease-in-out": _bezier(0.42, 0.0, 0.58, 1.0),
    "step-start": lambda x: 1.0 if x > 0 else 0.0,
    "step-end": lambda x: 1.0 if x >= 1 else 0.0,
}
for _name, _ease in _IN.items():
    _NAMED |= {
        f"easeIn{_name}": _ease,
        f"easeOut{_name}": _reversed(_ease),
        f"easeInOut{_name}": _both(_IN_OF_BOTH[_name]),
    }


@cache
def easing(name: str) -> Easing:
    """Return the easing function of a name in the format's spelling.

    Args:
        name: `easeOutCubic`, `ease-in-out`, `cubic-bezier(.2,.8,.2,1)`, `steps(4)`,
            `steps(4, jump-both)`, `spring(1,120,14)`.

    Raises:
        ValueError: No such easing; the document stage refuses such names with their place.
    """
    call = parse_easing(name)
    try:
        match call.name:
            case "cubic-bezier":
                return _bezier(*call.numbers)
            case "steps":
                return _steps(int(call.numbers[0]), call.step_position or "end")
            case "spring":
                return _spring(*call.numbers)
            case known:
                return _NAMED[known]
    except TypeError as error:
        raise ValueError(f"{name!r} has the wrong number of values") from error
