"""Texts without a place: no two overlap, all stay in the safe area, and what is said is kept."""

from itertools import combinations

import pytest

from render.layers.text import TextContent
from render.style import LANGUAGES, style_sheet
from schemas import Style
from schemas.composition import DESIGN_SIZES_PX
from tests.pictures import composition, planned, scene

WORDS = {
    "label": "Brooklyn, since 2019",
    "heading": "Slow mornings taste better",
    "subheading": "Water, fire and a little patience",
    "body": "Roasted small, every Tuesday, twelve kilos at a time, and never in a hurry.",
}
LONG = " ".join(["Everything that can be said about coffee is said here at once."] * 9)


def film(*texts, size=(1080, 1920), language="cinematic", frames=120, **fields):
    said = [text if isinstance(text, dict) else {"text": text} for text in texts]
    layers = [{"type": "text", **each} for each in said]
    style = {"motionLanguage": language, "colorPalette": {"accent": "#f0944d"}}
    return composition(scene(*layers, frames=frames), size=size, style=style, **fields)


def boxes(document):
    layers = planned(document).scenes[0].layers
    return [
        (place.left, place.top, place.left + place.width, place.top + place.height, layer.span)
        for layer in layers
        if isinstance(layer.content, TextContent)
        for place in [layer.placement]
    ]


def assert_apart(found, size):
    for left, top, right, bottom, _ in found:
        assert left >= 0.05 * size[0]
        assert top >= 0.05 * size[1]
        assert right <= 0.96 * size[0]
        assert bottom <= 0.96 * size[1]
    for a, b in combinations(found, 2):
        if a[4].overlaps(b[4]):
            assert a[3] <= b[1] + 0.01 or b[3] <= a[1] + 0.01, "one below the other"


@pytest.mark.parametrize("size", DESIGN_SIZES_PX.values(), ids=DESIGN_SIZES_PX)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_texts_without_a_place_overlap(size, language):
    parts = [{"role": role, "text": words} for role, words in WORDS.items()]
    found = boxes(film(*parts, size=size, language=language))
    assert len(found) == len(WORDS)
    assert_apart(found, size)


@pytest.mark.parametrize("size", DESIGN_SIZES_PX.values(), ids=DESIGN_SIZES_PX)
def test_too_many_words_are_set_smaller_until_they_fit(size):
    found = boxes(film({"role": "heading", "text": LONG}, LONG, LONG, size=size))
    assert_apart(found, size)


def test_texts_one_after_the_other_take_the_same_place():
    first, second = boxes(
        film({"role": "heading", "text": "One", "durationFrames": 60},
             {"role": "heading", "text": "Two", "startFrame": 60})
    )  # fmt: skip
    assert first[1] == second[1]


def test_a_text_with_a_place_is_where_it_says_and_others_keep_clear_of_it():
    document = film({"text": "Here", "fontSize": 80, "position": "center"}, "There it is")
    here, there = boxes(document)
    assert (here[1] + here[3]) / 2 == pytest.approx(960)
    assert there[1] >= here[3] or there[3] <= here[1]


def test_captions_keep_their_zone():
    captions = {"source": [{"text": "Hello", "startFrame": 0, "endFrame": 30}]}
    (found,) = boxes(film("A sentence", captions=captions))
    assert found[3] <= 0.67 * 1920


def test_the_first_sentence_is_the_heading_and_the_next_is_text():
    document = film("Slow mornings", "Served all day, every day, in Brooklyn.")
    heading, body = (
        layer.content.spec.runs[0].size_px
        for layer in planned(document).scenes[0].layers
        if isinstance(layer.content, TextContent)
    )
    assert heading > 1.8 * body


def test_headings_on_phones_are_large_and_wide_pictures_are_calmer():
    def body(size):
        document = film({"role": "body", "text": "Words"}, size=size)
        return planned(document).scenes[0].layers[-1].content.spec.runs[0].size_px

    tall, square, wide = (body(DESIGN_SIZES_PX[name]) for name in ("9:16", "1:1", "16:9"))
    assert tall > square > wide
    assert tall >= 0.045 * 1080, "ten points on a phone"


def of(document):
    """What can be told of a language from its timeline."""
    timeline = planned(document)
    text = next(x for x in timeline.scenes[0].layers if isinstance(x.content, TextContent))
    run, enter = text.content.spec.runs[0], text.enter
    return {
        "type": (run.family, run.weight, run.italic, run.text),
        "enter": (enter.preset, enter.by, enter.duration_frames),
        "place": (text.placement.anchor_x, round(text.placement.top)),
        "cut": timeline.scenes[1].transition and timeline.scenes[1].transition.kind,
        "size": round(run.size_px),
    }


def two_scenes(language, **second):
    layers = [{"type": "text", "text": "Slow mornings taste better"}]
    return composition(
        scene(*layers, frames=80), scene(*layers, frames=80, **second),
        size=(1080, 1920), style={"motionLanguage": language},
    )  # fmt: skip


def test_every_language_is_told_from_every_other_by_most_of_its_choices():
    told = {language: of(two_scenes(language)) for language in LANGUAGES}
    for a, b in combinations(LANGUAGES, 2):
        differing = [name for name in told[a] if told[a][name] != told[b][name]]
        assert len(differing) >= 3, (a, b, differing)


@pytest.mark.parametrize("language", LANGUAGES)
def test_default_transitions_change_no_time(language):
    timeline = planned(two_scenes(language))
    first, second = timeline.scenes
    assert (first.start_frame, first.duration_frames, second.start_frame) == (0, 80, 80)
    assert timeline.frame_count == 160
    frames = second.transition.duration_frames if second.transition else 0
    assert first.tail_frames == frames
    assert frames <= 40


@pytest.mark.parametrize("said", [None, {"type": "cut"}])
def test_a_cut_that_is_said_is_a_cut(said):
    assert planned(two_scenes("dynamic", transition=said)).scenes[1].transition is None


def test_a_composition_that_names_no_language_has_cuts():
    document = two_scenes("dynamic")
    document.pop("style")
    assert planned(document).scenes[1].transition is None


def test_what_a_layer_says_goes_before_the_language():
    said = {"text": "Loud", "role": "heading", "fontFamily": "Lato", "fontSize": 60,
            "fontWeight": 300, "textTransform": "none", "color": "#123456",
            "enter": {"preset": "fade"}, "background": None, "lineHeight": 1.5}  # fmt: skip
    layer = planned(film(said, language="energetic")).scenes[0].layers[-1]
    spec, run = layer.content.spec, layer.content.spec.runs[0]
    assert (run.text, run.family, run.size_px, run.weight) == ("Loud", "Lato", 60, 300)
    assert run.fill == (0x12, 0x34, 0x56, 255)
    assert (spec.background, spec.line_height, layer.enter.preset) == (None, 1.5, "fade")


def test_a_language_nobody_knows_is_said_with_the_nearest():
    notes = []
    sheet = style_sheet(Style(motion_language="cinematik"), notes)
    assert sheet.motion.name == "cinematic"
    assert 'did you mean "cinematic"?' in notes[0]
