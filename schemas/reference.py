"""The reference page of the format, made from the models, their docstrings and the name tables."""

from typing import Any

import schemas
from schemas import Model, names, spellings
from schemas.docstrings import field_meanings, summary
from schemas.layers import LayerBase
from schemas.model import wire_names
from schemas.reference_prose import ENDING, INTRODUCTION
from schemas.text import CaptionStyle, TextStyle

_SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("The whole", ("Composition", "Scene", "Transition")),
    (
        "Layers",
        (
            "LayerBase",
            "ImageLayer",
            "VideoLayer",
            "TextLayer",
            "CaptionsLayer",
            "ShapeLayer",
            "SvgLayer",
            "GroupLayer",
            "Template",
            "CounterLayer",
        ),
    ),
    (
        "Text",
        (
            "TextStyle",
            "TextSpan",
            "TextBackground",
            "CaptionStyle",
            "Captions",
            "ActiveWord",
            "Word",
        ),
    ),
    ("Movement", ("Motion", "Animation", "Keyframe")),
    (
        "Look",
        (
            "Gradient",
            "GradientStop",
            "Stroke",
            "ShapeStroke",
            "Border",
            "Shadow",
            "Glow",
            "Effect",
            "Mask",
        ),
    ),
    ("Places", ("Point", "UnitPoint", "Size", "Rect")),
    ("Style", ("Style", "Typography")),
    (
        "Sound",
        ("Audio", "Voiceover", "VoiceoverSegment", "Music", "Ducking", "SoundEffect", "Loudness"),
    ),
)
_TITLES = {"LayerBase": "All layers", "TextStyle": "All text", "CaptionStyle": "All captions"}
_PROVIDER = {"LayerBase": "ImageLayer", "TextStyle": "TextLayer", "CaptionStyle": "Captions"}
"""A model in the schema that has the fields of one that is not in it."""


def reference(schema: dict[str, Any]) -> str:
    """Return the page as Markdown.

    Args:
        schema: The JSON Schema that `schemas.generate.json_schema` made.
    """
    definitions: dict[str, Any] = {**schema["$defs"], "Composition": schema}
    parts = [INTRODUCTION]
    for title, members in _SECTIONS:
        parts.append(f"## {title}\n")
        parts.extend(_section(name, definitions) for name in members)
    parts.append(_ending())
    return "\n".join(parts)


def _section(name: str, definitions: dict[str, Any]) -> str:
    model: type[Model] = getattr(schemas, name)
    definition = definitions[_PROVIDER.get(name, name)]
    meanings = field_meanings(model)
    inherited = _inherited(model)
    lines = [f"### {_TITLES.get(name, name)}\n", summary(model)]
    if model.SHORTHAND:
        lines.append(f"Short form: `{model.SHORTHAND}` alone.")
    lines.extend(f"Also has the fields of [{title}](#{_anchor(title)})." for title in inherited)
    lines.append("\n| field | type | default | meaning |\n|---|---|---|---|")
    for key, field_name in wire_names(model).items():
        if any(field_name in base.model_fields for base in inherited.values()):
            continue
        property_schema = definition["properties"][key]
        default = _default(property_schema, required=key in definition.get("required", ()))
        lines.append(
            f"| {key} | {_type(property_schema)} | {default} | {_cell(meanings[field_name])} |"
        )
    return "\n".join(lines) + "\n"


def _inherited(model: type[Model]) -> dict[str, type[Model]]:
    bases: tuple[type[Model], ...] = (LayerBase, CaptionStyle, TextStyle)
    found = [base for base in bases if base is not model and issubclass(model, base)]
    return {_TITLES[base.__name__]: base for base in found}


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _default(schema: dict[str, Any], *, required: bool) -> str:
    if required:
        return "required"
    default = schema.get("default")
    if default in (None, [], {}, ""):
        return ""
    if isinstance(default, float):
        return f"{default:g}"
    return f"{default}".lower() if isinstance(default, bool) else f"{default}"


def _type(schema: dict[str, Any]) -> str:
    """Return a type in words: `number 0 to 1`, `[Motion](#motion)`, `list of [Scene](#scene)`."""
    branches = schema.get("anyOf") or schema.get("oneOf")
    if branches:
        return _alternatives([branch for branch in branches if branch.get("type") != "null"])
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "enum" in schema or "const" in schema:
        return ", ".join(schema.get("enum") or [f"{schema['const']}".lower()])
    return _plain_type(schema.get("type", ""), schema)


def _plain_type(kind: str, schema: dict[str, Any]) -> str:
    if kind == "array":
        return f"list of {_type(schema['items'])}"
    values: Any = schema.get("additionalProperties")
    if kind == "object" and values not in (None, True):
        return f"object of {_type(values)}"
    if kind in ("number", "integer"):
        return _bounded("number" if kind == "number" else "whole number", schema)
    return {"string": "text", "boolean": "true or false"}.get(kind, kind)


def _alternatives(branches: list[dict[str, Any]]) -> str:
    references = [branch.get("$ref", "").rsplit("/", 1)[-1] for branch in branches]
    if references == [*(f"{kind.title()}Layer" for kind in names.LAYER_KINDS)]:
        return "[layer](#layers)"
    if references == ["", "Gradient"]:
        return "paint"
    if any("%" in branch.get("pattern", "") for branch in branches):
        return "length" + (" or auto" if any("const" in branch for branch in branches) else "")
    return " or ".join(_type(branch) for branch in branches)


def _bounded(kind: str, schema: dict[str, Any]) -> str:
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    high = schema.get("maximum")
    if low is None or high is None:
        return kind
    if high >= 100_000:  # noqa: PLR2004 - bounds of that size only keep nonsense out
        return kind if low < 0 else f"{kind}, {low:g} or more"
    above = "above " if "exclusiveMinimum" in schema else ""
    return f"{kind}, {above}{low:g} to {high:g}"


def _ending() -> str:
    keys = "\n".join(f"| {key} | {', '.join(fields)} |" for key, fields in spellings.KEYS.items())
    return ENDING.format(
        families=", ".join(names.EASING_FAMILIES),
        numbers=", ".join(f"`{name}`" for name in names.NUMBER_PROPERTIES),
        colors=", ".join(f"`{name}`" for name in names.COLOR_PROPERTIES),
        keys=keys,
        unread=", ".join(f"`{key}`" for key in spellings.UNREAD_KEYS),
    )
