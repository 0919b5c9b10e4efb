"""Scalar types: what is read, as what it is written, and what is refused in which words."""

from fractions import Fraction

import pytest
from PIL import ImageColor
from pydantic import TypeAdapter, ValidationError

from schemas.color import Rgba, css_color_names, parse_color
from schemas.easing import EasingCall, parse_easing
from schemas.named import AspectRatio, Direction, Fit, NineGrid, Preset, Unit
from schemas.names import EASINGS
from schemas.rate import Rate
from schemas.values import (
    AssetKey,
    Color,
    Easing,
    EvenPixels,
    Flag,
    Frames,
    Length,
    Number,
    SizeLength,
    Weight,
)


def read(kind, value):
    return TypeAdapter(kind).validate_python(value)


def refusal(kind, value):
    with pytest.raises(ValidationError) as caught:
        read(kind, value)
    (error,) = caught.value.errors()
    return error["msg"]


@pytest.mark.parametrize(
    ("written", "rate"),
    [
        (30, Fraction(30)),
        (30.0, Fraction(30)),
        ("30", Fraction(30)),
        (25, Fraction(25)),
        (1, Fraction(1)),
        (240, Fraction(240)),
        (12.5, Fraction(25, 2)),
        (23.976, Fraction(24000, 1001)),
        (23.98, Fraction(24000, 1001)),
        (23.976023976, Fraction(24000, 1001)),
        (29.97, Fraction(30000, 1001)),
        (29.97002997, Fraction(30000, 1001)),
        ("29.97", Fraction(30000, 1001)),
        (59.94, Fraction(60000, 1001)),
        (119.88, Fraction(120000, 1001)),
        ("30000/1001", Fraction(30000, 1001)),
        ("24000 / 1001", Fraction(24000, 1001)),
        ("50/2", Fraction(25)),
        (29.5, Fraction(59, 2)),
        (Fraction(30000, 1001), Fraction(30000, 1001)),
    ],
)
def test_a_rate_is_exact_and_ntsc_rates_are_rationals(written, rate):
    assert read(Rate, written) == rate


@pytest.mark.parametrize(
    ("rate", "written"), [(Fraction(30), 30), (Fraction(30000, 1001), "30000/1001")]
)
def test_a_rate_is_written_as_a_number_when_whole_else_as_a_ratio(rate, written):
    assert TypeAdapter(Rate).dump_python(rate, mode="json") == written


@pytest.mark.parametrize(
    "written",
    [
        0,
        -30,
        0.5,
        241,
        1000000000.0,
        1e300,
        "0",
        "241",
        "30/0",
        "0/30",
        "1/2",
        "1e2",
        "",
        "abc",
        True,
        None,
        [],
        {},
        "30000/1001/2",
        "-30",
        float("nan"),
        float("inf"),
        10**400,
        "1234567/1234568",
    ],
)
def test_a_rate_outside_1_to_240_or_of_another_kind_is_refused(written):
    assert refusal(Rate, written)


@pytest.mark.parametrize(("written", "frames"), [(0, 0), (30, 30), (30.0, 30)])
def test_frames_are_whole_numbers(written, frames):
    value = read(Frames, written)
    assert value == frames
    assert isinstance(value, int)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("abc", 'expected a whole number of frames, got the text "abc"'),
        (True, "expected a whole number of frames, got true"),
        (None, "expected a whole number of frames, got null"),
        (2.5, "expected a whole number of frames, got the number 2.5"),
        ([], "expected a whole number of frames, got a list"),
        ({}, "expected a whole number of frames, got an object"),
        (float("inf"), "expected a whole number of frames, got the number inf"),
        (float("nan"), "expected a whole number of frames, got the number nan"),
    ],
)
def test_frames_of_another_kind_are_refused_in_plain_english(written, message):
    assert refusal(Frames, written) == message


@pytest.mark.parametrize("written", [-1, 10**7, 10**30])
def test_frames_out_of_bounds_are_refused(written):
    assert refusal(Frames, written)


@pytest.mark.parametrize("written", [True, False, "1", None, [], 10**400, float("nan")])
def test_numbers_are_no_booleans_and_no_texts_and_finite(written):
    assert refusal(Number, written).startswith("expected a number")


@pytest.mark.parametrize("written", ["true", 0, 1, None])
def test_flags_are_only_true_and_false(written):
    assert refusal(Flag, written).startswith("expected true or false")


@pytest.mark.parametrize(
    ("written", "length"),
    [
        (0, 0.0),
        (-12.5, -12.5),
        ("50%", "50%"),
        (" 50 % ", "50%"),
        ("-33.333%", "-33.333%"),
        ("050.0%", "50%"),
        ("120px", 120.0),
        ("120", 120.0),
        ("0.02em", "2%"),
    ],
)
def test_a_length_is_pixels_or_a_percentage(written, length):
    assert read(Length, written) == length
    assert read(Length, length) == length


@pytest.mark.parametrize("written", ["", "%", "wide", "50%%", True, None, 1e9, 10**400, "auto", []])
def test_what_is_no_length_is_refused(written):
    assert refusal(Length, written)


def test_sizes_may_be_auto_and_not_negative():
    assert read(SizeLength, "Auto") == "auto"
    assert refusal(SizeLength, -1)
    assert refusal(SizeLength, "-5%")


@pytest.mark.parametrize(
    "written", ["#fff", "#00BDF2", "#00bdf280", "red", "RebeccaPurple", "transparent", "$accent"]
)
def test_a_colour_stays_as_it_is_written(written):
    assert read(Color, written) == written


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("#0f08", "#00ff0088"),
        ("rgb(0, 189, 242)", "#00bdf2"),
        ("rgba(0,0,0,0.5)", "#00000080"),
        ("rgb(255 255 255 / 50%)", "#ffffff80"),
        (" #fff ", "#fff"),
    ],
)
def test_colours_of_other_tools_come_back_in_hexadecimal(written, canonical):
    assert read(Color, written) == canonical


@pytest.mark.parametrize(
    "written",
    [
        "",
        "#",
        "#ff",
        "#fffff",
        "#ggg",
        "fff",
        "00bdf2",
        "rgb(300,0,0)",
        "rgb(1,2)",
        "$",
        "$ a",
        "#fff\n#",
        "redd",
        0,
        None,
        True,
        [],
        "$" + "a" * 100,
    ],
)
def test_what_is_no_colour_is_refused(written):
    assert refusal(Color, written)


def test_the_css_names_are_those_that_pillow_knows():
    expected = {
        name: value[1:]
        for name, value in ImageColor.colormap.items()
        if isinstance(value, str) and name in css_color_names()
    }
    own = css_color_names()
    assert {name: own[name] for name in expected} == expected
    assert set(ImageColor.colormap) <= set(own)
    assert len(own) == 149


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("#00BDF2", (0, 189, 242, 255)),
        ("#0f0", (0, 255, 0, 255)),
        ("#01020304", (1, 2, 3, 4)),
        ("Red", (255, 0, 0, 255)),
        ("transparent", (0, 0, 0, 0)),
    ],
)
def test_a_colour_has_levels(text, levels):
    assert parse_color(text) == Rgba(*levels)


@pytest.mark.parametrize("text", ["$accent", "nope", "#12"])
def test_levels_are_only_had_of_colours(text):
    with pytest.raises(ValueError, match="no colour"):
        parse_color(text)


@pytest.mark.parametrize("name", EASINGS)
def test_every_easing_is_its_own_canonical_spelling(name):
    assert read(Easing, name) == name
    assert parse_easing(name) == EasingCall(name)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("easeOut", "ease-out"),
        ("ease_in_out", "ease-in-out"),
        ("EASE-IN", "ease-in"),
        ("in-out", "ease-in-out"),
        ("ease-in-out-cubic", "easeInOutCubic"),
        ("easeinoutcubic", "easeInOutCubic"),
        ("cubic-in-out", "easeInOutCubic"),
        ("quadratic-in", "easeInQuad"),
        ("sinusoid-out", "easeOutSine"),
        ("exponential-in-out", "easeInOutExpo"),
        ("out-back", "easeOutBack"),
        ("bounce", "easeOutBounce"),
        ("hold", "step-end"),
        ("spring", "spring(1, 100, 10)"),
        ("cubic-bezier(.2,0,0,1)", "cubic-bezier(0.2, 0, 0, 1)"),
        ("cubicBezier( 0.25 , -0.5 , 1 , 1.5 )", "cubic-bezier(0.25, -0.5, 1, 1.5)"),
        ([0.2, 0, 0, 1], "cubic-bezier(0.2, 0, 0, 1)"),
        ("steps(8)", "steps(8)"),
        ("steps(4, end)", "steps(4)"),
        ("steps(4, jump-start)", "steps(4, jump-start)"),
        ("spring(1,100,10)", "spring(1, 100, 10)"),
    ],
)
def test_an_easing_is_read_in_many_spellings_and_written_in_one(written, canonical):
    assert read(Easing, written) == canonical
    assert read(Easing, canonical) == canonical
    assert parse_easing(canonical)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "easeOutt",
        "cubic-bezier(1,2,3)",
        "cubic-bezier(2,0,0,1)",
        "cubic-bezier(a,0,0,1)",
        "cubic-bezier(1e9,0,0,1)",
        "steps(0)",
        "steps(1.5)",
        "steps(8, sideways)",
        "steps()",
        "steps(99999)",
        "spring(0,1,1)",
        "spring(1,1)",
        "spring(1,-1,1)",
        "poly(3)",
        "linear(",
        "__import__('os')",
        "steps(" + "9" * 5000 + ")",
        3,
        None,
        True,
        {},
        [1, 2],
        [None] * 4,
    ],
)
def test_what_is_no_easing_is_refused(written):
    assert refusal(Easing, written)


def test_easings_come_apart_into_numbers():
    assert parse_easing("cubic-bezier(0.2, 0, 0, 1)").numbers == (0.2, 0, 0, 1)
    assert parse_easing("steps(4)") == EasingCall("steps", (4,), "end")
    assert parse_easing("steps(4, jump-none)").step_position == "jump-none"
    assert parse_easing("spring(1, 100, 10)").numbers == (1, 100, 10)


@pytest.mark.parametrize(
    ("kind", "written", "canonical"),
    [
        (NineGrid, "topLeft", "top-left"),
        (NineGrid, "bottom_center", "bottom"),
        (NineGrid, "centre", "center"),
        (Fit, "scaleDown", "scale-down"),
        (Fit, "contain-blur", "blur"),
        (Fit, "stretch", "fill"),
        (Direction, "from-left", "right"),
        (Direction, "TOP", "up"),
        (Preset, "fadeIn", "fade"),
        (Unit, "letters", "char"),
        (AspectRatio, "16:9", "16:9"),
        (Weight, "bold", 700),
        (Weight, 400.0, 400),
    ],
)
def test_names_are_read_in_other_spellings(kind, written, canonical):
    assert read(kind, written) == canonical


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (NineGrid, "upper"),
        (Fit, 3),
        (Preset, None),
        (AspectRatio, "21:9"),
        (Weight, "heavy"),
        (Weight, 0),
        (Weight, 1001),
        (EvenPixels, 3),
        (EvenPixels, 0),
        (EvenPixels, 8194),
        (AssetKey, ""),
        (AssetKey, "   "),
        (AssetKey, {"key": "a"}),
        (AssetKey, "a" * 2000),
    ],
)
def test_other_names_and_numbers_are_refused(kind, written):
    assert refusal(kind, written)
