"""Scalar types of the format: frames, lengths, colours, rates, names. Each refuses in plain words."""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field, PlainSerializer, StringConstraints, WithJsonSchema

from schemas import names, spellings
from schemas.color import read_color
from schemas.easing import read_easing
from schemas.spellings import fold
from schemas.wording import described, listed, quoted, refusal

MAX_FRAMES = 6 * 3600 * 240
"""Six hours at 240 frames a second: more than any composition may have."""
MAX_PIXELS = 100_000
MAX_TEXT_CHARACTERS = 20_000
_MAX_NAME_CHARACTERS = 256
_MAX_KEY_CHARACTERS = 1024
_MAX_RATE_DENOMINATOR = 100_000
_PERCENT = re.compile(r"([+-]?(?:\d{1,6}(?:\.\d{0,9})?|\.\d{1,9}))\s*%\Z")
_PIXELS = re.compile(r"[+-]?\d{1,6}(?:\.\d{0,9})?(?:px)?\Z")
_EMS = re.compile(r"[+-]?(?:\d{1,4}(?:\.\d{0,9})?|\.\d{1,9})em\Z")
_RATE = re.compile(r"(\d{1,9})(?:\.(\d{1,9}))?(?:\s*/\s*(\d{1,9}))?\Z")


def _whole(noun: str) -> BeforeValidator:
    """Read a whole number; 30.0 counts, for writers whose numbers all have a point."""

    def read(value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, float) and value.is_integer():
            return int(value)
        hint = None
        if isinstance(value, float):
            hint = (
                "times are counted in frames, not in seconds" if noun.endswith("frames") else None
            )
        elif isinstance(value, str) and value.strip().isdecimal():
            hint = "write it without the quotes"
        raise refusal("number", f"expected {noun}, got {described(value)}", hint=hint)

    return BeforeValidator(read, json_schema_input_type=int)


def _number(value: object) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    hint = None
    if isinstance(value, str) and _PIXELS.match(value.strip()):
        hint = "write it without the quotes"
    raise refusal("number", f"expected a number, got {described(value)}", hint=hint)


Number: TypeAlias = Annotated[float, BeforeValidator(_number, json_schema_input_type=float)]
Integer: TypeAlias = Annotated[int, _whole("a whole number")]
Frames: TypeAlias = Annotated[int, _whole("a whole number of frames"), Field(ge=0, le=MAX_FRAMES)]
"""A length of time, 0 or more."""
SomeFrames: TypeAlias = Annotated[
    int, _whole("a whole number of frames"), Field(ge=1, le=MAX_FRAMES)
]
"""A length of time, 1 or more."""
FrameNumber: TypeAlias = Annotated[
    int, _whole("a whole number of frames"), Field(ge=-MAX_FRAMES, le=MAX_FRAMES)
]
"""A point in time that may lie before its origin."""
Part: TypeAlias = Annotated[Number, Field(ge=0, le=1)]
"""A share of a whole, 0 to 1."""
Pixels: TypeAlias = Annotated[Number, Field(ge=0, le=MAX_PIXELS)]
Signed: TypeAlias = Annotated[Number, Field(ge=-MAX_PIXELS, le=MAX_PIXELS)]
Factor: TypeAlias = Annotated[Number, Field(ge=0, le=100)]
Volume: TypeAlias = Annotated[Number, Field(ge=0, le=10)]
"""Linear: 1 leaves a sound as it is."""
Decibels: TypeAlias = Annotated[Number, Field(ge=-120, le=40)]
EvenPixels: TypeAlias = Annotated[
    int, _whole("a whole number of pixels"), Field(ge=2, le=8192, multiple_of=2)
]


def read_length(value: object) -> float | str:
    """Return a length in pixels, or a percentage as canonical text."""
    if isinstance(value, str):
        text = value.strip()
        percent = _PERCENT.match(text)
        if percent:
            return f"{float(percent[1]):.12g}%"
        if _PIXELS.match(text):
            value = float(text.removesuffix("px"))
        elif _EMS.match(text):
            return f"{float(text.removesuffix('em')) * 100:.12g}%"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        number = float(value)
        if abs(number) <= MAX_PIXELS:
            return number
        raise refusal(
            "range", f"{described(value)} is out of range", hint=f"at most {MAX_PIXELS} pixels"
        )
    raise refusal(
        "length", f'expected pixels or a percentage such as "50%", got {described(value)}'
    )


def _read_size_length(value: object) -> float | str:
    if isinstance(value, str) and fold(value) == "auto":
        return "auto"
    length = read_length(value)
    if (length if isinstance(length, float) else float(length.removesuffix("%"))) < 0:
        raise refusal("range", f"a size cannot be negative, got {described(value)}")
    return length


_LENGTH_SCHEMA = {
    "anyOf": [
        {"type": "number", "minimum": -MAX_PIXELS, "maximum": MAX_PIXELS},
        {"type": "string", "pattern": r"^[+-]?[0-9.]+%$"},
    ]
}
Length: TypeAlias = Annotated[
    float | str, BeforeValidator(read_length), WithJsonSchema(_LENGTH_SCHEMA)
]
"""Design pixels, or a percentage as text."""
SizeLength: TypeAlias = Annotated[
    float | str,
    BeforeValidator(_read_size_length),
    WithJsonSchema({"anyOf": [*_LENGTH_SCHEMA["anyOf"], {"const": "auto"}]}),
]
"""Like Length, never negative, or "auto"."""


def _read_text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise refusal("text", f"expected a text, got {described(value)}")


def _read_key(value: object) -> str:
    if isinstance(value, Mapping):
        inside: Mapping[object, object] = value  # pyright: ignore[reportUnknownVariableType]
        value = next(
            (inside[name] for name in ("key", "assetKey", "asset", "src") if name in inside), value
        )
    if not isinstance(value, str):
        raise refusal(
            "key", f'expected an asset key such as "assets/a.png", got {described(value)}'
        )
    if not value.strip():
        raise refusal("key", "an asset key cannot be empty")
    return value


Text: TypeAlias = Annotated[
    str, BeforeValidator(_read_text), StringConstraints(max_length=MAX_TEXT_CHARACTERS)
]
Name: TypeAlias = Annotated[
    str, BeforeValidator(_read_text), StringConstraints(max_length=_MAX_NAME_CHARACTERS)
]
Id: TypeAlias = Annotated[
    str,
    BeforeValidator(_read_text),
    StringConstraints(min_length=1, max_length=_MAX_NAME_CHARACTERS),
]
AssetKey: TypeAlias = Annotated[
    str,
    BeforeValidator(_read_key, json_schema_input_type=str),
    StringConstraints(min_length=1, max_length=_MAX_KEY_CHARACTERS),
]
"""Names a file under the asset root. Whether it is a safe key is decided where files are opened."""
PathData: TypeAlias = Annotated[
    str,
    BeforeValidator(_read_text),
    StringConstraints(min_length=1, max_length=MAX_TEXT_CHARACTERS),
]
Color: TypeAlias = Annotated[str, BeforeValidator(read_color, json_schema_input_type=str)]
Easing: TypeAlias = Annotated[str, BeforeValidator(read_easing, json_schema_input_type=str)]


def named(noun: str, known: tuple[str, ...], also: Mapping[str, str]) -> BeforeValidator:
    """Read one of the format's names in any of its spellings.

    Args:
        noun: What it is a name of, for messages: "transition".
        known: The canonical names.
        also: Folded spellings of other tools to canonical names.
    """
    folded = {**also, **{fold(name): name for name in known}}

    def read(value: object) -> str:
        if not isinstance(value, str):
            raise refusal("name", f"expected {listed(known)}, got {described(value)}", names=known)
        name = folded.get(fold(value))
        if name is None:
            raise refusal(
                "unknown-name",
                f"there is no {noun} {quoted(value)}",
                names=known,
                given=value,
            )
        return name

    return BeforeValidator(read, json_schema_input_type=str)


_NONE: dict[str, str] = {}
AspectRatio: TypeAlias = Annotated[
    names.AspectRatioName, named("aspect ratio", names.ASPECT_RATIOS, _NONE)
]
NineGrid: TypeAlias = Annotated[
    names.NineGridName, named("position", names.NINE_GRID, spellings.NINE_GRID)
]
Fit: TypeAlias = Annotated[names.FitMode, named("fit", names.FIT_MODES, spellings.FIT)]
Blend: TypeAlias = Annotated[
    names.BlendMode, named("blend mode", names.BLEND_MODES, spellings.BLEND)
]
Direction: TypeAlias = Annotated[
    names.DirectionName, named("direction", names.DIRECTIONS, spellings.DIRECTION)
]
Unit: TypeAlias = Annotated[
    names.AnimationUnit, named("unit", names.ANIMATION_UNITS, spellings.UNIT)
]
Preset: TypeAlias = Annotated[names.PresetName, named("preset", names.PRESETS, spellings.PRESET)]


def _read_rate(value: object) -> Fraction:
    """Read a rate; 23.976, 29.97 and 59.94 mean the NTSC rationals, also when rounded to two digits."""
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
    if rate.denominator > _MAX_RATE_DENOMINATOR:
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


def _read_weight(value: object) -> object:
    return spellings.FONT_WEIGHT.get(fold(value), value) if isinstance(value, str) else value


Weight: TypeAlias = Annotated[
    int,
    _whole("a weight from 100 to 900"),
    BeforeValidator(_read_weight, json_schema_input_type=int | str),
    Field(ge=1, le=1000),
]
