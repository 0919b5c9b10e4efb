"""The page about checks is current, and the schema in it fits."""

import json
from pathlib import Path

import pytest

from render.checks.page import PAGE, page
from render.document import parse_composition
from render.errors import CompositionError

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "schemas" / "composition.schema.json").read_text())
CORPUS = Path(__file__).parent / "corpus"


def test_the_page_is_current():
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m render.checks.page"


def validator():
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    return jsonschema.Draft202012Validator(SCHEMA)


SAMPLES = sorted((ROOT / "samples").glob("*/composition.json"))


@pytest.mark.parametrize(
    "path",
    # It takes seconds for each: the suite tries the shortest.
    [
        pytest.param(path, marks=() if path.parent.name == "slow-mornings" else pytest.mark.soak)
        for path in SAMPLES
    ],
    ids=lambda path: path.parent.name,
)
def test_another_validator_takes_the_samples(path):
    assert [each.message for each in validator().iter_errors(json.loads(path.read_text()))] == []


@pytest.mark.parametrize(
    "name",
    [
        "type-f",
        *(pytest.param(name, marks=pytest.mark.soak) for name in ("type-", "range-", "name-")),
    ],
)
def test_another_validator_refuses_what_is_of_the_wrong_type(name):
    checked = 0
    for path in sorted(CORPUS.glob(f"{name}*.json")):
        with pytest.raises(CompositionError):
            parse_composition(path.read_bytes())
        if path.stem in LENIENT:
            continue
        assert not validator().is_valid(json.loads(path.read_text())), path.name
        checked += 1
    assert checked > 1


LENIENT = frozenset({"range-size", "name-easing"})
"""What the schema cannot say."""
