"""Scalar types of the format: frames, lengths, colours, names. Each refuses in plain words."""

import re
from math import isfinite
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema

from schemas import spellings
from schemas.bounds import MAX_FRAMES
from schemas.color import read_color
from schemas.easing import read_easing
from schemas.spellings import fold
from schemas.wording import described, refusal

MAX_PIXELS = 100_000
MAX_TEXT_CHARACTERS = 20_000
_MAX_NAME_CHARACTERS = 256
_MAX_KEY_CHARACTERS = 1024
KEYS_OF_ASSETS = ("key", "assetKey", "videoKey", "imageKey", "asset", "src", "path", "url")
"""Where an object that stands in for a key may hold it, the likelier first."""
_PERCENT = re.compile(r"([+-]?(?:\d{1,6}(?:\.\d{0,9})?|\.\d{1,9}))\s*%\Z")
_PIXELS = re.compile(r"[+-]?\d{1,6}(?:\.\d{0,9})?(?:px)?\Z")
_EMS = re.compile(r"[+-]?(?:\d{1,4}(?:\.\d{0,9})?|\.\d{1,9})em\Z")


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

    return BeforeValidator(read)


def as_float(number: float) -> float:
    """Return a number as a float; integers that no float can hold become infinite, thus refused."""
    try:
        return float(number)
    except OverflowError:
        return float("inf")


def _number(value: object) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        number = as_float(value)
        if isfinite(number):
            return number
    hint = None
    if isinstance(value, str) and _PIXELS.match(value.strip()):
        hint = f"write {value.strip().removesuffix('px')} without the quotes"
    raise refusal("number", f"expected a number, got {described(value)}", hint=hint)


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    hint = "write it without the quotes" if value in ("true", "false") else None
    raise refusal("flag", f"expected true or false, got {described(value)}", hint=hint)


def _even(pixels: int) -> int:
    if pixels % 2:
        hint = "video stores colour for squares of two by two pixels"
        raise refusal("range", f"must be even, got the number {pixels}", hint=hint)
    return pixels


NUMBER = BeforeValidator(_number)
WHOLE = _whole("a whole number")
"""For numbers with bounds of their own; these go first, so that Pydantic itself checks them."""
Number: TypeAlias = Annotated[float, NUMBER]
Integer: TypeAlias = Annotated[int, WHOLE]
Frames: TypeAlias = Annotated[int, Field(ge=0, le=MAX_FRAMES), _whole("a whole number of frames")]
"""A length of time, 0 or more."""
SomeFrames: TypeAlias = Annotated[
    int, Field(ge=1, le=MAX_FRAMES), _whole("a whole number of frames")
]
"""A length of time, 1 or more."""
FrameNumber: TypeAlias = Annotated[
    int, Field(ge=-MAX_FRAMES, le=MAX_FRAMES), _whole("a whole number of frames")
]
"""A point in time that may lie before its origin."""
Part: TypeAlias = Annotated[float, Field(ge=0, le=1), NUMBER]
"""A share of a whole, 0 to 1."""
Pixels: TypeAlias = Annotated[float, Field(ge=0, le=MAX_PIXELS), NUMBER]
Signed: TypeAlias = Annotated[float, Field(ge=-MAX_PIXELS, le=MAX_PIXELS), NUMBER]
Factor: TypeAlias = Annotated[float, Field(ge=0, le=100), NUMBER]
MAX_VOLUME = 10
Volume: TypeAlias = Annotated[float, Field(ge=0, le=MAX_VOLUME), NUMBER]
"""Linear: 1 leaves a sound as it is."""
Decibels: TypeAlias = Annotated[float, Field(ge=-120, le=40), NUMBER]
Flag: TypeAlias = Annotated[bool, BeforeValidator(_flag)]
EvenPixels: TypeAlias = Annotated[
    int,
    Field(ge=2, le=8192, json_schema_extra={"multipleOf": 2}),
    AfterValidator(_even),
    _whole("a whole number of pixels"),
]


def read_length(value: object) -> float | str:
    """Return a length in pixels, or a percentage as canonical text.

    Raises:
        PydanticCustomError: It is neither.
    """
    number: float | None = None
    if isinstance(value, str):
        text = value.strip()
        percent = _PERCENT.match(text)
        if percent:
            return f"{float(percent[1]):.12g}%"
        if _EMS.match(text):
            return f"{float(text.removesuffix('em')) * 100:.12g}%"
        if _PIXELS.match(text):
            number = float(text.removesuffix("px"))
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        number = as_float(value)
    if number is None:
        raise refusal(
            "length", f'expected pixels or a percentage such as "50%", got {described(value)}'
        )
    if not abs(number) <= MAX_PIXELS:
        raise refusal(
            "range", f"{described(value)} is out of range", hint=f"at most {MAX_PIXELS} pixels"
        )
    return number


def _read_size_length(value: object) -> float | str:
    if isinstance(value, str) and fold(value) == "auto":
        return "auto"
    length = read_length(value)
    number = float(length.removesuffix("%")) if isinstance(length, str) else length
    if number < 0:
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


def at_least(count: int, message: str) -> AfterValidator:
    """Refuse a list that is shorter than `count`.

    Pydantic's own min_length counts the items that are left when the invalid ones are gone.
    """

    def check(items: tuple[object, ...]) -> tuple[object, ...]:
        if len(items) < count:
            raise refusal("too-short", message)
        return items

    return AfterValidator(check)


def _read_text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise refusal("text", f"expected a text, got {described(value)}")


def _read_key(value: object) -> str:
    if not isinstance(value, str):
        raise refusal(
            "key", f'expected an asset key such as "assets/a.png", got {described(value)}'
        )
    if not value.strip():
        raise refusal("key", "an asset key cannot be empty")
    return value


Text: TypeAlias = Annotated[
    str, StringConstraints(max_length=MAX_TEXT_CHARACTERS), BeforeValidator(_read_text)
]
Name: TypeAlias = Annotated[
    str, StringConstraints(max_length=_MAX_NAME_CHARACTERS), BeforeValidator(_read_text)
]
Id: TypeAlias = Annotated[
    str,
    StringConstraints(min_length=1, max_length=_MAX_NAME_CHARACTERS),
    BeforeValidator(_read_text),
]
AssetKey: TypeAlias = Annotated[
    str,
    StringConstraints(min_length=1, max_length=_MAX_KEY_CHARACTERS),
    BeforeValidator(_read_key),
]
"""Names a file under the asset root. Whether it is a safe key is decided where files are opened."""
PathData: TypeAlias = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_TEXT_CHARACTERS),
    BeforeValidator(_read_text),
]
Color: TypeAlias = Annotated[str, BeforeValidator(read_color)]
Easing: TypeAlias = Annotated[str, BeforeValidator(read_easing)]


def _read_weight(value: object) -> object:
    return spellings.FONT_WEIGHT.get(fold(value), value) if isinstance(value, str) else value


Weight: TypeAlias = Annotated[
    int,
    Field(ge=1, le=1000),
    _whole("a weight from 100 to 900"),
    BeforeValidator(_read_weight),
]
