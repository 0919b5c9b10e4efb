"""Sounds made for the tests, and looking at them."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from render.assets.media import AudioFacts, Media

RATE_HZ = 48_000


def clicks(count, at, level=0.9):
    """Silence `(count, 2)` with one loud sample at each of the places."""
    samples = np.zeros((count, 2), np.float32)
    samples[list(at)] = level
    return samples


def tone(count, frequency_hz=440.0, level=0.5, rate_hz=RATE_HZ):
    """A sine `(count, 2)`."""
    wave = level * np.sin(
        2 * np.pi * frequency_hz * np.linspace(0, count / rate_hz, count, endpoint=False)
    )
    return np.repeat(wave[:, np.newaxis], 2, axis=1).astype(np.float32)


def write_sound(path: Path, samples, *, codec=None, rate_hz=RATE_HZ, layout="stereo", key=None):
    """Encode float samples `(n, channels)` to a file by its suffix and return its Media."""
    codec = (
        codec
        or {
            ".wav": "pcm_f32le",
            ".mp3": "libmp3lame",
            ".m4a": "aac",
            ".mp4": "aac",
            ".mka": "aac",
            ".flac": "flac",
            ".webm": "libopus",
        }[path.suffix]
    )
    with av.open(str(path), "w") as out:
        stream = out.add_stream(codec, rate=rate_hz, layout=layout)
        if codec in {"libmp3lame", "aac", "libopus"}:
            stream.bit_rate = 256_000
        context = stream.codec_context
        fit = av.AudioResampler(
            format=context.format,
            layout=layout,
            rate=rate_hz,
            frame_size=context.frame_size or 4096,
        )
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(samples, np.float32).reshape(1, -1), format="flt", layout=layout
        )
        frame.sample_rate = rate_hz
        frame.pts = 0
        for part in [*fit.resample(frame), *fit.resample(None)]:
            out.mux(stream.encode(part))
        out.mux(stream.encode(None))
    return media_of(path, len(samples), rate_hz=rate_hz, channels=samples.shape[1], key=key)


def media_of(path, count, *, rate_hz=RATE_HZ, channels=2, start=Fraction(0), key=None):
    """Facts written by hand, so that these tests do not hang on the probe."""
    facts = AudioFacts(
        sample_rate_hz=rate_hz,
        channels=channels,
        duration_seconds=Fraction(count, rate_hz),
        start_seconds=start,
        codec="any",
    )
    return Media(key=key or path.name, path=path, content_hash="0" * 64, kind="audio", audio=facts)


def joined(blocks):
    return np.concatenate([np.zeros((0, 2), np.float32), *blocks])


def peak_at(samples, around, reach=2_000):
    """Where the loudest sample within `reach` of a place is."""
    start = max(0, around - reach)
    return start + int(np.argmax(np.abs(samples[start : around + reach, 0])))


def rms_db(samples):
    return float(10 * np.log10(np.mean(np.square(samples, dtype=np.float64)) + 1e-20))


def read_back(path):
    """Everything a player presents of a file's sound `(n, 2)`, by plain PyAV."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        frames = [frame.to_ndarray().T for frame in container.decode(stream)]
        wanted = stream.duration
    samples = np.concatenate(frames)
    return samples[:wanted]
