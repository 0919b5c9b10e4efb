"""Text in a font of rectangles: what must be painted can be written down letter by letter.

`.` is clear, `#` the fill, `s` the stroke or shadow, `b` the background, `r` red, `u` blue; a
letter is one pixel. A font size of 10 px makes `A` a block of 5 x 5 pixels on the baseline, `g` one
from 2 below to 3 above it, `|` a line from 2 below to 8 above.
"""

from pathlib import Path

import pytest

from render.text import (
    Background,
    FontBook,
    Shadow,
    Stroke,
    TextRun,
    TextSpec,
    lay_out,
    paint,
)

BOOK = FontBook([Path(__file__).parent / "fonts"])
COLORS = {
    (0, 0, 0, 0): ".",
    (255, 255, 255, 255): "#",
    (0, 255, 0, 255): "s",
    (9, 9, 9, 255): "b",
    (255, 0, 0, 255): "r",
    (0, 0, 255, 255): "u",
}
GREEN, DARK = (0, 255, 0, 255), (9, 9, 9, 255)


# Skia traces to a 4096th of an em, so an edge may be off by a hundredth of a pixel.
TOLERANCE = 6


def letter(pixel) -> str:
    for color, name in COLORS.items():
        if max(abs(int(a) - b) for a, b in zip(pixel, color, strict=True)) <= TOLERANCE:
            return name
    return "?"


def drawn(*texts: str, size_px: float = 10.0, family: str = "Squares", **fields) -> str:
    """Paint, and write down the picture from the layout box's top-left corner to the last ink."""
    runs = tuple(TextRun(text, family, size_px) for text in texts)
    picture = paint(lay_out(TextSpec(runs, line_height=1.0, **fields), BOOK))
    left, top = picture.origin_px
    rows = ["." * left + "".join(map(letter, row)) for row in picture.rgba]
    rows = ["."] * top + rows[max(-top, 0) :]
    return "\n".join(row[max(-left, 0) :].rstrip(".") for row in rows).rstrip("\n")


def picture_of(text: str) -> str:
    lines = [line.strip() for line in text.strip().splitlines()]
    return "\n".join(line.rstrip(".") for line in lines)


def test_letters_stand_on_the_baseline_and_hang_below_it():
    assert drawn("Ag|") == picture_of("""
        ..........#
        ..........#
        ..........#
        #####.....#
        #####.....#
        ###########
        ###########
        ###########
        .....######
        .....######
    """)


def test_lines_are_a_line_height_apart_and_centred():
    assert drawn("AAA A", width_px=19.0, align="center") == picture_of("""
        .
        .
        .
        ..###############
        ..###############
        ..###############
        ..###############
        ..###############
        .
        .
        .
        .
        .
        .......#####
        .......#####
        .......#####
        .......#####
        .......#####
    """)


def test_a_stroke_of_one_pixel_surrounds_the_letter():
    picture = drawn(" A", "\nA", stroke=Stroke(1.0, GREEN)).splitlines()
    assert picture[3:8] == ["#####s"] * 5
    assert picture[8].startswith("sssss")
    assert picture[2].startswith("sssss")


def test_a_hard_shadow_lies_where_it_is_sent():
    assert drawn("A", shadow=Shadow(3.0, 2.0, 0.0, GREEN)) == picture_of("""
        .
        .
        .
        #####
        #####
        #####sss
        #####sss
        #####sss
        ...sssss
        ...sssss
    """)


def test_a_background_hugs_the_lines_of_the_block():
    assert drawn("A", background=Background(DARK, 2.0, 0.0)) == picture_of("""
        bbbbbbb
        bbbbbbb
        bbbbbbb
        #####bb
        #####bb
        #####bb
        #####bb
        #####bb
        bbbbbbb
        bbbbbbb
    """)


def test_backgrounds_by_line_are_as_wide_as_each_line():
    picture = drawn("AA\nA", background=Background(DARK, 1.0, 0.0, per_line=True)).splitlines()
    assert picture[0] == "b" * 11
    assert picture[10] == "b" * 6


def test_coloured_glyphs_keep_their_colours():
    assert drawn("C", family="Colour Squares", size_px=20.0) == picture_of("""
        .
        .
        .
        .
        .
        .
        rrrrruuuuu
        rrrrruuuuu
        rrrrruuuuu
        rrrrruuuuu
        rrrrruuuuu
        rrrrruuuuu
        rrrrruuuuu
        rrrrruuuuu
        rrrrruuuuu
        rrrrruuuuu
    """)


def test_coloured_glyphs_cast_shadows():
    picture = drawn("C", family="Colour Squares", size_px=20.0, shadow=Shadow(4.0, 0.0, 0.0, GREEN))
    assert picture.splitlines()[8].startswith("rrrrruuuuusss")


@pytest.mark.parametrize("scale", [1, 2, 3])
def test_scale_multiplies_pixels(scale):
    layout = lay_out(TextSpec((TextRun("A", "Squares", 10.0),), line_height=1.0), BOOK)
    picture = paint(layout, scale=float(scale))
    covered = picture.rgba[..., 3].sum(dtype=float) / 255
    assert covered == pytest.approx(25 * scale * scale, rel=0.01)
