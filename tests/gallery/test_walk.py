"""Everything the format can name is in the gallery, and is drawn by a kind of its own."""

from functools import cache

import pytest

from gallery.entries import FOLDER, ORDER, sections
from render.animation.presets import PRESETS
from render.canvas.blend import MODES
from render.effects import EFFECTS
from render.layers.caption_styles import STYLES
from render.layers.registry import KINDS
from render.style import LANGUAGES
from render.transitions import TRANSITIONS
from schemas import names
from tests.gallery.walk import (
    NOT_SEEN,
    lists_of_names,
    literals_of_models,
    missing,
)


@cache
def all_sections():
    return sections()


@pytest.mark.parametrize("name", lists_of_names())
def test_every_name_is_in_the_gallery(name):
    assert missing(name, lists_of_names()[name], all_sections()) == set()


@pytest.mark.parametrize("name", lists_of_names())
def test_a_name_nobody_shows_is_missed(name):
    more = (*lists_of_names()[name], "newcomer")
    assert missing(name, more, all_sections()) == {"newcomer"}


CHOICES_ELSEWHERE = {
    "Template.look": "all looks of all groups, below",
    "Music.ducking": "false is no name",
    "Loudness.preset": "it is heard",
}


def test_every_look_of_every_ready_group_is_in_the_gallery():
    shown = {
        (template["name"], template["look"])
        for section in all_sections()
        for entry in section.entries
        for scene in entry.document["scenes"]
        for layer in scene.get("layers", ())
        if (template := layer.get("template"))
    }
    assert shown == {(name, look) for name, looks in names.TEMPLATE_LOOKS.items() for look in looks}


def test_every_choice_of_a_model_is_one_of_the_lists():
    known = {frozenset(values) for values in lists_of_names().values()}
    known |= {frozenset(getattr(names, name)) for name in NOT_SEEN}
    fields = {
        field: choices
        for field, choices in literals_of_models().items()
        if frozenset(choices) not in known
        and not set(choices) <= set(names.LAYER_KINDS)
        and field not in CHOICES_ELSEWHERE
    }
    assert fields == {}


def test_the_walk_reaches_all_kinds_of_models():
    fields = literals_of_models()
    assert {"Transition.type", "Effect.type", "Animation.preset", "TextLayer.align"} <= set(fields)


REGISTRIES = {
    "TRANSITION_TYPES": (set(TRANSITIONS) | {"cut"}, [t.draw for t in TRANSITIONS.values()]),
    "EFFECT_TYPES": (set(EFFECTS), [effect.draw for effect in EFFECTS.values()]),
    "PRESETS": (set(PRESETS), [p.enter for p in PRESETS.values()]),
    "CAPTION_STYLES": (set(STYLES), list(STYLES.values())),
    "MOTION_LANGUAGES": (set(LANGUAGES), list(LANGUAGES.values())),
    "BLEND_MODES": (set(MODES) | {"normal"}, list(MODES)),
    "LAYER_KINDS": (set(KINDS), list(KINDS.values())),
}


@pytest.mark.parametrize("name", REGISTRIES)
def test_every_name_has_a_kind_of_its_own(name):
    registered, draws = REGISTRIES[name]
    assert registered == set(getattr(names, name))
    assert len(set(draws)) == len(draws)


def test_every_composition_is_a_section():
    assert {path.stem for path in FOLDER.glob("*.json")} == set(ORDER)


def test_slugs_name_one_entry_each():
    slugs = [entry.slug for section in all_sections() for entry in section.entries]
    assert len(set(slugs)) == len(slugs)
