"""Encoding: exactly the samples that went in, where they were, also after a remux."""

from fractions import Fraction

import av
import numpy as np
import pytest

from render.audio.encode import encode_aac
from render.errors import OutputError
from tests.audio.sounds import clicks, peak_at, read_back, rms_db, tone


def in_blocks(samples, size=48_000):
    return (samples[start : start + size] for start in range(0, len(samples), size))


def track_of(path):
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        packets = [packet for packet in container.demux(stream) if packet.size]
        return stream.duration, stream.start_time, packets, stream.codec_context.extradata


def remux_with_video(audio_path, path, fps, frame_count):
    """What the muxer does: packets of both copied into one faststart MP4."""
    with (
        av.open(str(audio_path)) as sound,
        av.open(
            str(path),
            "w",
            format="mp4",
            options={"movflags": "faststart", "movie_timescale": "48000"},
        ) as out,
    ):
        video = out.add_stream("libx264", rate=fps)
        video.width, video.height, video.pix_fmt = 96, 64, "yuv420p"
        video.time_base = 1 / fps
        audio = out.add_stream_from_template(sound.streams.audio[0])
        for number in range(frame_count):
            frame = av.VideoFrame.from_ndarray(np.zeros((96, 96), np.uint8), format="yuv420p")
            frame.pts, frame.time_base = number, 1 / fps
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
        for packet in sound.demux(sound.streams.audio[0]):
            if packet.size:
                packet.stream = audio
                out.mux(packet)


@pytest.mark.parametrize("count", [1, 500, 1_023, 1_024, 1_025, 48_000, 96_096, 100_001])
def test_exactly_the_samples_asked_for_are_presented(tmp_path, count):
    path = tmp_path / "a.mp4"
    encode_aac(in_blocks(tone(count)), path, count)
    duration, start, packets, _ = track_of(path)
    assert (duration, start) == (count, 0)
    assert packets[0].pts == -1_024
    assert packets[-1].pts + packets[-1].duration == count
    assert len(read_back(path)) == count


def test_clicks_are_found_at_their_samples(tmp_path):
    at = [0, 4_800, 100_000, 191_000]
    path = tmp_path / "a.mp4"
    encode_aac(in_blocks(clicks(192_000, at)), path, 192_000)
    samples = read_back(path)
    for click in at:
        assert abs(peak_at(samples, click) - click) <= 1


@pytest.mark.parametrize("fps", [Fraction(30), Fraction(30_000, 1_001)])
def test_the_sound_survives_a_remux_beside_video_to_the_sample(tmp_path, fps):
    frame_count = 60
    count = -(-frame_count * 48_000 * fps.denominator // fps.numerator)
    at = [0, 48_000, count - 2_000]
    encode_aac(in_blocks(clicks(count, at)), tmp_path / "a.mp4", count)
    remux_with_video(tmp_path / "a.mp4", tmp_path / "b.mp4", fps, frame_count)
    alone, copied = track_of(tmp_path / "a.mp4"), track_of(tmp_path / "b.mp4")
    assert copied[:2] == (count, 0)
    assert alone[3] == copied[3]
    assert [bytes(packet) for packet in alone[2]] == [bytes(packet) for packet in copied[2]]
    assert [packet.pts for packet in alone[2]] == [packet.pts for packet in copied[2]]
    samples = read_back(tmp_path / "b.mp4")
    for click in at:
        assert abs(peak_at(samples, click) - click) <= 1
    with av.open(str(tmp_path / "b.mp4")) as container:
        assert container.streams.video[0].frames == frame_count
        assert abs(container.duration - count / 0.048) < 40


def test_blocks_that_are_too_long_are_cut_and_too_short_are_filled(tmp_path):
    encode_aac(in_blocks(tone(60_000), 7_000), tmp_path / "long.mp4", 50_000)
    encode_aac(in_blocks(tone(10_000), 7_000), tmp_path / "short.mp4", 50_000)
    assert len(read_back(tmp_path / "long.mp4")) == 50_000
    short = read_back(tmp_path / "short.mp4")
    assert len(short) == 50_000
    assert np.abs(short[12_000:]).max() < 1e-3


def test_the_same_sound_gives_the_same_bytes_in_any_blocks(tmp_path):
    samples = tone(100_000)
    encode_aac(in_blocks(samples), tmp_path / "a.mp4", 100_000)
    encode_aac(in_blocks(samples, 1_777), tmp_path / "b.mp4", 100_000)
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()


def test_the_encoder_keeps_a_chord_close(tmp_path):
    samples = sum(tone(96_000, frequency, 0.15) for frequency in (220, 277, 330, 440))
    encode_aac(in_blocks(samples), tmp_path / "a.mp4", 96_000)
    error = read_back(tmp_path / "a.mp4")[2_000:-2_000] - samples[2_000:-2_000]
    assert rms_db(error) - rms_db(samples) < -35


def test_a_folder_that_is_not_there_is_an_output_error(tmp_path):
    with pytest.raises(OutputError, match="cannot be written"):
        encode_aac(in_blocks(tone(48_000)), tmp_path / "none" / "a.mp4", 48_000)


@pytest.mark.soak
def test_a_click_after_ten_minutes_is_still_on_its_sample(tmp_path):
    count = 601 * 48_000
    at = [0, 300 * 48_000, 600 * 48_000]

    def blocks():
        for start in range(0, count, 48_000):
            block = np.zeros((48_000, 2), np.float32)
            for click in at:
                if start <= click < start + 48_000:
                    block[click - start] = 0.9
            yield block

    encode_aac(blocks(), tmp_path / "a.mp4", count)
    samples = read_back(tmp_path / "a.mp4")
    assert len(samples) == count
    for click in at:
        assert abs(peak_at(samples, click) - click) <= 1


def test_a_loud_beep_keeps_its_level_and_a_sudden_start_its_peak(tmp_path):
    beep = tone(48_000, 900.0, level=0.89)
    plucked = sum(tone(48_000, f, 0.25) for f in (1_110, 1_470, 1_960))
    plucked = plucked[30:] * np.exp(-np.linspace(0, 9, 47_970))[:, np.newaxis]
    for name, samples in (("beep", beep), ("plucked", plucked.astype(np.float32))):
        path = tmp_path / f"{name}.mp4"
        encode_aac(in_blocks(samples), path, len(samples))
        heard = read_back(path)
        assert abs(rms_db(heard) - rms_db(samples)) < 0.1
        assert np.abs(heard).max() < np.abs(samples).max() * 1.06
