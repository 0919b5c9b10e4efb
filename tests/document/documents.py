"""Small documents to break, and what was found in them."""

import json

import pytest

from render.document import parse_composition
from render.errors import CompositionError


def document(**fields):
    """Return a valid composition of one scene, with some fields changed."""
    return {
        "id": "c",
        "totalDurationFrames": 30,
        "scenes": [{"id": "s", "durationFrames": 30}],
        **fields,
    }


def with_layer(**layer):
    return document(scenes=[{"id": "s", "durationFrames": 30, "layers": [layer]}])


def text_of(source):
    return source if isinstance(source, (str, bytes)) else json.dumps(source, indent=1)


def problems_of(source, **options):
    """Return all problems of an invalid document."""
    with pytest.raises(CompositionError) as caught:
        parse_composition(text_of(source), **options)
    return caught.value.problems


def errors_of(source, **options):
    return [each for each in problems_of(source, **options) if each.severity == "error"]


def only_error(source, **options):
    (error,) = errors_of(source, **options)
    return error


def warnings_of(source):
    return parse_composition(text_of(source)).warnings
