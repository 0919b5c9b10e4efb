"""Any value anywhere: a composition or problems with places, never another error."""

import contextlib
import copy
import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from render.document import parse_composition, write_composition
from render.errors import CompositionError

EVERYTHING = json.loads(
    (Path(__file__).parents[1] / "schemas" / "everything.json").read_text(encoding="utf-8")
)
ODD_VALUES = st.sampled_from(
    [
        None,
        True,
        False,
        0,
        -1,
        1,
        0.5,
        -0.0,
        1e300,
        -1e300,
        2**62,
        2**53 + 1,
        "",
        " ",
        "0",
        "1e999",
        "$",
        "$nobody",
        "#",
        "50%",
        "-50%",
        "auto",
        "../../etc/passwd",
        "\0",
        "\u202e",
        "x" * 30_000,
        "steps(0)",
        "cubic-bezier(9,9,9,9)",
        "left",
        "fade",
        "text",
        [],
        {},
        [[]],
        [{}],
        {"": None},
        {"key": "a"},
        {"x": 1},
        {"type": "text"},
        {"stops": []},
        [None],
        ["a"],
        {"frame": 1},
        {"preset": "fade"},
        {"from": {}},
        {"layers": [{"type": "group"}]},
        {"a": {"b": {"c": [1]}}},
    ]
)


def places(node, path=()):
    """Yield the path of every value in a document."""
    yield path
    inner = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in inner:
        if isinstance(value, (dict, list)):
            yield from places(value, (*path, key))
        else:
            yield (*path, key)


def put(document, path, value):
    """Set the value at a path, unless an earlier change took the path away."""
    node = document
    with contextlib.suppress(KeyError, IndexError, TypeError):
        for step in path[:-1]:
            node = node[step]
        if isinstance(node, list) or path[-1] in node:
            node[path[-1]] = value


PLACES = [path for path in places(EVERYTHING) if path]


@given(
    st.lists(st.tuples(st.sampled_from(PLACES), ODD_VALUES), min_size=1, max_size=3), st.booleans()
)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_a_changed_value_gives_a_composition_or_problems(changes, strict):
    document = copy.deepcopy(EVERYTHING)
    for path, value in changes:
        put(document, path, value)
    text = json.dumps(document)
    problems, parsed = (), None
    try:
        parsed = parse_composition(text, strict=strict)
    except CompositionError as error:
        problems = error.problems
    lines = text.splitlines()
    for problem in problems:
        assert problem.message
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
    assert problems or parsed
    if parsed:
        again = parse_composition(write_composition(parsed.composition))
        assert again.composition == parsed.composition
