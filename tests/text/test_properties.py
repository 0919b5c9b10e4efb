"""Whatever the text, size and box: no exception, and nothing is cut off."""

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from render.text import (
    Background,
    FontBook,
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
FAMILIES = ("Poppins", "EB Garamond", "Lato", "Raleway", "Open Sans", "Noto Sans", "Mukta")
RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x300, 0x345),
    (0x391, 0x3A1),
    (0x400, 0x45F),
    (0x5D0, 0x5EA),
    (0x905, 0x94D),
    (0x2010, 0x2027),
    (0x200B, 0x200F),
    (0x3041, 0x3096),
    (0x4E00, 0x4E2F),
    (0xAC00, 0xAC20),
)
CHARACTERS = st.one_of(
    *(st.characters(min_codepoint=first, max_codepoint=last) for first, last in RANGES),
    st.sampled_from("gjpqy ÅǺŐ\n\t-…\u00ad\u2028"),
)
COLOR = st.tuples(*[st.integers(0, 255)] * 4)
FILL = COLOR | st.builds(
    Gradient,
    st.tuples(st.tuples(st.just(0.0), COLOR), st.tuples(st.just(1.0), COLOR)),
    st.sampled_from(["linear", "radial"]),
    st.floats(0, 360),
)
RUN = st.builds(
    TextRun,
    st.text(CHARACTERS, max_size=24),
    st.sampled_from(FAMILIES),
    st.floats(1, 60),
    weight=st.integers(1, 1000),
    italic=st.booleans(),
    fill=FILL,
    letter_spacing_px=st.sampled_from([0.0, 0.0, -2.0, 7.5]),
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
    stroke=st.none() | st.builds(Stroke, st.floats(0, 12), COLOR),
    shadow=st.none()
    | st.builds(Shadow, st.floats(-30, 30), st.floats(-30, 30), st.floats(0, 30), COLOR),
    background=st.none()
    | st.builds(
        Background, FILL, st.floats(0, 30), st.floats(0, 30), st.floats(0, 99), st.booleans()
    ),
)
# Fonts are opened by whichever example needs them first, so the first ones take longer.
MODEST = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


@MODEST
@given(SPEC, st.sampled_from([0.5, 1.0, 1.5]))
def test_nothing_is_painted_up_to_the_pictures_edge(spec, scale):
    # A clear frame around the picture shows that nothing reached beyond it.
    alpha = paint(lay_out(spec, BOOK), scale=scale).rgba[..., 3]
    if alpha.size:
        for edge in (alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1]):
            assert not edge.any()


@MODEST
@given(SPEC)
def test_colours_are_premultiplied(spec):
    rgba = paint(lay_out(spec, BOOK)).rgba.astype(int)
    assert (rgba[..., :3] <= rgba[..., 3:] + 1).all()


@MODEST
@given(SPEC)
def test_lines_keep_to_the_width_and_the_words_to_the_text(spec):
    layout = lay_out(spec, BOOK)
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
    layout = lay_out(spec, BOOK)
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
