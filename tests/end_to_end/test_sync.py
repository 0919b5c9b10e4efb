"""A click and a flash at frame n come out at frame n, at the start and after ten minutes."""

import wave
from fractions import Fraction

import numpy as np
import pytest

from render import RenderOptions, render_composition
from render.timebase import frame_to_sample
from tests.assets.patterns import Numbered, frame_of_luma, write_frames
from tests.end_to_end.films import luma_frames, samples, write_json

RATE_HZ = 48_000
SIZE = (64, 48)


def write_clicks(path, at_samples, length):
    sound = np.zeros(length, np.int16)
    sound[list(at_samples)] = 30_000
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(sound.tobytes())


def write_flashes(folder, at_frames, frame_count, fps):
    dark, light = np.full(SIZE[::-1], 16, np.uint8), np.full(SIZE[::-1], 235, np.uint8)
    film = Numbered(rate=fps, width=SIZE[0], height=SIZE[1], frame_count=frame_count, gop=60)
    frames = (frame_of_luma(light if n in at_frames else dark) for n in range(frame_count))
    return write_frames(folder, film, frames, "flashes")


def heard_clicks(sound):
    """Return the sample of every click: the highest point of each stretch above a threshold."""
    level = np.abs(sound[:, 0])
    loud = np.flatnonzero(level > 0.2)
    groups = np.split(loud, np.flatnonzero(np.diff(loud) > 1000) + 1)
    return [int(group[np.argmax(level[group])]) for group in groups if len(group)]


def check(tmp_path, fps, frame_count, at_frames):
    clicks = [frame_to_sample(frame, fps) for frame in at_frames]
    write_clicks(tmp_path / "clicks.wav", clicks, frame_to_sample(frame_count, fps))
    write_flashes(tmp_path, at_frames, frame_count, fps)
    path = write_json(
        tmp_path / "composition.json",
        {
            "id": "sync",
            "fps": str(fps),
            "width": SIZE[0],
            "height": SIZE[1],
            "totalDurationFrames": frame_count,
            "scenes": [
                {
                    "id": "s",
                    "durationFrames": frame_count,
                    "layers": [{"type": "video", "asset": "flashes.mp4"}],
                }
            ],
            "audio": {"voiceover": "clicks.wav", "loudness": None},
        },
    )
    output = tmp_path / "out.mp4"
    render_composition(path, output, RenderOptions(quality="draft"))
    flashes = [n for n, luma in enumerate(luma_frames(output)) if luma.mean() > 100]
    sound = samples(output)
    assert flashes == list(at_frames)
    assert len(sound) >= frame_to_sample(frame_count, fps)
    heard = heard_clicks(sound)
    assert len(heard) == len(clicks)
    assert max(abs(a - b) for a, b in zip(heard, clicks, strict=True)) <= 1


@pytest.mark.parametrize("fps", [Fraction(30), Fraction(30000, 1001)])
def test_clicks_and_flashes_meet_on_their_frame(fps, tmp_path):
    check(tmp_path, fps, 320, (0, 1, 90, 149, 150, 151, 319))


@pytest.mark.soak
@pytest.mark.parametrize("fps", [Fraction(30), Fraction(30000, 1001)])
def test_clicks_and_flashes_still_meet_after_ten_minutes(fps, tmp_path):
    minutes = round(600 * fps)
    check(tmp_path, fps, minutes + 60, (0, 30, 9000, minutes, minutes + 59))
