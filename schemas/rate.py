"""Frames a second, exactly."""

import re
from fractions import Fraction
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from schemas.wording import described, quoted, refusal

_MAX_DENOMINATOR = 100_000
_RATE = re.compile(r"(\d{1,9})(?:\.(\d{1,9}))?(?:\s*/\s*(\d{1,9}))?\Z")


def _read_rate(value: object) -> Fraction:
    """Read a rate; 23.976, 29.97 and 59.94 mean the NTSC rationals, also when rounded to 23.98."""
    if isinstance(value, Fraction):
        return _checked_rate(value, value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        text = repr(value) if abs(value) < 1e6 else "0"  # noqa: PLR2004 - any rate above is refused
    elif isinstance(value, str):
        text = value.strip()
    else:
        raise refusal("rate", f'expected a rate such as 30 or "30000/1001", got {described(value)}')
    match = _RATE.match(text)
    if not match or (match[2] and match[3]) or (match[3] and int(match[3]) == 0):
        if isinstance(value, str):
            raise refusal("rate", f"{quoted(value)} is no rate", hint='write 30 or "30000/1001"')
        raise _rate_out_of_range(value)
    if match[3]:
        return _checked_rate(Fraction(int(match[1]), int(match[3])), value)
    return _checked_rate(_ntsc_or_same(Fraction(text)), value)


def _ntsc_or_same(rate: Fraction) -> Fraction:
    for nominal in (24, 30, 48, 60, 120, 240):
        exact = Fraction(nominal * 1000, 1001)
        if abs(rate - exact) <= Fraction(nominal, 6000) and rate != nominal:
            return exact
    return rate


def _checked_rate(rate: Fraction, written: object) -> Fraction:
    if not 1 <= rate <= 240:  # noqa: PLR2004 - the limits of the format
        raise _rate_out_of_range(written)
    if rate.denominator > _MAX_DENOMINATOR:
        raise refusal(
            "rate",
            f"{rate} frames a second is finer than any file can say",
            hint=f'the nearest is "{rate.limit_denominator(1001)}"',
        )
    return rate


def _rate_out_of_range(written: object) -> Exception:
    shown = str(written) if isinstance(written, Fraction) else described(written)
    return refusal("range", f"expected 1 to 240 frames a second, got {shown}")


def _write_rate(rate: Fraction) -> int | str:
    return rate.numerator if rate.denominator == 1 else f"{rate.numerator}/{rate.denominator}"


Rate: TypeAlias = Annotated[
    Fraction,
    BeforeValidator(_read_rate),
    PlainSerializer(_write_rate),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "minimum": 1, "maximum": 240},
                {"type": "string", "pattern": "^[0-9]+/[0-9]+$"},
            ]
        }
    ),
]
"""Frames a second, exact. Written as a number when whole, else as "30000/1001"."""
