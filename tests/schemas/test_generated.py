"""The generated files are current and say something about every field."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from schemas.docstrings import field_meanings, summary
from schemas.generate import generated_files, json_schema
from tests.schemas.test_tables import MODELS

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("path", generated_files(), ids=lambda path: path.name)
def test_the_checked_in_file_is_current(path):
    assert path.read_text(encoding="utf-8") == generated_files()[path], (
        "run python -m schemas.generate"
    )


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_docstring_says_what_each_field_means_and_no_more(model):
    assert summary(model)
    assert set(field_meanings(model)) == set(model.model_fields)


def test_the_schema_names_what_it_refers_to():
    schema = json_schema()
    references = set(_references(schema))
    assert references
    assert references <= set(schema["$defs"])


def _references(node):
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"].removeprefix("#/$defs/")
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


def test_the_schema_lists_names_and_bounds():
    schema = json.loads(json.dumps(json_schema()))
    assert "fadeThroughBlack" in schema["$defs"]["Transition"]["properties"]["type"]["enum"]
    assert schema["properties"]["totalDurationFrames"]["minimum"] == 1
    assert schema["properties"]["title"]["type"] == "string"
    assert set(schema["required"]) == {"id", "totalDurationFrames", "scenes"}


@pytest.mark.parametrize("module", ["schemas", "render.document"])
def test_nothing_heavy_is_loaded(module):
    code = (
        f"import sys, {module}; "
        "print([m for m in ('numpy', 'av', 'cv2', 'skia', 'rich', 'PIL') if m in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
