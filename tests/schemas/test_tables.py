"""The tables of names and spellings agree with the models."""

import inspect
from typing import get_args

import pytest

import schemas
from schemas import Model, names, spellings
from schemas.model import canonical_key, wire_names
from schemas.spellings import fold

MODELS = [
    value
    for value in (getattr(schemas, name) for name in schemas.__all__)
    if inspect.isclass(value) and issubclass(value, Model) and value is not Model
]
ALL_KEYS = {key for model in MODELS for key in wire_names(model)}


@pytest.mark.parametrize("key", spellings.KEYS)
def test_every_key_of_the_alias_table_is_folded_and_means_a_field(key):
    assert key == fold(key)
    assert set(spellings.KEYS[key]) <= ALL_KEYS
    assert any(canonical_key(model, key) in spellings.KEYS[key] for model in MODELS), (
        "no model reads this spelling"
    )


def test_keys_that_are_not_read_are_no_spellings_of_time():
    assert all(key == fold(key) for key in spellings.UNREAD_KEYS)


@pytest.mark.parametrize(
    ("table", "known"),
    [
        (spellings.FIT, names.FIT_MODES),
        (spellings.NINE_GRID, names.NINE_GRID),
        (spellings.BLEND, names.BLEND_MODES),
        (spellings.DIRECTION, names.DIRECTIONS),
        (spellings.TRANSITION, names.TRANSITION_TYPES),
        (spellings.PRESET, names.PRESETS),
        (spellings.UNIT, names.ANIMATION_UNITS),
        (spellings.MOTION, names.MOTION_PRESETS),
        (spellings.EFFECT, names.EFFECT_TYPES),
        (spellings.SHAPE, names.SHAPES),
        (spellings.KIND, names.LAYER_KINDS),
        (spellings.ROLE, names.TEXT_ROLES),
        (spellings.FONT_STYLE, names.FONT_STYLES),
        (spellings.TEXT_TRANSFORM, names.TEXT_TRANSFORMS),
        (spellings.ALIGN, names.ALIGNS),
        (spellings.VERTICAL_ALIGN, names.VERTICAL_ALIGNS),
        (spellings.BACKGROUND_MODE, names.BACKGROUND_MODES),
        (spellings.CAPTION_STYLE, names.CAPTION_STYLES),
        (spellings.SAFE_ZONE, names.SAFE_ZONES),
        (spellings.KEYFRAME_PROPERTY, names.NUMBER_PROPERTIES),
    ],
)
def test_every_spelling_of_a_name_is_folded_and_means_a_name(table, known):
    for written, meant in table.items():
        assert written == fold(written)
        assert meant in known
        assert written not in {fold(name) for name in known}, "a name needs no spelling of itself"


def test_the_layer_union_has_every_kind():
    members = get_args(get_args(schemas.Layer)[0])
    kinds = {get_args(member)[0].model_fields["type"].default for member in members}
    assert kinds == set(names.LAYER_KINDS)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_keys_are_camel_case_and_snake_case_is_read(model):
    for key, name in wire_names(model).items():
        assert canonical_key(model, name) == key
        if model is not schemas.Envelope:
            assert "_" not in key
