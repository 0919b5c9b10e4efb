"""The assertions pass on what is right and name what is wrong."""

import httpx
import numpy as np
import pytest
from PIL import Image

from render.testing import (
    assert_duration,
    assert_frame,
    assert_frames_equal,
    assert_loudness,
    assert_text_visible,
    box,
    composition,
    open_film,
    scene,
    sign_server,
    write_clicks_and_flashes,
    write_color_bars,
    write_numbered_frames,
)
from render.testing import moment as running
from render.testing.media import BARS, read_number

WORD = {"type": "text", "text": "Slow mornings", "fontSize": 40, "color": "#ffffff", "enter": None}


def film(color="#123456", word=WORD, frames=4):
    return composition(scene(word, background=color, frames=frames), size=(480, 270))


@pytest.fixture(autouse=True)
def here(tmp_path):
    """Let goldens and failures lie in the test's own folder."""

    def begin(*, updates=False):
        running.begin(running.Moment(tmp_path, "test_it", updates, tmp_path / "failures"))

    begin()
    yield begin
    running.end()


def test_a_golden_is_written_on_request_and_compared(here, tmp_path):
    with pytest.raises(AssertionError, match="--update-goldens"):
        assert_frame(film(), 1)
    here(updates=True)
    assert_frame(film(), 1)
    here()
    assert (tmp_path / "goldens/test_it-0001.png").exists()
    assert_frame(film(), 1)
    assert_frame(film("#123557"), 1)


def test_a_difference_is_named_and_shown(here, tmp_path):
    here(updates=True)
    assert_frame(film(), 1, golden="word.png")
    here()
    other = film(word=WORD | {"text": "Slow morning"})
    with pytest.raises(AssertionError, match=r"frame 1 of .* differs by .* at x=\d+"):
        assert_frame(other, 1, golden="word.png")
    with Image.open(tmp_path / "failures/test_it-0001.png") as shown:
        assert shown.width > 3 * 480
    assert (tmp_path / "failures/.gitignore").read_text() == "*\n"


def test_frames_are_equal_or_the_first_that_is_not_is_named():
    assert_frames_equal(film(), film())
    moving = composition(
        scene(frames=2, background="red"), scene(frames=2, background="blue"), size=(480, 270)
    )
    with pytest.raises(AssertionError, match="frame 2"):
        assert_frames_equal(composition(scene(frames=4, background="red"), size=(480, 270)), moving)
    with pytest.raises(AssertionError, match="4 frames"):
        assert_frames_equal(film(), film(frames=5))


def test_durations_are_exact(tmp_path):
    numbered = write_numbered_frames(tmp_path / "numbers.mp4", 30)
    assert_duration(numbered, frames=30, seconds=1)
    with pytest.raises(AssertionError, match="not 31"):
        assert_duration(numbered, frames=31)
    with pytest.raises(AssertionError, match="lasts"):
        assert_duration(film(), seconds=2)


def test_a_text_is_visible_or_not():
    assert_text_visible(film(), "Slow   mornings", 0)
    with pytest.raises(AssertionError, match="no text"):
        assert_text_visible(film(), "Fast", 0)
    with pytest.raises(AssertionError, match="contrast"):
        assert_text_visible(film("#e8e8e8"), "Slow mornings", 0)
    covered = composition(
        scene(WORD, box("#808080", 0, 0, 480, 270), background="black"), size=(480, 270)
    )
    with pytest.raises(AssertionError, match="not to be seen"):
        assert_text_visible(covered, "Slow mornings", 0)
    late = film(word=WORD | {"startFrame": 3})
    with pytest.raises(AssertionError, match="not to be seen"):
        assert_text_visible(late, "Slow", 1)


def test_media_say_what_they_are(tmp_path):
    numbers = open_film(write_numbered_frames(tmp_path / "numbers.mp4", 12))
    assert [read_number(numbers.frame(n)) for n in range(12)] == list(range(12))
    bars = open_film(write_color_bars(tmp_path / "bars.mp4", 2)).frame(1)
    centres = [bars[32, 8 + 16 * n] for n in range(len(BARS))]
    assert np.abs(np.array(centres).astype(int) - BARS).max() <= 4


def test_clicks_meet_flashes_and_loudness_is_measured(tmp_path):
    write_clicks_and_flashes(tmp_path, (0, 6), 12)
    flashes = open_film(tmp_path / "flashes.mp4")
    assert [n for n in range(12) if flashes.frame(n).mean() > 100] == [0, 6]
    with pytest.raises(AssertionError, match="no sound"):
        assert_loudness(tmp_path / "flashes.mp4", -14)
    said = film(frames=60) | {"audio": {"voiceover": "clicks.wav", "loudness": None}}
    with pytest.raises(AssertionError, match="LUFS"):
        assert_loudness(said, -14, assets=tmp_path)


def test_the_sign_server_signs_and_serves():
    with sign_server({"assets/a.txt": b"hello"}) as server:
        headers = {"Authorization": f"Bearer {server.api_key}"}
        with httpx.Client(trust_env=False) as client:
            answer = client.post(
                f"{server.url}/assets/sign", json={"keys": ["assets/a.txt"]}, headers=headers
            )
            assert client.get(answer.json()["urls"]["assets/a.txt"]).content == b"hello"
