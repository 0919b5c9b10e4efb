"""A composition written and read again is the same composition, whatever it says."""

from hypothesis import HealthCheck, given, settings

from render.document import parse_composition, write_composition
from schemas import Composition
from schemas.model import as_wire
from tests.schemas.documents import compositions


@given(compositions())
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_composition_to_json_to_composition_is_equal(document):
    composition = Composition.model_validate(document)
    assert as_wire(composition) == document, "a canonical document is written as it was read"
    text = write_composition(composition)
    parsed = parse_composition(text)
    assert parsed.composition == composition
    assert write_composition(parsed.composition) == text
    for warning in parsed.warnings:
        if warning.code == "unknown-key":
            assert warning.path.endswith("otherTool")
