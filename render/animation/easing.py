"""Easing functions by name: CSS keywords, the easings.net names, and the three functional forms.

An easing maps progress [0, 1] to progress; `back`, `elastic` and `spring` leave [0, 1] on the way.
Formulas: https://easings.net (Andrey Sitnik and Ivan Solovev), CSS Easing Functions Level 2.
"""

import re
from collections.abc import Callable
from functools import cache
from math import cos, exp, pi, sin, sqrt

Easing = Callable[[float], float]

_BACK = 1.70158  # overshoots by a tenth; Penner's constant
_BISECTIONS = 48


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


def _steps(count: int) -> Easing:
    return lambda x: 1.0 if x >= 1 else int(x * count) / count


def _spring(mass: float, stiffness: float, damping: float) -> Easing:
    """Return the step response of a damped spring, its time scaled so that it settles at 1."""
    natural = sqrt(stiffness / mass)
    ratio = damping / (2 * sqrt(stiffness * mass))
    # Within 0.1 % after this many seconds; exp(-6.9) = 0.001.
    decay = natural * min(ratio, 1.0) if ratio > 0 else natural
    settle_seconds = 6.9 / decay

    def respond(t: float) -> float:
        if ratio < 1:
            damped = natural * sqrt(1 - ratio * ratio)
            swing = cos(damped * t) + ratio * natural / damped * sin(damped * t)
            return 1 - exp(-ratio * natural * t) * swing
        return 1 - exp(-natural * t) * (1 + natural * t)

    return lambda x: 0.0 if x <= 0 else 1.0 if x >= 1 else respond(x * settle_seconds)


def _power(n: int) -> Easing:
    return lambda x: x**n


def _elastic_in(x: float) -> float:
    if x <= 0 or x >= 1:
        return min(max(x, 0.0), 1.0)
    return -(2 ** (10 * x - 10)) * sin((x * 10 - 10.75) * 2 * pi / 3)


def _bounce_out(x: float) -> float:
    n, d = 7.5625, 2.75
    for limit, shift, floor in ((1.0, 0.0, 0.0), (2.0, 1.5, 0.75), (2.5, 2.25, 0.9375)):
        if x < limit / d:
            return n * (x - shift / d) ** 2 + floor
    return n * (x - 2.625 / d) ** 2 + 0.984375


_IN: dict[str, Easing] = {
    "Sine": lambda x: 1 - cos(x * pi / 2),
    "Quad": _power(2),
    "Cubic": _power(3),
    "Quart": _power(4),
    "Quint": _power(5),
    "Expo": lambda x: 0.0 if x <= 0 else 2 ** (10 * x - 10),
    "Circ": lambda x: 1 - sqrt(max(0.0, 1 - x * x)),
    "Back": lambda x: (_BACK + 1) * x**3 - _BACK * x * x,
    "Elastic": _elastic_in,
    "Bounce": lambda x: 1 - _bounce_out(1 - x),
}


def _reversed(ease: Easing) -> Easing:
    return lambda x: 1 - ease(1 - x)


def _both(ease: Easing) -> Easing:
    return lambda x: ease(2 * x) / 2 if x < 0.5 else 1 - ease(2 - 2 * x) / 2  # noqa: PLR2004 - middle


_NAMED: dict[str, Easing] = {
    "linear": lambda x: x,
    "ease": _bezier(0.25, 0.1, 0.25, 1.0),
    "easeIn": _bezier(0.42, 0.0, 1.0, 1.0),
    "easeOut": _bezier(0.0, 0.0, 0.58, 1.0),
    "easeInOut": _bezier(0.42, 0.0, 0.58, 1.0),
    "stepStart": lambda x: 1.0 if x > 0 else 0.0,
    "stepEnd": lambda x: 1.0 if x >= 1 else 0.0,
}
for _name, _ease in _IN.items():
    _NAMED |= {
        f"easeIn{_name}": _ease,
        f"easeOut{_name}": _reversed(_ease),
        f"easeInOut{_name}": _both(_ease),
    }

_CALL = re.compile(r"^(cubic-bezier|steps|spring)\(([^)]*)\)$")


@cache
def easing(name: str) -> Easing:
    """Return the easing function of a name as the composition spells it.

    Args:
        name: `easeOutCubic`, `ease-in-out`, `cubic-bezier(.2,.8,.2,1)`, `steps(4)`,
            `spring(1,120,14)`.

    Raises:
        ValueError: No such easing; the document stage refuses such names with their place.
    """
    compact = name.replace(" ", "")
    call = _CALL.match(compact)
    if call:
        try:
            numbers = [float(part) for part in call[2].split(",")]
            match call[1]:
                case "cubic-bezier":
                    return _bezier(*numbers)
                case "steps":
                    return _steps(int(numbers[0]))
                case _:
                    return _spring(*numbers)
        except TypeError as error:
            raise ValueError(f"{name!r} has the wrong number of values") from error
    head, *rest = compact.split("-")
    camel = head + "".join(part.capitalize() for part in rest)
    if camel not in _NAMED:
        raise ValueError(f"{name!r} is no easing")
    return _NAMED[camel]
