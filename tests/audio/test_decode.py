"""Decoding: what comes out lies on the exact sample, whatever the container and the rate."""

from contextlib import suppress
from fractions import Fraction
from itertools import islice

import av
import numpy as np
import pytest

from render.audio.decode import decode_audio
from render.errors import AssetUnreadable
from tests.audio.sounds import clicks, joined, media_of, peak_at, rms_db, tone, write_sound


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".mp3", ".m4a", ".mka", ".webm"])
@pytest.mark.parametrize("rate_hz", [48_000, 44_100])
def test_a_click_is_found_at_its_sample_in_every_container(tmp_path, suffix, rate_hz):
    if suffix == ".webm" and rate_hz != 48_000:
        pytest.skip("Opus is always 48 kHz")
    at = [3 * rate_hz // 20, rate_hz, 2 * rate_hz - 2_000]
    media = write_sound(tmp_path / f"a{suffix}", clicks(2 * rate_hz, at), rate_hz=rate_hz)
    samples = joined(decode_audio(media))
    for click in at:
        wanted = round(click * 48_000 / rate_hz)
        assert abs(peak_at(samples, wanted) - wanted) <= 1


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".mp3", ".m4a", ".webm"])
def test_the_decoded_length_is_the_length_that_went_in(tmp_path, suffix):
    media = write_sound(tmp_path / f"a{suffix}", tone(50_001))
    assert len(joined(decode_audio(media))) == 50_001


@pytest.mark.parametrize("rate_hz", [8_000, 22_050, 44_100, 96_000])
def test_resampling_keeps_pitch_level_and_length(tmp_path, rate_hz):
    media = write_sound(tmp_path / "a.wav", tone(rate_hz, rate_hz=rate_hz), rate_hz=rate_hz)
    samples = joined(decode_audio(media))
    assert abs(len(samples) - 48_000) <= 1
    middle = slice(4_000, 44_000)
    np.testing.assert_allclose(samples[middle], tone(48_000)[middle], atol=2e-3)


@pytest.mark.parametrize(
    ("codec", "step"), [("pcm_f32le", 0), ("pcm_s16le", 2**-15), ("pcm_s24le", 2**-23)]
)
@pytest.mark.parametrize("layout", ["mono", "stereo"])
def test_every_sample_format_keeps_its_level_and_mono_goes_to_both_channels(
    tmp_path, codec, step, layout
):
    source = tone(48_000)[:, : 1 if layout == "mono" else 2]
    media = write_sound(tmp_path / "a.wav", source, layout=layout, codec=codec)
    samples = joined(decode_audio(media))
    np.testing.assert_allclose(samples, tone(48_000), rtol=0, atol=step)


@pytest.mark.parametrize(
    ("channel", "left", "right"),
    [(0, 1, 0), (1, 0, 1), (2, 0.7071, 0.7071), (3, 0, 0), (4, 0.7071, 0), (5, 0, 0.7071)],
)
def test_surround_is_mixed_down_by_the_standard_matrix(tmp_path, channel, left, right):
    source = np.zeros((9_600, 6), np.float32)
    source[:, channel] = tone(9_600)[:, 0]
    media = write_sound(tmp_path / "a.wav", source, layout="5.1")
    samples = joined(decode_audio(media))
    np.testing.assert_allclose(samples, tone(9_600) * [left, right], atol=1e-4)


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".mp3", ".m4a"])
def test_a_trimmed_start_is_the_same_sound_from_there_on(tmp_path, suffix):
    # Long enough that the last start is reached by a seek where seeks are exact.
    rng = np.random.default_rng(7)
    noise = (rng.standard_normal((12 * 48_000, 2)) * 0.1).astype(np.float32)
    media = write_sound(tmp_path / f"a{suffix}", noise)
    whole = joined(decode_audio(media))
    for start in (Fraction(1, 30), Fraction(1001, 2000), Fraction(21, 2)):
        part = joined(decode_audio(media, start_seconds=start, duration_seconds=Fraction(1)))
        first = round(start * 48_000)
        np.testing.assert_allclose(part, whole[first : first + 48_000], atol=1e-4)


def test_a_trimmed_start_at_another_rate_lies_within_a_sample(tmp_path):
    media = write_sound(tmp_path / "a.wav", clicks(44_100 * 14, [44_100 * 13]), rate_hz=44_100)
    start = Fraction(37, 3)
    samples = joined(decode_audio(media, start_seconds=start))
    assert abs(peak_at(samples, 32_000) - 32_000) <= 1


def test_sound_that_begins_after_the_picture_stays_in_sync(tmp_path):
    made = write_sound(tmp_path / "a.wav", clicks(48_000, [4_800]))
    media = media_of(made.path, 48_000, start=Fraction(1, 4))
    assert peak_at(joined(decode_audio(media)), 16_800) == 16_800
    trimmed = joined(decode_audio(media, start_seconds=Fraction(3, 10)))
    assert peak_at(trimmed, 2_400) == 2_400


def test_sound_that_begins_before_the_picture_loses_its_beginning(tmp_path):
    made = write_sound(tmp_path / "a.wav", clicks(48_000, [24_000]))
    media = media_of(made.path, 48_000, start=Fraction(-1, 4))
    samples = joined(decode_audio(media))
    assert peak_at(samples, 12_000) == 12_000
    assert len(samples) == 36_000


def off_the_seams(looped, once):
    """What differs from the plain repetition, outside of the 6 ms after each seam."""
    plain = np.tile(once, (-(-len(looped) // len(once)), 1))[: len(looped)]
    places = np.flatnonzero((looped != plain).any(axis=1))
    return places[(places % len(once) >= 288) | (places < len(once))]


@pytest.mark.parametrize("suffix", [".wav", ".mp3", ".m4a", ".flac"])
@pytest.mark.parametrize("count", [1, 700, 48_000, 50_001])
def test_a_loop_repeats_every_decoded_length_to_the_sample(tmp_path, suffix, count):
    if suffix in {".mp3", ".m4a"} and count == 1:
        pytest.skip("below a frame of MP3, below the millisecond of an MP4's edit list")
    media = write_sound(tmp_path / f"a{suffix}", tone(count, 523.0))
    once = joined(decode_audio(media))
    assert len(once) == count
    looped = joined(decode_audio(media, loop=True, duration_seconds=Fraction(5, 2)))
    assert off_the_seams(looped, once).size == 0


def test_a_long_loop_pass_is_decoded_again_and_not_kept(tmp_path):
    media = write_sound(tmp_path / "a.flac", tone(500_000, 523.0))
    once = joined(decode_audio(media))
    looped = joined(decode_audio(media, loop=True, duration_seconds=Fraction(21)))
    assert off_the_seams(looped, once).size == 0


def test_a_loop_at_another_rate_has_no_click_at_its_seam(tmp_path):
    # 100 whole periods of 441 Hz: the loop is one endless tone.
    media = write_sound(tmp_path / "a.wav", tone(10_000, 441.0, rate_hz=44_100), rate_hz=44_100)
    looped = joined(decode_audio(media, loop=True, duration_seconds=Fraction(2)))
    np.testing.assert_allclose(looped[500:], tone(96_000, 441.0)[500:], atol=2e-3)


def test_a_loop_of_a_trimmed_file_begins_again_at_the_trim(tmp_path):
    media = write_sound(tmp_path / "a.wav", clicks(48_000, [30_000]))
    looped = joined(
        decode_audio(media, start_seconds=Fraction(1, 2), loop=True, duration_seconds=Fraction(2))
    )
    assert np.flatnonzero(looped[:, 0]).tolist() == [6_000, 30_000, 54_000, 78_000]


def test_a_start_behind_the_end_is_silence_even_in_a_loop(tmp_path):
    media = write_sound(tmp_path / "a.wav", tone(4_800))
    assert len(joined(decode_audio(media, start_seconds=Fraction(1)))) == 0
    assert len(joined(decode_audio(media, start_seconds=Fraction(1), loop=True))) == 0


def test_an_endless_loop_is_streamed(tmp_path):
    media = write_sound(tmp_path / "a.wav", tone(4_800))
    blocks = list(islice(decode_audio(media, loop=True), 20))
    assert all(0 < len(block) <= 48_000 for block in blocks)


def test_a_hole_in_the_recording_is_silence_of_its_length(tmp_path):
    path = tmp_path / "a.mkv"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("pcm_s16le", rate=48_000, layout="stereo")
        for start in (0, 96_000):
            frame = av.AudioFrame.from_ndarray(
                (tone(48_000).reshape(1, -1) * 32_767).astype(np.int16),
                format="s16",
                layout="stereo",
            )
            frame.sample_rate, frame.pts = 48_000, start
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    samples = joined(decode_audio(media_of(path, 144_000)))
    assert len(samples) == 144_000
    assert rms_db(samples[48_500:95_500]) < -150
    np.testing.assert_allclose(samples[96_000:], tone(48_000), atol=1e-3)


@pytest.mark.parametrize("suffix", [".wav", ".mp3", ".m4a", ".flac"])
def test_a_damaged_file_is_named_by_its_key(tmp_path, suffix):
    made = write_sound(tmp_path / f"a{suffix}", tone(96_000), key="assets/voice" + suffix)
    data = bytearray(made.path.read_bytes())
    data[:] = data[: len(data) // 3] if suffix == ".m4a" else b"\x17" * len(data)
    made.path.write_bytes(data)
    with pytest.raises(AssetUnreadable) as caught:
        joined(decode_audio(made))
    assert caught.value.where == "assets/voice" + suffix


def test_a_file_damaged_in_the_middle_is_an_error(tmp_path):
    made = write_sound(tmp_path / "a.m4a", tone(480_000))
    data = bytearray(made.path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 3_000] = b"\xff" * 3_000
    made.path.write_bytes(data)
    with pytest.raises(AssetUnreadable):
        joined(decode_audio(made))


def test_an_mp3_cut_off_inside_its_last_frame_still_plays(tmp_path):
    made = write_sound(tmp_path / "a.mp3", tone(96_000))
    made.path.write_bytes(made.path.read_bytes()[:-300])
    assert len(joined(decode_audio(made))) > 90_000


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e30])
def test_samples_that_are_no_numbers_are_an_error(tmp_path, value):
    samples = tone(9_600)
    samples[5_000] = value
    media = write_sound(tmp_path / "a.wav", samples)
    with pytest.raises(AssetUnreadable, match="no sound"):
        joined(decode_audio(media))


@pytest.mark.parametrize("suffix", [".wav", ".mp3", ".m4a", ".flac", ".webm", ".mka"])
def test_any_damage_gives_sound_or_our_error(tmp_path, suffix):
    made = write_sound(tmp_path / f"a{suffix}", tone(9_600))
    whole = made.path.read_bytes()
    rng = np.random.default_rng(11)
    for _ in range(40):
        data = bytearray(whole[: rng.integers(len(whole))] if rng.integers(4) == 0 else whole)
        for _ in range(rng.integers(1, 12)):
            if data:
                data[rng.integers(len(data))] = rng.integers(256)
        made.path.write_bytes(data)
        with suppress(AssetUnreadable):
            for block in islice(decode_audio(made), 100):
                assert block.shape[1] == 2
                assert np.isfinite(block).all()
