"""The key of a segment: the hash of everything its pixels depend on.

The key is made by exclusion: everything in, then named things out. A field someone adds tomorrow is
in the key without anybody thinking of it, which costs at worst a render too many; the opposite rule
would one day show a stale picture. What must stay out says so where it is declared:
`field(metadata={"in_key": False})`. For the same reason a type this module does not know is an
error, never something to be guessed at by its `repr`.
"""

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from enum import Enum
from fractions import Fraction
from math import isfinite
from typing import cast

import numpy as np

KEY_FORMAT = 1
"""Goes up when the way keys are made changes."""


def segment_key(plan_slice: object, settings: object, renderer_version: str) -> str:
    """Return the key of a segment, 64 hex digits.

    Args:
        plan_slice: What the segment shows, in its own time: no absolute frame numbers, no paths;
            assets and fonts by the hash of their content.
        settings: Size, rate, encoder: whatever else changes the bytes.
        renderer_version: Changes whenever the same plan is drawn differently.

    Raises:
        TypeError: Something in there is of a type that has no canonical form.
        ValueError: A number is not finite.
    """
    parts = [KEY_FORMAT, renderer_version, settings, plan_slice]
    return hashlib.sha256(canonical_json(parts).encode()).hexdigest()


def canonical_json(value: object) -> str:
    """Return the one JSON text of a value: equal values give equal texts, others different ones.

    Dataclasses become objects with their type's name, so that two kinds with the same fields
    differ. Types JSON has not are objects with a key no identifier can have. Order of mapping keys
    and set members does not matter, that of lists and tuples does; a tuple equals the list of the
    same members.

    Raises:
        TypeError: A type that has no canonical form: paths, functions, generators, open files.
        ValueError: A number is not finite.
    """
    return json.dumps(
        _plain(value), ensure_ascii=True, allow_nan=False, sort_keys=True, separators=(",", ":")
    )


def _plain(value: object) -> object:
    """Return a value made of JSON's own types only."""
    match value:
        case Enum():  # before str and int: an enum may be one of them as well
            return {"(enum)": [type(value).__name__, value.name]}
        case None | bool() | int() | str():
            return value
        case float():
            if not isfinite(value):
                raise ValueError(f"{value} has no place in a key")
            return float(value)
        case Fraction():
            return {"(fraction)": f"{value.numerator}/{value.denominator}"}
        case bytes() | bytearray() | memoryview():
            return {"(bytes)": hashlib.sha256(value).hexdigest()}
        case _:
            return _plain_collection(value)


def _plain_collection(value: object) -> object:
    match value:
        case np.ndarray() | np.generic():
            return _plain_array(np.asarray(value))
        case Mapping():
            return _plain_mapping(cast("Mapping[object, object]", value))
        case list() | tuple() | range():
            return [_plain(member) for member in cast("Iterable[object]", value)]
        case AbstractSet():
            members = cast("AbstractSet[object]", value)
            return {"(set)": sorted(canonical_json(member) for member in members)}
        case _:
            return _plain_dataclass(value)


def _plain_dataclass(value: object) -> object:
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        raise TypeError(
            f"{type(value).__qualname__} has no canonical form; convert it, "
            f'or leave its field out of keys with field(metadata={{"in_key": False}})'
        )
    shown = (field for field in dataclasses.fields(value) if field.metadata.get("in_key", True))
    return _plain_object(value, {field.name: getattr(value, field.name) for field in shown})


def _plain_object(value: object, fields: Mapping[str, object]) -> object:
    """Return an object's fields with its type's name."""
    return {"(type)": type(value).__name__, "fields": _plain_mapping(fields)}


def _plain_mapping(mapping: Mapping[object, object] | Mapping[str, object]) -> object:
    """Return a JSON object when all keys are text, else a sorted list of pairs."""
    names = [name for name in mapping if isinstance(name, str)]
    if len(names) == len(mapping) and not any(name.startswith("(") for name in names):
        return {str(name): _plain(member) for name, member in mapping.items()}
    pairs = ((canonical_json(name), _plain(member)) for name, member in mapping.items())
    return {"(mapping)": sorted(pairs, key=lambda pair: pair[0])}


def _plain_array(array: "np.ndarray[tuple[int, ...], np.dtype[np.generic]]") -> object:
    if array.dtype.hasobject:
        raise TypeError("an array of objects has no canonical form")
    digest = hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()
    return {"(array)": [array.dtype.str, list(array.shape), digest]}
