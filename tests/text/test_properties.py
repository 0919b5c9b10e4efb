# ruff: noqa: RUF001 these look-alikes are meant
"""Whatever the text, size and box: no exception, and nothing is cut off."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from render.errors import FontError
from render.text import (
    Background,
    FontBook,
    Glow,
    Gradient,
    Shadow,
    Stroke,
    TextRun,
    TextSpec,
    lay_out,
    paint,
    paint_units,
)

BOOK = FontBook()
FAMILIES = BOOK.families()
RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x300, 0x345),
    (0x391, 0x3A1),
    (0x400, 0x45F),
    (0x531, 0x556),
    (0x591, 0x5EA),
    (0x61B, 0x65F),
    (0x905, 0x94D),
    (0x985, 0x9CD),
    (0xB85, 0xBCD),
    (0xC05, 0xC4D),
    (0xE01, 0xE4E),
    (0xE81, 0xECD),
    (0x1000, 0x103F),
    (0x10D0, 0x10F0),
    (0x1780, 0x17D3),
    (0x1E00, 0x1EF9),
    (0x2010, 0x2027),
    (0x200B, 0x200F),
    (0x3001, 0x3011),
    (0x3041, 0x3096),
    (0x4E00, 0x4E2F),
    (0xAC00, 0xAC20),
    (0x1F1E6, 0x1F1FF),
    (0x1F600, 0x1F64F),
)
EMOJI = ("👨‍👩‍👧‍👦", "👩🏽‍🚀", "👍🏿", "🇩🇪🇯🇵", "🏳️‍🌈", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "1️⃣", "❤️", "☕", "☎︎")
WORDS = (
    "Ágypt, (jiffy)",
    "ÅǺŐ\n\t-…\u00ad\u2028",
    "บรู๊คลินที่นี่น้ำผึ้ง",
    "בְּרֵאשִׁית (abc) 12.5",
    "اشترِ iPhone ٥٠٪",
    "क्षत्रिय श्रीमती",
    "「日本」。、「語」",
    "ကော်ဖီသည်",
    "កាហ្វេពេលព្រឹក",
    "Tiếng Việt Ẩm",
)
CHARACTERS = st.one_of(
    *(
        st.characters(min_codepoint=first, max_codepoint=last, exclude_categories=["Cn"])
        for first, last in RANGES
    )
)
TEXT = st.lists(
    st.text(CHARACTERS, max_size=8) | st.sampled_from(EMOJI) | st.sampled_from(WORDS), max_size=6
).map("".join) | st.lists(st.text(CHARACTERS, max_size=8), max_size=5).map(" ".join)
COLOR = st.tuples(*[st.integers(0, 255)] * 4)
FILL = COLOR | st.builds(
    Gradient,
    st.tuples(st.tuples(st.just(0.0), COLOR), st.tuples(st.just(1.0), COLOR)),
    st.sampled_from(["linear", "radial"]),
    st.floats(0, 360),
    st.sampled_from(["text", "run"]),
)
RUN = st.builds(
    TextRun,
    TEXT,
    st.sampled_from(FAMILIES),
    st.floats(1, 90),
    weight=st.integers(1, 1000),
    italic=st.booleans(),
    fill=FILL,
    letter_spacing_px=st.sampled_from([0.0, 0.0, -2.0, 7.5]),
    stroke=st.none() | st.builds(Stroke, st.floats(0, 12), FILL),
    background=st.none()
    | st.builds(Background, FILL, st.floats(0, 9), st.floats(0, 9), st.floats(0, 99)),
)
SPEC = st.builds(
    TextSpec,
    st.lists(RUN, min_size=1, max_size=3).map(tuple),
    width_px=st.none() | st.floats(0, 400),
    height_px=st.none() | st.floats(0, 200),
    align=st.sampled_from(["left", "center", "right", "justify"]),
    vertical_align=st.sampled_from(["top", "middle", "bottom"]),
    line_height=st.floats(0.5, 2),
    balance=st.booleans(),
    max_lines=st.none() | st.integers(1, 3),
    overflow=st.sampled_from(["visible", "shrink", "ellipsis", "clip"]),
    stroke=st.none() | st.builds(Stroke, st.floats(0, 12), FILL),
    glow=st.none() | st.builds(Glow, COLOR, st.floats(0, 30), st.floats(0, 2)),
    shadow=st.none()
    | st.builds(Shadow, st.floats(-30, 30), st.floats(-30, 30), st.floats(0, 30), COLOR),
    background=st.none()
    | st.builds(
        Background, FILL, st.floats(0, 30), st.floats(0, 30), st.floats(0, 99), st.booleans()
    ),
)
# Fonts are opened by whichever example needs them first, so the first ones take longer.
MODEST = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def laid_out(spec):
    """Lay out; a character that no font has is a named error, not what these are about."""
    try:
        return lay_out(spec, BOOK)
    except FontError as error:
        assert "U+" in error.message  # noqa: PT017 the example goes on with another text
        reject()


def room_around(layout):
    """How far stroke, shadow, glow and panel may reach: left, top, right, bottom."""
    spec = layout.spec
    stroke = max((stroke.width_px for stroke in spec.strokes), default=0.0) * layout.scale
    sides = np.full(4, stroke)
    if spec.shadow:
        dx, dy = spec.shadow.dx_px, spec.shadow.dy_px
        sides = np.maximum(sides, stroke + 1.5 * spec.shadow.blur_px + np.array([-dx, -dy, dx, dy]))
    if spec.glow:
        sides = np.maximum(sides, stroke + spec.glow.size_px)
    if spec.background:
        x, y = spec.background.padding_x_px, spec.background.padding_y_px
        sides = np.maximum(sides, [x, y, x, y])
    return sides


def assert_ink_stays_inside(spec, scale):
    layout = laid_out(spec)
    picture = paint(layout, scale=scale)
    alpha = picture.rgba[..., 3]
    if not alpha.size:
        return
    # A clear frame around the picture shows that nothing was cut off by it.
    for edge in (alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1]):
        assert not edge.any()
    rows, columns = np.nonzero(alpha)
    if not rows.size:
        return
    left, top, right, bottom = room_around(layout) * scale
    x, y = picture.origin_px
    # Antialiasing touches the pixel next to the ink.
    assert columns.min() + x >= -left - SOFT_PX
    assert rows.min() + y >= -top - SOFT_PX
    assert columns.max() + 1 + x <= layout.width_px * scale + right + SOFT_PX
    assert rows.max() + 1 + y <= layout.height_px * scale + bottom + SOFT_PX


SCALE = st.sampled_from([0.5, 1.0, 1.5])
SOFT_PX = 2.0
IN_A_BOX = SPEC.filter(lambda spec: spec.overflow != "visible" or spec.height_px is None)
"""Text that may overflow says so; it still keeps to its width."""
ROOMY = IN_A_BOX.filter(
    lambda spec: all(side is None or side >= 8 for side in (spec.width_px, spec.height_px))
)
"""In a box of a few pixels nothing can be seen, and outlines have no shape."""


@settings(MODEST, max_examples=100)
@given(ROOMY, SCALE)
def test_no_ink_leaves_the_box_but_stroke_shadow_and_glow(spec, scale):
    assert_ink_stays_inside(spec, scale)


@pytest.mark.soak
@settings(MODEST, max_examples=2000, derandomize=False)
@given(ROOMY, SCALE)
def test_no_ink_leaves_the_box_in_2000_cases(spec, scale):
    """Other cases every time; `--hypothesis-seed=N` draws the same ones again."""
    assert_ink_stays_inside(spec, scale)


@MODEST
@given(SPEC)
def test_colours_are_premultiplied(spec):
    rgba = paint(laid_out(spec)).rgba.astype(int)
    assert (rgba[..., :3] <= rgba[..., 3:] + 1).all()


@MODEST
@given(SPEC)
def test_lines_keep_to_the_width_and_the_words_to_the_text(spec):
    layout = laid_out(spec)
    text = spec.text
    previous = 0
    for word in layout.words:
        assert 0 <= previous <= word.start < word.end <= len(text) + 1
        previous = word.start
        assert np.isfinite([word.box.left_px, word.box.top_px, word.box.width_px]).all()
    if spec.max_lines and spec.overflow in {"clip", "ellipsis"}:
        assert len(layout.lines) <= spec.max_lines
    assert 0 < layout.scale <= 1


@MODEST
@given(SPEC, st.sampled_from(["line", "word", "char"]))
def test_units_take_every_word_along_and_stay_in_the_whole_picture(spec, by):
    layout = laid_out(spec)
    units = paint_units(layout, by)
    whole = paint(layout)
    left, top = whole.origin_px
    width, height = whole.size_px
    assert [unit.index for unit in units.units] == list(range(len(units.units)))
    for piece in units.pieces:
        x, y = piece.picture.origin_px
        piece_width, piece_height = piece.picture.size_px
        assert left <= x
        assert top <= y
        assert x + piece_width <= left + width
        assert y + piece_height <= top + height
    spoken = "".join(unit.text for unit in units.units).replace(" ", "")
    assert spoken == "".join(word.text for word in layout.words).replace(" ", "")
