import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from render.errors import FontError
from render.text import FontBook, TextRun, TextSpec, lay_out
from render.text.faces import fonts_in
from render.text.families import embedded_fonts, family_key, style_by_name

BOOK = FontBook()
SQUARES = Path(__file__).parent / "fonts"
WEIGHT_AXIS = int.from_bytes(b"wght", "big")


def test_the_families_that_come_along_are_known_by_their_names():
    families = FontBook().families()
    for family in ("Poppins", "Lato", "Roboto", "Raleway", "EB Garamond", "Open Sans", "Mukta"):
        assert family in families
    assert {"Noto Sans", "Noto Sans SC", "Noto Sans JP", "Noto Sans KR"} <= set(families)


def test_names_read_off_the_files_are_what_the_files_say():
    # The index is made from file names alone; this opens every file once and compares.
    import skia  # noqa: PLC0415 only this test needs it

    manager = skia.FontMgr.New_Custom_Empty()
    for file in embedded_fonts():
        typeface = manager.makeFromFile(str(file.path), 0)
        style = typeface.fontStyle()
        axes = {a.tag: (a.min, a.max) for a in typeface.getVariationDesignParameters()}
        lightest, heaviest = axes.get(WEIGHT_AXIS, (0, 0))
        assert bool(file.heaviest) == bool(heaviest)
        if heaviest:
            # Wishes beyond what a file has are met with the nearest it has.
            assert file.weight <= lightest <= 400 <= heaviest <= 1000
            assert family_key(typeface.getFamilyName()).startswith(family_key(file.family))
            continue
        assert family_key(typeface.getFamilyName()) == family_key(file.family)
        # Fontin calls its Regular 500 inside.
        assert abs(style.weight() - file.weight) <= 100
        assert (style.slant() != skia.FontStyle.kUpright_Slant) == file.italic


@pytest.mark.parametrize(
    ("name", "style"),
    [
        ("Bold", (700, False)),
        ("BoldItalic", (700, True)),
        ("Italic", (400, True)),
        ("Solid-900", (900, False)),
        ("SemiBold Oblique", (600, True)),
        ("", (400, False)),
        ("Fancy", (400, False)),
    ],
)
def test_a_style_name_gives_weight_and_slant(name, style):
    assert style_by_name(name) == style


@pytest.mark.parametrize(
    ("asked", "taken"), [(100, 400), (400, 400), (500, 400), (600, 700), (700, 700), (900, 700)]
)
def test_the_nearest_weight_is_taken(asked, taken):
    face, note = BOOK.match("Poppins", asked, italic=False)
    assert face.file.weight == taken
    assert note is None


def test_families_are_found_however_they_are_written_and_in_order_of_preference():
    assert BOOK.match("eb-garamond", 400, italic=True)[0].file.italic
    face, note = BOOK.match("Helvetica, ' Lato ', serif", 400, italic=False)
    assert (face.file.family, note) == ("Lato", None)
    assert BOOK.match("sans-serif", 400, italic=False)[1] is None


def test_an_unknown_family_without_a_likely_spelling_has_no_hint():
    face, note = BOOK.match("Zzyzx", 700, italic=False)
    assert face.file.family == note.used
    assert note.hint is None
    assert "Zzyzx" in note.message


def test_a_family_without_italics_is_sheared():
    def right_px(*, italic):
        runs = (TextRun("l", "Mukta", 100.0, italic=italic),)
        fragment = lay_out(TextSpec(runs), BOOK).words[0].fragments[0]
        return fragment.ink_box.right_px

    assert right_px(italic=True) > right_px(italic=False) + 10


def test_own_fonts_win_over_embedded_ones(tmp_path):
    lato = next(file for file in embedded_fonts() if file.family == "Lato" and file.weight == 700)
    shutil.copy(lato.path, tmp_path / "MyLato.ttf")
    face, _ = FontBook([tmp_path]).match("Lato", 400, italic=False)
    assert face.file.path == tmp_path / "MyLato.ttf"


def test_a_weight_axis_is_used(tmp_path):
    shutil.copy(SQUARES / "squares-variable.ttf", tmp_path)
    book = FontBook([tmp_path])
    for weight in (100, 300, 900):
        runs = (TextRun("A", "Variable Squares", 100.0, weight=weight),)
        width = lay_out(TextSpec(runs), book).width_px
        assert width == pytest.approx(weight / 10, abs=0.1)


def test_own_fonts_lend_their_characters_first(tmp_path):
    shutil.copy(SQUARES / "squares.ttf", tmp_path)
    layout = lay_out(TextSpec((TextRun("A日", "Squares", 10.0),)), FontBook([tmp_path]))
    assert [face.file.family for face in layout.faces] == ["Squares", "Noto Sans SC"]
    (note,) = layout.notes
    assert (note.code, note.used) == ("fallback-glyph", "Noto Sans SC")


def test_han_characters_follow_the_language_around_them():
    def family(text):
        layout = lay_out(TextSpec((TextRun(text, "Lato", 10.0),)), BOOK)
        return layout.faces[0].file.family

    assert family("骨") == "Noto Sans SC"
    assert family("骨のある") == "Noto Sans JP"
    assert family("骨격") == "Noto Sans KR"


def test_all_missing_characters_are_named_at_once():
    with pytest.raises(FontError) as caught:
        lay_out(TextSpec((TextRun("𒀀 and 𓀀 and 𒀀", "Lato", 10.0),)), BOOK)
    message = str(caught.value)
    assert message.count("U+12000") == 1
    assert "U+13000" in message


@pytest.mark.parametrize("character", ["\ud800", "\uffff", "\U0010ffff"])
def test_characters_that_are_none_are_font_errors_not_crashes(character):
    with pytest.raises(FontError, match=r"U\+"):
        lay_out(TextSpec((TextRun(f"a{character}", "Lato", 10.0),)), BOOK)


def test_a_broken_font_file_is_named(tmp_path):
    (tmp_path / "broken.ttf").write_bytes(b"\x00\x01\x00\x00 no font")
    with pytest.raises(FontError, match=r"broken\.ttf"):
        FontBook([tmp_path]).families()


def test_a_fonts_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FontError, match="nowhere"):
        FontBook([tmp_path / "nowhere"]).match("Lato", 400, italic=False)


def test_a_book_crosses_to_another_process():
    book = pickle.loads(pickle.dumps(FontBook([SQUARES])))  # noqa: S301 made here
    assert "Squares" in book.families()
    assert fonts_in(SQUARES)


def test_the_hash_tells_which_fonts_are_drawn_with():
    def font_hash(*runs):
        return lay_out(TextSpec(runs), BOOK).content_hash

    regular = font_hash(TextRun("a", "Lato", 10.0))
    bold = font_hash(TextRun("a", "Lato", 10.0, weight=700))
    assert regular != bold
    assert set(font_hash(TextRun("a", "Lato", 10.0), TextRun("b", "Lato", 9.0, weight=700))) == {
        *regular,
        *bold,
    }


PROBE = """
import hashlib
from render.text import FontBook, Shadow, Stroke, TextRun, TextSpec, lay_out, paint
book = FontBook()
runs = (TextRun("Ag fi 日 שלום नम", "Poppins", 40.0), TextRun(" x", "Nowhere", 20.0))
layout = lay_out(TextSpec(runs, width_px=200.0, shadow=Shadow(), stroke=Stroke(2.0)), book)
picture = paint(layout)
print(hashlib.sha256(picture.rgba.tobytes()).hexdigest(), picture.origin_px)
"""


def test_the_machines_own_fonts_change_nothing(tmp_path):
    empty = tmp_path / "fonts.conf"
    empty.write_text("<fontconfig></fontconfig>")
    bare = {"FONTCONFIG_FILE": str(empty), "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    outputs = set()
    for environment in (None, bare):
        done = subprocess.run(
            [sys.executable, "-c", PROBE],
            env=environment,
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        )
        # Fontconfig would complain here if it were asked about the machine.
        assert done.stderr == ""
        outputs.add(done.stdout)
    assert len(outputs) == 1


def test_a_spec_can_be_made_without_loading_skia():
    code = "import sys, render.text; render.text.TextSpec(()); print('skia' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "False\n"
