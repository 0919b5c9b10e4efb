"""Between R'G'B' and BT.709 Y'CbCr in limited range.

Formulas: ITU-R BT.709-6, items 3.2 to 3.5 (KR = 0.2126, KB = 0.0722) with the 8-bit quantisation
of item 4.6: Y' in 16..235, Cb and Cr in 16..240.
"""

from dataclasses import replace

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from render.canvas.picture import FULL, HALF, Picture, Plane, Raster, Subsampling

KR, KB = 0.2126, 0.0722
KG = 1 - KR - KB

_RGB_TO_YCBCR = np.array(
    [
        [KR * 219 / 255, KG * 219 / 255, KB * 219 / 255],
        [
            -KR / (2 * (1 - KB)) * 224 / 255,
            -KG / (2 * (1 - KB)) * 224 / 255,
            0.5 * 224 / 255,
        ],
        [
            0.5 * 224 / 255,
            -KG / (2 * (1 - KR)) * 224 / 255,
            -KB / (2 * (1 - KR)) * 224 / 255,
        ],
    ]
)
_OFFSETS = np.array([16.0, 128.0, 128.0])
_YCBCR_TO_RGB = np.linalg.inv(_RGB_TO_YCBCR)


def ycbcr_matrix() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the `(3, 3)` matrix and the `(3,)` offsets from sRGB code values to (Y, Cb, Cr)."""
    return _RGB_TO_YCBCR.copy(), _OFFSETS.copy()


def rgb_to_ycbcr(red: int, green: int, blue: int) -> tuple[int, int, int]:
    """Convert one colour of 8-bit sRGB code values to (Y, Cb, Cr)."""
    y, cb, cr = np.rint(_RGB_TO_YCBCR @ np.array([red, green, blue]) + _OFFSETS).astype(int)
    return int(y), int(cb), int(cr)


def rgb_to_frame(rgb: NDArray[np.uint8], subsampling: Subsampling = HALF) -> Picture:
    """Turn `(h, w, 3)` uint8 sRGB into an opaque picture."""
    matrix = np.column_stack([_RGB_TO_YCBCR, _OFFSETS])
    y, cb, cr = _split(cv2.transform(np.ascontiguousarray(rgb), matrix))
    return Picture(y, reduce(cb, subsampling), reduce(cr, subsampling), subsampling=subsampling)


def raster_to_sprite(raster: Raster, subsampling: Subsampling = HALF) -> Picture:
    """Turn a premultiplied sRGB picture into a sprite.

    One that is opaque everywhere comes back without coverage.
    """
    rgba = raster.rgba
    if rgba.size == 0:
        nothing = np.zeros((0, 0), np.uint8)
        return Picture(nothing, nothing, nothing, nothing, nothing)
    coverage = np.ascontiguousarray(rgba[:, :, 3])
    if cv2.minMaxLoc(coverage)[0] == 255:  # noqa: PLR2004 - fully opaque
        frame = rgb_to_frame(rgba[:, :, :3], subsampling)
        return replace(frame, left_px=raster.left_px, top_px=raster.top_px)
    # The offsets are premultiplied too: they ride on the alpha channel.
    matrix = np.column_stack([_RGB_TO_YCBCR, _OFFSETS / 255])
    y, cb, cr = _split(cv2.transform(np.ascontiguousarray(rgba), matrix))
    return Picture(
        y,
        reduce(cb, subsampling),
        reduce(cr, subsampling),
        coverage,
        reduce(coverage, subsampling),
        subsampling=subsampling,
        left_px=raster.left_px,
        top_px=raster.top_px,
    )


def _split(picture: MatLike) -> tuple[Plane, Plane, Plane]:
    first, second, third = cv2.split(picture)
    return np.asarray(first, np.uint8), np.asarray(second, np.uint8), np.asarray(third, np.uint8)


def frame_to_rgb(frame: Picture) -> NDArray[np.uint8]:
    """Turn an opaque picture into `(h, w, 3)` uint8 sRGB, chroma interpolated bilinearly."""
    chroma = [expand(plane, frame) for plane in (frame.cb, frame.cr)]
    matrix = np.column_stack([_YCBCR_TO_RGB, -_YCBCR_TO_RGB @ _OFFSETS])
    rgb = cv2.transform(cv2.merge([frame.y, *chroma]), matrix)
    return rgb.astype(np.uint8, copy=False)


def reduce(plane: Plane, subsampling: Subsampling) -> Plane:
    """Low-pass and decimate a full-size plane to chroma size, keeping the chroma siting.

    Across, [1 2 1] / 4 centred on every second column; down, the mean of two rows.
    """
    if subsampling == FULL:
        return np.ascontiguousarray(plane)
    height, width = plane.shape
    padded = cv2.copyMakeBorder(
        plane, 0, height % subsampling.y, 0, width % subsampling.x, cv2.BORDER_REPLICATE
    )
    across = np.array([1.0, 2.0, 1.0]) / 4 if subsampling.x == HALF.x else np.array([1.0])
    down = np.array([1.0, 1.0]) / 2 if subsampling.y == HALF.y else np.array([1.0])
    smooth = cv2.sepFilter2D(
        padded, -1, across, down, anchor=(len(across) // 2, 0), borderType=cv2.BORDER_REPLICATE
    )
    return np.ascontiguousarray(smooth[:: subsampling.y, :: subsampling.x], np.uint8)


def expand(plane: Plane, like: Picture) -> Plane:
    """Interpolate a chroma plane to the size of a picture's luma plane."""
    if like.subsampling == FULL:
        return plane
    matrix = FULL.to_luma.inverse() @ like.subsampling.to_luma
    expanded = cv2.warpAffine(
        plane,
        matrix.as_matrix(),
        (like.width_px, like.height_px),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(expanded, np.uint8)


def sprite_to_rgba(sprite: Picture) -> NDArray[np.uint8]:
    """Turn a sprite (or frame) into `(h, w, 4)` uint8 sRGB premultiplied by alpha."""
    if sprite.coverage is None:
        opaque = np.full(sprite.y.shape, 255, np.uint8)
        return np.dstack([frame_to_rgb(sprite), opaque])
    chroma = [expand(plane, sprite) for plane in (sprite.cb, sprite.cr)]
    matrix = np.column_stack([_YCBCR_TO_RGB, -_YCBCR_TO_RGB @ _OFFSETS / 255])
    rgb = cv2.transform(cv2.merge([sprite.y, *chroma, sprite.coverage]), matrix)
    return np.dstack([np.minimum(rgb, sprite.coverage[:, :, np.newaxis]), sprite.coverage])


def premultiplied(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Multiply the colours of `(h, w, 4)` uint8 straight RGBA by alpha."""
    alpha = rgba[:, :, 3]
    if cv2.minMaxLoc(np.ascontiguousarray(alpha))[0] == 255:  # noqa: PLR2004 - fully opaque
        return rgba
    over = np.ascontiguousarray(np.broadcast_to(alpha[:, :, np.newaxis], (*alpha.shape, 3)))
    colors = cv2.multiply(np.ascontiguousarray(rgba[:, :, :3]), over, scale=1 / 255)
    return np.dstack([colors, alpha]).astype(np.uint8, copy=False)
