"""Every script comes out right on a machine without fonts; emoji are coloured."""
# ruff: noqa: RUF001 these look-alikes are meant

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from render.errors import FontError
from render.text import FontBook, TextRun, TextSpec, lay_out, paint
from render.text.scripts import is_emoji

BOOK = FontBook()
SQUARES = Path(__file__).parent / "fonts"


def layout(text, family="Poppins", *, size_px=40.0, **fields):
    weight = fields.pop("weight", 400)
    spacing = fields.pop("spacing", 0.0)
    run = TextRun(text, family, size_px, weight, letter_spacing_px=spacing)
    return lay_out(TextSpec((run,), **fields), BOOK)


def words(lines):
    return [[word.text for word in sorted(line.words, key=lambda w: w.start)] for line in lines]


def seen(placed):
    """Return the words of a layout from left to right."""
    return [word.text for line in placed.lines for word in line.words]


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("صباح الخير", "Noto Sans Arabic"),
        ("בוקר טוב", "Noto Sans Hebrew"),
        ("สวัสดี", "Noto Sans Thai"),
        ("সুপ্রভাত", "Noto Sans Bengali"),
        ("காலை", "Noto Sans Tamil"),
        ("ສະບາຍດີ", "Noto Sans Lao"),
        ("កាហ្វេ", "Noto Sans Khmer"),
        ("ကော်ဖီ", "Noto Sans Myanmar"),
        ("დილა", "Noto Sans Georgian"),
        ("おはよう", "Noto Sans JP"),
        ("안녕", "Noto Sans KR"),
        ("🔥", "Noto Color Emoji"),
    ],
)
def test_every_script_has_a_font_in_any_weight(text, family):
    for weight in (400, 700):
        (face,) = layout(text, "Raleway", weight=weight).faces
        assert face.file.family == family
        assert face.file.weight == weight or face.colored


def test_devanagari_is_lent_where_the_family_has_none():
    assert layout("नमस्ते", "Lato").faces[0].file.family == "Noto Sans Devanagari"
    assert layout("नमस्ते", "Poppins").faces[0].file.family == "Poppins"


@pytest.mark.parametrize(
    ("cluster", "expected"),
    [("🔥", True), ("❤️", True), ("❤", False), ("1️⃣", True), ("1", False), ("☕", True),
     ("☕\ufe0e", False), ("👍🏽", True), ("🇩🇪", True), ("™", False), ("™️", True), ("A", False),
     ("𝐀", False), ("👨‍👩‍👧", True)],
)  # fmt: skip
def test_what_is_shown_as_a_picture(cluster, expected):
    assert is_emoji(cluster) is expected


@pytest.mark.parametrize("emoji", ["👨‍👩‍👧‍👦", "👩🏽‍🚀", "🇯🇵", "🏳️‍🌈", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "1️⃣", "👍🏿"])
@pytest.mark.parametrize("spacing", [0.0, 9.0])
def test_an_emoji_sequence_is_one_picture(emoji, spacing):
    one = layout("🔥").width_px
    (word,) = layout(emoji, spacing=spacing).words
    assert word.box.width_px == pytest.approx(one, rel=0.01)


def test_emoji_are_coloured_and_take_no_colour_of_the_text():
    red = paint(layout("🇯🇵", size_px=80.0)).rgba.astype(int)
    opaque = red[..., 3] == 255
    white = (red[..., :3].min(axis=2) > 225) & opaque
    disc = (red[..., 0] > 150) & (red[..., 1] < 60) & opaque
    assert white.sum() > 800
    assert disc.sum() > 300


def test_the_box_of_an_emoji_does_not_depend_on_how_much_shines_through_it():
    boxes = []
    for alpha in (255, 40, 1):
        run = TextRun("☕", "Audiowide", 25.0, fill=(0, 0, 0, alpha))
        boxes.append(lay_out(TextSpec((run,)), BOOK).words[0].fragments[0].ink_box)
    assert boxes[0].width_px > 0
    assert boxes == [boxes[0]] * 3


@pytest.mark.parametrize("family", ["Inter", "DM Sans", "Roboto Mono", "Poppins"])
def test_tall_letters_of_variable_fonts_stay_in_the_box_as_well(family):
    placed = layout("ÅǺŐ", family, align="center")
    tops = [f.ink_box.top_px for word in placed.words for f in word.fragments]
    assert min(tops) >= 0


def test_flags_that_are_none_are_not_joined_across_their_borders():
    # J and V are no flag; the inner halves, V and A, would be that of the Vatican.
    apart = layout("🇨🇫🇯🇻🇦🇫")
    assert [f.fragment.clusters[0].text for f in apart.words[0].fragments] == ["🇨🇫", "🇯🇻", "🇦🇫"]


def test_arabic_letters_stay_joined_whatever_the_spacing_and_the_spans():
    word = "صباح"
    plain, spaced = layout(word), layout(word, spacing=12.0)
    assert spaced.width_px == pytest.approx(plain.width_px)
    runs = tuple(TextRun(letter, "Poppins", 40.0, fill=(index, 0, 0, 255))
                 for index, letter in enumerate(word))  # fmt: skip
    coloured = lay_out(TextSpec(runs), BOOK)
    assert coloured.width_px == pytest.approx(plain.width_px, abs=0.5)


def test_both_directions_in_one_line():
    assert seen(layout("ה-T-shirts ב-Brooklyn")) == ["ב-Brooklyn", "ה-T-shirts"]
    assert seen(layout("say שלום עולם twice")) == ["say", "עולם", "שלום", "twice"]
    # A number after a Latin word goes with it.
    assert seen(layout("اشتر iPhone 15 اليوم")) == ["اليوم", "iPhone", "15", "اشتر"]


def test_inside_a_word_the_parts_run_their_own_way():
    (word,) = layout("ה-T").words
    parts = sorted(word.fragments, key=lambda f: f.x_px)
    assert [f.fragment.clusters[0].text for f in parts] == ["T", "-", "ה"]
    assert word.box.width_px == pytest.approx(layout("ה-T").width_px)


def test_thai_breaks_between_words():
    placed = layout("กาแฟยามเช้าอร่อยกว่าเดิม", width_px=190.0)
    broken = words(placed.lines)
    assert [word for line in broken for word in line] == [
        "กาแฟ", "ยาม", "เช้า", "อร่อย", "กว่า", "เดิม"]  # fmt: skip
    assert len(broken) > 1
    assert all(line.box.width_px <= 190 for line in placed.lines)


@pytest.mark.parametrize("width", range(90, 400, 40))
def test_japanese_lines_begin_and_end_as_they_may(width):
    text = "「ブルックリン」の朝は、ゆっくりと流れる。コーヒー（一杯）をどうぞ！"
    for line in words(layout(text, width_px=float(width)).lines):
        joined = "".join(line)
        assert joined[0] not in "」、。）！ッー"
        assert joined[-1] not in "「（"


def test_full_width_signs_stand_closer_on_one_line_only():
    em = 40.0
    assert layout("流れる。「おはよう」").width_px == pytest.approx(9.5 * em, abs=1)
    assert layout("流れる「おはよう」。").width_px == pytest.approx(9.5 * em, abs=1)
    # At the start of a line the bracket has its own white; nothing is pulled to the left.
    broken = layout("流れる。「おはよう」", width_px=4.1 * em)
    widths = [line.box.width_px / em for line in broken.lines]
    assert widths == pytest.approx([4, 4, 2], abs=0.02)
    assert {line.box.left_px for line in broken.lines} == {0}


def test_narrow_quotation_marks_keep_their_width():
    pair = layout("”“", "Lato").width_px
    assert pair == pytest.approx(2 * layout("”", "Lato").width_px, abs=4)


def test_korean_breaks_at_spaces():
    for line in words(layout("브루클린의 아침은 천천히 흘러갑니다", width_px=260.0).lines):
        assert all(word in ["브루클린의", "아침은", "천천히", "흘러갑니다"] for word in line)


def test_stacked_marks_have_room_in_the_box():
    text = "ที่นี่ ปั๊ม"
    placed = layout(text, size_px=100.0, line_height=0.8)
    alpha = paint(placed).rgba[..., 3]
    rows = np.nonzero(alpha.any(axis=1))[0]
    top = paint(placed).origin_px[1]
    assert rows.min() + top >= -1
    assert rows.max() + 1 + top <= placed.height_px + 1


def test_the_baseline_at_the_bottom_does_not_move_with_the_words():
    heights = {
        layout(text, line_height=1.0, vertical_align="bottom").height_px
        - layout(text, line_height=1.0, vertical_align="bottom").lines[0].baseline_px
        for text in ("HELLO", "gypsy", "Hello, you")
    }
    assert len(heights) == 1


def test_a_variable_font_takes_any_weight():
    widths = [layout("Weight", "Inter", weight=weight).width_px for weight in (400, 450, 500, 550)]
    assert all(a < b for a, b in pairwise(widths))


def test_optical_sizes_are_chosen_by_size():
    small, large = (layout("aegs", "Inter", size_px=size) for size in (14.0, 32.0))
    assert small.width_px / 14 != pytest.approx(large.width_px / 32, rel=0.005)


@pytest.mark.parametrize(
    ("asked", "family", "weight", "italic"),
    [
        ("Poppins Bold", "Poppins", 700, False),
        ("poppins-bold-italic", "Poppins", 700, True),
        ("DM Sans Semi Bold", "DM Sans", 600, False),
        ("Lato Regular", "Lato", 400, False),
    ],
)
def test_a_family_is_found_with_its_weight_in_its_name(asked, family, weight, italic):
    face, note = BOOK.match(asked, 400, italic=False)
    assert (face.file.family, face.file.weight, face.file.italic) == (family, weight, italic)
    assert note is None


def test_ones_own_font_is_found_by_its_file(tmp_path):
    book = FontBook([SQUARES / "squares.ttf"])
    assert "Squares" in book.families()
    assert "Colour Squares" not in book.families()
    face, note = book.match("squares.ttf", 400, italic=False)
    assert (face.file.family, note) == ("Squares", None)
    with pytest.raises(FontError, match="not there"):
        FontBook([tmp_path / "nowhere.ttf"]).families()


def test_a_missing_character_is_named_with_its_span():
    runs = (TextRun("fine ", "Lato", 10.0), TextRun("not \U00012000", "Lato", 10.0))
    with pytest.raises(FontError, match=r"U\+12000, CUNEIFORM SIGN A") as caught:
        lay_out(TextSpec(runs), BOOK)
    assert caught.value.where == "spans[1].text"


def test_a_soft_hyphen_shows_only_where_a_line_ends_at_it():
    text = "Donau\u00addampf\u00adschiff\u00ad"
    assert words(layout(text).lines) == [[text]]
    assert layout(text).width_px == pytest.approx(layout("Donaudampfschiff").width_px, abs=1)
    broken = layout(text, width_px=layout("Donaudampf-").width_px + 1)
    assert words(broken.lines) == [["Donau\u00addampf-"], ["schiff\u00ad"]]
    assert all(line.box.width_px <= broken.width_px for line in broken.lines)
    # The hyphen has to fit as well.
    narrow = layout(text, width_px=layout("Donaudampf").width_px + 1)
    assert words(narrow.lines)[0] == ["Donau-"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("早晨咖啡，限时五折优惠", ["早晨咖啡，", "限时五折优惠"]),
        ("今日はとても良い天気ですね", ["今日は", "とても良い", "天気ですね"]),
    ],
)
def test_chinese_and_japanese_break_between_phrases(text, lines):
    placed = layout(text, width_px=6.6 * 40, balance=True)
    assert ["".join(line) for line in words(placed.lines)] == lines


def test_where_phrases_are_too_long_lines_break_inside_them():
    placed = layout("ブルックリンコーヒー", width_px=4.2 * 40)
    assert len(placed.lines) == 3
    assert all(line.box.width_px <= 4.2 * 40 for line in placed.lines)


def test_spaces_begin_phrases_too():
    placed = layout("東京 coffee 祭り", width_px=5.6 * 40)
    assert ["".join(line) for line in words(placed.lines)] == ["東京coffee", "祭り"]
