"""Make the test fonts: every glyph is a rectangle, so what text must look like is known exactly.

Run once by hand with fontTools 4 (no dependency of the project): `python make_squares.py`.

squares.ttf, 1000 units an em, ascent 800, descent 200, advance as wide as the glyph:
    A   from the baseline up 500, 500 wide      g   from 200 below to 300 above the baseline
    |   100 wide, from -200 to 800              C   coloured: left half red, right half blue
squares-variable.ttf: A, as wide as the weight (100 to 900).
"""

from pathlib import Path

from fontTools.colorLib.builder import buildCOLR, buildCPAL
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables.TupleVariation import TupleVariation

HERE = Path(__file__).parent
EPOCH = 2_082_844_800  # 1970 as fonts count, so that the files are the same every time


def rectangle(left, bottom, right, top):
    pen = TTGlyphPen(None)
    pen.moveTo((left, bottom))
    for corner in ((left, top), (right, top), (right, bottom)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


def builder(family, glyphs, advances, characters):
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder(list(glyphs))
    font.setupCharacterMap(characters)
    font.setupGlyf(glyphs)
    bearings = {name: getattr(glyph, "xMin", 0) for name, glyph in glyphs.items()}
    font.setupHorizontalMetrics({name: (advances[name], bearings[name]) for name in glyphs})
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": family, "styleName": "Regular"})
    font.setupOS2(
        sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200, sCapHeight=500
    )
    font.setupPost()
    font.font["head"].created = font.font["head"].modified = EPOCH
    font.font.recalcTimestamp = False
    return font


def squares():
    empty = TTGlyphPen(None).glyph()
    glyphs = {
        ".notdef": empty,
        "space": empty,
        "A": rectangle(0, 0, 500, 500),
        "g": rectangle(0, -200, 500, 300),
        "bar": rectangle(0, -200, 100, 800),
    }
    advances = {".notdef": 500, "space": 250, "A": 500, "g": 500, "bar": 100}
    characters = {ord(" "): "space", ord("A"): "A", ord("g"): "g", ord("|"): "bar"}
    builder("Squares", glyphs, advances, characters).save(HERE / "squares.ttf")


def colour():
    empty = TTGlyphPen(None).glyph()
    glyphs = {
        ".notdef": empty,
        "C": rectangle(0, 0, 500, 500),
        "left": rectangle(0, 0, 250, 500),
        "right": rectangle(250, 0, 500, 500),
    }
    font = builder("Colour Squares", glyphs, dict.fromkeys(glyphs, 500), {ord("C"): "C"})
    font.font["COLR"] = buildCOLR({"C": [("left", 0), ("right", 1)]})
    font.font["CPAL"] = buildCPAL([[(1, 0, 0, 1), (0, 0, 1, 1)]])
    font.save(HERE / "squares-colour.ttf")


def variable():
    glyphs = {".notdef": TTGlyphPen(None).glyph(), "A": rectangle(0, 0, 400, 500)}
    font = builder("Variable Squares", glyphs, {".notdef": 500, "A": 400}, {ord("A"): "A"})
    font.setupFvar([("wght", 100, 400, 900, "Weight")], [])
    # Deltas of the four corners and of the phantom points: left, advance, top, bottom.
    font.setupGvar(
        {
            "A": [
                TupleVariation({"wght": (0, 1, 1)}, deltas(500)),
                TupleVariation({"wght": (-1, -1, 0)}, deltas(-300)),
            ],
            ".notdef": [],
        }
    )
    font.save(HERE / "squares-variable.ttf")


def deltas(wider):
    return [(0, 0), (0, 0), (wider, 0), (wider, 0), (0, 0), (wider, 0), (0, 0), (0, 0)]


if __name__ == "__main__":
    squares()
    colour()
    variable()
