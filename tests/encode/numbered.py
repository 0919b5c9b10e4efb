"""Films whose frames carry their number as twelve bars, and sounds of a chosen length."""

from fractions import Fraction

import av
import numpy as np

from render.encode import PROFILES
from render.encode.video import SegmentEncoder

WIDTH_PX, HEIGHT_PX, BITS = 96, 64, 12
RATES = [Fraction(30), Fraction(30000, 1001)]


def numbered_planes(number):
    bars = [200 if number >> bit & 1 else 60 for bit in range(BITS)]
    luma = np.repeat(np.repeat([bars], HEIGHT_PX, 0), WIDTH_PX // BITS, 1).astype(np.uint8)
    grey = np.full((HEIGHT_PX // 2, WIDTH_PX // 2), 128, np.uint8)
    return luma, grey, grey


def number_in(luma):
    bars = luma[:, : WIDTH_PX // BITS * BITS].reshape(luma.shape[0], BITS, -1).mean((0, 2))
    return sum(int(bar > 130) << bit for bit, bar in enumerate(bars))


def write_segment(path, first, count, fps, quality="standard"):
    with SegmentEncoder(path, WIDTH_PX, HEIGHT_PX, fps, PROFILES[quality]) as encoder:
        for number in range(first, first + count):
            encoder.write(numbered_planes(number))
    return path


def write_segments(folder, counts, fps, quality="standard"):
    paths, first = [], 0
    for index, count in enumerate(counts):
        paths.append(write_segment(folder / f"{index}.mp4", first, count, fps, quality))
        first += count
    return paths


def write_tone(path, sample_count, rate_hz=48_000):
    with av.open(path, "w", format="mp4", options={"movie_timescale": str(rate_hz)}) as container:
        stream = container.add_stream("aac", rate=rate_hz)
        stream.layout = "stereo"
        wave = 0.3 * np.sin(np.linspace(0, sample_count / 30, sample_count, dtype=np.float32))
        for start in range(0, sample_count, 1024):
            block = np.stack([wave[start : start + 1024]] * 2)
            frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="stereo")
            frame.sample_rate, frame.pts = rate_hz, start
            frame.time_base = Fraction(1, rate_hz)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def read_numbers(path):
    """Return (number shown, exact time) of every frame of a film, in the order of showing."""
    with av.open(path) as container:
        stream = container.streams.video[0]
        return [
            (number_in(frame.to_ndarray()[:HEIGHT_PX, :WIDTH_PX]), frame.pts * stream.time_base)
            for frame in container.decode(stream)
        ]
