"""The mix as samples, as a segment and as an audio clip."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from render.audio import mix_blocks
from render.interchange import MixedAudio, mix_audio
from render.interchange.sound import GrowingMix
from render.options import RenderOptions
from render.prepare import prepare
from tests.interchange.stage import composition, tone

SOUNDING = {"music": {"key": "tone.wav", "volume": 1, "loop": True}, "loudness": None}


def document(**fields):
    scenes = [{"background": "#102030"}, {"background": "#302010"}]
    return composition(scenes, audio=SOUNDING, **fields)


def plan_of(media, **fields):
    return prepare(document(**fields), RenderOptions(assets=media)).sound


def test_the_mix_has_the_samples_of_the_frames(media):
    mixed = mix_audio(document(), RenderOptions(assets=media))
    assert mixed.sample_rate_hz == 48_000
    assert mixed.samples.shape == (24 * 1600, 2)
    assert mixed.samples.dtype == np.float32
    # 1e-4 is a little more than the 16 bits of the source; the soft end is left out.
    np.testing.assert_allclose(mixed.samples[:30_000], tone(30_000), atol=1e-4)


def test_a_part_of_the_frames_has_their_part_of_the_mix(media):
    whole = mix_audio(document(), RenderOptions(assets=media)).samples
    part = mix_audio(document(), RenderOptions(assets=media, frames=(3, 10))).samples
    assert len(part) == 7 * 1600
    np.testing.assert_array_equal(part, whole[3 * 1600 : 10 * 1600])


def test_a_composition_without_sound_mixes_to_silence(media):
    mixed = mix_audio(composition([{"background": "#102030"}]), RenderOptions(assets=media))
    assert mixed.samples.shape == (12 * 1600, 2)
    assert not mixed.samples.any()


def test_the_segment_holds_the_same_samples(media):
    mixed = mix_audio(document(), RenderOptions(assets=media))
    segment = mixed.segment
    assert (segment.frame_rate, segment.channels, segment.sample_width) == (48_000, 2, 4)
    assert len(segment) == 800  # milliseconds
    back = np.array(segment.get_array_of_samples()).reshape(-1, 2) / 2**31
    np.testing.assert_allclose(back, mixed.samples, atol=2**-31)


def test_full_scale_does_not_wrap_around_in_the_segment():
    loud = np.array([[1.0, -1.0], [1.5, -1.5]], np.float32)
    back = np.array(MixedAudio(loud).segment.get_array_of_samples()).reshape(-1, 2)
    assert (np.sign(back) == [[1, -1], [1, -1]]).all()


def test_the_segment_exports_with_the_ffmpeg_that_is_there(media, tmp_path):
    mixed = mix_audio(document(), RenderOptions(assets=media))
    out = tmp_path / "mix.mp3"
    mixed.segment.export(out, format="mp3").close()
    assert out.stat().st_size > 1000


def test_pydub_is_imported_without_a_word_even_where_no_ffmpeg_is_on_the_path():
    code = (
        "import numpy as np\n"
        "from render.interchange import MixedAudio\n"
        "segment = MixedAudio(np.zeros((480, 2), np.float32)).segment\n"
        "print(type(segment).converter)\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={"PATH": "/nonexistent", "PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert Path(done.stdout.strip()).is_file()


def test_samples_may_be_asked_for_in_any_order(media):
    plan = plan_of(media)
    whole = np.concatenate(list(mix_blocks(plan)))
    mix = GrowingMix(plan, (0, plan.total_samples))
    for first in (20_000, 100, 38_000, 0, 19_990):
        times = np.linspace(first, first + 99, 100) / 48_000
        np.testing.assert_array_equal(mix.at(times), whole[first : first + 100])


def test_only_as_much_is_mixed_as_was_asked_for(media):
    plan = prepare(
        composition([{"background": "#000000", "durationFrames": 300}], audio=SOUNDING),
        RenderOptions(assets=media),
    ).sound
    mix = GrowingMix(plan, (0, plan.total_samples))
    samples = mix.up_to(1000)
    assert samples[500:1000].any()
    assert not samples[300_000:].any()
    assert mix.whole()[300_000:].any()


def test_outside_the_mix_it_is_silent(media):
    plan = plan_of(media)
    mix = GrowingMix(plan, (0, plan.total_samples))
    outside = np.array([-1.0, -1 / 48_000, plan.total_samples / 48_000, 99.0])
    assert not mix.at(outside).any()


def test_another_sample_rate_lies_on_the_wave(media):
    plan = plan_of(media)
    mix = GrowingMix(plan, (0, plan.total_samples))
    times = np.linspace(0, 9999, 10_000) / 44_100
    angle = 2 * np.pi * 375 * times
    # On the line between two samples of a 375 Hz wave: off by (2 pi 375 / 48000)^2 / 8.
    np.testing.assert_allclose(mix.at(times)[:, 1], 0.5 * np.sin(angle), atol=4e-4)


@pytest.mark.parametrize("fps", ["30000/1001", "24000/1001"])
def test_ntsc_rates_have_their_samples(media, fps):
    mixed = mix_audio(document(fps=fps), RenderOptions(assets=media))
    seconds = 24 * 1001 / int(fps.split("/")[0])
    assert 0 <= len(mixed.samples) - seconds * 48_000 < 1
