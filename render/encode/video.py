"""Encode the frames of one segment into H.264, the same frames always into the same bytes.

A segment is encoded apart from its neighbours and later joined to them packet by packet, so

- `stitchable=1` keeps x264 from fitting its headers to the content: all segments share one header;
- `open-gop=0` lets no frame refer across the border;
- no AVX-512: with it 14 of 120 encodes of the same frames came out with other bytes while four
  processes shared two cores, without it none of 280;
- `cpu-independent=1`: the bytes of x264 without any assembly, on every processor, in the same time;
- one thread: x264 writes different bytes with 1, 2, 4 and 8 threads, and with its own two threads
  a frame costs 62 CPU-ms where one thread takes 44. The processes are the parallelism.
"""

from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final

import av
import av.error
import cv2
import numpy as np
from av.container import Flags, OutputContainer
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from av.video.stream import VideoStream
from numpy.typing import NDArray

from render.closing import Writing
from render.encode.profiles import Profile
from render.errors import RenderError
from render.storage.atomic import output_error

if TYPE_CHECKING:
    from av.video.codeccontext import VideoCodecContext

Planes = tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]
"""Y `(height, width)`, Cb and Cr `(height / 2, width / 2)`: 4:2:0, BT.709, limited range, uint8."""

_AVX_512 = 13
"""`CPU_AVX_512F` of OpenCV's `checkHardwareSupport`; its Python names were dropped in version 5."""

_ALL_BUT_AVX_512 = "MMX2,SSE2Fast,LZCNT,SSSE3,SSE4.2,AVX,FMA3,BMI2,AVX2"
"""Every processor with AVX-512 has these. x264 believes what it is told: to name them on one that
has not would end it."""

SAME_EVERYWHERE: Final = "cpu-independent=1" + (
    f":asm={_ALL_BUT_AVX_512}" if cv2.checkHardwareSupport(_AVX_512) else ""
)
"""Parameters of x264 for the same bytes on every processor."""

X264_PARAMS: Final = (
    "stitchable=1:open-gop=0:threads=1:lookahead-threads=1:sliced-threads=0:" + SAME_EVERYWHERE
)


def encoder_version() -> str:
    """Name the build of the encoder: other builds may write other bytes for the same frames."""
    major, minor, micro = av.library_versions["libavcodec"]
    return f"pyav {av.__version__}, libavcodec {major}.{minor}.{micro}"


def tag_bt709(target: "av.VideoFrame | VideoCodecContext") -> None:
    """Say of a frame or an encoder that its colours are BT.709 in limited range."""
    target.color_primaries, target.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
    target.colorspace, target.color_range = Colorspace.ITU709, ColorRange.MPEG


def frame_of_planes(planes: Planes) -> av.VideoFrame:
    """Copy planes into a frame for the encoder, tagged as what they are."""
    height_px, width_px = planes[0].shape
    frame = av.VideoFrame(width_px, height_px, "yuv420p")
    for pixels, plane in zip(planes, frame.planes, strict=True):
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        rows[: pixels.shape[0], : pixels.shape[1]] = pixels
    tag_bt709(frame)
    return frame


class SegmentEncoder(Writing):
    """An H.264 file in the making; use it in a `with` block, which closes it.

    Args:
        path: The file to write. It is written in place: whole-or-not-at-all is the caller's care.
        width_px: Even, at least 2.
        height_px: Even, at least 2.
        fps: Frames a second.
        profile: Preset and rate factor.

    Raises:
        OutputError: The file cannot be created.
        RenderError: The encoder does not take these settings.
        ValueError: The size is odd.
    """

    def __init__(
        self, path: Path, width_px: int, height_px: int, fps: Fraction, profile: Profile
    ) -> None:
        if width_px % 2 or height_px % 2 or min(width_px, height_px) < 2:  # noqa: PLR2004  (4:2:0)
            raise ValueError(f"4:2:0 needs even sizes, not {width_px}x{height_px}")
        self.path = path
        self.frame_count = 0
        self._closed = False
        self._shapes = ((height_px, width_px), *[(height_px // 2, width_px // 2)] * 2)
        self._time_base = 1 / fps
        try:
            self._container = av.open(str(path.absolute()), "w", format="mp4")
        except OSError as error:
            raise output_error(path, error) from error
        try:
            self._stream = self._open_stream(self._container, width_px, height_px, fps, profile)
        except Exception as error:
            self.abandon()
            raise self._translated(error) from error

    @staticmethod
    def _open_stream(
        container: OutputContainer, width_px: int, height_px: int, fps: Fraction, profile: Profile
    ) -> VideoStream:
        container.flags |= Flags.bitexact.value  # no library versions in the file
        options = {
            "preset": profile.preset,
            "crf": str(profile.crf),
            "x264-params": X264_PARAMS,
        }
        stream = container.add_stream("libx264", rate=fps, options=options)
        stream.width, stream.height, stream.pix_fmt = width_px, height_px, "yuv420p"
        context = stream.codec_context
        context.time_base = 1 / fps
        context.thread_count = 1
        context.sample_aspect_ratio = Fraction(1)
        tag_bt709(context)
        container.start_encoding()  # creates the file, so that a bad path fails before any drawing
        return stream

    def write(self, planes: Planes) -> None:
        """Encode the next frame; the planes may be reused afterwards.

        Raises:
            OutputError: The disk is full, or the like.
            ValueError: A plane has not the size or type of this segment's frames.
        """
        for shape, pixels in zip(self._shapes, planes, strict=True):
            if pixels.shape != shape or pixels.dtype != np.uint8:
                raise ValueError(f"expected a uint8 plane of {shape}, got {pixels.shape}")
        frame = frame_of_planes(planes)
        frame.pts, frame.time_base = self.frame_count, self._time_base
        try:
            self._container.mux(self._stream.encode(frame))
        except Exception as error:
            raise self._translated(error) from error
        self.frame_count += 1

    def close(self) -> None:
        """Write what the encoder still holds and finish the file; again does nothing.

        Raises:
            OutputError: The disk is full, or the like.
            RenderError: No frame was written.
        """
        if self._closed:
            return
        if not self.frame_count:
            self.abandon()
            raise RenderError("a segment without frames cannot be encoded", where=str(self.path))
        try:
            self._container.mux(self._stream.encode(None))
            self._closed = True
            self._container.close()
        except Exception as error:
            self.abandon()
            raise self._translated(error) from error

    def abandon(self) -> None:
        """Close the file as it is: its content no longer matters."""
        self._closed = True
        with suppress(Exception):
            self._container.close()

    def _translated(self, error: Exception) -> RenderError:
        """Turn whatever the bindings raised into our error."""
        if isinstance(error, OSError) and not isinstance(error, av.error.ArgumentError):
            return output_error(self.path, error)
        return RenderError(f"the H.264 encoder failed: {error}", where=str(self.path))
