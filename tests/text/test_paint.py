import numpy as np
import pytest

from render.errors import LimitExceeded
from render.text import (
    Background,
    FontBook,
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
