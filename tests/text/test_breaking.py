# ruff: noqa: RUF001 these look-alikes are meant
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from render.text.bidi import first_direction, resolve_levels, visual_order
from render.text.dictionary import word_ends, word_starts
from render.text.graphemes import graphemes, may_break, shares_white
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


@pytest.mark.parametrize(
    ("levels", "order"),
    [
        ([], []),
        ([0, 0, 0], [0, 1, 2]),
        ([1, 1, 1], [2, 1, 0]),
        ([0, 1, 1, 1, 0], [0, 3, 2, 1, 4]),
        ([1, 1, 2, 2, 1], [4, 2, 3, 1, 0]),
    ],
)
def test_items_are_ordered_for_the_eye(levels, order):
    assert visual_order(levels) == order


def seen(text, *, right_to_left):
    """Return the characters in the order the eye meets them, mirrored where they run backwards."""
    levels = resolve_levels(list(text), right_to_left=right_to_left)
    return "".join(
        MIRRORED.get(text[i], text[i]) if levels[i] % 2 else text[i] for i in visual_order(levels)
    )


MIRRORED = {"(": ")", ")": "(", "<": ">", ">": "<"}
# Each was held against an independent implementation of UAX 9.
SEEN = [
    ("abc אבג def", False, "abc גבא def"),
    ("abc אבג, דהו def", False, "abc והד ,גבא def"),
    ("אבג abc 12", True, "abc 12 גבא"),
    ("אבג 12 34", True, "34 12 גבא"),
    ("גיל 1-2+3", True, "1-2+3 ליג"),
    ("ה-T-shirts (ב-Brooklyn)", True, "(Brooklyn-ב) T-shirts-ה"),
    ("is אבג.", False, "is גבא."),
    ("50% אבג", True, "גבא 50%"),
    ("عدد 12.5", True, "12.5 ددع"),
    ("a (אב) c", False, "a (בא) c"),
]


@pytest.mark.parametrize(("text", "right_to_left", "expected"), SEEN)
def test_both_directions_in_one_line(text, right_to_left, expected):
    assert seen(text, right_to_left=right_to_left) == expected


@pytest.mark.parametrize(
    ("text", "direction"),
    [("12 (abc)", False), ("12 אב c", True), ("…", None), ("", None), ("\u200f1", True)],
)
def test_the_first_letter_gives_the_direction(text, direction):
    assert first_direction(list(text)) is direction


@given(st.text(st.sampled_from("abאבعد12٣ .,:;()[]%$+-/'\u200e\u200f"), max_size=20), st.booleans())
def test_every_order_is_a_permutation(text, right_to_left):
    levels = resolve_levels(list(text), right_to_left=right_to_left)
    assert sorted(visual_order(levels)) == list(range(len(text)))
    assert all(right_to_left <= level <= 2 for level in levels)


THAI = ["กาแฟ", "ยาม", "เช้า", "อร่อย", "กว่า", "เดิม"]


@pytest.mark.parametrize(
    "words",
    [
        THAI,
        ["ສະບາຍດີ", "ຊາວ", "ໂລກ"],
        ["កាហ្វេ", "ពេល", "ព្រឹក", "ឆ្ងាញ់"],
        ["ကော်ဖီ", "သည်"],
    ],
)
def test_words_without_spaces_are_found_in_dictionaries(words):
    text = "".join(words)
    ends = (0, *word_ends(text), len(text))
    assert [text[start:end] for start, end in pairwise(ends)] == words


def test_only_scripts_without_spaces_ask_the_dictionary():
    clusters = graphemes(f"Kaffee 日本 {''.join(THAI)} नमस्ते 5")
    starts = word_starts(clusters)
    assert ["".join(clusters[start:])[:2] for start in sorted(starts)] == [w[:2] for w in THAI[1:]]


@pytest.mark.parametrize(
    ("before", "after", "shared"),
    [("。", "「", True), ("」", "、", True), ("（", "「", True), ("「", "日", False),
     ("日", "「", False), ("」", "日", False), ("！", "（", False), (")", "(", False)],
)  # fmt: skip
def test_signs_of_full_width_share_their_white(before, after, shared):
    assert shares_white(before, after) is shared
