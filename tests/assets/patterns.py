"""Pictures and films that say which frame they are: a number in black and white blocks.

The picture is 4 x 4 blocks: ten of the number's bits, four of a checksum, and two that are always
white and black, so that a blend of two frames, a turned or a flipped one reads as None and never as
another number. Any codec at any quality keeps the blocks.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import av.error
import numpy as np
import pytest
from numpy.typing import NDArray

BLACK, WHITE = 16, 235
MAX_NUMBER = 1023
_BLOCKS = 4


def numbered_luma(number: int, width: int = 96, height: int = 64) -> NDArray[np.uint8]:
    """Return a luma plane that carries a number, `(height, width)`, limited range."""
    bits = np.array(_bits(number), dtype=np.uint8).reshape(_BLOCKS, _BLOCKS)
    rows = np.minimum(np.array(range(height)) * _BLOCKS // height, _BLOCKS - 1)
    columns = np.minimum(np.array(range(width)) * _BLOCKS // width, _BLOCKS - 1)
    return np.where(bits[rows][:, columns] == 1, WHITE, BLACK).astype(np.uint8)


def read_number(picture: NDArray[np.generic]) -> int | None:
    """Read the number off a luma plane `(h, w)` or an RGB(A) picture `(h, w, 3 or 4)`.

    Returns:
        The number, or None when this is not one whole, upright, unmixed numbered picture.
    """
    levels = picture[..., :3].mean(axis=2) if picture.ndim == 3 else picture.astype(np.float64)
    height, width = levels.shape
    blocks = np.empty((_BLOCKS, _BLOCKS))
    for row in range(_BLOCKS):
        for column in range(_BLOCKS):
            # The middle half of a block: clear of its blurred edges.
            top, left = (row + 0.25) * height / _BLOCKS, (column + 0.25) * width / _BLOCKS
            bottom, right = (row + 0.75) * height / _BLOCKS, (column + 0.75) * width / _BLOCKS
            blocks[row, column] = levels[
                int(top) : int(bottom) + 1, int(left) : int(right) + 1
            ].mean()
    if np.any((blocks > 80) & (blocks < 170)):
        return None
    bits = [int(level > 125) for level in blocks.ravel()]
    number = sum(bit << place for place, bit in enumerate(bits[1:11]))
    return number if bits == _bits(number) else None


def _bits(number: int) -> list[int]:
    """Return the sixteen blocks of a number: white, ten bits, four of checksum, black."""
    if not 0 <= number <= MAX_NUMBER:
        raise ValueError(number)
    check = (number * 7 + (number >> 4) * 3 + 5) % 16
    return [
        1,
        *(number >> place & 1 for place in range(10)),
        *(check >> place & 1 for place in range(4)),
        0,
    ]


def numbered_frame(
    number: int, width: int, height: int, pix_fmt: str = "yuv420p", alpha: int | None = None
) -> av.VideoFrame:
    """Return a video frame that carries a number in its luma; chroma is grey.

    Args:
        number: What it carries.
        width, height: Its size.
        pix_fmt: FFmpeg's name of its pixel format.
        alpha: Coverage everywhere, for formats that have it; None is opaque.
    """
    return frame_of_luma(numbered_luma(number, width, height), pix_fmt, alpha)


def frame_of_luma(
    luma: NDArray[np.uint8], pix_fmt: str = "yuv420p", alpha: int | None = None
) -> av.VideoFrame:
    """Return a grey video frame with a luma plane, limited range; arguments as above."""
    height, width = luma.shape
    half = np.full(((height + 1) // 2, (width + 1) // 2), 128, dtype=np.uint8)
    cover = [] if alpha is None else [np.full_like(luma, alpha)]
    frame = av.VideoFrame(width, height, "yuva420p" if cover else "yuv420p")
    for plane, values in zip(frame.planes, (luma, half, half, *cover), strict=True):
        _fill(plane, values)
    return frame.reformat(format=pix_fmt, src_color_range="MPEG", dst_color_range="MPEG")


def _fill(plane: av.video.plane.VideoPlane, values: NDArray[np.uint8]) -> None:
    rows = np.frombuffer(plane, dtype=np.uint8).reshape(plane.height, plane.line_size)
    rows[:, : values.shape[1]] = values


@dataclass(frozen=True)
class Numbered:
    """How to write a numbered film.

    Attributes:
        codec: FFmpeg's name of an encoder.
        suffix: Of the container, `.mp4`.
        frame_count: Frames 0 to frame_count - 1.
        width, height: Size of the stored frames.
        rate: Frames a second.
        gop: Distance of keyframes.
        bframes: Most B-frames in a row, where the codec has them.
        pix_fmt: FFmpeg's name of the pixel format.
        ticks: Presentation times in units of `1 / (rate * 100)`, one a frame, for variable
            rates; None is evenly spaced from 0.
        options: More options of the encoder.
        rotation: Counter-clockwise degrees in the display matrix, or None.
        is_flipped: Whether the display matrix mirrors left to right as well.
        sample_aspect: Width of a pixel over its height.
        alpha: Coverage of frame n everywhere, or None for opaque.
        prepare: Called with the stream before the first frame, for what is not named here.
        container_options: Of the muxer.
        container_format: FFmpeg's name of the muxer; None goes by the suffix.
    """

    codec: str = "libx264"
    suffix: str = ".mp4"
    frame_count: int = 40
    width: int = 96
    height: int = 64
    rate: Fraction | int = 25
    gop: int = 12
    bframes: int = 2
    pix_fmt: str = "yuv420p"
    ticks: Sequence[int] | None = None
    options: dict[str, str] = field(default_factory=dict)
    rotation: float | None = None
    is_flipped: bool = False
    sample_aspect: Fraction | None = None
    alpha: Callable[[int], int] | None = None
    prepare: Callable[[av.VideoStream], None] | None = None
    container_options: dict[str, str] = field(default_factory=dict)
    container_format: str | None = None


TICKS_A_FRAME = 100
"""`Numbered.ticks` counts this many to one frame of `Numbered.rate`."""


def write_numbered(folder: Path, film: Numbered, name: str = "film") -> Path:
    """Write a numbered film into a folder and return its path."""
    frames = (
        numbered_frame(
            number,
            film.width,
            film.height,
            film.pix_fmt,
            film.alpha(number) if film.alpha else None,
        )
        for number in range(film.frame_count)
    )
    return write_frames(folder, film, frames, name)


def write_frames(
    folder: Path, film: Numbered, frames: Iterable[av.VideoFrame], name: str = "film"
) -> Path:
    """Write frames as a film, encoded and timed as `film` says, and return its path."""
    path = folder / f"{name}{film.suffix}"
    ticks = film.ticks or [number * TICKS_A_FRAME for number in range(film.frame_count)]
    time_base = 1 / (Fraction(film.rate) * TICKS_A_FRAME)
    if film.ticks is None:
        ticks, time_base = range(film.frame_count), 1 / Fraction(film.rate)
    with av.open(
        str(path), "w", format=film.container_format, container_options=film.container_options
    ) as container:
        stream = container.add_stream(
            film.codec, rate=Fraction(film.rate), options=_encoder_options(film)
        )
        stream.width, stream.height, stream.pix_fmt = film.width, film.height, film.pix_fmt
        stream.codec_context.time_base = time_base
        stream.codec_context.thread_count = 1
        if film.rotation is not None or film.is_flipped:
            stream.set_display_rotation(film.rotation or 0, hflip=film.is_flipped)
        if film.sample_aspect is not None:
            stream.codec_context.sample_aspect_ratio = film.sample_aspect
        if film.prepare is not None:
            film.prepare(stream)
        for tick, frame in zip(ticks, frames, strict=True):
            frame.pts, frame.time_base = tick, time_base
            frame.pict_type = 0
            container.mux(stream.encode(frame))
        try:
            container.mux(stream.encode(None))
        except av.error.PatchWelcomeError:
            # On busy machines libx265 at times writes headers that FFmpeg's own muxer refuses:
            # without a film there is nothing to read.
            pytest.skip(f"{film.codec} wrote headers that cannot be stored")
    return path


def _encoder_options(film: Numbered) -> dict[str, str]:
    gop, bframes = str(film.gop), str(film.bframes)
    own = {
        "libx264": {
            "preset": "veryfast",
            "g": gop,
            "bf": bframes,
            "crf": "30",
            "sc_threshold": "0",
        },
        # Without info=0 x265's note about itself now and then stops the MP4 muxer.
        "libx265": {
            "preset": "ultrafast",
            "x265-params": f"keyint={gop}:min-keyint={gop}:bframes={bframes}:scenecut=0"
            ":info=0:log-level=none"
            ":pools=none:frame-threads=1",
        },
        "libvpx": {"deadline": "realtime", "cpu-used": "8", "g": gop, "b": "300k"},
        "libvpx-vp9": {"deadline": "realtime", "cpu-used": "8", "g": gop, "b": "300k"},
        "libsvtav1": {"preset": "6", "g": gop, "svtav1-params": "lp=1"},
        "mpeg4": {"g": gop, "bf": bframes, "qscale": "4"},
        "mpeg2video": {"g": gop, "bf": bframes, "b": "800k"},
    }
    return own.get(film.codec, {}) | film.options
