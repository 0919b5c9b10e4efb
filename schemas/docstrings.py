"""What the models' docstrings say of each field: what schema and reference are made from."""

import inspect
import re

from pydantic import BaseModel

_ENTRY = re.compile(r"^ {4}(\w+): (.*)$")


def summary(model: type[BaseModel]) -> str:
    """Return what a model is, without its fields: the docstring up to `Attributes:`."""
    text = inspect.cleandoc(model.__doc__ or "")
    return " ".join(text.partition("Attributes:")[0].split())


def field_meanings(model: type[BaseModel]) -> dict[str, str]:
    """Return what each field means, by its Python name; a subclass overrules its base."""
    meanings: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if issubclass(base, BaseModel) and base is not BaseModel:
            meanings.update(_own_meanings(base))
    return meanings


def _own_meanings(model: type[BaseModel]) -> dict[str, str]:
    _, _, text = inspect.cleandoc(model.__dict__.get("__doc__") or "").partition("Attributes:\n")
    meanings: dict[str, str] = {}
    name = None
    for line in text.splitlines():
        entry = _ENTRY.match(line)
        if entry:
            name = entry[1]
            meanings[name] = entry[2]
        elif name is not None and line.startswith(" " * 8):
            meanings[name] += " " + line.strip()
    return meanings
