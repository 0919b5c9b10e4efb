"""Captions in compositions: their words, their place, their look, and what an edit renders anew."""

import json
from dataclasses import replace

import numpy as np
import pytest

from render.assets.remote.contents import content_fault
from render.captions.zones import SAFE_ZONES
from render.encode.profiles import profile_named
from render.errors import AssetUnreadable, CompositionError
from render.frames.renderer import FrameRenderer
from render.options import RenderOptions
from render.prepare import all_asset_keys, prepare
from render.segments.plan import plan_segments
from render.style.contrast import contrast
from render.timebase import FrameRange
from render.timeline.captions import shown_pages
from schemas.names import CAPTION_STYLES
from schemas.names import SAFE_ZONES as NAMES
from tests.captions.films import content_of, film, lit_box, timed_words
from tests.end_to_end.films import wavemaker, write_json
from tests.pictures import FONTS, box, composition, planned, scene, shot, warnings

SRT = "1\n00:00:01,000 --> 00:00:02,000\nHello there\n"
WORDS = [
    {"text": "Hello", "startFrame": 3, "endFrame": 9},
    {"text": "there", "startFrame": 9, "endFrame": 15},
]


def shown(document, assets=None):
    return shown_pages(prepare(document, RenderOptions(assets=assets)).timeline)


def texts(document, assets=None):
    return [(page.text, page.start_frame) for page in shown(document, assets)]


def wide(frames=90, **fields):
    return composition(scene(frames=frames), size=(640, 360), fps=30, **fields)


@pytest.mark.parametrize("style", CAPTION_STYLES)
@pytest.mark.parametrize("size", [(640, 360), (360, 640), (360, 360)], ids=str)
def test_every_style_shows_its_words_inside_the_canvas_and_warns_of_nothing(style, size):
    document = film(WORDS, style, size=size, total=40, stroke={"color": "#000", "width": 2})
    assert warnings(document) == []
    for rgb in shot(document, 4, 10, output=size):
        rows, columns = np.nonzero(rgb.max(axis=2) > 60)
        assert len(rows) > 30
        assert 0 < columns.min() < columns.max() < size[0] - 1
        assert size[1] * 0.4 < rows.min() < rows.max() < size[1] - 1


@pytest.mark.parametrize("style", CAPTION_STYLES)
def test_words_never_shift_while_others_are_spoken(style):
    """The line is where it is, whatever its words do: what is neither lit nor new stays."""
    content, _ = content_of(film(timed_words(8, seed=2), style))
    page = content.pages[0]
    assert [word.shift for word in page.words] == [0] * len(page.words)
    assert len({page.top for page in content.pages if len(page.page.lines) == 1}) <= 1


def test_a_heavier_active_word_keeps_its_place_free():
    look = {"activeWord": {"color": "#ff0000", "fontWeight": 900}, "fontWeight": 300}
    document = film(timed_words(6, seed=2), "highlight", fontFamily="Open Sans", **look)
    content, _ = content_of(document)
    plain = [word.shift for word in content.pages[0].words]
    assert max(plain) > 0, "a light word stands in the middle of the room of a heavy one"
    assert all(word.active_shift == 0 for word in content.pages[0].words)


def test_the_voiceover_gives_words_in_frames_of_the_composition(assets):
    segments = [
        {"sceneId": "b", "key": "voice.wav", "startFrame": 10, "words": WORDS},
        {"sceneId": "a", "key": "voice.wav", "text": "two words"},
    ]
    document = composition(
        scene(frames=60, id="a"), scene(frames=60, id="b"), size=(640, 360), fps=30,
        captions="highlight", audio={"voiceover": {"segments": segments}},
    )  # fmt: skip
    assert texts(document, assets) == [("two words", 0), ("Hello there", 73)]
    estimated = [page.estimated for page in shown(document, assets)]
    assert estimated == [True, False]
    said = [message for _, message in warnings(document, assets)]
    assert any("by how long they take to say" in message for message in said)


def test_a_voiceover_that_says_nothing_is_said(assets):
    document = wide(captions={}, audio={"voiceover": "voice.wav"})
    ((where, message),) = warnings(document, assets)
    assert where.startswith("captions.source")
    assert "no words and no text" in message


def test_a_file_is_an_asset_of_the_composition(tmp_path):
    (tmp_path / "talk.srt").write_text(SRT)
    document = wide(captions="talk.srt") | {"captions": {"source": "talk.srt"}}
    assert texts(document, tmp_path) == [("Hello there", 30)]
    prepared = prepare(document, RenderOptions(assets=tmp_path))
    assert all_asset_keys(prepared.composition) == {"talk.srt": "captions.source"}
    assert prepared.media["talk.srt"].kind == "captions"


def test_a_damaged_file_is_named_with_its_line(tmp_path):
    (tmp_path / "talk.srt").write_text(SRT + "2\n00:00:03,000 --> never\nx\n")
    with pytest.raises(AssetUnreadable) as caught:
        shown(wide(captions={"source": "talk.srt"}), tmp_path)
    assert caught.value.where == "talk.srt (line 5)"


def test_a_picture_is_no_captions(assets):
    with pytest.raises(AssetUnreadable, match="captions are needed here, the file holds an image"):
        shown(wide(captions={"source": "white.png"}), assets)


def test_captions_are_no_picture(tmp_path):
    (tmp_path / "talk.srt").write_text(SRT)
    with pytest.raises(AssetUnreadable, match="an image or a video is needed"):
        prepare(composition(scene(asset="talk.srt")), RenderOptions(assets=tmp_path))


def test_a_layer_shows_what_is_said_in_its_scene():
    words = [{"text": "one.", "startFrame": 2, "endFrame": 8},
             {"text": "two.", "startFrame": 42, "endFrame": 48}]  # fmt: skip
    layer = {"type": "captions", "source": words}
    document = composition(
        scene(frames=30), scene({"type": "group", "startFrame": 5, "layers": [layer]}, frames=30),
        size=(640, 360), fps=30,
    )  # fmt: skip
    assert texts(document) == [("two.", 42)]


def test_captions_lie_over_scenes_and_overlays():
    cover = box("#00f", 0, 0, 640, 360)
    document = film(WORDS, "static", total=40) | {"overlays": [cover]}
    (rgb,) = shot(document, 10, output=(640, 360))
    assert lit_box(rgb, lit=(0, 255, 0)) is not None


@pytest.mark.parametrize("position", ["top", "center", "bottom", "bottom-left", "top-right"])
def test_captions_lie_where_they_are_asked_to(position):
    (rgb,) = shot(film(WORDS, "static", total=40, position=position), 10, output=(640, 360))
    left, top, right, bottom = lit_box(rgb, lit=(0, 255, 0))
    down = {"top": top < 120, "bottom": bottom > 240}.get(position.split("-")[0], 120 < top < 240)
    assert down
    if "-" in position:
        assert (left < 100) if position.endswith("left") else (right > 540)
    else:
        assert abs((left + right) / 2 - 320) < 12


@pytest.mark.parametrize("zone", NAMES)
@pytest.mark.parametrize("position", ["top", "bottom"])
def test_a_safe_zone_keeps_captions_clear_of_what_a_platform_draws(zone, position):
    size = (540, 960)
    words = timed_words(14, seed=9)
    document = film(words, "static", size=size, safeZone=zone, position=position)
    left, top, right, bottom = SAFE_ZONES[zone].box(*size)
    starts = [page.span.start for page in content_of(document)[0].pages[:3]]
    for rgb in shot(document, *starts, output=size):
        found = lit_box(rgb, lit=(0, 255, 0))
        assert found is not None
        assert left <= found[0] < found[2] <= right
        assert top <= found[1] < found[3] <= bottom


def test_a_safe_zone_means_nothing_on_a_wide_canvas_and_that_is_said():
    ((where, message),) = warnings(film(WORDS, "static", total=40, safeZone="tiktok"))
    assert where.startswith("captions.safeZone")
    assert "9:16" in message


def test_a_platform_nobody_knows_is_an_error_with_the_names():
    with pytest.raises(CompositionError) as caught:
        prepare(film(WORDS, "static", safeZone="tiktock"), RenderOptions())
    assert "tiktok" in str(caught.value.problems[0].hint)


PALETTES = [
    {},
    {"text": "#3b2417", "background": "#f6efe6", "accent": "#e2a55e", "primary": "#3b2417"},
    {"text": "#ffffff", "background": "#000000", "accent": "#111111"},
    {"text": "#808080", "background": "#777777", "accent": "#808080", "primary": "#7f7f7f"},
    {"text": "#ffff00", "background": "#0000ff", "accent": "#ffff00"},
]


@pytest.mark.parametrize("palette", PALETTES, ids=str)
@pytest.mark.parametrize("style", ["static", "highlight", "boxedWord"])
def test_letters_stand_out_from_their_outline_whatever_the_palette(palette, style):
    document = wide(captions={"style": style, "source": WORDS}, style={"colorPalette": palette})
    content, _ = content_of(document)
    text = content.pages[0].text
    fill, stroke = text.spec.runs[0].fill, text.spec.stroke.color
    assert contrast(fill, stroke) >= 7
    if style == "highlight":
        assert contrast(text.active_fill, stroke) >= 3
        assert sum(abs(a - b) for a, b in zip(text.active_fill, fill, strict=True)) > 60
    if style == "boxedWord":
        assert contrast(text.active_fill, content.box.fill) >= 4.5


def segments_of(document):
    timeline = planned(document)
    window = FrameRange(0, timeline.frame_count)
    sound = prepare(document, RenderOptions()).sound
    plan = plan_segments(timeline, sound, window, (320, 180), profile_named("draft"))
    return [segment.work.key for segment in plan.segments]


def talk(change=None, *, lead=0, inside=False):
    """Four scenes of two seconds with a sentence each."""
    words = [
        {"text": text, "startFrame": lead + 60 * n + 5, "endFrame": lead + 60 * n + 30}
        for n, text in enumerate(["One.", "Two.", "Three.", change or "Four."])
    ]
    captions = {"style": "highlight", "source": words}
    layer = {"type": "captions", **captions}
    layers = [{"type": "group", "layers": [layer]} if inside == "group" else layer]
    layers = layers if inside else []
    scenes = [scene(*layers, frames=60, background=f"#0{n}0") for n in range(4)]
    if lead:
        scenes.insert(0, scene(frames=lead, background="#fff"))
    fields = {} if inside else {"captions": captions}
    return composition(*scenes, size=(640, 360), fps=30, **fields)


@pytest.mark.parametrize("inside", [False, True, "group"], ids=["over all", "in scenes", "group"])
def test_an_edit_of_a_caption_renders_only_the_segments_that_show_it(inside):
    before, after = segments_of(talk(inside=inside)), segments_of(talk("Fore!", inside=inside))
    assert [a == b for a, b in zip(before, after, strict=True)] == [True, True, True, False]


def test_a_scene_put_in_front_leaves_all_others_as_they_are():
    assert segments_of(talk(lead=30))[1:] == segments_of(talk())


def test_a_slice_shows_what_the_whole_shows():
    document = film(timed_words(12, seed=8), "pop", size=(320, 180))
    timeline = planned(document)
    window = FrameRange(17, 60)
    whole = shot(timeline, *window, output=(320, 180))
    part = shot(timeline.seen_in(window), output=(320, 180))
    assert all(np.array_equal(a, b) for a, b in zip(whole, part, strict=True))


def test_estimated_times_are_marked_in_what_is_inspected(tmp_path):
    from render.cli.inspect import timeline_as_json  # noqa: PLC0415

    (tmp_path / "talk.srt").write_text(SRT)
    prepared = prepare(wide(captions={"source": "talk.srt"}), RenderOptions(assets=tmp_path))
    (layer,) = timeline_as_json(prepared)["overlays"]
    (page,) = layer["pages"]
    assert (page["text"], page["estimated"]) == ("Hello there", True)
    assert [word["text"] for word in page["words"]] == ["Hello", "there"]
    json.dumps(layer)


def test_a_fade_of_the_layer_fades_its_captions():
    layer = {"type": "captions", "style": "static", "source": WORDS, "color": "#00ff00",
             "stroke": {"color": "#000", "width": 0}, "opacity": 0.5}  # fmt: skip
    document = composition(scene(layer, frames=30, background="#000"), size=(640, 360), fps=30)
    (rgb,) = shot(document, 10, output=(640, 360))
    assert 110 < rgb[:, :, 1].max() < 145


def test_an_enter_by_word_moves_the_page():
    enter = {"preset": "fade", "durationFrames": 10, "by": "word"}
    layer = {"type": "captions", "style": "static", "source": WORDS, "color": "#00ff00",
             "stroke": {"color": "#000", "width": 0}, "enter": enter}  # fmt: skip
    document = composition(scene(layer, frames=30, background="#000"), size=(640, 360), fps=30)
    early, late = shot(document, 3, 12, output=(640, 360))
    assert 20 < early[:, :, 1].max() < 200 < late[:, :, 1].max()


def test_the_moviepy_engine_draws_the_same():
    from render.interchange.film import Film  # noqa: PLC0415

    timeline = planned(film(WORDS, "boxedWord", size=(320, 180), total=20))
    with FrameRenderer(FONTS, 320, 180) as renderer:
        fast = renderer.rgb(timeline, 10).astype(int)
    film_ = Film(timeline, FONTS, 320, 180)
    assert np.abs(film_.rgb(10).astype(int) - fast).mean() < 2


def test_a_bundle_takes_files_of_captions_along(tmp_path):
    (tmp_path / "talk.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n")
    path = write_json(tmp_path / "film.json", wide(captions={"source": "talk.vtt"}))
    done = wavemaker("assets", "bundle", path, "-o", tmp_path / "bundle")
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "bundle").rglob("talk.vtt"))


@pytest.mark.parametrize(
    ("key", "text", "passes"),
    [("a.srt", SRT, True), ("a.vtt", "WEBVTT\n", True), ("a.json", '{"segments": []}', True),
     ("a.png", SRT, False), ("a.mp4", '{"text": "no access"}', False)],
)  # fmt: skip
def test_downloads_of_captions_are_taken_where_the_name_agrees(key, text, passes):
    assert (content_fault(key, text.encode()) is None) == passes


def test_the_content_of_a_slice_can_be_had_again():
    content, _ = content_of(film(timed_words(12, seed=8)))
    assert content.shifted(5).shifted(-5) == content
    first = content.pages[0].span
    assert len(content.seen_in(first).pages) == 1
    assert replace(content, pages=()).page_at(3) is None
