"""Compositions with random damage: an answer, always the same one, soon, and never a traceback."""

import copy
import json
import resource
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from render.checks import Config, check_source
from render.checks.reports import FORMATS, report

ROOT = Path(__file__).resolve().parents[2]
ORIGINALS = [
    json.loads(path.read_text())
    for path in (
        ROOT / "tests/schemas/everything.json",
        ROOT / "tests/checks/corpus/text-tiny.json",
    )
]
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(
        [
            "$",
            "$accent",
            "50%",
            "-1%",
            "#12",
            "fade",
            "cut",
            "auto",
            "",
            "../x",
            0,
            -1,
            1e308,
            2**70,
        ]
    ),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=8), st.integers(), max_size=3),
)
SECONDS, MEGABYTES = 5, 500


def places(node, path=()):
    yield path
    items = node.items() if isinstance(node, dict) else enumerate(node)
    for step, value in items:
        if isinstance(value, (dict, list)):
            yield from places(value, (*path, step))


PLACES = [list(places(original)) for original in ORIGINALS]


@st.composite
def damaged(draw, originals=(0, 1)):
    """Draw a composition with one to six changes, as text."""
    which = draw(st.sampled_from(originals))
    document = copy.deepcopy(ORIGINALS[which])
    for _ in range(draw(st.integers(1, 6))):
        node = document
        for step in draw(st.sampled_from(PLACES[which])):
            try:
                node = node[step]
            except (KeyError, IndexError, TypeError):
                break
        if not isinstance(node, (dict, list)) or not node:
            continue
        steps = list(node) if isinstance(node, dict) else range(len(node))
        step = draw(st.sampled_from(steps))
        change = draw(st.sampled_from(["value", "drop", "twice", "rename", "swap"]))
        if change == "value":
            node[step] = draw(ODD)
        elif change == "drop":
            del node[step]
        elif change == "twice" and isinstance(node, list):
            node.append(copy.deepcopy(node[step]))
        elif change == "rename" and isinstance(node, dict):
            node[draw(st.text(min_size=1, max_size=12))] = node.pop(step)
        elif change == "swap":
            other = draw(st.sampled_from(steps))
            node[step], node[other] = node[other], node[step]
    text = json.dumps(document)
    if draw(st.integers(0, 9)) == 0:
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(["", ",", "}", '"', "\\", "\x00"])) + text[at + 1 :]
    return text.encode("utf-8", "surrogatepass")


def peak_megabytes():
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def judge(source):
    began, before = time.perf_counter(), peak_megabytes()
    first = check_source(source, "a.json", Config())
    assert time.perf_counter() - began < SECONDS
    assert peak_megabytes() - before < MEGABYTES
    assert check_source(source, "a.json", Config()) == first
    for problem in first.problems:
        assert problem.message
        assert problem.line is None or 0 < problem.line <= first.text.count("\n") + 1
    report(FORMATS[1 + len(source) % (len(FORMATS) - 1)], [first])


@settings(max_examples=300, deadline=None, database=None)
@given(damaged(originals=(1,)))  # the small one, for time's sake
def test_damage_is_answered(source):
    judge(source)


@pytest.mark.soak
@settings(
    max_examples=20_000, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
@given(damaged())
def test_much_damage_is_answered(source):
    judge(source)
