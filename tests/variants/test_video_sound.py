"""A click and a flash that belong together stay together, whatever the file does to its sound."""

from dataclasses import dataclass, field
from fractions import Fraction

import av
import numpy as np
import pytest

from render.variants.profiles import VideoProfile
from tests.assets.patterns import frame_of_luma
from tests.variants.films import make, read

RATE_HZ = 48_000
FPS = 25
FRAMES = 50
FLASHES = (5, 20, 44)
DARK, LIGHT = (np.full((48, 64), level, np.uint8) for level in (16, 235))
PLAIN = VideoProfile("_plain", short_side_px=48, audio_bitrate_bps=128_000)


@dataclass
class Sound:
    """A track of clicks at the flashes' times.

    Attributes:
        starts: When its first sample is heard, in seconds after the first frame.
        lasts: Its length in seconds.
    """

    codec: str = "aac"
    rate_hz: int = RATE_HZ
    layout: str = "stereo"
    starts: Fraction = Fraction(0)
    lasts: Fraction = Fraction(2)
    is_default: bool = True
    frequency_hz: float = 0.0
    options: dict = field(default_factory=dict)


def write(path, *sounds, frames=FRAMES):
    """Write a film that flashes, with tracks that click or hum."""
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=FPS, options={"crf": "20", "g": "10"})
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        tracks = []
        for sound in sounds:
            track = container.add_stream(sound.codec, rate=sound.rate_hz, layout=sound.layout)
            if sound.codec == "aac":
                track.bit_rate = 192_000
            flag = av.stream.Disposition.default
            track.disposition = flag if sound.is_default else av.stream.Disposition(0)
            tracks.append(track)
        # All tracks begin a second in, so that one may be earlier than the picture.
        for number in range(frames):
            frame = frame_of_luma(LIGHT if number in FLASHES else DARK)
            frame.pts, frame.time_base = number + FPS, Fraction(1, FPS)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        for sound, track in zip(sounds, tracks, strict=True):
            write_track(container, track, sound)
    return path


def write_track(container, track, sound):
    count = int(sound.lasts * sound.rate_hz)
    levels = np.zeros(count, np.float32)
    if sound.frequency_hz:
        levels += 0.4 * np.sin(
            2 * np.pi * sound.frequency_hz * np.array(range(count)) / sound.rate_hz
        )
    else:
        places = [round((Fraction(n, FPS) - sound.starts) * sound.rate_hz) for n in FLASHES]
        levels[[place for place in places if 0 <= place < count]] = 0.9
    channels = {"mono": 1, "stereo": 2, "5.1": 6}[sound.layout]
    data = np.repeat(levels[np.newaxis], channels, axis=0)
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(data), "fltp", sound.layout)
    frame.sample_rate, frame.time_base = sound.rate_hz, Fraction(1, sound.rate_hz)
    context = track.codec_context
    fit = av.AudioResampler(
        context.format, sound.layout, sound.rate_hz, frame_size=context.frame_size or 1024
    )
    at = round((1 + sound.starts) * sound.rate_hz)
    for part in [*fit.resample(frame), *fit.resample(None)]:
        part.pts, part.time_base = at, Fraction(1, sound.rate_hz)
        at += part.samples
        container.mux(track.encode(part))
    container.mux(track.encode(None))


def clicks_and_flashes(film):
    """Return the seconds of both."""
    flashes = [t for t, luma in zip(film.seconds, film.luma, strict=True) if luma.mean() > 120]
    level = np.abs(film.samples).max(axis=1)
    loud = np.flatnonzero(level > 0.15)
    groups = np.split(loud, np.flatnonzero(np.diff(loud) > 2000) + 1)
    clicks = [Fraction(int(g[np.argmax(level[g])]), RATE_HZ) for g in groups if len(g)]
    return clicks, flashes


SOUNDS = {
    "aac-mp4": (".mp4", Sound()),
    "aac-mkv": (".mkv", Sound()),
    "opus-webm": (".mkv", Sound("libopus")),
    "mp3": (".mp4", Sound("libmp3lame")),
    "pcm-mov-mono-44100": (".mov", Sound("pcm_s16le", 44_100, "mono")),
    "surround": (".mkv", Sound("pcm_s16le", layout="5.1")),
    "aac-ts": (".ts", Sound()),
    "later": (".mkv", Sound("pcm_s16le", starts=Fraction(3, 10))),
    "later-mp4": (".mp4", Sound(starts=Fraction(3, 10))),
    "earlier": (".mkv", Sound("pcm_s16le", starts=-Fraction(3, 10))),
    "earlier-mp4": (".mp4", Sound(starts=-Fraction(3, 10))),
}


@pytest.mark.parametrize("name", SOUNDS)
def test_clicks_and_flashes_stay_together(tmp_path, name):
    suffix, sound = SOUNDS[name]
    source = write(tmp_path / f"film{suffix}", sound)
    for path in make(source, tmp_path):
        film = read(path)
        clicks, flashes = clicks_and_flashes(film)
        assert flashes == [Fraction(n, FPS) for n in FLASHES]
        ends = sound.starts + sound.lasts
        heard = [flash for flash in flashes if sound.starts <= flash < ends]
        assert len(clicks) == len(heard)
        apart = [abs(a - b) for a, b in zip(clicks, heard, strict=True)]
        assert max(apart) <= Fraction(2, 1000)
        assert film.stream["streams"] == ["video", "audio"]


@pytest.mark.parametrize("starts", [Fraction(-1, 2), Fraction(1, 2)])
def test_the_sound_is_as_long_as_it_was_from_the_first_frame_on(tmp_path, starts):
    sound = Sound("pcm_s16le", starts=starts, lasts=Fraction(3))
    (path,) = make(write(tmp_path / "film.mkv", sound), tmp_path, PLAIN)
    film = read(path)
    assert abs(len(film.samples) - int((3 + starts) * RATE_HZ)) < 1024
    assert film.duration == 3 + starts


def test_short_sound_leaves_the_picture_its_length(tmp_path):
    source = write(tmp_path / "film.mkv", Sound("pcm_s16le", lasts=Fraction(1, 2)))
    (path,) = make(source, tmp_path, PLAIN)
    film = read(path)
    assert film.duration == 2
    assert len(film.luma) == FRAMES


def test_of_several_tracks_the_default_one_is_heard(tmp_path):
    tracks = [
        Sound(frequency_hz=400, is_default=False),
        Sound(frequency_hz=1000),
        Sound(frequency_hz=2000, is_default=False),
    ]
    source = write(tmp_path / "film.mkv", *tracks)
    for path in make(source, tmp_path):
        film = read(path)
        spectrum = np.abs(np.fft.rfft(film.samples[:RATE_HZ, 0]))
        assert abs(int(np.argmax(spectrum)) - 1000) <= 1
        assert film.stream["streams"] == ["video", "audio"]


def test_of_several_pictures_the_film_is_taken_and_not_its_cover(tmp_path):
    cover = av.VideoFrame.from_ndarray(np.full((400, 400, 3), 200, np.uint8), "rgb24")
    plain = write(tmp_path / "plain.mp4", Sound())
    source = tmp_path / "film.mp4"
    with av.open(str(plain)) as given, av.open(str(source), "w") as container:
        picture = container.add_stream("mjpeg", rate=1)
        picture.width, picture.height, picture.pix_fmt = 400, 400, "yuvj420p"
        picture.disposition = av.stream.Disposition.attached_pic
        streams = {s.index: container.add_stream_from_template(s) for s in given.streams}
        container.mux(picture.encode(cover.reformat(format="yuvj420p")))
        container.mux(picture.encode(None))
        for packet in given.demux():
            if packet.size:
                packet.stream = streams[packet.stream_index]
                container.mux(packet)
    for path in make(source, tmp_path):
        film = read(path)
        assert film.size == (64, 48)
        assert len(film.luma) == FRAMES


def test_a_profile_may_leave_the_sound_out(tmp_path):
    silent = VideoProfile("_silent", short_side_px=48, audio_bitrate_bps=0)
    loud, quiet = make(write(tmp_path / "film.mp4", Sound()), tmp_path, PLAIN, silent)
    assert read(loud).stream["streams"] == ["video", "audio"]
    assert read(quiet).stream["streams"] == ["video"]


def test_sound_that_ends_before_the_picture_begins_is_no_sound(tmp_path):
    sound = Sound("pcm_s16le", starts=-Fraction(3, 4), lasts=Fraction(1, 4))
    for path in make(write(tmp_path / "film.mkv", sound), tmp_path):
        assert read(path).stream["streams"] == ["video"]
