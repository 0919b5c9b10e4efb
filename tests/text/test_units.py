from itertools import pairwise

import numpy as np
import pytest

from render.text import (
    Background,
    FontBook,
    Gradient,
    Shadow,
    Stroke,
    TextLayout,
    TextPicture,
    TextRun,
    TextSpec,
    TextUnits,
    lay_out,
    paint,
    paint_units,
)

BOOK = FontBook()
GRADIENT = Gradient(((0.0, (255, 0, 0, 255)), (1.0, (0, 80, 255, 255))))
BY = ("line", "word", "char")


def laid_out(text: str, *, family="Poppins", size_px=50.0, fill=(255, 255, 255, 255), **fields):
    return lay_out(TextSpec((TextRun(text, family, size_px, fill=fill),), **fields), BOOK)


def composed(units: TextUnits, whole: TextPicture) -> np.ndarray:
    """Blend all pieces at rest onto a canvas that covers the whole picture."""
    height, width = whole.rgba.shape[:2]
    canvas = np.zeros((height, width, 4))
    for piece in units.pieces:
        rgba = piece.picture.rgba.astype(float)
        left = piece.picture.origin_px[0] - whole.origin_px[0]
        top = piece.picture.origin_px[1] - whole.origin_px[1]
        assert left >= 0
        assert top >= 0
        place = canvas[top : top + rgba.shape[0], left : left + rgba.shape[1]]
        assert place.shape == rgba.shape, "a unit reaches beyond the whole"
        place[:] = rgba + place * (1 - rgba[..., 3:] / 255)
    return canvas


def difference(layout: TextLayout, by, scale: float = 1.0) -> np.ndarray:
    whole = paint(layout, scale=scale)
    return np.abs(composed(paint_units(layout, by, scale=scale), whole) - whole.rgba)


def assert_no_trace(off: np.ndarray, by) -> None:
    # An edge's rounding depends a little on the other contours of its path, and where letters
    # touch (Devanagari's headline) two soft edges meet.
    assert off.max() <= (64 if by == "char" else 3)
    assert off.mean() < 0.05


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("family", ["Poppins", "EB Garamond", "Lato"])
def test_units_at_rest_make_the_whole_picture(by, family):
    layout = laid_out("Slow office\nfjord, AVATAR", family=family, fill=GRADIENT)
    assert_no_trace(difference(layout, by), by)


@pytest.mark.parametrize("by", BY)
def test_strokes_of_tight_letters_never_cover_their_neighbours(by):
    layout = laid_out("WAVES", stroke=Stroke(8.0), background=Background(per_line=True))
    off = difference(layout, by)
    # Only where two strokes' soft edges overlap may a little differ.
    assert np.percentile(off, 99.5) <= 3
    assert off.mean() < 0.3


@pytest.mark.parametrize("by", BY)
def test_shadows_of_units_add_up_to_about_the_shadow_of_the_whole(by):
    off = difference(laid_out("Slow waves", shadow=Shadow(4.0, 6.0, 12.0)), by)
    assert off.max() < 40
    assert off.mean() < 3


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("שלום, עולם! 24", "Open Sans"),
        ("नमस्ते क्षत्रिय", "Mukta"),
        ("日本語の文章です。", "Noto Sans JP"),
        ("e\u0301a\u0308 Å", "Roboto"),
        ("\u00a0a\u200bb\u200d", "Lato"),
    ],
)
def test_every_script_comes_apart_without_a_trace(by, text, family):
    assert_no_trace(difference(laid_out(text, family=family), by, 1.7), by)


def test_units_are_in_reading_order_and_say_what_they_are():
    text = "Slow mornings\nin Brooklyn"
    layout = laid_out(text)
    by_line = paint_units(layout, "line").units
    assert [unit.text for unit in by_line] == ["Slow mornings", "in Brooklyn"]
    by_word = paint_units(layout, "word").units
    assert [unit.text for unit in by_word] == text.split()
    assert [unit.line for unit in by_word] == [0, 0, 1, 1]
    by_char = paint_units(layout, "char").units
    assert "".join(unit.text for unit in by_char) == "SlowmorningsinBrooklyn"
    assert [unit.index for unit in by_char] == list(range(22))
    for unit in (*by_line, *by_word, *by_char):
        assert text[unit.start : unit.end].replace("\n", " ") == unit.text


def test_character_boxes_stand_side_by_side():
    units = paint_units(laid_out("Brooklyn"), "char").units
    assert len(units) == 8
    for before, after in pairwise(units):
        assert after.box.left_px == pytest.approx(before.box.right_px, abs=2.0)


def test_characters_of_right_to_left_words_run_from_right_to_left():
    units = paint_units(laid_out("שלום", family="Open Sans"), "char").units
    assert [unit.text for unit in units] == list("שלום")
    lefts = [unit.box.left_px for unit in units]
    assert lefts == sorted(lefts, reverse=True)


def test_a_ligature_moves_as_one():
    units = paint_units(laid_out("office", family="EB Garamond"), "char").units
    assert [unit.text for unit in units] == ["o", "ffi", "c", "e"]


def test_letter_spacing_takes_ligatures_apart():
    run = TextRun("office", "EB Garamond", 50.0, letter_spacing_px=4.0)
    units = paint_units(lay_out(TextSpec((run,)), BOOK), "char").units
    assert [unit.text for unit in units] == list("office")


def test_backgrounds_stand_still_and_come_first():
    units = paint_units(laid_out("a b", background=Background(), shadow=Shadow()), "word")
    assert units.pieces[0].unit is None
    assert units.pieces[0].layer == "background"
    assert [piece.layer for piece in units.pieces[1:]] == ["shadow", "shadow", "fill", "fill"]


def test_a_word_can_be_filled_otherwise_without_moving_anything():
    layout = laid_out("one two three")
    marked = layout.recolored({1: (255, 0, 0, 255)})
    assert [word.box for word in marked.words] == [word.box for word in layout.words]
    rgba, plain = paint(marked).rgba, paint(layout).rgba
    assert (rgba[..., 3] == plain[..., 3]).all()
    changed = np.flatnonzero((rgba != plain).any(axis=(0, 2))) + paint(layout).origin_px[0]
    box = layout.words[1].box
    assert box.left_px - 1 <= changed[0] <= changed[-1] <= box.right_px + 1
