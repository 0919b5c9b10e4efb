from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from render.text.bidi import visual_order
from render.text.graphemes import graphemes, may_break
from render.text.wrap import Widths, line_width, wrap, wrap_balanced

WIDTHS = st.lists(
    st.builds(Widths, st.floats(0, 50), st.floats(0, 9), st.floats(0, 3)), min_size=1, max_size=30
)


@pytest.mark.parametrize(
    ("text", "clusters"),
    [
        ("abc", ["a", "b", "c"]),
        ("e\u0301a", ["e\u0301", "a"]),
        ("👩‍👩‍👧x", ["👩‍👩‍👧", "x"]),
        ("🇩🇪🇫🇷", ["🇩🇪", "🇫🇷"]),
        ("👍🏽", ["👍🏽"]),
        ("❤️", ["❤️"]),
        ("क्षत्रि", ["क्ष", "त्रि"]),
        ("\u1100\u1161\u11a8한", ["\u1100\u1161\u11a8", "한"]),
        ("a\r\nb", ["a", "\r\n", "b"]),
        ("a \u0301", ["a", " ", "\u0301"]),
    ],
)
def test_what_a_reader_calls_a_character_stays_whole(text, clusters):
    assert graphemes(text) == clusters


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        ("-", "a", True),
        ("-", "5", False),
        ("a", "-", False),
        ("a", "b", False),
        ("/", "b", True),
        ("日", "本", True),
        ("章", "。", False),
        ("「", "本", False),
        ("ッ", "ク", True),
        ("ク", "ッ", False),
        ("한", "국", False),
        ("日", "\u00a0", False),
        ("a", "\u2060", False),
    ],
)
def test_where_lines_may_end_inside_a_word(before, after, allowed):
    assert may_break(before, after) is allowed


@given(WIDTHS, st.floats(1, 200))
def test_wrapping_loses_nothing_and_wraps_no_sooner_than_it_must(atoms, limit):
    lines = wrap(atoms, limit)
    assert [index for start, end in lines for index in range(start, end)] == list(range(len(atoms)))
    for (start, end), (_, after) in pairwise(lines):
        assert end > start
        assert line_width(atoms[start : end + 1]) > limit
        assert after > end
    for start, end in lines:
        assert end - start == 1 or line_width(atoms[start:end]) <= limit + 0.01


@given(WIDTHS, st.floats(1, 200))
def test_balancing_needs_no_more_lines_and_makes_none_longer(atoms, limit):
    greedy, balanced = wrap(atoms, limit), wrap_balanced(atoms, limit)
    assert len(balanced) <= len(greedy)

    def longest(lines):
        return max(line_width(atoms[start:end]) for start, end in lines)

    assert longest(balanced) <= longest(greedy) + 0.01


def test_no_width_is_one_line_and_no_atoms_are_one_empty_line():
    assert wrap([Widths(5, 0, 0)] * 3, None) == [(0, 3)]
    assert wrap([], 10.0) == wrap_balanced([], 10.0) == [(0, 0)]


L, R, N = False, True, None


@pytest.mark.parametrize(
    ("directions", "right_to_left", "order"),
    [
        ([], False, []),
        ([L, N, L], False, [0, 1, 2]),
        ([R, N, R], True, [2, 1, 0]),
        ([L, N, R, N, R, N, L], False, [0, 1, 4, 3, 2, 5, 6]),
        ([R, N, L, N, L, N, R], True, [6, 5, 2, 3, 4, 1, 0]),
        ([R, N, R, N], False, [2, 1, 0, 3]),
        ([N, N, N], True, [2, 1, 0]),
    ],
)
def test_words_are_ordered_for_the_eye(directions, right_to_left, order):
    assert visual_order(directions, right_to_left=right_to_left) == order


def test_every_order_is_a_permutation():
    for directions in permutations([L, L, R, R, N, N]):
        for base in (True, False):
            assert sorted(visual_order(directions, right_to_left=base)) == list(range(6))
