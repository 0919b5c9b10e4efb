"""Media that say what they are: numbered frames, colour bars, clicks and flashes."""

import wave
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Final, cast

import av
import numpy as np
from numpy.typing import NDArray

from render.canvas.color import rgb_to_frame
from render.timebase import SAMPLE_RATE_HZ, frame_to_sample

BARS: Final = (
    (192, 192, 192),
    (192, 192, 0),
    (0, 192, 192),
    (0, 192, 0),
    (192, 0, 192),
    (192, 0, 0),
    (0, 0, 192),
)
"""75 % bars: grey, yellow, cyan, green, magenta, red, blue."""
_BITS: Final = 16
_ROW: Final = 4
_DARK, _LIGHT = 80, 170
_CLICK: Final = 30_000


def numbered_frame(number: int, width_px: int = 96, height_px: int = 64) -> NDArray[np.uint8]:
    """Return a grey picture `(h, w, 3)` that carries a number in 4 x 4 black and white blocks.

    Args:
        number: 0 to 1023.
        width_px, height_px: Its size.
    """
    bits = np.array(_bits(number), np.uint8).reshape(_ROW, _ROW)
    rows, columns = (
        np.minimum(np.array(range(side)) * _ROW // side, _ROW - 1) for side in (height_px, width_px)
    )
    level = np.where(bits[rows][:, columns] == 1, 255, 0).astype(np.uint8)
    return np.repeat(level[:, :, np.newaxis], 3, axis=2)


def read_number(rgb: NDArray[np.uint8]) -> int | None:
    """Read the number off a picture; None where it carries none, or is a blend of two."""
    height, width = rgb.shape[:2]
    blocks = np.empty((_ROW, _ROW))
    for row in range(_ROW):
        for column in range(_ROW):
            top, left = (row + 0.25) * height / _ROW, (column + 0.25) * width / _ROW
            bottom, right = (row + 0.75) * height / _ROW, (column + 0.75) * width / _ROW
            blocks[row, column] = rgb[int(top) : int(bottom) + 1, int(left) : int(right) + 1].mean()
    if bool(np.any((blocks > _DARK) & (blocks < _LIGHT))):
        return None
    bits = [int(level >= _LIGHT) for level in blocks.ravel()]
    number = sum(bit << place for place, bit in enumerate(bits[1:11]))
    return number if bits == _bits(number) else None


def _bits(number: int) -> list[int]:
    """Return white, ten bits, four of checksum, black: a turned picture is no other number."""
    if not 0 <= number < 1 << 10:
        raise ValueError(number)
    check = (number * 7 + (number >> 4) * 3 + 5) % _BITS
    return [1, *(number >> n & 1 for n in range(10)), *(check >> n & 1 for n in range(4)), 0]


def color_bars(width_px: int = 112, height_px: int = 64) -> NDArray[np.uint8]:
    """Return 75 % colour bars, `(h, w, 3)` uint8 sRGB."""
    columns = np.minimum(np.array(range(width_px)) * len(BARS) // width_px, len(BARS) - 1)
    row = np.array(BARS, np.uint8)[columns]
    return np.repeat(row[np.newaxis], height_px, axis=0)


def write_frames(path: Path, pictures: Iterable[NDArray[np.uint8]], fps: Fraction | int) -> Path:
    """Encode pictures `(h, w, 3)` of one even size to H.264, tagged BT.709, without sound."""
    with av.open(str(path), "w") as container:
        options = {"crf": "12", "preset": "veryfast"}
        stream = None
        for number, picture in enumerate(pictures):
            if stream is None:
                stream = container.add_stream("libx264", rate=Fraction(fps), options=options)
                stream.height, stream.width = picture.shape[:2]
                stream.pix_fmt = "yuv420p"
                context = stream.codec_context
                context.thread_count = 1
                context.colorspace = context.color_primaries = context.color_trc = 1
                context.color_range = 1
            planes = rgb_to_frame(picture)
            frame = av.VideoFrame(planes.width_px, planes.height_px, "yuv420p")
            for target, plane in zip(frame.planes, planes.planes, strict=True):
                rows = np.frombuffer(cast("memoryview", target), np.uint8).reshape(
                    target.height, target.line_size
                )
                rows[:, : plane.shape[1]] = plane
            frame.pts = number
            container.mux(stream.encode(frame))
        if stream is not None:
            container.mux(stream.encode(None))
    return path


def write_numbered_frames(
    path: Path, count: int = 60, *, fps: Fraction | int = 30, size_px: tuple[int, int] = (96, 64)
) -> Path:
    """Write a film whose frame n carries the number n."""
    return write_frames(path, (numbered_frame(n, *size_px) for n in range(count)), fps)


def write_color_bars(
    path: Path, count: int = 30, *, fps: Fraction | int = 30, size_px: tuple[int, int] = (112, 64)
) -> Path:
    """Write a film of colour bars."""
    return write_frames(path, [color_bars(*size_px)] * count, fps)


def write_clicks(path: Path, at_samples: Sequence[int], count: int) -> Path:
    """Write a WAV of silence, `count` samples at 48 kHz, with a click at each of the places."""
    sound = np.zeros(count, np.int16)
    sound[list(at_samples)] = _CLICK
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes(sound.tobytes())
    return path


def write_clicks_and_flashes(
    folder: Path,
    at_frames: Sequence[int],
    count: int,
    *,
    fps: Fraction | int = 30,
    size_px: tuple[int, int] = (64, 48),
) -> tuple[Path, Path]:
    """Write `flashes.mp4` and `clicks.wav`: a white frame with a click, else black."""
    dark, light = (np.full((size_px[1], size_px[0], 3), level, np.uint8) for level in (0, 255))
    pictures = (light if number in at_frames else dark for number in range(count))
    rate = Fraction(fps)
    places = [frame_to_sample(frame, rate) for frame in at_frames]
    return (
        write_frames(folder / "flashes.mp4", pictures, rate),
        write_clicks(folder / "clicks.wav", places, frame_to_sample(count, rate)),
    )
