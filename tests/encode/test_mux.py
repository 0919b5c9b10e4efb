import resource
from fractions import Fraction
from math import ceil

import av
import pytest

from render.encode.mux import MAX_MOVIE_CLOCK_HZ, mux
from render.encode.verify import verify
from render.errors import OutputError, VerificationError
from tests.encode.numbered import (
    HEIGHT_PX,
    RATES,
    WIDTH_PX,
    read_numbers,
    write_segment,
    write_segments,
    write_tone,
)

COUNTS = [150, 1, 37, 2, 1, 1, 20]
SIZE = (WIDTH_PX, HEIGHT_PX)


def samples_of(frames, fps):
    return ceil(frames * 48_000 / fps)


def boxes(path):
    """Return the names of the top-level boxes of an MP4 in order."""
    data, at, found = path.read_bytes(), 0, []
    while at < len(data):
        found.append(data[at + 4 : at + 8].decode())
        at += int.from_bytes(data[at : at + 4], "big")
    return found


@pytest.mark.parametrize("quality", ["draft", "standard", "high"])
@pytest.mark.parametrize("fps", RATES)
def test_every_frame_of_uneven_segments_is_at_its_exact_number_and_time(tmp_path, fps, quality):
    segments = write_segments(tmp_path, COUNTS, fps, quality)
    total = sum(COUNTS)
    sound = write_tone(tmp_path / "sound.m4a", samples_of(total, fps))
    output = tmp_path / "final.mp4"
    mux(segments, COUNTS, sound, output, fps)
    assert read_numbers(output) == [(n, n / fps) for n in range(total)]
    verify(output, total, fps, SIZE, samples_of(total, fps))


@pytest.mark.parametrize("frames", [1, 2, 3, 7])
@pytest.mark.parametrize("fps", [*RATES, Fraction(1), Fraction(25), Fraction(12345, 677)])
def test_short_films_have_exactly_their_length_in_picture_and_sound(tmp_path, fps, frames):
    segment = write_segment(tmp_path / "s.mp4", 0, frames, fps)
    sample_count = samples_of(frames, fps)
    sound = write_tone(tmp_path / "sound.m4a", sample_count)
    output = tmp_path / "final.mp4"
    mux([segment], [frames], sound, output, fps)
    verify(output, frames, fps, SIZE, sample_count)


def test_a_rate_no_movie_clock_can_count_still_gives_every_frame(tmp_path):
    fps = Fraction(999_983, 33_333)
    assert fps.numerator * 48_000 > MAX_MOVIE_CLOCK_HZ
    segments = write_segments(tmp_path, [9, 4], fps)
    output = tmp_path / "final.mp4"
    mux(segments, [9, 4], None, output, fps)
    assert read_numbers(output) == [(n, n / fps) for n in range(13)]


def test_a_silent_film_has_no_sound_stream(tmp_path):
    segments = write_segments(tmp_path, [5, 3], Fraction(30))
    mux(segments, [5, 3], None, tmp_path / "final.mp4", Fraction(30))
    verify(tmp_path / "final.mp4", 8, Fraction(30), SIZE, None)


def test_the_bytes_are_the_same_twice_and_tell_no_date_or_version(tmp_path):
    fps = Fraction(30)
    segments = write_segments(tmp_path, [10, 5], fps)
    sound = write_tone(tmp_path / "sound.m4a", 24_000)
    for name in ("a.mp4", "b.mp4"):
        mux(segments, [10, 5], sound, tmp_path / name, fps, metadata={"title": "Möwe"})
    data = (tmp_path / "a.mp4").read_bytes()
    assert data == (tmp_path / "b.mp4").read_bytes()
    assert b"Lavf" not in data
    with av.open(tmp_path / "a.mp4") as container:
        assert container.metadata["title"] == "Möwe"
        assert "creation_time" not in container.metadata
        assert "encoder" not in container.metadata


def test_the_headers_come_before_the_media(tmp_path):
    segment = write_segment(tmp_path / "s.mp4", 0, 5, Fraction(30))
    mux([segment], [5], None, tmp_path / "final.mp4", Fraction(30))
    assert [box for box in boxes(tmp_path / "final.mp4") if box != "free"] == [
        "ftyp",
        "moov",
        "mdat",
    ]


def test_the_sound_starts_with_its_priming_cut_and_keeps_every_packet(tmp_path):
    fps = Fraction(30)
    segment = write_segment(tmp_path / "s.mp4", 0, 30, fps)
    sound = write_tone(tmp_path / "sound.m4a", 48_000)
    mux([segment], [30], sound, tmp_path / "final.mp4", fps)

    def packets(path):
        with av.open(path) as container:
            return [
                (packet.pts, packet.duration, bytes(packet))
                for packet in container.demux(audio=0)
                if packet.size
            ]

    assert packets(tmp_path / "final.mp4") == packets(sound)
    assert packets(sound)[0][0] < 0


def test_sound_and_picture_lie_close_to_each_other_in_the_file(tmp_path):
    fps = Fraction(4)  # 40 seconds: FFmpeg itself sorts what is at most 10 seconds apart
    segment = write_segment(tmp_path / "s.mp4", 0, 160, fps)
    sound = write_tone(tmp_path / "sound.m4a", 40 * 48_000)
    mux([segment], [160], sound, tmp_path / "final.mp4", fps)
    with av.open(tmp_path / "final.mp4") as container:
        placed = sorted(
            (packet.pos, packet.stream.type, packet.dts * packet.time_base)
            for packet in container.demux()
            if packet.size
        )
    latest = {}
    for _, kind, seconds in placed:
        latest[kind] = seconds
        if len(latest) == 2:
            assert abs(latest["video"] - latest["audio"]) < 2


@pytest.mark.parametrize(("quality", "delay"), [("draft", 0), ("standard", 2)])
def test_decoding_times_go_up_by_one_frame_and_no_earlier_than_the_encoder_needs(
    tmp_path, quality, delay
):
    fps = Fraction(30)
    segments = write_segments(tmp_path, [37, 1, 20], fps, quality)
    mux(segments, [37, 1, 20], None, tmp_path / "final.mp4", fps)
    with av.open(tmp_path / "final.mp4") as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
    times = [packet.dts * packet.time_base * fps for packet in packets]
    assert times == [Fraction(n - delay) for n in range(58)]
    assert all(packet.dts <= packet.pts for packet in packets)


def test_a_wrong_number_of_frames_is_found_and_leaves_no_output(tmp_path):
    segments = write_segments(tmp_path, [5, 3], Fraction(30))
    with pytest.raises(VerificationError, match="3 frames instead of 4") as caught:
        mux(segments, [5, 4], None, tmp_path / "final.mp4", Fraction(30))
    assert caught.value.where == str(segments[1])
    assert not (tmp_path / "final.mp4").exists()
    assert not list(tmp_path.glob(".*"))


def test_segments_that_do_not_fit_together_are_refused(tmp_path):
    one = write_segment(tmp_path / "a.mp4", 0, 5, Fraction(30))
    for other, message in [
        (write_segment(tmp_path / "b.mp4", 0, 5, Fraction(30), "draft"), "differently"),
        (write_segment(tmp_path / "c.mp4", 0, 5, Fraction(25)), "differently"),
        (write_tone(tmp_path / "d.mp4", 4800), "one stream"),
    ]:
        with pytest.raises(VerificationError, match=message):
            mux([one, other], [5, 5], None, tmp_path / "final.mp4", Fraction(30))
    with pytest.raises(VerificationError, match="rate"):
        mux([one], [5], None, tmp_path / "final.mp4", Fraction(25))
    assert not (tmp_path / "final.mp4").exists()


def test_a_missing_or_broken_segment_is_a_verification_error_with_its_path(tmp_path):
    one = write_segment(tmp_path / "a.mp4", 0, 5, Fraction(30))
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(one.read_bytes()[:200])
    for bad in (broken, tmp_path / "missing.mp4"):
        with pytest.raises(VerificationError) as caught:
            mux([one, bad], [5, 5], None, tmp_path / "final.mp4", Fraction(30))
        assert caught.value.where == str(bad)


def test_a_failing_check_leaves_the_old_output(tmp_path):
    output = tmp_path / "final.mp4"
    output.write_bytes(b"old")
    segment = write_segment(tmp_path / "s.mp4", 0, 5, Fraction(30))

    def check(path, packets):
        verify(path, 6, Fraction(30), SIZE, None, packets)

    with pytest.raises(VerificationError, match="5 instead of 6"):
        mux([segment], [5], None, output, Fraction(30), check=check)
    assert output.read_bytes() == b"old"
    mux([segment], [5], None, output, Fraction(30))
    assert len(read_numbers(output)) == 5


def test_a_full_disk_is_an_output_error_and_leaves_nothing(tmp_path):
    segments = write_segments(tmp_path, [30] * 4, Fraction(30))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4000, before[1]))
    try:
        with pytest.raises(OutputError) as caught:
            mux(segments, [30] * 4, None, tmp_path / "final.mp4", Fraction(30))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert caught.value.where == str(tmp_path / "final.mp4")
    assert not (tmp_path / "final.mp4").exists()
    assert not list(tmp_path.glob(".*"))


def test_a_thousand_short_segments_do_not_pile_up(tmp_path):
    fps = Fraction(30)
    segment = write_segment(tmp_path / "s.mp4", 7, 1, fps)
    mux([segment] * 1000, [1] * 1000, None, tmp_path / "final.mp4", fps)
    numbers = read_numbers(tmp_path / "final.mp4")
    assert numbers == [(7, n / fps) for n in range(1000)]
