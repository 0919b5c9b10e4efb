"""Sounds under transitions, listened to: one clip on the left, the next one on the right."""

import dataclasses
import json

import numpy as np
import pytest

from render.audio import mix_blocks, plan_audio
from render.document import parse_composition
from render.timebase import frame_to_sample
from render.timeline.plan import plan_timeline
from render.timeline.sound import clip_sounds
from tests.audio.sounds import joined, write_sound
from tests.pictures import FONTS, composition, scene
from tests.timeline.test_clips import clip

LEVEL = 0.5


@pytest.fixture(scope="module")
def sides(tmp_path_factory):
    """Two clips that hold one level each, on the left and on the right."""
    folder = tmp_path_factory.mktemp("sides")
    made = {}
    for name, channel in (("left", 0), ("right", 1)):
        samples = np.zeros((6 * 48_000, 2), np.float32)
        samples[:, channel] = LEVEL
        sound = write_sound(folder / f"{name}.wav", samples)
        made[f"{name}.mp4"] = dataclasses.replace(
            clip(180), key=f"{name}.mp4", path=sound.path, audio=sound.audio
        )
    return made


def heard(media, transition, fps=30):
    """Mix 20 frames of the left clip and 20 of the right one, and give the rate."""
    layers = [{"type": "video", "asset": name} for name in media]
    document = composition(
        scene(layers[0], frames=20),
        scene(layers[1], frames=20, transition=transition),
        size=(16, 12),
        fps=fps,
    )
    document["audio"] = {"loudness": None}
    parsed = parse_composition(json.dumps(document)).composition
    timeline = plan_timeline(parsed, media, FONTS).timeline
    plan = plan_audio(parsed, media, {}, clip_sounds(timeline))
    return joined(mix_blocks(plan)), timeline.fps


@pytest.mark.parametrize("length", [1, 2, 6, 15])
@pytest.mark.parametrize("fps", [30, "30000/1001"])
def test_a_crossfade_keeps_the_power_over_exactly_its_frames(sides, length, fps):
    transition = {"type": "push", "durationFrames": length, "audio": "crossfade"}
    samples, rate = heard(sides, transition, fps)
    begin, end = (frame_to_sample(frame, rate) for frame in (20, 20 + length))
    left, right = samples[:-300, 0] / LEVEL, samples[:-300, 1] / LEVEL  # the film's end is soft
    # A gain runs from 0 to 1 over some 1,600 samples a frame: rounding its ends shifts it by one.
    off = 2 / (end - begin)
    assert np.abs(left**2 + right**2 - 1).max() < 2 * off
    assert (left[:begin] == 1).all()
    assert (right[:begin] == 0).all()
    assert left[end + 1 :].max(initial=0) == 0
    assert right[end + 1 :].min(initial=1) == 1
    middle = (begin + end) // 2
    assert left[middle] == pytest.approx(np.sqrt(0.5), abs=2 * off)
    assert (np.diff(left[begin:end]) <= 1e-6).all()


def test_a_cut_is_where_the_new_scene_begins_however_long_the_picture_takes(sides):
    samples, rate = heard(sides, {"type": "push", "durationFrames": 10, "audio": "cut"})
    at = frame_to_sample(20, rate)
    assert samples[at - 1, 1] == 0
    assert samples[at, 1] == LEVEL
    assert samples[at - 300, 0] == LEVEL
    assert samples[at, 0] == 0
