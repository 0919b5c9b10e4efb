"""One document that says everything the format can say."""

import json
from pathlib import Path

import pytest

from render.document import parse_composition, write_composition
from schemas import Composition, Reading, names
from schemas.model import as_wire, wire_names
from tests.schemas.test_tables import MODELS

TEXT = Path(__file__).with_name("everything.json").read_text(encoding="utf-8")
NOT_IN_A_COMPOSITION = {"Envelope", "Sound", "TextStyle", "CaptionStyle", "LayerBase"}


def test_the_whole_document_is_read_without_a_word_of_warning():
    parsed = parse_composition(TEXT, strict=True)
    assert parsed.warnings == ()


def test_it_is_written_as_it_was_read():
    document = json.loads(TEXT)
    assert as_wire(parse_composition(TEXT).composition) == document
    assert json.loads(write_composition(parse_composition(TEXT).composition)) == document


@pytest.mark.parametrize(
    "model", [m for m in MODELS if m.__name__ not in NOT_IN_A_COMPOSITION], ids=lambda m: m.__name__
)
def test_every_field_of_every_model_is_in_it(model):
    reading = Reading()
    document = json.loads(TEXT)
    Composition.model_validate(document, context=reading)
    said = {
        key for draft in reading.drafts.values() if draft.model is model for key in draft.values
    }
    assert said == set(wire_names(model))


def test_every_preset_transition_and_kind_of_layer_is_in_it():
    for group in (names.TRANSITION_TYPES, names.PRESETS, names.MOTION_PRESETS, names.LAYER_KINDS):
        assert all(json.dumps(name) in TEXT for name in group)
    for group in (names.EFFECT_TYPES, names.BLEND_MODES, names.CAPTION_STYLES, names.SHAPES):
        assert all(json.dumps(name) in TEXT for name in group)
