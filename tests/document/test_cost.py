"""What a composition asks for is bounded as a whole, not only part by part."""

import json

import pytest

from render.document import parse_composition
from render.document.cost import drawn_pixels
from render.errors import LimitExceeded

CANVAS = {"id": "c", "width": 100, "height": 50, "fps": 30}


def parsed(**fields):
    return parse_composition(json.dumps({**CANVAS, **fields})).composition


def test_the_canvas_and_every_layer_count_for_the_frames_they_are_there():
    shape = {"type": "shape", "shape": "rect"}
    group = {"type": "group", "durationFrames": 20, "layers": [{**shape, "startFrame": 15}]}
    composition = parsed(
        totalDurationFrames=100,
        scenes=[{"id": "a", "durationFrames": 100, "layers": [{**shape, "startFrame": 40}, group]}],
        overlays=[
            {**shape, "durationFrames": 10},
            {**shape, "startFrame": -7, "durationFrames": 10},
            {**shape, "startFrame": -1_000_000},
        ],
    )
    frames = 100 + 100 + 60 + 20 + 5 + 10 + 3 + 100
    assert drawn_pixels(composition) == frames * 100 * 50


def huge(layers):
    shape = {"type": "shape", "shape": "rect"}
    return {
        **CANVAS,
        "width": 7680,
        "height": 4320,
        "totalDurationFrames": 648_000,
        "scenes": [{"id": "a", "durationFrames": 648_000, "layers": [shape] * layers}],
    }


def test_six_hours_of_8k_are_too_much_with_many_layers_and_refused_with_both_numbers():
    source = json.dumps(huge(1), indent=1)
    with pytest.raises(LimitExceeded) as caught:
        parse_composition(source)
    [problem] = caught.value.problems
    assert "6.4e+13" in problem.message
    assert "5.0e+13" in problem.message
    assert source.splitlines()[problem.line - 1].strip().startswith('"totalDurationFrames"')


def test_six_hours_of_8k_alone_are_allowed():
    assert parse_composition(json.dumps(huge(0))).composition.total_duration_frames == 648_000
