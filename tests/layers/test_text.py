"""Texts: what role and style make of them, where they wrap, and how their parts move."""

from itertools import pairwise

import numpy as np
import pytest

from render.errors import FontError
from schemas.names import NINE_GRID, TEXT_ROLES
from tests.pictures import assert_pixels, box, composition, planned, scene, shot

LONG = "Slow mornings taste better in Brooklyn than anywhere else in this world of hurry"
STYLE = {
    "colorPalette": {"text": "#ffee00", "accent": "#00bdf2", "primary": "#102030"},
    "typography": {"headingFont": "Poppins", "bodyFont": "Lato", "headingWeight": 600,
                   "bodyWeight": 300, "scale": 1.5, "letterSpacing": "2%"},
}  # fmt: skip


def text(words="Hello", **fields):
    return {"type": "text", "text": words, **fields}


def layer(said, *, size=(1920, 1080), frames=60, **fields):
    """Plan one text layer; what a style draws beside it lies below it."""
    document = composition(scene(said, frames=frames), size=size, **fields)
    return planned(document).scenes[0].layers[-1]


def run(said, **fields):
    return layer(said, **fields).content.spec.runs[0]


def test_roles_have_sizes_of_their_own_and_body_is_the_default():
    sizes = {role: run(text(role=role)).size_px for role in TEXT_ROLES}
    assert sizes["heading"] > sizes["subheading"] > sizes["body"] > sizes["label"]
    assert run(text()).size_px == sizes["body"]


def test_headings_and_bodies_take_their_type_from_the_style():
    heading, body = (run(text(role=role), style=STYLE) for role in ("heading", "body"))
    assert (heading.family, heading.weight) == ("Poppins", 600)
    assert (body.family, body.weight) == ("Lato", 300)
    assert heading.fill == body.fill == (255, 238, 0, 255)
    assert heading.letter_spacing_px == pytest.approx(0.02 * heading.size_px)
    assert body.letter_spacing_px == 0
    assert body.size_px == pytest.approx(1.5 * run(text()).size_px)


def test_what_a_layer_says_goes_before_role_and_style():
    said = run(
        text(role="heading", fontFamily="Lato", fontSize=30, fontWeight=900, fontStyle="italic",
             color="$accent", letterSpacing=3, textTransform="uppercase"),
        style=STYLE,
    )  # fmt: skip
    assert (said.family, said.size_px, said.weight, said.italic) == ("Lato", 30, 900, True)
    assert (said.text, said.fill, said.letter_spacing_px) == ("HELLO", (0, 189, 242, 255), 3)


def test_spans_inherit_from_their_layer():
    said = {"type": "text", "color": "red", "fontSize": 20, "spans": [
        {"text": "a"}, {"text": "b", "color": "blue", "fontWeight": 800}]}  # fmt: skip
    first, second = layer(said).content.spec.runs
    assert (first.fill, first.size_px) == ((255, 0, 0, 255), 20)
    assert (second.fill, second.weight) == ((0, 0, 255, 255), 800)


@pytest.mark.parametrize("position", NINE_GRID)
def test_a_text_is_aligned_to_the_side_it_is_pinned_to(position):
    spec = layer(text(position=position)).content.spec
    side = next((part for part in position.split("-") if part in ("left", "right")), "center")
    assert spec.align == side
    assert layer(text(position=position, align="center")).content.spec.align == "center"


def ink(said, size):
    """Left, top, right, bottom of what is drawn, in design pixels."""
    small = (size[0] // 5, size[1] // 5)
    document = composition(scene(said, frames=3), size=size)
    picture = shot(document, 0, output=small)[0]
    rows, columns = np.nonzero(picture.max(axis=2) > 30)
    return tuple(
        5 * int(edge)
        for edge in (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    )  # fmt: skip


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1080, 1080)])
@pytest.mark.parametrize("position", ["top-left", "right", "bottom", "center"])
def test_a_long_text_wraps_inside_the_safe_area(position, size):
    left, top, right, bottom = ink(text(LONG, role="heading", position=position, enter=None), size)
    safe = 0.085 * min(size) - 10
    assert left >= safe
    assert top >= safe
    assert right <= size[0] - safe
    assert bottom <= size[1] - safe
    assert right - left > 0.3 * size[0]
    assert bottom - top > 150, "it has more than one line"


def test_a_margin_takes_the_place_of_the_safe_area():
    left, top, _, _ = ink(text("HHHH", role="heading", position="top-left", margin=0, enter=None),
                          (1920, 1080))  # fmt: skip
    assert left < 20
    assert top < 40


@pytest.mark.parametrize(
    ("anchor", "x"), [("left", 1000), ("right", 900), ("center", 1500), ("left", "75%")]
)
def test_at_a_point_a_text_wraps_before_the_safe_area(anchor, x):
    left, _, right, _ = ink(
        text(LONG, fontSize=80, position={"x": x, "y": 540}, anchor=anchor, enter=None),
        (1920, 1080),
    )
    assert left >= 80
    assert right <= 1840
    assert right - left > 300


def test_a_width_of_its_own_is_kept():
    planned_layer = layer(text(LONG, size={"width": "25%"}))
    assert planned_layer.placement.width == 480
    assert planned_layer.content.spec.width_px == 480


def test_a_text_that_does_not_fit_shrinks_or_is_cut_with_a_warning():
    document = composition(
        scene(
            text(LONG, fontSize=60, maxLines=1, overflow="ellipsis"),
            text(LONG, fontSize=60, maxLines=2, size={"width": 800}),
        ),
        size=(1920, 1080),
    )
    layers = planned(document).scenes[0].layers
    assert layers[1].placement.height < 2 * 60 * 1.4


@pytest.mark.parametrize("language", ["cinematic", "energetic", "elegant", "minimal", None])
def test_texts_enter_as_the_style_moves(language):
    style = {"motionLanguage": language} if language else {}
    enter = layer(text("two words"), style=style).enter
    assert enter is not None
    by_word = {"energetic": "word", "elegant": "line", "cinematic": "line"}.get(language, "layer")
    assert enter.by == by_word


def test_enter_null_means_that_a_text_stands_from_the_start():
    assert layer(text(enter=None)).enter is None
    assert layer(text(enter={"preset": "rise"})).enter.preset == "rise"


def test_keyframes_take_the_place_of_the_styles_enter():
    said = text(keyframes={"opacity": [{"frame": 0, "value": 0.5}]})
    assert layer(said).enter is None


def test_only_texts_enter_by_style():
    assert layer(box("red", 0, 0, 10, 10), size=(100, 100)).enter is None


@pytest.mark.parametrize("language", ["energetic", "playful", "elegant", "calm"])
@pytest.mark.parametrize("frames", [6, 30, 90])
def test_a_default_enter_is_over_before_half_of_the_time(language, frames):
    said = layer(text(LONG), style={"motionLanguage": language}, frames=frames)
    assert said.enter.total_frames(len(said.content.parts) or 1) <= max(frames // 2, 1)


def test_a_default_enter_lasts_as_long_in_seconds_at_any_rate():
    at_30, at_60 = (layer(text(), frames=600, fps=fps).enter.duration_frames for fps in (30, 60))
    assert at_60 == 2 * at_30


def lit_blocks(words, by, frames, **enter):
    """For each frame, which words of a line can be seen."""
    said = text(words, fontSize=16, enter={
        "preset": "fade", "by": by, "durationFrames": 1, "staggerFrames": 2, "easing": "linear",
        **enter})  # fmt: skip
    pictures = shot(composition(scene(said, frames=frames), size=(96, 32)))
    last = pictures[-1].max(axis=(0, 2)) > 60
    edges = np.flatnonzero(np.diff(np.concatenate([[0], last.astype(int), [0]])))
    runs = list(zip(edges[::2], edges[1::2], strict=True))
    words_at = [runs[0]]
    for run_ in runs[1:]:
        if run_[0] - words_at[-1][1] >= 5:
            words_at.append(run_)
        else:
            words_at[-1] = (words_at[-1][0], run_[1])
    return [
        "".join("x" if picture[:, a:b].max() > 100 else "." for a, b in words_at)
        for picture in pictures
    ]


def test_words_come_one_after_the_other():
    assert lit_blocks("__ __ __", "word", 7) == [
        "...", "x..", "x..", "xx.", "xx.", "xxx", "xxx"
    ]  # fmt: skip


def test_as_one_they_come_together():
    assert lit_blocks("__ __ __", "layer", 3) == ["...", "xxx", "xxx"]


def test_characters_come_one_after_the_other():
    said = text("HHHH", fontSize=16, enter={
        "preset": "fade", "by": "char", "durationFrames": 1, "staggerFrames": 1})  # fmt: skip
    pictures = shot(composition(scene(said, frames=6), size=(96, 32)))
    lit = [int((picture > 100).sum()) for picture in pictures]
    assert lit[0] == 0
    assert all(a < b for a, b in pairwise(lit[:5]))
    assert lit[4] == lit[5]


def test_lines_come_one_after_the_other():
    said = text("HH\nHH", fontSize=14, lineHeight=1, enter={
        "preset": "fade", "by": "line", "durationFrames": 1, "staggerFrames": 2})  # fmt: skip
    pictures = shot(composition(scene(said, frames=5), size=(32, 32)))
    halves = [
        (picture[:32].max() > 100, picture[32:].max() > 100) for picture in pictures
    ]  # fmt: skip
    assert halves == [(False, False), (True, False), (True, False), (True, True), (True, True)]


def test_the_last_word_is_the_last_to_leave():
    said = text("HH HH", fontSize=16, enter=None, durationFrames=6, exit={
        "preset": "fade", "by": "word", "durationFrames": 1, "staggerFrames": 2})  # fmt: skip
    pictures = shot(composition(scene(said, frames=6), size=(64, 32)))
    halves = [(p[:, :64].max() > 100, p[:, 64:].max() > 100) for p in pictures]
    assert halves[0] == (True, True)
    assert halves[-1] == (False, True)


def test_parts_at_rest_are_the_whole_text():
    enter = {"preset": "rise", "by": "char", "durationFrames": 1, "staggerFrames": 0}
    fields = {"fontSize": 20, "stroke": {"color": "red", "width": 1}, "background": "#304050"}
    moving = composition(scene(text("Wave", enter=enter, **fields), frames=2), size=(96, 32))
    still = composition(scene(text("Wave", enter=None, **fields), frames=2), size=(96, 32))
    assert np.array_equal(shot(moving, 1)[0], shot(still, 1)[0])


def test_a_text_is_taken_apart_as_its_enter_says_and_leaves_as_a_whole():
    """Parts are planned once; the enter decides what they are."""
    by_word, by_char = {"preset": "fade", "by": "word"}, {"preset": "scale", "by": "char"}
    said = layer(text("two words", enter=by_word, exit=by_char, loop={"preset": "float"}))
    assert (said.enter.by, said.exit.by, said.loop.by) == ("word", "word", "layer")
    assert len(said.content.parts) == 2


def test_an_animated_colour_recolours_the_text():
    said = text("H", fontSize=40, fontWeight=900, keyframes={
        "color": [{"frame": 0, "value": "#ff0000"}, {"frame": 2, "value": "#0000ff"}]})  # fmt: skip
    pictures = shot(composition(scene(said, frames=3), size=(32, 32)))
    inside = pictures[0][:, :, 0] > 250
    assert inside.sum() > 200
    for picture, color in zip(pictures, [(255, 0, 0), (128, 0, 128), (0, 0, 255)], strict=True):
        assert np.abs(np.median(picture[inside], axis=0) - color).max() <= 3


@pytest.mark.parametrize("deep", [False, True])
def test_a_glyph_that_no_font_has_is_named_with_its_place(deep):
    odd = text("a\ue123b")
    layers = [box("red", 0, 0, 1, 1), {"type": "group", "layers": [odd]} if deep else odd]
    with pytest.raises(FontError, match="U\\+E123") as caught:
        planned(composition(scene(*layers)))
    path = "scenes[0].layers[1]" + (".layers[0]" if deep else "")
    assert caught.value.where.startswith(f"{path} (line 1, column ")


def test_a_text_of_spaces_is_nothing():
    document = composition(scene(text("   "), text(""), frames=2), size=(8, 4))
    assert_pixels("________\n" * 4, shot(document, 1)[0])


@pytest.mark.parametrize("position", ["top-left", "bottom-right", "center"])
def test_a_panel_stays_inside_the_safe_area(position):
    said = text("Hello", background={"color": "#fff", "padding": 40}, color="#fff", enter=None)
    left, top, right, bottom = ink({**said, "position": position}, (1920, 1080))
    plain = layer(text("Hello", enter=None)).placement
    framed = layer({**said, "position": position}).placement
    assert framed.width == pytest.approx(plain.width + 80, abs=1)
    assert framed.height == pytest.approx(plain.height + 80, abs=1)
    edge = 0.085 * 1080
    if position == "top-left":
        assert (left, top) == pytest.approx((edge, edge), abs=6)
    elif position == "bottom-right":
        assert (right, bottom) == pytest.approx((1920 - edge, 1080 - edge), abs=6)


def test_text_in_a_panel_wraps_inside_the_layers_size():
    panel = {"color": "#222", "padding": {"x": 50, "y": 10}}
    planned_layer = layer(text(LONG, size={"width": 500}, background=panel))
    assert planned_layer.placement.width == 500
    assert planned_layer.content.spec.width_px == 400


def test_spans_have_strokes_markers_and_gradients_of_their_own():
    ramp = {
        "type": "linear",
        "stops": [{"offset": 0, "color": "red"}, {"offset": 1, "color": "blue"}],
    }
    said = {"type": "text", "color": ramp, "stroke": {"color": ramp, "width": 2}, "spans": [
        {"text": "a"},
        {"text": "b", "color": ramp, "stroke": {"color": "red", "width": 5}, "background": "blue"},
    ]}  # fmt: skip
    spec = layer(said).content.spec
    plain, own = spec.runs
    assert (plain.fill.over, own.fill.over) == ("text", "run")
    assert (plain.stroke, own.stroke.width_px, own.stroke.color) == (None, 5, (255, 0, 0, 255))
    assert (plain.background, own.background.fill) == (None, (0, 0, 255, 255))
    assert spec.stroke.color.over == "text"


def test_glow_is_read_and_drawn():
    glow = layer(text(glow={"color": "$accent", "size": 40}), style=STYLE).content.spec.glow
    assert (glow.color, glow.size_px, glow.strength) == ((0, 189, 242, 255), 40, 1)
    assert layer(text(glow="red")).content.spec.glow.color == (255, 0, 0, 255)


@pytest.mark.parametrize(
    ("words", "transform", "expected"),
    [
        ("don't stop “now”", "capitalize", "Don't Stop “Now”"),
        ("straße", "uppercase", "STRASSE"),
        ("Καλημέρα κόσμε é", "uppercase", "ΚΑΛΗΜΕΡΑ ΚΟΣΜΕ É"),
        ("LOUD Ä", "lowercase", "loud ä"),
        ("As is", "none", "As is"),
    ],
)
def test_case(words, transform, expected):
    assert run(text(words, textTransform=transform)).text == expected


def test_a_word_of_two_spans_is_capitalised_once():
    said = {"type": "text", "textTransform": "capitalize",
            "spans": [{"text": "hel"}, {"text": "lo"}, {"text": " you"}]}  # fmt: skip
    assert [part.text for part in layer(said).content.spec.runs] == ["Hel", "lo", " You"]


def test_scripts_with_marks_have_taller_lines_unless_told():
    latin, thai = (layer(text(words, role="heading")).content.spec for words in ("ab", "ที่นี่"))
    assert thai.line_height > 1.2 * latin.line_height
    assert layer(text("ที่นี่", lineHeight=1)).content.spec.line_height == 1


def test_a_glyph_in_a_span_is_named_with_the_span():
    said = {"type": "text", "spans": [{"text": "ok"}, {"text": "\ue123"}]}
    with pytest.raises(FontError, match="U\\+E123") as caught:
        planned(composition(scene(said)))
    assert caught.value.where.startswith("scenes[0].layers[0].spans[1].text (line 1, column ")
