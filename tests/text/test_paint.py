import numpy as np
import pytest

from render.errors import LimitExceeded
from render.text import (
    Background,
    FontBook,
    Glow,
    Gradient,
    Shadow,
    Stroke,
    TextPicture,
    TextRun,
    TextSpec,
    lay_out,
    paint,
    painting,
)

BOOK = FontBook()
WHITE = (255, 255, 255, 255)


def painted(text: str, *, scale: float = 1.0, family="Poppins", size_px=60.0, fill=WHITE, **fields):
    return paint(
        lay_out(TextSpec((TextRun(text, family, size_px, fill=fill),), **fields), BOOK), scale=scale
    )


def has_clear_border(picture: TextPicture) -> bool:
    alpha = picture.rgba[..., 3]
    edges = (alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1])
    return all(not edge.any() for edge in edges)


def test_the_picture_is_premultiplied_and_as_opaque_as_the_colour():
    picture = painted("IIII", fill=(200, 100, 50, 128))
    rgba = picture.rgba.astype(int)
    assert rgba.dtype is not None
    assert rgba[..., 3].max() == 128
    solid = rgba[rgba[..., 3] == 128][0]
    assert np.abs(solid - [100, 50, 25, 128]).max() <= 1
    assert (rgba[..., :3] <= rgba[..., 3:] + 1).all()


@pytest.mark.parametrize("family", ["Poppins", "Lato", "EB Garamond", "Raleway", "Roboto", "Mukta"])
def test_nothing_is_clipped_with_descenders_accents_stroke_and_shadow(family):
    picture = painted(
        "jÅfgÿ Ǻ", family=family, line_height=0.6, stroke=Stroke(9.0), shadow=Shadow(30, -20, 25)
    )
    assert has_clear_border(picture)
    assert picture.rgba[..., 3].max() == 255


def test_descenders_reach_below_the_baseline():
    layout = lay_out(TextSpec((TextRun("gjpqy", "Poppins", 60.0, fill=WHITE),)), BOOK)
    picture = paint(layout)
    rows = np.flatnonzero(picture.rgba[..., 3].any(axis=1)) + picture.origin_px[1]
    assert rows[-1] > layout.lines[0].baseline_px + 0.15 * 60


def test_the_origin_says_where_the_ink_lies():
    layout = lay_out(
        TextSpec((TextRun("l", "Poppins", 100.0, fill=WHITE),), width_px=500.0, align="right"), BOOK
    )
    picture = paint(layout)
    columns = np.flatnonzero(picture.rgba[..., 3].any(axis=0)) + picture.origin_px[0]
    word = layout.words[0].box
    assert word.left_px - 1 <= columns[0] <= columns[-1] <= 501
    assert word.right_px == pytest.approx(500)


def test_painting_at_another_scale_is_the_same_picture_larger():
    small = painted("Brooklyn", scale=1.0)
    large = painted("Brooklyn", scale=3.0)
    ratio = large.rgba[..., 3].sum() / small.rgba[..., 3].sum()
    assert ratio == pytest.approx(9.0, rel=0.02)

    def ink_left_px(picture):
        return np.flatnonzero(picture.rgba[..., 3].any(axis=0))[0] + picture.origin_px[0]

    assert ink_left_px(large) == pytest.approx(3 * ink_left_px(small), abs=3)


def test_a_stroke_lies_outside_and_under_the_fill():
    plain = painted("O", fill=(255, 0, 0, 255))
    stroked = painted("O", fill=(255, 0, 0, 255), stroke=Stroke(6.0, (0, 0, 255, 255)))

    def red(picture):
        return int((picture.rgba[..., 0] == 255).sum())

    assert red(stroked) == pytest.approx(red(plain), rel=0.01)
    assert stroked.size_px[0] == pytest.approx(plain.size_px[0] + 12, abs=1)
    assert (stroked.rgba[..., 2] == 255).sum() > 500


def test_a_stroke_does_not_shine_through_a_clear_fill():
    picture = painted(
        "I", size_px=200.0, fill=(255, 255, 255, 0), stroke=Stroke(4.0, (0, 0, 255, 255))
    )
    row = picture.rgba[picture.rgba.shape[0] // 2, :, 3]
    inside = row[len(row) // 2]
    assert inside == 0
    assert row.max() == 255


def test_a_shadow_is_offset_and_soft():
    plain = painted("I", size_px=100.0)
    hard = painted("I", size_px=100.0, shadow=Shadow(50.0, 20.0, 0.0, (0, 0, 0, 255)))
    soft = painted("I", size_px=100.0, shadow=Shadow(50.0, 20.0, 20.0, (0, 0, 0, 255)))
    assert hard.size_px[0] == pytest.approx(plain.size_px[0] + 50, abs=1)
    assert hard.size_px[1] == pytest.approx(plain.size_px[1] + 20, abs=1)
    ink = plain.rgba[..., 3].sum(dtype=float)
    assert hard.rgba[..., 3].sum(dtype=float) == pytest.approx(2 * ink, rel=0.02)
    assert soft.rgba[..., 3].sum(dtype=float) == pytest.approx(2 * ink, rel=0.05)
    assert len(np.unique(soft.rgba[..., 3])) > 80


def test_a_background_box_hugs_the_text_with_its_padding():
    background = Background((0, 0, 0, 255), 20.0, 10.0)
    layout = lay_out(
        TextSpec(
            (TextRun("a bc", "Lato", 50.0),), width_px=400.0, align="right", background=background
        ),
        BOOK,
    )
    picture = paint(layout)
    columns = np.flatnonzero(
        (picture.rgba[..., 3] == 255).all(axis=0) | picture.rgba[..., 3].any(axis=0)
    )
    left, right = columns[0] + picture.origin_px[0], columns[-1] + 1 + picture.origin_px[0]
    content = layout.content_box
    assert left == pytest.approx(content.left_px - 20, abs=1)
    assert right == pytest.approx(420, abs=1)


def test_overlapping_line_boxes_of_a_clear_background_are_not_darker():
    background = Background((0, 0, 0, 100), 10.0, 20.0, per_line=True)
    picture = painted("one\ntwo", fill=(0, 0, 0, 0), background=background)
    assert picture.rgba[..., 3].max() == 100


def test_round_corners_are_round():
    square = painted("box", fill=(0, 0, 0, 0), background=Background((0, 0, 0, 255)))
    rounded = painted(
        "box", fill=(0, 0, 0, 0), background=Background((0, 0, 0, 255), corner_radius_px=20.0)
    )
    missing = square.rgba[..., 3].sum(dtype=float) - rounded.rgba[..., 3].sum(dtype=float)
    assert missing / 255 == pytest.approx((4 - np.pi) * 20 * 20, rel=0.03)


def test_a_gradient_runs_over_the_whole_block_from_left_to_right():
    gradient = Gradient(((0.0, (255, 0, 0, 255)), (1.0, (0, 0, 255, 255))))
    rgba = painted("IIIIIIIIII", fill=gradient).rgba
    solid = rgba[rgba.shape[0] // 2]
    solid = solid[solid[:, 3] == 255].astype(int)
    assert solid[0, 0] > 220
    assert solid[-1, 2] > 220
    assert (np.diff(solid[:, 0]) <= 0).all()


def test_bands_of_a_large_picture_leave_no_seam(monkeypatch):
    stroke, fill = Stroke(5.0), Gradient(((0.0, (255, 0, 0, 255)), (1.0, (0, 0, 255, 120))))
    whole = painted("Waves\nagain", fill=fill, stroke=stroke)
    monkeypatch.setattr(painting, "_BAND_PX", whole.size_px[0] * 4 * 16)
    banded = painted("Waves\nagain", fill=fill, stroke=stroke)
    off = np.abs(banded.rgba.astype(int) - whole.rgba)
    assert off.max() <= 24
    assert off.mean() < 0.2


def test_painting_twice_gives_the_same_bytes():
    first, second = painted("Ag", shadow=Shadow()), painted("Ag", shadow=Shadow())
    assert first.origin_px == second.origin_px
    assert (first.rgba == second.rgba).all()


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_nothing_to_paint_is_an_empty_picture(text):
    assert painted(text).rgba[..., 3].sum() == 0


def test_a_picture_larger_than_memory_is_refused():
    with pytest.raises(LimitExceeded):
        painted("wwwwwwwwwwwwwwww", size_px=8000.0)


RED, BLUE, CLEAR = (255, 0, 0, 255), (0, 0, 255, 255), (0, 0, 0, 0)
RED_TO_BLUE = ((0.0, RED), (1.0, BLUE))


def painted_runs(*runs: TextRun, **fields) -> TextPicture:
    return paint(lay_out(TextSpec(runs, **fields), BOOK))


def mean_color(rgba):
    solid = rgba[rgba[..., 3] > 250].astype(float)
    return solid[:, :3].mean(axis=0)


def test_a_gradient_of_a_run_runs_over_its_own_letters():
    def ends(over):
        fill = Gradient(RED_TO_BLUE, over=over)
        picture = painted_runs(
            TextRun("HHHH", "Poppins", 60.0, fill=CLEAR), TextRun("HH", "Poppins", 60.0, fill=fill)
        )
        columns = np.nonzero(picture.rgba[..., 3].any(axis=0))[0]
        left, right = columns.min(), columns.max()
        quarter = (right - left) // 4
        return mean_color(picture.rgba[:, left : left + quarter]), mean_color(
            picture.rgba[:, right - quarter : right]
        )

    (own_left, own_right), (left, right) = ends("run"), ends("text")
    assert own_left[0] > 200
    assert own_right[2] > 200
    # Over the whole text the first letter of the run is past the middle.
    assert left[2] > left[0]
    assert right[2] > 200


def test_a_stroke_can_be_a_gradient_and_a_runs_own():
    picture = painted_runs(
        TextRun("H", "Poppins", 90.0, fill=WHITE),
        TextRun("H", "Poppins", 90.0, fill=WHITE, stroke=Stroke(6.0, RED)),
        stroke=Stroke(3.0, Gradient(((0.0, BLUE), (1.0, BLUE)))),
    )
    width = picture.rgba.shape[1]
    left, right = picture.rgba[:, : width // 2], picture.rgba[:, width // 2 :]
    blue = ((left[..., 2] > 250) & (left[..., 0] < 5)).sum()
    red = ((right[..., 0] > 250) & (right[..., 2] < 5)).sum()
    assert blue > 300
    assert red > 1.7 * blue


def test_a_stroke_of_no_width_takes_the_texts_stroke_off_a_run():
    plain = painted_runs(TextRun("H", "Poppins", 60.0))
    off = painted_runs(TextRun("H", "Poppins", 60.0, stroke=Stroke(0.0)), stroke=Stroke(5.0, RED))
    assert np.array_equal(plain.rgba, off.rgba)


def test_a_marker_stands_behind_its_run_on_every_line():
    marked = TextRun("two three", "Poppins", 40.0, fill=CLEAR, background=Background(RED, 2.0, 1.0))
    layout = lay_out(
        TextSpec((TextRun("one ", "Poppins", 40.0, fill=CLEAR), marked), width_px=200.0), BOOK
    )
    picture = paint(layout)
    x, y = picture.origin_px
    rows, columns = np.nonzero(picture.rgba[..., 3] > 128)
    assert len(layout.lines) == 2
    two, three = layout.words[1], layout.words[2]
    first, second = (abs(rows + y - line.baseline_px) < 3 for line in layout.lines)
    assert (columns[first] + x).min() == pytest.approx(two.box.left_px - 2, abs=1.5)
    assert (columns[second] + x).max() == pytest.approx(three.box.right_px + 2, abs=1.5)


def test_a_glow_is_brightest_at_the_letters_and_ends_at_its_size():
    layout = lay_out(
        TextSpec((TextRun("I", "Poppins", 90.0, fill=CLEAR),), glow=Glow(RED, 30.0)), BOOK
    )
    picture = paint(layout)
    ink = layout.words[0].fragments[0].ink_box
    row = picture.rgba[round(ink.top_px + ink.height_px / 2) - picture.origin_px[1], :, 3]
    right = round(ink.right_px) - picture.origin_px[0]
    falling = row[right : right + 32].astype(int)
    assert (np.diff(falling) <= 0).all()
    assert falling[1] > 140
    assert 0 < falling[18] < 60
    assert falling[31:].max(initial=0) == 0


def test_emoji_glow_and_cast_shadows_too():
    for field in ({"glow": Glow(RED, 30.0)}, {"shadow": Shadow(20.0, 0.0, 4.0, RED)}):
        picture = painted("🇯🇵", size_px=60.0, **field)
        alone = painted("🇯🇵", size_px=60.0)
        assert (picture.rgba[..., 3] > 20).sum() > 1.2 * (alone.rgba[..., 3] > 20).sum()


def test_panels_of_neighbouring_lines_grow_together():
    panel = Background(RED, 10.0, 6.0, corner_radius_px=12.0, per_line=True)
    layout = lay_out(
        TextSpec((TextRun("long line\nshort", "Poppins", 40.0, fill=CLEAR),), background=panel),
        BOOK,
    )
    picture = paint(layout)
    alpha = picture.rgba[..., 3]
    (left,) = {line.box.left_px for line in layout.lines}
    column = alpha[:, round(left - 10 + 1.5) - picture.origin_px[0]]
    middle = np.nonzero(column)[0]
    # The left edge is straight from the first line to the last: no notch between them.
    assert (column[middle.min() : middle.max()] > 0).all()
    # In the inner corner beside the shorter line there is a fillet.
    lower = layout.lines[1].box
    x = round(lower.right_px + 10 + 1) - picture.origin_px[0]
    y = round(layout.lines[0].box.bottom_px + 6 + 1) - picture.origin_px[1]
    assert alpha[y, x] > 100
    assert alpha[y + 12, x + 3] == 0
