"""Pages: where they end, how their lines break, how long they stay."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from render.captions.paging import PageLimits, plan_pages, reading_frames
from render.captions.spoken import Passage, SpokenWord, spread, words_as_said
from render.captions.syllables import weight_of

FPS = Fraction(30)
LIMITS = PageLimits(width_px=20, space_px=1)
"""A letter is a pixel wide."""


def measure(texts):
    return [len(text) for text in texts]


def said(text, start=0, frames_a_letter=2, pause=None):
    """Words one after the other; `|` is a pause."""
    words, frame = [], start
    for word in text.split():
        if word == "|":
            frame += pause
            continue
        words.append((word, frame, frame + frames_a_letter * len(word)))
        frame = words[-1][2]
    spoken = words_as_said(words)
    return Passage(spoken, spoken[0].start_frame, spoken[-1].end_frame)


def texts(passage, limits=LIMITS, **how):
    return [page.text for page in plan_pages([passage], limits, measure, FPS, **how)]


def test_pages_end_where_sentences_do():
    text = "Slow mornings taste better. The coffee is on the house today. Come by."
    assert texts(said(text)) == [
        "Slow mornings\ntaste better.",
        "The coffee is on\nthe house today.",
        "Come by.",
    ]


def test_a_short_sentence_shares_a_page_with_the_next():
    assert texts(said("Yes. We are open.")) == ["Yes. We are open."]


def test_a_comma_is_a_better_end_than_the_middle_of_a_phrase():
    text = "When the morning is slow, people stay for another cup"
    assert texts(said(text))[0] == "When the morning\nis slow,"


def test_nothing_ends_behind_an_article():
    for page in texts(said("we bake the bread in a very old stone oven at the end of a road")):
        for line in page.split("\n"):
            assert line.split()[-1] not in ("the", "a")


@pytest.mark.parametrize(("pause", "pages"), [(24, 2), (3, 1)])
def test_a_long_pause_ends_a_page(pause, pages):
    assert len(texts(said("one two | three four", pause=pause))) == pages


def test_lines_are_balanced():
    (page,) = texts(said("one three fives seven eight"))
    first, second = page.split("\n")
    assert abs(len(first) - len(second)) <= 5


def test_characters_are_counted_when_asked_for():
    limits = PageLimits(width_px=1000, space_px=1, chars=12)
    for page in texts(said("the quick brown fox jumps over the lazy dog again"), limits):
        assert all(len(line) <= 12 for line in page.split("\n"))


def test_a_word_longer_than_a_line_stands_alone():
    assert texts(said("a Donaudampfschifffahrtsgesellschaft b"))


def test_japanese_breaks_between_phrases_and_never_before_a_closing_sign():
    text = "今日は天気がいいので、公園へ散歩に行きましょう。"
    words = spread([text], 0, 120)
    assert "".join(word.text for word in words) == text
    limits = PageLimits(width_px=12, space_px=1)
    for page in texts(Passage(words, 0, 120), limits):
        for line in page.split("\n"):
            assert line[0] not in "、。ょうをはがにへ"


def test_pages_stay_long_enough_to_be_read_where_there_is_room():
    fast = said("a quick one", frames_a_letter=1)
    late = said("later", start=300)
    first, second = plan_pages([fast, late], LIMITS, measure, FPS)
    assert len(range(first.start_frame, first.end_frame)) >= reading_frames(first.text, FPS)
    assert first.end_frame < second.start_frame, "it does not wait for the next one"


def test_a_short_gap_between_pages_is_closed():
    first, second = plan_pages([said("one two"), said("three", start=20)], LIMITS, measure, FPS)
    assert first.end_frame == second.start_frame == 20


def test_what_somebody_made_a_page_of_keeps_its_lines_and_times():
    words = spread(["First line", "and the second"], 10, 100)
    page = Passage(words, 10, 100, is_page=True, estimated=True)
    (found,) = plan_pages([page], LIMITS, measure, FPS)
    assert found.text == "First line\nand the second"
    assert (found.start_frame, found.end_frame) == (10, 100)
    assert found.estimated


def test_a_page_that_does_not_fit_is_cut_and_fills_its_time():
    words = spread(["a line that is far too long for what there is room for here"], 10, 100)
    pages = plan_pages([Passage(words, 10, 100, is_page=True)], LIMITS, measure, FPS)
    assert len(pages) == 2
    assert pages[0].start_frame == 10
    assert pages[-1].end_frame >= 100
    assert pages[0].end_frame == pages[1].start_frame


def test_one_word_at_a_time():
    pages = plan_pages([said("one two three")], LIMITS, measure, FPS, one_word=True)
    assert [(page.text, page.start_frame) for page in pages] == [
        ("one", 0),
        ("two", 6),
        ("three", 12),
    ]


def test_words_without_times_take_as_long_as_they_are_to_say():
    weights = [weight_of(word) for word in ("a", "coffee", "extraordinary", "extraordinary.")]
    assert weights == sorted(weights)
    assert len(set(weights)) == 4
    words = spread(["a coffee"], 0, 30)
    assert [words[0].start_frame, words[1].start_frame, words[1].end_frame] == [0, 11, 30]


WORDS = st.lists(
    st.tuples(
        st.sampled_from(
            ["a", "the", "coffee", "mornings.", "Brooklyn,", "朝", "です。", "قهوة", "x" * 30]
        ),
        st.integers(0, 40),
        st.integers(0, 30),
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=60)
@given(WORDS, st.integers(1, 3), st.integers(5, 60), st.booleans())
def test_pages_say_everything_once_in_order_and_never_overlap(timed, lines, width, one_word):
    words, frame = [], 0
    for text, gap, length in timed:
        words.append(SpokenWord(text, frame + gap, frame + gap + length))
        frame += gap + length
    passage = Passage(tuple(words), words[0].start_frame, words[-1].end_frame)
    limits = PageLimits(width_px=width, space_px=1, lines=lines)
    pages = plan_pages([passage], limits, measure, FPS, one_word=one_word)
    for page, following in pairwise(pages):
        assert page.start_frame < page.end_frame <= following.start_frame
    shown = [word.text for page in pages for word in page.words]
    if len({word.start_frame for word in words}) == len(words):
        assert shown == [word.text for word in words]
    assert all(len(page.lines) <= max(lines, 1) for page in pages)
    for page in pages:
        for line in page.lines:
            room = sum(map(len, (word.text for word in line))) + len(line) - 1
            assert room <= width or len(line) == 1
