"""Composition to JSON text."""

import json
from typing import cast

from schemas import Composition, Envelope
from schemas.model import as_wire

_FIRST_KEYS = ("version", "id", "type", "name", "title")
_MAX_EXACT_INTEGER = 2**53


def write_composition(composition: Composition | Envelope) -> str:
    """Return the canonical JSON of a composition: what it says, in canonical keys and spellings.

    Fields that were never set stay out. The text ends with a newline; parsing it gives an equal
    composition.
    """
    document = _tidy(as_wire(composition))
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


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
