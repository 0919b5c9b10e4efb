"""Easings as text: CSS keywords, the easings.net names and three functions."""

import re
from dataclasses import dataclass
from functools import cache
from typing import cast

from schemas.names import EASING_FUNCTIONS, EASINGS
from schemas.spellings import EASING_FAMILY_SPELLINGS, EASING_SPELLINGS, fold
from schemas.wording import described, quoted, refusal

_CALL = re.compile(r"([a-zA-Z-]+)\s*\(([^()]{0,200})\)\Z")
_NUMBER = re.compile(r"[+-]?(?:\d{1,6}(?:\.\d{0,12})?|\.\d{1,12})\Z")
_STEP_POSITIONS = ("jump-start", "jump-end", "jump-none", "jump-both", "start", "end")
_MAX_STEPS = 1000
_BEZIER_NUMBERS = 4
_SPRING_NUMBERS = 3


@dataclass(frozen=True)
class EasingCall:
    """An easing taken apart.

    Attributes:
        name: One of EASINGS, or "cubic-bezier", "steps", "spring".
        numbers: Control points; the number of steps; mass, stiffness and damping. () for names.
        step_position: CSS's word for where steps jump, "end" unless written. None without steps.
    """

    name: str
    numbers: tuple[float, ...] = ()
    step_position: str | None = None


@cache
def _canonical_names() -> dict[str, str]:
    """Every folded spelling of a plain easing, with the name the format writes."""
    names = {fold(name): name for name in EASINGS}
    for family, spellings in EASING_FAMILY_SPELLINGS.items():
        for spelling in (fold(family), *spellings):
            for way in ("In", "Out", "InOut"):
                canonical = f"ease{way}{family}"
                names.setdefault(fold(way) + spelling, canonical)
                names.setdefault(spelling + fold(way), canonical)
                names.setdefault("ease" + fold(way) + spelling, canonical)
            names.setdefault(spelling, f"easeInOut{family}")
    return names | {spelling: name for spelling, name in EASING_SPELLINGS.items() if name}


def parse_easing(text: str) -> EasingCall:
    """Take a canonical easing apart.

    Raises:
        ValueError: It is no easing (models hold none such).
    """
    if text in EASINGS:
        return EasingCall(text)
    call = _CALL.match(text)
    if not call:
        raise ValueError(f"{text!r} is no easing")
    name, inside = call[1].lower(), [part.strip() for part in call[2].split(",")]
    if name == "steps":
        position = inside[1] if len(inside) > 1 else "end"
        return EasingCall(name, (float(inside[0]),), position)
    return EasingCall(name, tuple(float(part) for part in inside))


def read_easing(value: object) -> str:
    """Return an easing in its canonical spelling.

    Four numbers in a list are read as a Bézier curve.

    Raises:
        PydanticCustomError: It is no easing.
    """
    if isinstance(value, list):
        items = cast("list[object]", value)
        value = f"cubic-bezier({', '.join(str(item) for item in items[:5])})"
    if not isinstance(value, str):
        raise refusal(
            "easing", f'expected an easing such as "easeOutCubic", got {described(value)}'
        )
    text = value.strip()
    name = _canonical_names().get(fold(text))
    if name is not None:
        return name
    call = _CALL.match(text)
    if call is None:
        raise refusal(
            "easing",
            f"the easing {quoted(value)} is not known",
            hint='examples: "ease-out", "easeInOutCubic", "cubic-bezier(0.2, 0, 0, 1)", "steps(8)"',
            names=(*EASINGS, *EASING_FUNCTIONS),
            given=text,
        )
    return _read_call(value, fold(call[1]), [part.strip() for part in call[2].split(",")])


def _read_call(written: str, function: str, inside: list[str]) -> str:
    if function in ("cubicbezier", "bezier"):
        numbers = _numbers(written, inside, _BEZIER_NUMBERS, "cubic-bezier(x1, y1, x2, y2)")
        if not (0 <= numbers[0] <= 1 and 0 <= numbers[2] <= 1):
            raise refusal(
                "easing",
                f"{quoted(written)} is not a curve over time",
                hint="the first and the third number lie between 0 and 1",
            )
        return f"cubic-bezier({_joined(numbers)})"
    if function == "spring":
        numbers = _numbers(written, inside, _SPRING_NUMBERS, "spring(mass, stiffness, damping)")
        if numbers[0] <= 0 or numbers[1] <= 0 or numbers[2] < 0:
            raise refusal(
                "easing",
                f"{quoted(written)} is not a spring",
                hint="mass and stiffness are above 0, damping is 0 or more",
            )
        return f"spring({_joined(numbers)})"
    if function == "steps":
        return _read_steps(written, inside)
    raise refusal(
        "easing",
        f"the easing {quoted(written)} is not known",
        hint=f"the functions are {', '.join(f'{name}()' for name in EASING_FUNCTIONS)}",
        names=EASING_FUNCTIONS,
        given=function,
    )


def _read_steps(written: str, inside: list[str]) -> str:
    count = inside[0]
    position = inside[1].lower() if len(inside) == 2 else "end"  # noqa: PLR2004 - count, position
    whole = count.isascii() and count.isdigit() and 1 <= int(count[:6]) <= _MAX_STEPS
    if not whole or len(inside) > 2 or position not in _STEP_POSITIONS:  # noqa: PLR2004
        raise refusal(
            "easing",
            f"{quoted(written)} is not a number of steps",
            hint=f"write steps(n) with n from 1 to {_MAX_STEPS}",
        )
    return (
        f"steps({int(count)})"
        if position in ("end", "jump-end")
        else f"steps({int(count)}, {position})"
    )


def _numbers(written: str, inside: list[str], count: int, form: str) -> tuple[float, ...]:
    if len(inside) != count or not all(_NUMBER.match(part) for part in inside):
        raise refusal("easing", f"cannot read {quoted(written)}", hint=f"write {form}")
    return tuple(float(part) for part in inside)


def _joined(numbers: tuple[float, ...]) -> str:
    return ", ".join(f"{number:.12g}" for number in numbers)
