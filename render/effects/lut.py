"""lut: colours looked up in a .cube table.

The table is baked once for all planes: a luma level keeps its 8 bits, and each of Cb and Cr has 64
levels for luma and 128 for itself.
"""

from dataclasses import replace
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from render.assets.media import Media
from render.assets.tables import load_table
from render.canvas.color import ycbcr_matrix
from render.canvas.picture import Picture, Plane
from render.effects.registry import Look, register
from render.effects.straight import on_colors


def draw(picture: Picture, look: Look) -> Picture:
    """Look the colours up and mix them with the picture by the amount.

    Raises:
        ValueError: The look has no table.
        AssetUnreadable: The table is damaged.
    """
    if look.table is None:
        raise ValueError("a lut needs a table")
    baked = _baked(look.table)
    return on_colors(picture, lambda opaque: _looked_up(opaque, baked, min(look.amount, 1.0)))


def _looked_up(picture: Picture, baked: tuple[Plane, Plane, Plane], part: float) -> Picture:
    size, small_size = picture.y.shape[::-1], picture.cb.shape[::-1]
    same = size == small_size
    wide_cb, wide_cr = (
        plane if same else cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR)
        for plane in (picture.cb, picture.cr)
    )
    small_y = picture.y if same else cv2.resize(picture.y, small_size, interpolation=cv2.INTER_AREA)
    place = _index(picture.y, 0, 12) | _index(wide_cb, 2, 6) | _index(wide_cr, 2, 0)
    y = np.take(baked[0], place)
    place = _index(small_y, 2, 14) | _index(picture.cb, 1, 7) | _index(picture.cr, 1, 0)
    cb, cr = np.take(baked[1], place), np.take(baked[2], place)
    if part < 1:
        y, cb, cr = (
            np.asarray(cv2.addWeighted(new, part, old, 1 - part, 0), np.uint8)
            for new, old in zip((y, cb, cr), picture.planes, strict=True)
        )
    return replace(picture, y=y, cb=cb, cr=cr)


def _index(plane: NDArray[np.generic], drop_bits: int, shift: int) -> NDArray[np.int32]:
    """Return the leading bits of a plane where an index has them."""
    kept = np.right_shift(plane, drop_bits) if drop_bits else plane
    return np.left_shift(kept.astype(np.int32), shift)


@lru_cache(maxsize=2)
def _baked(media: Media) -> tuple[Plane, Plane, Plane]:
    """Return Y, Cb and Cr by index; 3 MB."""
    luma = _through(media, 256, 64)[:, 0]
    chroma = _through(media, 64, 128)
    return luma, chroma[:, 1].copy(), chroma[:, 2].copy()


def _through(media: Media, luma_levels: int, chroma_levels: int) -> NDArray[np.uint8]:
    """Return (Y, Cb, Cr) of the middle of every cell of a grid of planes' levels."""
    table = load_table(media)
    step, chroma_step = 256 // luma_levels, 256 // chroma_levels
    chroma = np.linspace(0, 256 - chroma_step, chroma_levels) + (chroma_step - 1) / 2
    cb, cr = (part.ravel() for part in np.meshgrid(chroma, chroma, indexing="ij"))
    matrix, offsets = ycbcr_matrix()
    back = np.linalg.inv(matrix) / 255
    out = np.empty((luma_levels, cb.size, 3), np.uint8)
    for level in range(luma_levels):
        y = np.full_like(cb, level * step + (step - 1) / 2)
        rgb = (np.stack([y, cb, cr], axis=1) - offsets) @ back.T
        graded = table.applied(np.clip(rgb, 0, 1).astype(np.float32))
        out[level] = np.rint(graded * 255 @ matrix.T + offsets)
    return out.reshape(-1, 3)


register("lut", draw, own=Look(amount=1.0), needs_table=True)
