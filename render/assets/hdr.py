"""Bright pictures made to fit: the highlights of PQ and HLG films before they become SDR.

swscale's colour management turns HDR into BT.709 with white at 203 nits (BT.2408) and cuts off what
is brighter: skies and lamps become flat. So luma is first bent by the curve of BT.2390: the
lower part stays, the highlights are rolled off to end at white, and chroma follows luma where it
is taken back, so that colours keep their hue.
"""

from functools import lru_cache
from typing import TYPE_CHECKING, Final, cast

import av
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

PQ: Final = 16
HLG: Final = 18
TRANSFERS: Final = {PQ: "PQ", HLG: "HLG"}
"""FFmpeg's numbers (AVColorTransferCharacteristic) of the HDR transfers, and their names."""

_PEAK_AND_WHITE: Final = {PQ: (0.7518, 0.5807), HLG: (1.0, 0.75)}
"""Signals of the brightest light (1000 nits) and of SDR's white (203 nits)."""

PIX_FMT: Final = "yuv420p10le"
"""The format that `rolled_off` takes and returns."""

_CODES: Final = 1024


def rolled_off(frame: "VideoFrame", transfer: int, *, is_full: bool) -> "VideoFrame":
    """Turn an HDR frame into one whose brightest light is SDR's white; the input stays as it is.

    Args:
        frame: A frame of `PIX_FMT`.
        transfer: `PQ` or `HLG`.
        is_full: Whether its levels are full range.
    """
    luma, share = _curve(transfer, is_full=is_full)
    result = av.VideoFrame(frame.width, frame.height, PIX_FMT)
    y, *chroma = (_codes(frame, index) for index in range(3))
    np.take(luma, y, out=_codes(result, 0), mode="clip")
    kept = np.take(share, y[::2, ::2], mode="clip")
    middle = _CODES // 2
    for index, plane in enumerate(chroma, start=1):
        scaled = (plane.astype(np.float32) - middle) * kept
        np.rint(scaled + middle, out=scaled)
        _codes(result, index)[:] = scaled
    result.color_range, result.colorspace = frame.color_range, frame.colorspace
    result.color_trc, result.color_primaries = frame.color_trc, frame.color_primaries
    return result


@lru_cache
def _curve(transfer: int, *, is_full: bool) -> tuple[NDArray[np.uint16], NDArray[np.float32]]:
    """Return by luma code the new code, and how much of the chroma stays."""
    low, span = (0, _CODES - 1) if is_full else (64, 876)
    peak, white = _PEAK_AND_WHITE[transfer]
    signal = np.clip((np.array(range(_CODES)) - low) / span, 0, None) / peak
    most = white / peak
    knee = 1.5 * most - 0.5
    t = np.clip((signal - knee) / (1 - knee), 0, 1)
    rolled = (
        (2 * t**3 - 3 * t**2 + 1) * knee
        + (t**3 - 2 * t**2 + t) * (1 - knee)
        + (-2 * t**3 + 3 * t**2) * most
    )
    bent = np.where(signal < knee, signal, rolled)
    share = np.divide(bent, signal, out=np.ones_like(bent), where=signal > knee)
    codes = np.rint(bent * peak * span + low).astype(np.uint16)
    return codes, share.astype(np.float32)


def _codes(frame: "VideoFrame", index: int) -> NDArray[np.uint16]:
    """Return a plane of 10-bit codes, `(height, width)`, as a view of the frame."""
    plane = frame.planes[index]
    rows = np.frombuffer(cast("memoryview", plane), dtype="<u2")
    return rows.reshape(plane.height, plane.line_size // 2)[:, : plane.width]
