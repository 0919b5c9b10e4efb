import subprocess
import sys
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from render.segments import canonical_json, segment_key
from render.timebase import FrameRange


class Fit(Enum):
    COVER = "cover"
    CONTAIN = "contain"


class Rank(int, Enum):
    ONE = 1


@dataclass(frozen=True)
class Drawn:
    name: str = field(metadata={"in_key": False})
    opacity: float = 1.0
    parts: tuple[object, ...] = ()


@dataclass(frozen=True)
class Heard:
    opacity: float = 1.0
    parts: tuple[object, ...] = ()


DIFFERENT = [
    None,
    True,
    False,
    0,
    1,
    1.0,
    0.5,
    "",
    "1",
    "cover",
    b"cover",
    Fit.COVER,
    Fit.CONTAIN,
    Rank.ONE,
    Fraction(1),
    Fraction(30000, 1001),
    "30000/1001",
    [],
    [1],
    [[1]],
    {},
    {"a": 1},
    {"a": None},
    {1: "a"},
    {"1": "a"},
    {"(fraction)": "30000/1001"},
    {"(enum)": ["Fit", "COVER"]},
    set(),
    {1},
    {"1"},
    FrameRange(0, 1),
    Drawn("a"),
    Drawn("a", 0.5),
    Drawn("a", 1.0, (1,)),
    Heard(),
    np.zeros(2, np.uint8),
    np.zeros(2, np.int8),
    np.zeros((2, 1), np.uint8),
    np.ones(2, np.uint8),
]


def test_different_values_have_different_texts():
    texts = [canonical_json(value) for value in DIFFERENT]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ({1: "a", "b": 2}, {"b": 2, 1: "a"}),
        ({"x", "y", "z"}, frozenset({"z", "y", "x"})),
        ((1, 2), [1, 2]),
        (range(3), [0, 1, 2]),
        (Fraction(2, 4), Fraction(1, 2)),
        (np.float64(0.1), 0.1),
        (b"ab", bytearray(b"ab")),
        (Drawn("a"), Drawn("b")),
        (np.arange(6, dtype=np.uint8)[::2], np.array([0, 2, 4], np.uint8)),  # noqa: TID251  (whole numbers)
    ],
)
def test_equal_values_have_equal_texts(one, other):
    assert canonical_json(one) == canonical_json(other)


@pytest.mark.parametrize(
    "value", [Path("a"), print, Drawn, object(), (n for n in ()), np.array([None]), 1j]
)
def test_what_has_no_canonical_form_is_refused_however_deep(value):
    with pytest.raises(TypeError):
        canonical_json(Drawn("a", parts=({"deep": [value]},)))


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_numbers_that_are_none_are_refused(value):
    with pytest.raises(ValueError, match="no place"):
        canonical_json([value])


def test_a_field_may_be_left_out_whatever_it_holds():
    assert canonical_json(Drawn(Path("/anywhere"))) == canonical_json(Drawn("a"))  # type: ignore[arg-type]


def test_the_key_changes_with_each_of_its_parts_and_with_nothing_else():
    plain = segment_key(Drawn("a"), {"crf": 20}, "1.0")
    assert plain == segment_key(Drawn("b"), {"crf": 20}, "1.0")
    others = [
        segment_key(Drawn("a", 0.5), {"crf": 20}, "1.0"),
        segment_key(Drawn("a"), {"crf": 21}, "1.0"),
        segment_key(Drawn("a"), {"crf": 20}, "1.1"),
    ]
    assert len({plain, *others}) == 4
    assert len(plain) == 64
    assert set(plain) <= set("0123456789abcdef")


def test_the_text_is_the_same_in_another_process_with_other_hash_seeds():
    code = (
        "from render.segments import canonical_json as c;"
        "print(c({'b': {'x', 'y', 'z', 'w'}, 'a': {3: 1, 'k': 2}}))"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(texts) == 1
