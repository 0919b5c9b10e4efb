"""Sound by hand: filters, envelopes, reverb, mastering and files, at 48 kHz float32."""

from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

RATE_HZ = 48_000
Sound = NDArray[np.float32]
"""Mono `(samples,)` or stereo `(samples, 2)`, nominally in [-1, 1]."""


def seconds(duration: float) -> NDArray[np.float64]:
    """Return the time of every sample of a duration, in seconds."""
    count = round(duration * RATE_HZ)
    return np.linspace(0, count / RATE_HZ, count, endpoint=False)


def _filter(sound: Sound, gain: NDArray[np.complex128] | NDArray[np.float64]) -> Sound:
    axis = 0
    size = _fft_size(len(sound))
    spectrum = np.fft.rfft(sound, size, axis=axis)
    shaped = spectrum * (gain[:, None] if sound.ndim > 1 else gain)
    return np.fft.irfft(shaped, size, axis=axis)[: len(sound)].astype(np.float32)


def _fft_size(count: int) -> int:
    return 1 << (count + RATE_HZ // 4 - 1).bit_length()


def _biquad(sound: Sound, b: tuple[float, ...], a: tuple[float, ...]) -> Sound:
    """Apply a biquad by its frequency response: exact, and quick in numpy."""
    turn = np.exp(-1j * np.linspace(0, np.pi, _fft_size(len(sound)) // 2 + 1))
    response = (b[0] + b[1] * turn + b[2] * turn**2) / (a[0] + a[1] * turn + a[2] * turn**2)
    return _filter(sound, response)


def peaking(sound: Sound, center_hz: float, gain_db: float, q: float) -> Sound:
    """Raise or lower a band around a frequency."""
    amplitude, w = 10 ** (gain_db / 40), 2 * np.pi * center_hz / RATE_HZ
    alpha = np.sin(w) / (2 * q)
    b = (1 + alpha * amplitude, -2 * np.cos(w), 1 - alpha * amplitude)
    return _biquad(sound, b, (1 + alpha / amplitude, -2 * np.cos(w), 1 - alpha / amplitude))


def shelf(sound: Sound, corner_hz: float, gain_db: float, *, low: bool) -> Sound:
    """Raise or lower everything below (or above) a frequency."""
    size = _fft_size(len(sound))
    hz = np.linspace(0, RATE_HZ / 2, size // 2 + 1)
    part = 1 / (1 + (np.maximum(hz, 1e-3) / corner_hz) ** 4)
    part = part if low else 1 - part
    return _filter(sound, 10 ** (gain_db * part / 20))


def low_pass(sound: Sound, corner_hz: float, *, order: int = 2) -> Sound:
    """Keep what lies below a frequency."""
    hz = np.linspace(0, RATE_HZ / 2, _fft_size(len(sound)) // 2 + 1)
    return _filter(sound, 1 / np.sqrt(1 + (hz / corner_hz) ** (2 * order)))


def high_pass(sound: Sound, corner_hz: float, *, order: int = 2) -> Sound:
    """Keep what lies above a frequency."""
    hz = np.maximum(np.linspace(0, RATE_HZ / 2, _fft_size(len(sound)) // 2 + 1), 1e-3)
    return _filter(sound, 1 / np.sqrt(1 + (corner_hz / hz) ** (2 * order)))


def resample(sound: Sound, rate_hz: int) -> Sound:
    """Bring a sound of another rate to 48 kHz by its spectrum."""
    count = round(len(sound) * RATE_HZ / rate_hz)
    spectrum = np.fft.rfft(sound)
    wide = np.zeros(count // 2 + 1, np.complex128)
    keep = min(len(wide), len(spectrum))
    wide[:keep] = spectrum[:keep]
    return (np.fft.irfft(wide, count) * count / len(sound)).astype(np.float32)


def reverb(sound: Sound, *, seconds: float, seed: int, damping_hz: float) -> Sound:
    """Return the room's answer alone: decaying noise, darker the later; stereo stays stereo."""
    rng = np.random.default_rng(seed)
    count = round(seconds * 1.6 * RATE_HZ)
    time = np.linspace(0, 1.6 * seconds, count)
    channels = 1 if sound.ndim == 1 else sound.shape[1]
    noise = rng.standard_normal((count, channels)) * np.exp(-6.9 * time / seconds)[:, None]
    noise *= np.minimum(time / 0.012, 1)[:, None]
    noise = low_pass(noise.astype(np.float32), damping_hz, order=1)
    noise /= np.sqrt((noise**2).sum(axis=0))
    size = 1 << (len(sound) + count - 1).bit_length()
    dry = sound[:, None] if sound.ndim == 1 else sound
    wet = np.fft.irfft(
        np.fft.rfft(dry, size, axis=0) * np.fft.rfft(noise, size, axis=0), size, axis=0
    )
    wet = wet[: len(sound)].astype(np.float32)
    return wet[:, 0] if sound.ndim == 1 else wet


def compress(sound: Sound, *, threshold_db: float, ratio: float, window_ms: float = 25) -> Sound:
    """Even out the loudness above a threshold, smoothly."""
    power = (sound**2) if sound.ndim == 1 else (sound**2).mean(axis=1)
    kernel = np.hanning(round(window_ms / 1000 * RATE_HZ) | 1)
    size = _fft_size(len(power) + len(kernel))
    level = np.fft.irfft(np.fft.rfft(power, size) * np.fft.rfft(kernel / kernel.sum(), size), size)
    level = level[len(kernel) // 2 : len(kernel) // 2 + len(power)]
    level_db = 10 * np.log10(np.maximum(level, 1e-10))
    gain = 10 ** (-np.maximum(level_db - threshold_db, 0) * (1 - 1 / ratio) / 20)
    return (sound * (gain if sound.ndim == 1 else gain[:, None])).astype(np.float32)


def loudness_lufs(sound: Sound) -> float:
    """Measure integrated loudness as EBU R128 does: K-weighting, blocks, two gates."""
    stereo = np.stack([sound, sound], axis=1) if sound.ndim == 1 else sound
    hz = np.linspace(0, RATE_HZ / 2, _fft_size(len(stereo)) // 2 + 1)
    lift = 10 ** (4.0 / 20 / (1 + (1500 / np.maximum(hz, 1)) ** 3.2))
    cut = 1 / (1 + (38.0 / np.maximum(hz, 1e-3)) ** 2)
    weighted = _filter(stereo.astype(np.float32), lift * cut)
    block, step = round(0.4 * RATE_HZ), round(0.1 * RATE_HZ)
    starts = range(0, max(1, len(weighted) - block), step)
    power = np.array([(weighted[s : s + block] ** 2).mean(axis=0).sum() for s in starts])
    level = -0.691 + 10 * np.log10(np.maximum(power, 1e-12))
    kept = power[level > -70]
    gate = -0.691 + 10 * np.log10(kept.mean()) - 10
    return float(-0.691 + 10 * np.log10(power[(level > -70) & (level > gate)].mean()))


def master(sound: Sound, *, lufs: float, peak: float = 0.82) -> Sound:
    """Bring a mix to a loudness; peaks above the ceiling bend over softly, nothing clips."""
    out = sound
    for _ in range(4):
        out = out * 10 ** ((lufs - loudness_lufs(out)) / 20)
        knee = peak * 0.7
        over = np.abs(out) > knee
        bent = knee + (peak - knee) * np.tanh((np.abs(out) - knee) / (peak - knee))
        out = np.where(over, np.sign(out) * bent, out).astype(np.float32)
    return out


def save_sound(sound: Sound, path: Path, *, bit_rate: int = 0) -> None:
    """Write a sound by its suffix: `.flac` without loss, `.m4a` as AAC at a bit rate."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lossless = path.suffix == ".flac"
    planes = np.ascontiguousarray((sound[None, :] if sound.ndim == 1 else sound.T), np.float32)
    layout = "mono" if planes.shape[0] == 1 else "stereo"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("flac" if lossless else "aac", rate=RATE_HZ, layout=layout)
        if lossless:
            stream.codec_context.format = "s16"
            whole = (np.clip(planes, -1, 1).T * 32767).round().astype(np.int16).reshape(1, -1)
            frame_format, data = "s16", whole
        else:
            stream.codec_context.bit_rate = bit_rate
            frame_format, data = "fltp", planes
        step = 4096 * (planes.shape[0] if lossless else 1)
        written = 0
        for start in range(0, data.shape[1], step):
            block = np.ascontiguousarray(data[:, start : start + step])
            frame = av.AudioFrame.from_ndarray(block, format=frame_format, layout=layout)
            frame.sample_rate, frame.pts = RATE_HZ, written
            written += frame.samples
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
