"""What the schema can name, and what the gallery's compositions name."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Literal, get_args, get_origin

from pydantic import BaseModel

from gallery.entries import Section
from render.document import parse_composition
from schemas import names
from schemas.effects import Effect
from schemas.layer_base import LayerBase
from schemas.style import Style

NOT_SEEN = {
    "TRANSITION_AUDIO": "it is heard",
    "DUCKING_BANDS": "it is heard",
    "PALETTE_ROLES": "colours are whatever a palette says; all have a default",
}
"""Lists of names that no picture can show, and why."""

NOT_IN_PICTURES = {"NUMBER_PROPERTIES": {"volume"}}
"""Names in other lists that no picture can show."""


def lists_of_names() -> dict[str, tuple[str, ...]]:
    """Return every list of names of the format by its name in `schemas/names.py`."""
    return {
        name: value
        for name, value in vars(names).items()
        if name.isupper() and isinstance(value, tuple) and name not in NOT_SEEN
    }


def missing(name: str, values: tuple[str, ...], sections: tuple[Section, ...]) -> set[str]:
    """Return the names of a list that no composition of the gallery uses."""
    return set(values) - used_names(sections)[name] - NOT_IN_PICTURES.get(name, set())


@cache
def used_names(sections: tuple[Section, ...]) -> dict[str, set[str]]:
    """Return what the compositions say where a list's names can stand."""
    known = lists_of_names()
    used: dict[str, set[str]] = defaultdict(set)
    documents = {id(e.document): e.document for section in sections for e in section.entries}
    for document in documents.values():
        for model in _models(parsed(document)):
            for list_name, value in _said(model, known):
                used[list_name].add(value)
    return used


def parsed(document):
    import json  # noqa: PLC0415

    return parse_composition(json.dumps(document), strict=True).composition


def _models(value: object) -> Iterator[BaseModel]:
    if isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from _models(getattr(value, name))
    elif isinstance(value, dict):
        for item in value.values():
            yield from _models(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _models(item)


def _said(model: BaseModel, known: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Yield (list, name) of a model's own fields."""
    lists_by_names = {frozenset(values): name for name, values in known.items()}
    for field, info in type(model).model_fields.items():
        value = getattr(model, field)
        for choices in literals(info.annotation):
            if isinstance(value, str) and (name := lists_by_names.get(frozenset(choices))):
                yield name, value
        if field == "easing" and isinstance(value, str):
            yield "EASINGS", value
            yield "CSS_EASINGS", value
            yield "EASING_FUNCTIONS", value.partition("(")[0]
            yield "EASING_FAMILIES", value.removeprefix("ease").lstrip("InOut")
    if isinstance(model, LayerBase):
        yield "LAYER_KINDS", model.type
        for track in model.keyframes:
            yield "NUMBER_PROPERTIES", track
            yield "COLOR_PROPERTIES", track
    if isinstance(model, Effect):
        for track in model.keyframes:
            yield "EFFECT_PROPERTIES", track
    if isinstance(model, Style) and model.motion_language:
        yield "MOTION_LANGUAGES", model.motion_language


def literals(annotation: object) -> Iterator[tuple[object, ...]]:
    """Yield the choices of every Literal inside an annotation."""
    if get_origin(annotation) is Literal:
        yield get_args(annotation)
    for part in get_args(annotation):
        if not isinstance(part, str):
            yield from literals(part)


def literals_of_models() -> dict[str, tuple[object, ...]]:
    """Return the choices of every field of every model of a composition that has any."""
    found, waiting, seen = {}, [type(parsed(SMALLEST))], set()
    while waiting:
        model = waiting.pop()
        if model in seen:
            continue
        seen.add(model)
        for field, info in model.model_fields.items():
            for choices in literals(info.annotation):
                found[f"{model.__name__}.{field}"] = choices
            waiting += _models_in(info.annotation)
    return found


def _models_in(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models_in(part)]


SMALLEST = {
    "id": "smallest",
    "totalDurationFrames": 1,
    "scenes": [{"id": "scene-1", "durationFrames": 1}],
}
