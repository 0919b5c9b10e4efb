"""A clip's own sound stays with its picture, from the real probe through plan, mix and AAC."""

from fractions import Fraction

import av
import numpy as np
import pytest

from render.assets.probe import probe
from render.audio import AudioPlan, ClipSound, encode_aac, mix_blocks, plan_audio
from render.audio.mix import mix
from render.timebase import FrameRange, frame_to_sample
from schemas import Composition
from tests.audio.sounds import clicks, peak_at, read_back, write_sound


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("WAVEMAKER_CACHE_DIR", str(tmp_path / "cache"))


def write_clip(path, *, picture_start, sound_start, codec, click_seconds):
    """Two seconds of picture; a click in the sound at a time after the first picture."""
    # In MP4's usual clock of milliseconds the start itself would be rounded.
    options = {} if path.suffix == ".mkv" else {"movie_timescale": "48000"}
    with av.open(str(path), "w", options=options) as out:
        video = out.add_stream("libx264", rate=30, options={"preset": "ultrafast"})
        video.width, video.height, video.pix_fmt = 96, 64, "yuv420p"
        audio = out.add_stream(codec, rate=48_000, layout="stereo")
        at = round((picture_start + click_seconds - sound_start) * 48_000)
        fit = av.AudioResampler(
            format=audio.codec_context.format,
            layout="stereo",
            rate=48_000,
            frame_size=audio.codec_context.frame_size or 1_024,
        )
        frame = av.AudioFrame.from_ndarray(
            clicks(96_000, [at]).reshape(1, -1), format="flt", layout="stereo"
        )
        frame.sample_rate, frame.pts = 48_000, round(sound_start * 48_000)
        frame.time_base = Fraction(1, 48_000)
        for part in [*fit.resample(frame), *fit.resample(None)]:
            out.mux(audio.encode(part))
        out.mux(audio.encode(None))
        for number in range(60):
            picture = av.VideoFrame.from_ndarray(np.zeros((96, 96), np.uint8), format="yuv420p")
            picture.pts, picture.time_base = number + round(picture_start * 30), Fraction(1, 30)
            out.mux(video.encode(picture))
        out.mux(video.encode(None))


def film(frames, fps=30, audio=None):
    return Composition.model_validate(
        {
            "id": "c",
            "fps": fps,
            "totalDurationFrames": frames,
            "scenes": [{"id": "scene-1", "durationFrames": frames}],
            "audio": {"loudness": None, **(audio or {})},
        }
    )


@pytest.mark.parametrize(
    ("name", "codec"), [("a.mp4", "aac"), ("a.mov", "pcm_s16le"), ("a.mkv", "aac")]
)
@pytest.mark.parametrize(
    ("picture_start", "sound_start"),
    [(Fraction(0), Fraction(0)), (Fraction(0), Fraction(1, 4)), (Fraction(1, 2), Fraction(1, 3))],
)
@pytest.mark.parametrize("trim", [Fraction(0), Fraction(1, 2)])
def test_a_clips_click_stays_with_its_picture(
    tmp_path, name, codec, picture_start, sound_start, trim
):
    path = tmp_path / name
    write_clip(
        path,
        picture_start=picture_start,
        sound_start=sound_start,
        codec=codec,
        click_seconds=Fraction(3, 4),
    )
    media = probe(name, path)
    clip = ClipSound("scenes[0]", media, FrameRange(30, 90), media_start_seconds=trim)
    samples = mix(plan_audio(film(120), {}, {}, [clip]))
    wanted = round((1 + Fraction(3, 4) - trim) * 48_000)
    # Matroska's clock has milliseconds: half of one for the picture, half for the sound.
    tolerance = 48 if name.endswith(".mkv") else 1
    assert abs(peak_at(samples, wanted) - wanted) <= tolerance


@pytest.mark.parametrize("fps", [30, 29.97])
def test_a_click_at_a_frame_comes_out_of_the_aac_at_its_sample(tmp_path, fps):
    media = write_sound(tmp_path / "click.wav", clicks(4_800, [0]))
    composition = film(
        180,
        fps,
        {"soundEffects": [{"key": "click.wav", "startFrame": frame} for frame in (0, 71, 170)]},
    )
    plan = plan_audio(composition, {"click.wav": media}, {})
    encode_aac(mix_blocks(plan), tmp_path / "a.mp4", plan.total_samples)
    samples = read_back(tmp_path / "a.mp4")
    assert len(samples) == frame_to_sample(180, composition.fps)
    for frame in (0, 71, 170):
        wanted = frame_to_sample(frame, composition.fps)
        assert abs(peak_at(samples, wanted) - wanted) <= 1


@pytest.mark.soak
def test_a_click_after_ten_minutes_comes_out_at_its_sample(tmp_path):
    media = write_sound(tmp_path / "click.wav", clicks(4_800, [0]))
    frames = (0, 9_001, 17_990)
    composition = film(
        18_000,
        29.97,
        {"soundEffects": [{"key": "click.wav", "startFrame": frame} for frame in frames]},
    )
    plan: AudioPlan = plan_audio(composition, {"click.wav": media}, {})
    encode_aac(mix_blocks(plan), tmp_path / "a.mp4", plan.total_samples)
    samples = read_back(tmp_path / "a.mp4")
    for frame in frames:
        wanted = frame_to_sample(frame, composition.fps)
        assert abs(peak_at(samples, wanted) - wanted) <= 1
