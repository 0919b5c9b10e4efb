"""Clicks at known frames in voice, music, effects and clips, read from the finished MP4."""

import json

import av
import numpy as np
import pytest

from render import RenderOptions, render_composition
from render.timebase import frame_to_sample
from schemas import Composition
from tests.audio.sounds import clicks, peak_at, write_sound

RATES = [23.976, 25, 29.97, 30, 60]
SECONDS_OF_CLIP = 6


def write_clip(path, rate, click_at):
    """A small film with one click in its sound."""
    with av.open(str(path), "w", options={"movie_timescale": "48000"}) as out:
        video = out.add_stream("libx264", rate=rate, options={"preset": "ultrafast"})
        video.width, video.height, video.pix_fmt = 32, 32, "yuv420p"
        audio = out.add_stream("pcm_s16le", rate=48_000, layout="stereo")
        samples = (clicks(SECONDS_OF_CLIP * 48_000, [click_at]) * 32_767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="stereo")
        frame.sample_rate, frame.pts = 48_000, 0
        out.mux(audio.encode(frame))
        for number in range(int(SECONDS_OF_CLIP * rate)):
            picture = av.VideoFrame.from_ndarray(np.zeros((48, 32), np.uint8), format="yuv420p")
            picture.pts, picture.time_base = number, 1 / rate
            out.mux(video.encode(picture))
        out.mux([*audio.encode(None), *video.encode(None)])


def film_with_clicks(folder, fps, seconds, count):
    """Clicks one after the other from the four kinds of sound, at frames spread over the film."""
    rate = Composition.model_validate({"id": "c", "fps": fps, "totalDurationFrames": 9, "scenes": [
        {"id": "s", "durationFrames": 9}]}).fps  # fmt: skip
    total = int(seconds * rate)
    frames = [10 + index * (total - 60) // count for index in range(count)]
    place = {frame: frame_to_sample(frame, rate) for frame in frames}
    length = frame_to_sample(total, rate)
    write_sound(
        folder / "voice.flac", clicks(length, [place[f] for f in frames[0::4]]), codec="flac"
    )
    write_sound(
        folder / "music.flac", clicks(length, [place[f] for f in frames[1::4]]), codec="flac"
    )
    write_sound(folder / "click.wav", clicks(4_800, [0]))
    late = 7
    write_clip(folder / "clip.mov", rate, frame_to_sample(late, rate))
    layers = [
        {"type": "video", "asset": "clip.mov", "startFrame": frame - late, "durationFrames": 20}
        for frame in frames[3::4]
    ]
    composition = {
        "id": "sync",
        "width": 32,
        "height": 32,
        "fps": fps,
        "totalDurationFrames": total,
        "scenes": [{"id": "all", "durationFrames": total, "layers": layers}],
        "audio": {
            "loudness": None,
            "voiceover": "voice.flac",
            "music": {"key": "music.flac", "ducking": False},
            "soundEffects": [{"key": "click.wav", "startFrame": f} for f in frames[2::4]],
        },
    }
    (folder / "composition.json").write_text(json.dumps(composition))
    return frames, rate


def heard_at(path, wanted):
    """How far from its sample each click is, read block by block."""
    off = {}
    waiting = sorted(wanted)
    held, first = np.zeros((0, 2), np.float32), 0
    with av.open(str(path)) as container:
        for frame in container.decode(container.streams.audio[0]):
            held = np.concatenate([held, frame.to_ndarray().T])
            while waiting and waiting[0] + 3_000 < first + len(held):
                at = waiting.pop(0) - first
                off[at + first] = peak_at(held, at, reach=600) - at
            keep = max(0, len(held) - 20_000)
            held, first = held[keep:], first + keep
    return off


def all_in_sync(folder, fps, seconds, count):
    frames, rate = film_with_clicks(folder, fps, seconds, count)
    output = folder / "film.mp4"
    render_composition(
        folder / "composition.json", output, RenderOptions(quality="draft", jobs=2, cache=False)
    )
    wanted = [frame_to_sample(frame, rate) for frame in frames]
    off = heard_at(output, wanted)
    assert len(off) == count
    assert max(map(abs, off.values())) <= 1


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("WAVEMAKER_CACHE_DIR", str(tmp_path / "cache"))


@pytest.mark.parametrize("fps", [29.97, 25])
def test_clicks_of_every_kind_lie_on_their_samples_in_the_film(tmp_path, fps):
    all_in_sync(tmp_path, fps, 12, 16)


@pytest.mark.soak
@pytest.mark.parametrize("fps", RATES)
def test_five_hundred_clicks_over_an_hour_lie_on_their_samples(tmp_path, fps):
    all_in_sync(tmp_path, fps, 3_600, 500)
