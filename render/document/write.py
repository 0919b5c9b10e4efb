"""Composition to JSON text."""

import json
from collections.abc import Iterator
from typing import cast

from schemas import Composition, Envelope
from schemas.model import as_wire

_FIRST_KEYS = ("$schema", "version", "id", "type", "name", "title")
_MAX_EXACT_INTEGER = 2**53
_LINE_LENGTH = 118
"""What fits stays on one line: a keyframe or a point over five lines is harder to read."""


def write_composition(composition: Composition | Envelope) -> str:
    """Return the canonical JSON of a composition: what it says, in canonical keys and spellings.

    Fields that were never set stay out. Objects and lists are broken where they would not fit on
    the line. The text ends with a newline; parsing it gives an equal composition.
    """
    return "".join(_lines(_tidy(as_wire(composition)), 0, 0)) + "\n"


def _lines(value: object, indent: int, used: int) -> Iterator[str]:
    """Yield a value's text.

    Args:
        value: Plain.
        indent: Of the line it stands on.
        used: Characters before and behind it on that line, besides the indent.
    """
    if not isinstance(value, (dict, list)) or _width(value, _LINE_LENGTH - indent - used) >= 0:
        yield json.dumps(value, ensure_ascii=False, allow_nan=False)
        return
    inner = " " * (indent + 2)
    if isinstance(value, dict):
        members = cast("dict[str, object]", value)
        yield "{"
        for number, (key, item) in enumerate(members.items()):
            name = json.dumps(key, ensure_ascii=False) + ": "
            yield f"{',' if number else ''}\n{inner}{name}"
            yield from _lines(item, indent + 2, len(name) + 1)
        yield f"\n{' ' * indent}}}"
        return
    yield "["
    for number, item in enumerate(cast("list[object]", value)):
        yield f"{',' if number else ''}\n{inner}"
        yield from _lines(item, indent + 2, 1)
    yield f"\n{' ' * indent}]"


def _width(value: object, room: int) -> int:
    """Return how much room is left behind a value on one line; negative when it does not fit.

    It stops as soon as that is clear: every value is measured once for each value around it.
    """
    if not isinstance(value, (dict, list)):
        return room - len(json.dumps(value, ensure_ascii=False))
    # Two brackets; every member has ", " in front of it but the first.
    room -= 2 if not value else 0
    if isinstance(value, dict):
        for key, item in cast("dict[str, object]", value).items():
            room = _width(item, room - len(json.dumps(key, ensure_ascii=False)) - 4)
            if room < 0:
                break
        return room
    for item in cast("list[object]", value):
        room = _width(item, room - 2)
        if room < 0:
            break
    return room


def _tidy(value: object) -> object:
    """Write 1.0 as 1, and what names a thing before what it is made of."""
    if isinstance(value, float) and value.is_integer() and abs(value) < _MAX_EXACT_INTEGER:
        return int(value)
    if isinstance(value, list):
        return [_tidy(item) for item in cast("list[object]", value)]
    if isinstance(value, dict):
        members = cast("dict[str, object]", value)
        first = [key for key in _FIRST_KEYS if key in members]
        rest = [key for key in members if key not in first]
        return {key: _tidy(members[key]) for key in (*first, *rest)}
    return value
