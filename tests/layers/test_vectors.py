"""Trimmed, dashed and moving strokes; drawings; counters; ready groups."""

import numpy as np
import pytest

from render.errors import AssetUnreadable, CompositionError
from render.layers.counter import CounterContent
from render.timebase import FrameRange
from schemas.counting import parse_counter_format
from tests.pictures import assert_pixels, box, composition, planned, scene, shot, warnings


def keys(first, last, frames):
    return [{"frame": 0, "value": first}, {"frame": frames, "value": last}]


def area(picture):
    return picture[:, :, 1].astype(float).sum() / 255 / 4


def stroked(kind, **fields):
    fields = {"stroke": {"color": "white", "width": 2}, "size": {"width": 8, "height": 4}} | fields
    return {"type": "shape", "shape": kind, **fields}


def drawn(*layers, frames=1, size=(12, 8), at=(0,), **more):
    return shot(composition(scene(*layers, frames=frames), size=size), *at, **more)


@pytest.mark.parametrize("kind", ["rect", "ellipse", "line", "polygon", "star", "path"])
def test_every_shape_is_drawn_on_by_its_length(kind):
    layer = stroked(kind, path="M0 0H8M0 4H8", keyframes={"trimEnd": keys(0, "100%", 4)})
    areas = [area(picture) for picture in drawn(layer, frames=5, at=range(5))]
    assert areas[0] == 0
    assert areas[4] == pytest.approx(area(drawn(stroked(kind, path="M0 0H8M0 4H8"))[0]), abs=0.1)
    steps = np.diff(areas) / areas[4]
    assert steps == pytest.approx([0.25] * 4, abs=0.09)


def test_several_contours_are_drawn_one_after_the_other():
    path = stroked("path", path="M0 1H4M0 3H4", size={"width": 4, "height": 4}, trimEnd=0.5)
    picture, = drawn(path, size=(4, 4))  # fmt: skip
    assert_pixels("WWWW\nWWWW\n____\n____", picture)


def test_a_ring_starts_at_the_top_and_runs_clockwise():
    picture, = drawn(stroked("ellipse", size={"width": 8, "height": 8}, trimEnd=0.25), size=(12, 12))  # fmt: skip  # noqa: E501
    quarter = picture[:, :, 1] > 128
    assert quarter[:12, 12:].sum() > 0.9 * quarter.sum()


def test_dashes_and_gaps_alternate_and_stand_still():
    dashed = stroked("line", stroke={"color": "white", "width": 2, "dash": 2},
                     size={"width": 8, "height": 2})  # fmt: skip
    assert_pixels("WW__WW__\nWW__WW__", drawn(dashed, size=(8, 2))[0])
    assert_pixels("WW__W___\nWW__W___", drawn(dashed | {"trimEnd": 0.625}, size=(8, 2))[0])


def test_widths_corners_and_colours_run():
    layer = box("white", 0, 0, 8, 8, stroke={"color": "red", "width": 0}, keyframes={
        "strokeWidth": keys(0, 4, 2), "cornerRadius": keys(0, "50%", 2),
        "strokeColor": [{"frame": 0, "value": "red"}, {"frame": 2, "value": "white"}],
    })  # fmt: skip
    first, _, last = drawn(layer, frames=3, at=range(3), size=(16, 16))
    assert_pixels("WWWWWWWW", first[:2, :16])
    assert area(last) == pytest.approx(np.pi * 6**2 - 27, abs=12)
    framed = box("black", 2, 2, 8, 4, border={"color": "white", "width": 0},
                 keyframes={"borderWidth": keys(0, 2, 1)})  # fmt: skip
    areas = [area(picture) for picture in drawn(framed, frames=2, at=(0, 1))]
    assert areas == pytest.approx([0, 32], abs=0.5)
    assert warnings(composition(scene(layer, framed, frames=3))) == []


def test_what_a_kind_cannot_move_is_said():
    text = {"type": "text", "text": "x", "keyframes": {"trimEnd": keys(0, 1, 2)}}
    ((where, message),) = warnings(composition(scene(text, frames=3)))
    assert "trimEnd" in where
    assert "not drawn" in message


@pytest.fixture
def drawings(tmp_path):
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2">'
    own = head + '<path d="M0 0H2V2H0z" fill="red"/></svg>'
    (tmp_path / "own.svg").write_text(own)
    (tmp_path / "current.svg").write_text(own.replace("red", "currentColor"))
    return tmp_path


def test_a_drawing_has_its_natural_size_and_its_alpha(drawings):
    layer = {"type": "svg", "asset": "own.svg", "position": "top-left"}
    document = composition(scene(box("blue", 0, 0, 8, 4), layer), size=(8, 4))
    assert_pixels("RR?BBBBB\nRR?BBBBB\nBBBBBBBB\nBBBBBBBB", shot(document, assets=drawings)[0])


@pytest.mark.parametrize("name", ["own.svg", "current.svg"])
def test_a_drawing_takes_a_colour_and_a_size(drawings, name):
    layer = {"type": "svg", "asset": name, "size": {"width": 8}, "color": "$accent"}
    style = {"colorPalette": {"accent": "#00ff00"}}
    document = composition(scene(layer), size=(8, 4), style=style)
    assert_pixels("GGGG?___\n" * 4, shot(document, assets=drawings)[0])


def test_a_drawing_where_a_picture_is_needed_is_refused_with_a_hint(drawings):
    with pytest.raises(AssetUnreadable) as caught:
        planned(composition(scene({"type": "image", "asset": "own.svg"})), drawings)
    assert "type svg" in caught.value.hint


@pytest.mark.parametrize(
    ("written", "value", "wanted"),
    [
        (None, 1234.4, "1,234"),
        ("{}", 1234.5, "1234"),
        ("${:,.2f}", -1234.5, "\N{MINUS SIGN}$1,234.50"),
        ("{:.0%} off", 0.456, "46% off"),
        ("{:.1f}%", 45.6, "45.6%"),
        ("{:compact}", 1_234_567, "1.2M"),
        ("{:compact}", 999_960, "1.0M"),
        ("{:compact}", 950, "950"),
        ("{:m:ss}", 125, "2:05"),
        ("{:hh:mm:ss}", 3725, "01:02:05"),
        ("{:03}", 7, "007"),
        ("{:+}", 5, "+5"),
        ("{:.1f}", -0.01, "0.0"),
        ("{:.,2f} €", 1234.5, "1.234,50 €"),
        ("{{{}}}", 3, "{3}"),
    ],
)
def test_a_counter_writes_its_number(written, value, wanted):
    assert parse_counter_format(written).written(value) == wanted


@pytest.mark.parametrize("written", ["5", "{", "{}{}", "{0}", "{:x}", "{:9999f}", "{a.b}", "{!r}"])
def test_what_is_no_format_is_refused_with_its_place(written):
    with pytest.raises(CompositionError, match="no format for a number") as caught:
        planned(composition(scene({"type": "counter", "to": 5, "format": written})))
    assert caught.value.where.startswith("scenes[0].layers[0].format")


def counter(frames, **fields):
    layer = {"type": "counter", "to": 100, "enter": None, "fontSize": 20, **fields}
    document = composition(scene(layer, frames=frames), size=(128, 32))
    content = planned(document).scenes[0].layers[0].content
    assert isinstance(content, CounterContent)
    return document, content


def test_a_counter_is_exact_at_both_ends_and_holds():
    _, content = counter(31, **{"from": 3, "to": 0.3})
    assert (content.value_at(0, 31), content.value_at(30, 31)) == (3, 0.3)
    _, held = counter(31, countFrames=10, easing="linear")
    assert [held.value_at(frame, 31) for frame in (0, 9, 10, 30)] == [0, 100, 100, 100]
    assert held.value_at(3, 31) == pytest.approx(100 / 3)
    _, alone = counter(1)
    assert alone.value_at(0, 1) == 100


@pytest.mark.parametrize("family", ["Poppins", "Lato", "Raleway"])
def test_digits_stand_still_while_they_change(family):
    document, _ = counter(12, to=1111, easing="linear", fontFamily=family, format="{:04}",
                          position="left", keyframes={"value": keys(1000, 1011, 11)})  # fmt: skip
    pictures = [picture[:, :, 1] for picture in shot(document)]
    first = pictures[0][:, :32]
    for picture in pictures[1:]:
        assert np.abs(picture[:, :32].astype(int) - first).max() <= 2, (
            "the thousands have not moved"
        )
        left = np.nonzero(picture.max(axis=0) > 128)[0]
        assert abs(left[0] - np.nonzero(first.max(axis=0) > 128)[0][0]) == 0


def test_a_slice_of_a_counter_shows_the_same():
    document, _ = counter(20)
    timeline = planned(document)
    for frame in (0, 7, 19):
        part = timeline.seen_in(FrameRange(frame, frame + 1))
        assert (shot(part, 0)[0] == shot(timeline, frame)[0]).all()


TEMPLATES = {
    "lowerThird": ("bar", "panel", "line"),
    "endCard": ("bar", "panel", "line"),
    "progressBar": ("bar", "line", "ring"),
}


LOOKS = [(name, look) for name, looks in TEMPLATES.items() for look in looks]


@pytest.mark.parametrize("size", [(192, 108), (108, 192), (108, 108)])
@pytest.mark.parametrize(("name", "look"), LOOKS)
def test_ready_groups_fit_every_canvas(name, look, size):
    words = {"title": "A long name of somebody or other", "subtitle": "And what they do all day"}
    template = {"name": name, "look": look, "showValue": True, "action": "Go"} | words
    document = composition(
        scene({"type": "group", "template": template}, frames=60), size=size,
        style={"colorPalette": {"background": "#000000", "text": "#ffffff", "accent": "#ff0000"}},
    )  # fmt: skip
    assert warnings(document) == []
    layer, = planned(document).scenes[0].layers  # fmt: skip
    place = layer.placement
    assert place.left >= -0.01
    assert place.top >= -0.01
    assert place.left + place.width <= size[0] + 0.01
    assert place.top + place.height <= size[1] + 0.01
    assert shot(document, 40)[0].max() > 200


def test_a_progress_bar_is_empty_first_and_full_last():
    document = composition(
        scene({"type": "group", "template": {"name": "progress", "color": "red"}}, frames=11),
        size=(100, 100),
        style={"colorPalette": {"text": "#000000"}},
    )
    red = [(picture[:, :, 0] > 200).sum(axis=1).max() for picture in shot(document)]
    assert red[0] == 0
    assert red[10] == 200
    assert red[5] == pytest.approx(100, abs=1)


@pytest.mark.parametrize(
    "template",
    [
        {"name": "lowerThird"},
        {"name": "lowerThird", "title": "x", "look": "ring"},
        {"name": "banner", "title": "x"},
    ],
)
def test_ready_groups_without_words_or_of_no_kind_are_refused(template):
    with pytest.raises(CompositionError) as caught:
        planned(composition(scene({"type": "group", "template": template})))
    assert caught.value.where.startswith("scenes[0].layers[0].template")


def test_a_ready_group_keeps_what_its_group_says():
    group = {"type": "group", "template": "progressBar", "position": "top", "opacity": 0.5,
             "layers": [box("white", 0, 0, 2, 2)]}  # fmt: skip
    (layer,) = planned(composition(scene(group, frames=9), size=(64, 64))).scenes[0].layers
    assert layer.opacity == 0.5
    assert layer.placement.top == 0
    assert len(layer.content.layers) == 3
