"""Decoded frames to the canvas's colours: 8-bit 4:2:0, limited range, BT.709.

A frame that is that already is passed on as it is. Otherwise its own tags say what it is; frames
without tags are BT.709 when they are of HD size and BT.601 below, as players take them.

Another matrix or range is one linear step (`recoding`). Bit depth, subsampling and RGB go through
swscale, HDR and wide gamut through its colour management.
"""

from typing import TYPE_CHECKING, Final, NamedTuple, cast

import numpy as np
from av.video.reformatter import Interpolation, VideoReformatter

from render.assets import hdr
from render.assets.recoding import BT601, BT709, MATRICES, Plane, Weights, to_bt709

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

Planes = tuple[Plane, Plane, Plane, Plane | None]
"""Y, Cb, Cr and, where the source has it, alpha (full size, 0 to 255)."""

_BT709: Final = 1
_UNSPECIFIED: Final = 2
_FULL_RANGE: Final = 2
_LIMITED_RANGE: Final = 1
_SAYS_NOTHING: Final = ((0, 2, 3), (0,), (0, 2, 3), (0, 2, 3))
"""Numbers of the four tags that mean "unspecified" or "reserved"; matrix 0 is RGB's."""

_BT2020_MATRIX: Final = 9
_BT2020_PRIMARIES: Final = 9
_WIDE_PRIMARIES: Final = (_BT2020_PRIMARIES, 11, 12)
"""BT.2020 and the two kinds of P3."""

_LIKE_RGB: Final = ("pal8", "ya8", "ya16le", "ya16be")
"""Formats that hold full-range sRGB without saying so."""

_HD_WIDTH: Final = 1280
_HD_HEIGHT: Final = 720
_PLANAR_420: Final = ("yuv420p", "yuvj420p", "yuva420p")


class Tags(NamedTuple):
    """What colours mean, by FFmpeg's numbers (AVColorSpace and its like); 2 is "not said"."""

    matrix: int = _UNSPECIFIED
    range: int = 0
    transfer: int = _UNSPECIFIED
    primaries: int = _UNSPECIFIED


class Converter:
    """Turns decoded frames into canvas planes of one size; keeps swscale's tables between frames.

    Args:
        width_px, height_px: Size of every result; frames of another size are scaled, as streams
            may change theirs on the way.
        has_alpha: Whether results carry an alpha plane.
        container_tags: What the container says about the stream; it counts where a frame says
            nothing (ProRes frames often do not).
        scaling: How frames of another size are scaled.
    """

    def __init__(
        self,
        width_px: int,
        height_px: int,
        *,
        has_alpha: bool,
        container_tags: Tags,
        scaling: Interpolation = Interpolation.BILINEAR,
    ) -> None:
        self._size = (width_px, height_px)
        self._target = "yuva420p" if has_alpha else "yuv420p"
        self._has_alpha = has_alpha
        self._container_tags = container_tags
        # Exact rounding, and the same bytes whatever the processor's instructions are.
        self._interpolation = scaling | Interpolation.ACCURATE_RND | Interpolation.BITEXACT
        # One for each step: with another step between, swscale's tables for HDR would be made anew
        # for every frame, which takes 3 seconds.
        self._reformatters: dict[tuple[str, ...], VideoReformatter] = {}

    def planes(self, frame: "VideoFrame") -> Planes:
        """Return a frame's planes, read-only; views of the frame where nothing had to change."""
        name = frame.format.name
        tags = self._tags(frame)
        is_wide = tags.transfer in hdr.TRANSFERS or tags.primaries in _WIDE_PRIMARIES
        if is_wide:
            return self._read(self._managed(frame, tags))
        if frame.format.is_rgb or name in _LIKE_RGB:
            target = {"dst_colorspace": "itu709", "dst_color_range": _LIMITED_RANGE}
            return self._read(self._reformat(frame, self._target, **target))
        is_full = tags.range == _FULL_RANGE or name.startswith("yuvj")
        weights = _weights(tags.matrix, frame)  # by the size it has, not the one it is scaled to
        wanted = "gray" if name.startswith("gray") else self._target
        if name not in {wanted, *_PLANAR_420} or (frame.width, frame.height) != self._size:
            same = {"src_color_range": 1 + is_full, "dst_color_range": 1 + is_full}
            frame = self._reformat(frame, wanted, **same)
        planes = self._read(frame)
        if weights == BT709 and not is_full:
            return planes
        return (*to_bt709(*planes[:3], weights, is_full=is_full), planes[3])

    def _tags(self, frame: "VideoFrame") -> Tags:
        """Return what a frame says about itself, and the container where it says nothing."""
        own = Tags(frame.colorspace, frame.color_range, frame.color_trc, frame.color_primaries)
        pairs = zip(own, self._container_tags, strict=True)
        matrix, range_, transfer, primaries = (
            said if said not in _SAYS_NOTHING[at] else of_container
            for at, (said, of_container) in enumerate(pairs)
        )
        return Tags(matrix, range_, transfer, primaries)

    def _read(self, frame: "VideoFrame") -> Planes:
        """Return the planes of a grey or 4:2:0 frame; what it has not is neutral or opaque."""
        y, *rest = (_view(frame, index) for index in range(len(frame.planes)))
        if not rest:
            rest = [_filled(((y.shape[0] + 1) // 2, (y.shape[1] + 1) // 2), 128)] * 2
        alpha = None
        if self._has_alpha:
            alpha = rest[2] if len(rest) > 2 else _filled(y.shape, 255)  # noqa: PLR2004 - after Cb and Cr
        return y, rest[0], rest[1], alpha

    def _managed(self, frame: "VideoFrame", tags: Tags) -> "VideoFrame":
        """Return a wide-gamut or HDR frame as BT.709 by swscale, highlights rolled off before."""
        is_full = tags.range == _FULL_RANGE
        if tags.transfer in hdr.TRANSFERS:
            if frame.format.is_rgb:
                full = {"dst_colorspace": "BT2020", "dst_color_range": _FULL_RANGE}
                frame, is_full = self._reformat(frame, hdr.PIX_FMT, **full), True
            elif frame.format.name != hdr.PIX_FMT or (frame.width, frame.height) != self._size:
                same = {"src_color_range": 1 + is_full, "dst_color_range": 1 + is_full}
                frame = self._reformat(frame, hdr.PIX_FMT, **same)
            frame = hdr.rolled_off(frame, tags.transfer, is_full=is_full)
        if not frame.format.is_rgb:
            frame.colorspace = tags.matrix if tags.matrix in MATRICES else _BT2020_MATRIX
            frame.color_range = _FULL_RANGE if is_full else _LIMITED_RANGE
        frame.color_trc = _BT709 if tags.transfer in _SAYS_NOTHING[2] else tags.transfer
        frame.color_primaries = (
            _BT2020_PRIMARIES if tags.primaries in _SAYS_NOTHING[3] else tags.primaries
        )
        return self._reformat(
            frame,
            self._target,
            dst_colorspace="itu709",
            dst_color_range=_LIMITED_RANGE,
            dst_color_trc=_BT709,
            dst_color_primaries=_BT709,
        )

    def _reformat(self, frame: "VideoFrame", pix_fmt: str, **options: object) -> "VideoFrame":
        step = (pix_fmt, *options)
        if step not in self._reformatters:
            self._reformatters[step] = VideoReformatter()
        return self._reformatters[step].reformat(
            frame,
            *self._size,
            format=pix_fmt,
            interpolation=self._interpolation,
            threads=1,
            **options,  # pyright: ignore[reportArgumentType]
        )


def _weights(matrix: int, frame: "VideoFrame") -> Weights:
    """Return red's and blue's share of luma, by tag or else by size."""
    weights = MATRICES.get(matrix)
    if weights is not None:
        return weights
    is_hd = frame.width >= _HD_WIDTH or frame.height >= _HD_HEIGHT
    return BT709 if is_hd else BT601


def _filled(shape: tuple[int, ...], level: int) -> Plane:
    """Return a read-only plane of one level."""
    plane = np.full(shape, level, dtype=np.uint8)
    plane.flags.writeable = False
    return plane


def _view(frame: "VideoFrame", index: int) -> Plane:
    """Return a plane of an 8-bit planar frame as a read-only array of its own rows."""
    plane = frame.planes[index]
    stride = abs(plane.line_size)
    rows = np.frombuffer(cast("memoryview", plane), dtype=np.uint8).reshape(plane.height, stride)[
        :, : plane.width
    ]
    if plane.line_size < 0:
        rows = rows[::-1]
    rows.flags.writeable = False  # the decoder still predicts from it
    return rows
