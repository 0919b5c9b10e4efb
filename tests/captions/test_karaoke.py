"""The proof: the word that is lit changes on the frame it is spoken on, in frames and in films."""

import numpy as np
import pytest

from render import RenderOptions, render_composition
from render.frames.renderer import FrameRenderer
from tests.captions.films import (
    content_of,
    expected_word,
    film,
    lit_box,
    pages_with_words,
    timed_words,
)
from tests.end_to_end.films import rgb_frames
from tests.pictures import FONTS, planned


def slots(content, placement, scale):
    """Box of every word in output pixels, in the order they are spoken."""
    return [
        tuple(
            edge * scale
            for edge in (
                placement.left + page.left + word.box[0],
                placement.top + page.top + word.box[1],
                placement.left + page.left + word.box[0] + word.box[2],
                placement.top + page.top + word.box[1] + word.box[3],
            )
        )
        for page in content.pages
        for word in page.words
    ]


def inside(lit, slot, slack):
    return (
        lit[0] >= slot[0] - slack
        and lit[1] >= slot[1] - slack
        and lit[2] <= slot[2] + slack
        and lit[3] <= slot[3] + slack
    )


def borders(words):
    """The frames before and at every start and end of a word."""
    edges = {word[name] for word in words for name in ("startFrame", "endFrame")}
    return sorted({frame for edge in edges for frame in (edge - 1, edge) if frame >= 0})


def wrong_frames(document, words, pictures, scale, slack=2.0):
    """Frames in which another word is lit than the one that is spoken."""
    content, placement = content_of(document)
    pages, boxes = pages_with_words(content), slots(content, placement, scale)
    assert sum(len(page[2]) for page in pages) == len(words)
    wrong = []
    for frame, rgb in pictures:
        wanted, lit = expected_word(words, frame, pages), lit_box(rgb)
        right = lit is None if wanted is None else lit and inside(lit, boxes[wanted], slack)
        if not right:
            wrong.append((frame, wanted, lit))
    return wrong


def drawn(document, frames, scale):
    timeline = planned(document)
    size = (int(timeline.width * scale), int(timeline.height * scale))
    with FrameRenderer(FONTS, *size) as renderer:
        for frame in frames:
            yield frame, renderer.rgb(timeline, frame)


def check_drawn(words, style, **captions):
    document = film(words, style, size=(320, 180), fontSize=28, **captions)
    frames = borders(words)
    assert wrong_frames(document, words, drawn(document, frames, 1), 1) == []


def test_of_200_words_at_random_times_each_is_lit_from_its_frame_to_the_next():
    check_drawn(timed_words(200, seed=4), "highlight")


@pytest.mark.parametrize("style", ["pop", "boxedWord", "bounce"])
def test_words_that_move_are_lit_on_their_frame_too(style):
    words = timed_words(30, seed=5)
    document = film(words, style)
    slack = 0.35 * content_of(document)[0].size_px
    pictures = drawn(document, borders(words), 1)
    assert wrong_frames(document, words, pictures, 1, slack) == []


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(20))
def test_words_are_lit_on_their_frame_at_great_length(seed):
    check_drawn(timed_words(2_000, seed=100 + seed), "highlight")


def test_the_film_lights_every_word_on_its_frame(tmp_path):
    words = timed_words(40, seed=6)
    document = film(words, size=(320, 180), fontSize=30)
    render_composition(document, tmp_path / "film.mp4", RenderOptions(quality="high", jobs=1))
    wanted = set(borders(words))
    pictures = (
        (frame, rgb)
        for frame, rgb in enumerate(rgb_frames(tmp_path / "film.mp4"))
        if frame in wanted
    )
    assert wrong_frames(document, words, pictures, 1, slack=4.0) == []


def test_karaoke_runs_over_a_word_from_its_first_frame_to_its_last():
    words = [{"text": "mornings", "startFrame": 5, "endFrame": 15}]
    widths = [
        0 if (lit := lit_box(rgb)) is None else lit[2] - lit[0]
        for _, rgb in drawn(film(words, "karaoke"), range(3, 18), 1)
    ]
    assert widths[:2] == [0, 0]
    assert widths[2] > 0, "it begins on the frame the word begins on"
    assert widths == sorted(widths)
    assert widths[11] == widths[14], "it is over when the word is"
    assert widths[10] < widths[11]


def test_karaoke_runs_from_right_to_left_where_that_is_read():
    words = [{"text": "مرحبا", "startFrame": 0, "endFrame": 10}]
    boxes = [lit_box(rgb) for _, rgb in drawn(film(words, "karaoke"), (2, 9), 1)]
    assert abs(boxes[0][2] - boxes[1][2]) <= 2
    assert boxes[0][0] > boxes[1][0] + 5


def test_the_same_frame_drawn_by_itself_is_the_same():
    document = film(timed_words(8, seed=7), "pop")
    frames = (3, 11, 19)
    together = [rgb for _, rgb in drawn(document, frames, 1)]
    alone = [rgb for frame in frames for _, rgb in drawn(document, (frame,), 1)]
    assert all(np.array_equal(a, b) for a, b in zip(together, alone, strict=True))
