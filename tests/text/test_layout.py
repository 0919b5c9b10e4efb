from dataclasses import replace

import pytest

from render.errors import CompositionError, FontError, LimitExceeded
from render.text import FontBook, Gradient, TextLayout, TextRun, TextSpec, lay_out

BOOK = FontBook()


def spec(text: str, *, family: str = "Poppins", size_px: float = 40.0, **fields) -> TextSpec:
    return TextSpec((TextRun(text, family, size_px),), **fields)


def lines(layout: TextLayout) -> list[str]:
    return [" ".join(word.text for word in line.words) for line in layout.lines]


def test_text_wraps_to_the_width_and_no_line_is_longer():
    layout = lay_out(spec("Slow mornings taste better in Brooklyn", width_px=300.0), BOOK)
    assert len(layout.lines) > 2
    assert all(line.box.width_px <= 300.001 for line in layout.lines)
    assert " ".join(lines(layout)) == "Slow mornings taste better in Brooklyn"


def test_greedy_lines_take_every_word_that_fits():
    layout = lay_out(spec("aa bb cc dd", width_px=None), BOOK)
    words = layout.lines[0].words
    exactly_three = words[2].box.right_px
    wrapped = lay_out(spec("aa bb cc dd", width_px=exactly_three), BOOK)
    assert lines(wrapped) == ["aa bb cc", "dd"]
    narrower = lay_out(spec("aa bb cc dd", width_px=exactly_three - 0.1), BOOK)
    assert lines(narrower) == ["aa bb", "cc dd"]


def test_without_a_width_only_line_feeds_break():
    layout = lay_out(spec("one two\nthree\r\n\nfour"), BOOK)
    assert lines(layout) == ["one two", "three", "", "four"]
    # The descenders of this font reach a little below the last line's box.
    assert layout.height_px == pytest.approx(4 * 40 * 1.2, abs=1)
    assert layout.width_px == pytest.approx(max(line.box.width_px for line in layout.lines))


def test_a_word_longer_than_the_line_is_cut_between_characters():
    layout = lay_out(spec("Donaudampfschifffahrt", width_px=120.0), BOOK)
    assert len(layout.lines) > 2
    assert all(line.box.width_px <= 120.001 for line in layout.lines)
    assert "".join(lines(layout)) == "Donaudampfschifffahrt"
    assert {word.index for word in layout.words} == {0}


def test_a_box_narrower_than_a_character_still_ends():
    layout = lay_out(spec("wide", width_px=1.0), BOOK)
    assert lines(layout) == list("wide")


def test_lines_may_end_after_hyphens_but_not_before_numbers():
    assert lines(lay_out(spec("state-of-the-art", width_px=200.0), BOOK)) == [
        "state-of-",
        "the-art",
    ]
    assert len(lay_out(spec("-5", width_px=30.0), BOOK).words[0].text) <= 2


def test_chinese_and_japanese_break_between_characters_but_not_before_a_full_stop():
    layout = lay_out(spec("日本語の文章です。", family="Noto Sans JP", width_px=165.0), BOOK)
    assert [line.replace(" ", "") for line in lines(layout)] == ["日本語の", "文章で", "す。"]


def test_a_soft_hyphen_shows_only_where_the_line_ends():
    text = "Grund\u00adgesetz"
    assert lines(lay_out(spec(text, width_px=150.0), BOOK)) == ["Grund-", "gesetz"]
    assert len(lay_out(spec(text), BOOK).lines) == 1


@pytest.mark.parametrize(("align", "share"), [("left", 0.0), ("center", 0.5), ("right", 1.0)])
def test_alignment_shares_the_free_room(align, share):
    layout = lay_out(spec("one", width_px=500.0, align=align), BOOK)
    box = layout.lines[0].box
    assert box.left_px == pytest.approx((500 - box.width_px) * share)


def test_justified_lines_fill_the_width_but_the_last():
    layout = lay_out(spec("one two three four five", width_px=250.0, align="justify"), BOOK)
    assert len(layout.lines) > 1
    for line in layout.lines[:-1]:
        assert line.words[-1].box.right_px == pytest.approx(250.0)
    assert layout.lines[-1].words[-1].box.right_px < 249


@pytest.mark.parametrize(("align", "share"), [("top", 0.0), ("middle", 0.5), ("bottom", 1.0)])
def test_vertical_alignment_shares_the_free_height(align, share):
    layout = lay_out(spec("one\ntwo", height_px=400.0, vertical_align=align), BOOK)
    assert layout.lines[0].box.top_px == pytest.approx((400 - 96) * share, abs=1)
    assert layout.height_px == 400


def test_balanced_lines_are_about_equally_long_and_no_more():
    text = "A headline that leaves one orphan behind"
    greedy = lay_out(spec(text, width_px=620.0), BOOK)
    balanced = lay_out(spec(text, width_px=620.0, balance=True), BOOK)
    assert len(greedy.lines) == len(balanced.lines) == 2

    def spread(layout):
        widths = [line.box.width_px for line in layout.lines]
        return max(widths) - min(widths)

    assert spread(balanced) < spread(greedy) / 2


def test_line_height_is_the_distance_of_baselines():
    layout = lay_out(spec("one\ntwo\nthree", line_height=1.5), BOOK)
    baselines = [line.baseline_px for line in layout.lines]
    assert baselines[1] - baselines[0] == pytest.approx(60)
    assert baselines[2] - baselines[1] == pytest.approx(60)


def test_runs_share_a_baseline_and_the_largest_gives_the_line_height():
    runs = (TextRun("big ", "Poppins", 100.0, weight=700), TextRun("small", "Lato", 20.0))
    line = lay_out(TextSpec(runs), BOOK).lines[0]
    assert line.words[0].baseline_px == line.words[1].baseline_px
    assert line.box.height_px == pytest.approx(120)
    assert line.words[0].box.height_px > line.words[1].box.height_px


def test_a_word_may_change_style_inside():
    runs = (TextRun("wa", "Poppins", 40.0), TextRun("ve maker", "Poppins", 40.0, weight=700))
    layout = lay_out(TextSpec(runs), BOOK)
    assert [word.text for word in layout.words] == ["wave", "maker"]
    assert len(layout.words[0].fragments) == 2


def test_letter_spacing_lies_between_characters_only():
    plain = lay_out(spec("abcd"), BOOK).lines[0].box.width_px
    runs = (TextRun("abcd", "Poppins", 40.0, letter_spacing_px=10.0),)
    line = lay_out(TextSpec(runs, width_px=400.0, align="right"), BOOK).lines[0]
    assert line.box.width_px == pytest.approx(plain + 30, abs=0.01)
    assert line.words[-1].box.right_px == pytest.approx(400)


def test_words_know_where_they_stand_in_the_text():
    text = "Slow  mornings,\nBrooklyn"
    layout = lay_out(spec(text), BOOK)
    assert [text[word.start : word.end] for word in layout.words] == [
        "Slow",
        "mornings,",
        "Brooklyn",
    ]
    assert [word.index for word in layout.words] == [0, 1, 2]


def test_shrinking_finds_the_largest_size_that_fits():
    fields = {"width_px": 300.0, "height_px": 100.0}
    text = "Slow mornings taste better"
    layout = lay_out(spec(text, size_px=80.0, overflow="shrink", **fields), BOOK)
    assert 0.4 < layout.scale < 1
    assert layout.lines[-1].box.bottom_px <= 100.01
    assert all(line.box.width_px <= 300.01 for line in layout.lines)
    larger = spec(text, size_px=80 * layout.scale * 1.02, **fields)
    assert lay_out(larger, BOOK).lines[-1].box.bottom_px > 100


def test_shrinking_keeps_long_words_whole_and_stops_at_the_floor():
    layout = lay_out(spec("Brooklyn", size_px=100.0, width_px=200.0, overflow="shrink"), BOOK)
    assert lines(layout) == ["Brooklyn"]
    floored = spec("Brooklyn", size_px=100.0, width_px=100.0, overflow="shrink", shrink_floor=0.5)
    assert lay_out(floored, BOOK).scale == pytest.approx(0.5)


def test_an_ellipsis_ends_the_last_line_that_fits():
    text = "Slow mornings taste better, in Brooklyn of all places"
    layout = lay_out(spec(text, width_px=340.0, max_lines=2, overflow="ellipsis"), BOOK)
    assert len(layout.lines) == 2
    assert layout.truncated
    assert lines(layout)[-1].endswith("…")
    assert not lines(layout)[-1].endswith((",…", " …"))
    assert all(line.box.width_px <= 340.001 for line in layout.lines)


def test_no_ellipsis_when_everything_fits():
    layout = lay_out(spec("Slow", width_px=340.0, max_lines=2, overflow="ellipsis"), BOOK)
    assert lines(layout) == ["Slow"]
    assert not layout.truncated


def test_clipping_drops_the_lines_that_do_not_fit():
    layout = lay_out(spec("a\nb\nc\nd", height_px=100.0, overflow="clip"), BOOK)
    assert lines(layout) == ["a", "b"]
    assert layout.truncated


def test_hebrew_runs_from_right_to_left():
    layout = lay_out(spec("שלום עולם", family="Open Sans"), BOOK)
    assert [word.text for word in layout.lines[0].words] == ["עולם", "שלום"]
    mixed = lay_out(spec("Say שלום עולם today", family="Open Sans"), BOOK)
    assert [w.text for w in mixed.lines[0].words] == ["Say", "עולם", "שלום", "today"]


def test_a_word_in_a_foreign_script_borrows_another_font():
    layout = lay_out(spec("Tea 茶", family="Poppins"), BOOK)
    assert [face.file.family for face in layout.faces] == ["Poppins", "Noto Sans SC"]
    assert len(layout.content_hash) == 2


def test_a_character_nobody_has_is_named_with_its_code_point():
    with pytest.raises(FontError, match=r"U\+12000") as caught:
        lay_out(spec("cuneiform 𒀀 here"), BOOK)
    assert "cuneiform" in caught.value.message


def test_an_unknown_family_is_noted_and_the_default_used():
    layout = lay_out(spec("hello", family="Popins"), BOOK)
    (note,) = layout.notes
    assert (note.code, note.used, note.hint) == ("unknown-family", "Open Sans", "Poppins")
    assert layout.faces[0].file.family == "Open Sans"


@pytest.mark.parametrize(
    "broken",
    [
        spec("a", size_px=0.0),
        spec("a", size_px=-3.0),
        spec("a", size_px=float("nan")),
        spec("a", width_px=float("inf")),
        spec("a", height_px=-1.0),
        TextSpec(()),
    ],
)
def test_lengths_that_are_none_are_refused(broken):
    with pytest.raises(CompositionError):
        lay_out(broken, BOOK)


def test_astronomical_sizes_are_refused():
    with pytest.raises(LimitExceeded):
        lay_out(spec("a", size_px=1e9), BOOK)
    with pytest.raises(LimitExceeded):
        lay_out(spec("a " * 20_000), BOOK)


@pytest.mark.parametrize("text", ["", " ", "\n", "\n\n", "\t \u200b", "\x00\x07"])
def test_text_without_anything_to_see_has_no_words_worth_a_width(text):
    layout = lay_out(spec(text, width_px=100.0), BOOK)
    assert sum(line.box.width_px for line in layout.lines) == 0


def test_a_spec_can_be_a_key():
    plain = spec("a")
    assert hash(plain) == hash(replace(plain))
    gradient = Gradient(((0.0, (0, 0, 0, 255)), (1.0, (255, 255, 255, 255))))
    assert hash(TextSpec((TextRun("a", "Lato", 10.0, fill=gradient),)))
