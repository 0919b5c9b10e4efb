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
from schemas import Composition, Model
from schemas.docstrings import field_meanings, summary
from schemas.model import wire_names
from schemas.reference import reference

_ROOT = Path(__file__).resolve().parent.parent


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


def _model_named(name: str) -> type[BaseModel]:
    return cast("type[BaseModel]", getattr(schemas, name))


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
    text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
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
