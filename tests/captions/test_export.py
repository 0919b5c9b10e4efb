"""What is exported is what is drawn, other programs read it, and it reads back to the same."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import pytest

from render.captions.export import WRITERS, write_pages
from render.captions.paging import Page
from render.captions.spoken import SpokenWord
from render.cli.captions import run_export
from render.errors import UsageError
from render.options import RenderOptions
from render.prepare import prepare
from render.timeline.captions import shown_pages
from tests.captions.films import film, timed_words
from tests.end_to_end.films import wavemaker, write_json
from tests.pictures import composition, scene

RATES = [Fraction(24), Fraction(30000, 1001), Fraction(60), Fraction(25)]


def exported(document, assets=None):
    timeline = prepare(document, RenderOptions(assets=assets)).timeline
    return shown_pages(timeline), timeline


def times(pages):
    return [(page.text, page.start_frame, page.end_frame) for page in pages]


def starts(pages):
    return [(word.text, word.start_frame) for page in pages for word in page.words]


@pytest.mark.parametrize("style", ["highlight", "oneWord"])
@pytest.mark.parametrize("fps", RATES, ids=str)
@pytest.mark.parametrize("kind", WRITERS)
def test_an_export_reads_back_to_the_same_pages_and_words(kind, fps, style, tmp_path):
    words = timed_words(24, seed=3, most_gap=60)
    document = film(words, style) | {"fps": str(fps) if fps.denominator > 1 else int(fps)}
    pages, timeline = exported(document)
    text = write_pages(pages, timeline.fps, kind, (640, 360))
    path = tmp_path / f"captions.{kind}"
    path.write_text(text, encoding="utf-8")
    document["captions"]["source"] = path.name
    again, _ = exported(document, tmp_path)
    assert times(again) == times(pages)
    if kind != "srt" or style == "oneWord":
        assert starts(again) == starts(pages)
    assert any(page.estimated for page in again) == (kind == "srt" and style != "oneWord")
    assert write_pages(again, timeline.fps, kind, (640, 360)) == text


def page(*lines, start=0, end=60, estimated=False):
    frame, spoken = start, []
    for line in lines:
        words = []
        for text in line.split():
            words.append(SpokenWord(text, frame, frame + 5, bool(words)))
            frame += 8
        spoken.append(tuple(words))
    return Page(start, end, tuple(spoken), estimated)


@pytest.mark.parametrize("kind", ["srt", "vtt", "ass"])
def test_ffmpeg_reads_what_is_written(kind, tmp_path):
    pages = [page("one two", "three", start=30, end=90), page("four & <five>", start=90, end=150)]
    path = tmp_path / f"captions.{kind}"
    path.write_text(write_pages(pages, Fraction(30), kind), encoding="utf-8")
    with av.open(str(path)) as container:
        stream = container.streams.subtitles[0]
        packets = [packet for packet in container.demux(stream) if packet.size]
        seconds = [
            (float(packet.pts * packet.time_base), float(packet.duration * packet.time_base))
            for packet in packets
        ]
    assert seconds == [(1.0, 2.0), (3.0, 2.0)]


def test_times_are_the_nearest_a_format_can_write():
    pages = [page("one", start=1, end=2)]
    assert "00:00:00,033 --> 00:00:00,067" in write_pages(pages, Fraction(30), "srt")
    assert "00:00:00.033 --> 00:00:00.067" in write_pages(pages, Fraction(30000, 1001), "vtt")
    assert "0:00:00.03,0:00:00.07," in write_pages(pages, Fraction(30), "ass")
    hours = [page("one", start=30 * 3600 * 11, end=30 * 3600 * 11 + 1)]
    assert "11:00:00,000 -->" in write_pages(hours, Fraction(30), "srt")


def test_what_formats_use_as_marks_is_not_read_as_such():
    pages = [page("a --> {b} <i>", "R&B")]
    assert write_pages(pages, Fraction(30), "vtt").count("-->") == 1
    assert "&lt;i&gt;" in write_pages(pages, Fraction(30), "vtt")
    assert "{b}" not in write_pages(pages, Fraction(30), "ass")
    assert write_pages(pages, Fraction(30), "srt").count("-->") == 1


def test_estimated_words_carry_no_times_but_in_json():
    pages = [replace(page("one two"), estimated=True)]
    assert "<00:" not in write_pages(pages, Fraction(30), "vtt")
    assert "\\k" not in write_pages(pages, Fraction(30), "ass")
    assert json.loads(write_pages(pages, Fraction(30), "json"))["pages"][0]["estimated"] is True


def test_layers_of_scenes_are_exported_in_frames_of_the_composition():
    words = [
        {"text": "first", "startFrame": 5, "endFrame": 20},
        {"text": "second.", "startFrame": 50, "endFrame": 70},
    ]
    layer = {"type": "captions", "source": words}
    document = composition(scene(layer, frames=40), scene(layer, frames=40), size=(640, 360))
    pages, _ = exported(document)
    assert [(page.text, page.start_frame) for page in pages] == [("first", 5), ("second.", 50)]


def test_the_command_writes_files_and_standard_output(tmp_path):
    path = write_json(tmp_path / "film.json", film(timed_words(6, seed=1)))
    done = wavemaker("captions", "export", path, "-o", tmp_path / "film.vtt", "--json")
    report = json.loads(done.stdout)
    assert (report["format"], report["words"], report["estimated_words"]) == ("vtt", 6, 0)
    written = (tmp_path / "film.vtt").read_text()
    assert written.startswith("WEBVTT\n\n")
    shown = wavemaker("captions", "export", path, "-o", "-", "--format", "vtt")
    assert shown.stdout == written


@pytest.mark.parametrize(
    ("output", "form", "as_json", "said"),
    [
        ("film.txt", None, False, "format"),
        ("-", None, False, "format"),
        ("-", "srt", True, "standard output"),
    ],
)
def test_what_cannot_be_exported_is_a_usage_error(output, form, as_json, said, tmp_path):
    path = write_json(tmp_path / "film.json", film(timed_words(2, seed=1)))
    with pytest.raises(UsageError, match=said):
        run_export(path, Path(output), form, RenderOptions(), as_json=as_json)


def test_a_composition_without_captions_has_none_to_export(tmp_path):
    path = write_json(tmp_path / "film.json", composition(scene(frames=3)))
    with pytest.raises(UsageError, match="no captions"):
        run_export(path, tmp_path / "a.srt", None, RenderOptions(), as_json=False)
