"""Write what is generated from the models: the JSON Schema and the reference of the format.

python -m schemas.generate            write both files
python -m schemas.generate --check    exit 1 when a file is not current
"""

import json
import sys
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel

import schemas
from schemas import Composition, Model, Reading
from schemas.docstrings import field_meanings, summary
from schemas.model import wire_names
from schemas.reference import reference

_ROOT = Path(__file__).resolve().parent.parent
_EVERYTHING = _ROOT / "tests" / "schemas" / "everything.json"
_EXAMPLES = 3
_EXAMPLE_CHARACTERS = 100


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of the canonical form of a composition.

    It describes what is written; what is read is wider (other spellings, shorthands).
    """
    schema = Composition.model_json_schema()
    definitions: dict[str, dict[str, Any]] = schema.pop("$defs")
    _describe(schema, Composition)
    for name, definition in definitions.items():
        _describe(definition, _model_named(name))
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Composition",
        **schema,
        "$defs": definitions,
    }
    return cast("dict[str, Any]", _without_titles(document))


def with_short_forms(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema that also takes the short forms of objects: `"enter": "fade"`."""
    definitions: dict[str, Any] = {}
    for name, definition in schema["$defs"].items():
        short = _model_named(name).SHORTHAND if hasattr(schemas, name) else None
        if short is None:
            definitions[name] = definition
            continue
        described = definition.get("description", "")
        wanted = definition["properties"][short]
        text = {key: value for key, value in wanted.items() if key not in ("default", "anyOf")}
        for kind in wanted.get("anyOf", ()):
            if kind.get("type") == "string":
                text |= kind
        text["type"] = "string"
        definitions[name] = {"description": described, "anyOf": [text, definition]}
    return {**schema, "$defs": definitions}


def with_examples(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema whose fields have examples, from the document that uses every field."""
    reading = Reading()
    source = json.loads(_EVERYTHING.read_text(encoding="utf-8"))
    Composition.model_validate(source, context=reading)
    examples: dict[tuple[str, str], list[object]] = {}
    for draft in reading.drafts.values():
        for key, value in draft.values.items():
            known = examples.setdefault((draft.model.__name__, key), [])
            fits = len(json.dumps(value)) <= _EXAMPLE_CHARACTERS
            if fits and value not in known and len(known) < _EXAMPLES:
                known.append(value)
    document: dict[str, Any] = json.loads(json.dumps(schema))
    for name, definition in {**document["$defs"], "Composition": document}.items():
        shape = next((each for each in definition.get("anyOf", ()) if "properties" in each), None)
        for key, described in (shape or definition).get("properties", {}).items():
            if examples.get((name, key)):
                described["examples"] = examples[name, key]
    return document


def _model_named(name: str) -> type[Model]:
    return cast("type[Model]", getattr(schemas, name))


def _describe(definition: dict[str, Any], model: type[BaseModel]) -> None:
    definition["description"] = summary(model)
    meanings = field_meanings(model)
    for key, name in wire_names(cast("type[Model]", model)).items():
        definition["properties"][key]["description"] = meanings[name]


def _without_titles(node: object) -> object:
    """Drop the titles that Pydantic makes out of field names; keep fields that are called title."""
    if isinstance(node, dict):
        members = cast("dict[str, object]", node)
        return {
            key: _without_titles(value)
            for key, value in members.items()
            if key != "title" or not isinstance(value, str) or value == "Composition"
        }
    if isinstance(node, list):
        return [_without_titles(item) for item in cast("list[object]", node)]
    return node


def generated_files() -> dict[Path, str]:
    """Return each generated file with what it must hold."""
    schema = json_schema()
    for_editors = with_examples(with_short_forms(schema))
    text = json.dumps(for_editors, indent=2, ensure_ascii=False) + "\n"
    return {
        _ROOT / "schemas" / "composition.schema.json": text,
        _ROOT / "docs" / "format.md": reference(schema),
    }


def main() -> int:
    """Write the files, or say which are not current."""
    check = "--check" in sys.argv[1:]
    stale = [
        path
        for path, text in generated_files().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    for path in stale:
        if not check:
            path.write_text(generated_files()[path], encoding="utf-8")
        verb = "is not current" if check else "written"
        sys.stdout.write(f"{path.relative_to(_ROOT)} {verb}\n")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
