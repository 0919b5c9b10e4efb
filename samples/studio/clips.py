"""Clips: finished frames written as H.264, or as VP9 with alpha, the same bytes every time."""

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

_BT709, _LIMITED = 1, 1


def save_clip(
    frames: Iterable[NDArray[np.uint8]],
    path: Path,
    *,
    fps: Fraction,
    size_px: tuple[int, int],
    crf: int = 21,
    gop: int = 48,
) -> None:
    """Encode R'G'B' frames `(h, w, 3)` as H.264 in MP4, converted and tagged BT.709.

    Args:
        frames: The pictures in order.
        path: Where the MP4 goes.
        fps: Exact rate.
        size_px: Width and height, both even.
        crf: x264's quality; lower is larger.
        gop: Frames between keyframes.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream("libx264", rate=fps)
        stream.width, stream.height = size_px
        stream.pix_fmt = "yuv420p"
        stream.options = {"crf": str(crf), "preset": "slow", "threads": "1", "g": str(gop)}
        context = stream.codec_context
        context.thread_count = 1
        context.color_primaries = context.color_trc = context.colorspace = _BT709
        context.color_range = _LIMITED
        for picture in frames:
            source = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame = source.reformat(
                format="yuv420p",
                dst_colorspace="ITU709",
                dst_color_range="MPEG",
                src_color_range="JPEG",
            )
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def save_alpha_clip(
    frames: Iterable[NDArray[np.uint8]],
    path: Path,
    *,
    fps: Fraction,
    size_px: tuple[int, int],
    crf: int = 34,
) -> None:
    """Encode straight R'G'B'A frames `(h, w, 4)` as VP9 with alpha in WebM, tagged BT.709."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # bitexact: WebM would otherwise carry random numbers.
    with av.open(str(path), "w", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("libvpx-vp9", rate=fps)
        stream.width, stream.height = size_px
        stream.pix_fmt = "yuva420p"
        stream.options = {
            "crf": str(crf),
            "b": "0",
            "deadline": "good",
            "cpu-used": "4",
            "auto-alt-ref": "0",
            "threads": "1",
            "g": "60",
        }
        context = stream.codec_context
        context.thread_count = 1
        context.color_primaries = context.color_trc = context.colorspace = _BT709
        context.color_range = _LIMITED
        for picture in frames:
            source = av.VideoFrame.from_ndarray(picture, format="rgba")
            frame = source.reformat(
                format="yuva420p",
                dst_colorspace="ITU709",
                dst_color_range="MPEG",
                src_color_range="JPEG",
            )
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
