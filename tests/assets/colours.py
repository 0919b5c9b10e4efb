"""Films of plain coloured blocks, made from the standards' formulas and read back by them."""

from collections.abc import Sequence

import av
import numpy as np
from numpy.typing import NDArray

BRAND = (0x00, 0xBD, 0xF2)
PALETTE = (
    BRAND,
    (255, 0, 0),
    (0, 255, 0),
    (0, 0, 255),
    (255, 255, 255),
    (0, 0, 0),
    (128,) * 3,
    (224, 172, 140),
)

BT709, BT601, BT2020 = (0.2126, 0.0722), (0.299, 0.114), (0.2627, 0.0593)
"""Red's and blue's share of luma."""


def ycbcr(
    rgb: Sequence[int], weights: tuple[float, float], *, is_full: bool = False, bits: int = 8
) -> tuple[int, int, int]:
    """Return the Y'CbCr levels of an R'G'B' colour of 8 bits, rounded."""
    red, green, blue = (level / 255 for level in rgb)
    of_red, of_blue = weights
    y = of_red * red + (1 - of_red - of_blue) * green + of_blue * blue
    pb, pr = (blue - y) / (2 * (1 - of_blue)), (red - y) / (2 * (1 - of_red))
    top = 2**bits - 1
    if is_full:
        middle = 2 ** (bits - 1)
        return round(y * top), *(min(round(p * top + middle), top) for p in (pb, pr))
    unit = 2 ** (bits - 8)
    return (
        round((16 + 219 * y) * unit),
        round((128 + 224 * pb) * unit),
        round((128 + 224 * pr) * unit),
    )


def rgb_of(y: float, cb: float, cr: float) -> tuple[float, float, float]:
    """Return the R'G'B' colour, 0 to 255, of BT.709 limited levels."""
    luma, pb, pr = (y - 16) / 219, (cb - 128) / 224, (cr - 128) / 224
    red, blue = luma + 1.5748 * pr, luma + 1.8556 * pb
    green = (luma - 0.2126 * red - 0.0722 * blue) / 0.7152
    return tuple(255 * level for level in (red, green, blue))


def painted_frame(
    colours: Sequence[Sequence[int]],
    pix_fmt: str,
    *,
    weights: tuple[float, float] = BT709,
    is_full: bool = False,
    width: int = 128,
    height: int = 32,
) -> av.VideoFrame:
    """Return a frame of upright stripes of equal width, one a colour, built plane by plane."""
    frame = av.VideoFrame(width, height, pix_fmt)
    depth = frame.format.components[0].bits
    if frame.format.is_rgb:
        frame = av.VideoFrame.from_ndarray(stripes(colours, width, height), format="rgb24")
        return frame if pix_fmt == "rgb24" else frame.reformat(format=pix_fmt)
    levels = [ycbcr(colour, weights, is_full=is_full, bits=depth) for colour in colours]
    kind = np.uint8 if depth == 8 else np.uint16
    for index, plane in enumerate(frame.planes):
        rows = np.frombuffer(plane, dtype=kind).reshape(plane.height, -1)
        for column in range(plane.width):
            stripe = min(column * len(colours) // plane.width, len(colours) - 1)
            rows[:, column] = levels[stripe][index]
    return frame


def stripes(
    colours: Sequence[Sequence[int]], width: int = 128, height: int = 32
) -> NDArray[np.uint8]:
    """Return an RGB picture of upright stripes, `(height, width, 3)`."""
    columns = np.minimum(np.array(range(width)) * len(colours) // width, len(colours) - 1)
    return np.tile(np.array(colours, dtype=np.uint8)[columns], (height, 1, 1))


def read_stripes(
    y: NDArray[np.uint8], cb: NDArray[np.uint8], cr: NDArray[np.uint8], count: int
) -> list[tuple[float, float, float]]:
    """Return the R'G'B' colours of a picture of stripes, each read in the middle of its stripe."""
    found = []
    for stripe in range(count):
        levels = []
        for plane in (y, cb, cr):
            middle = (stripe + 0.5) * plane.shape[1] / count
            half = plane.shape[1] / count / 8
            inner = plane[
                plane.shape[0] // 4 : -plane.shape[0] // 4,
                int(middle - half) : int(middle + half) + 1,
            ]
            levels.append(float(inner.mean()))
        found.append(rgb_of(*levels))
    return found
