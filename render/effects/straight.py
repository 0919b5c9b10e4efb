"""Changes of colours alone: coverage is divided out before and multiplied in after."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np

from render.canvas.picture import Picture, Plane

_OPAQUE = 255


def on_colors(picture: Picture, change: Callable[[Picture], Picture]) -> Picture:
    """Change the colours of a picture and keep its coverage.

    Args:
        picture: Premultiplied or opaque.
        change: Is given an opaque picture; where nothing is covered its levels mean nothing.
    """
    if picture.coverage is None or picture.chroma_coverage is None:
        return change(picture)
    changed = covered(change(divided(picture)), picture.coverage, picture.chroma_coverage)
    return replace(changed, left_px=picture.left_px, top_px=picture.top_px)


def divided(picture: Picture) -> Picture:
    """Return the colours of a picture without its coverage, as an opaque picture."""
    if picture.coverage is None or picture.chroma_coverage is None:
        return picture
    luma, chroma = picture.coverage, picture.chroma_coverage
    return Picture(
        _over(picture.y, luma),
        _over(picture.cb, chroma),
        _over(picture.cr, chroma),
        subsampling=picture.subsampling,
    )


def covered(picture: Picture, luma: Plane, chroma: Plane) -> Picture:
    """Return a premultiplied picture with less coverage: its own times the planes given."""
    own, small = picture.coverage, picture.chroma_coverage
    return replace(
        picture,
        y=_times(picture.y, luma),
        cb=_times(picture.cb, chroma),
        cr=_times(picture.cr, chroma),
        coverage=luma if own is None else _times(own, luma),
        chroma_coverage=chroma if small is None else _times(small, chroma),
    )


def _times(plane: Plane, coverage: Plane) -> Plane:
    return np.asarray(cv2.multiply(plane, coverage, scale=1 / _OPAQUE), np.uint8)


def _over(plane: Plane, coverage: Plane) -> Plane:
    return np.asarray(cv2.divide(plane, coverage, scale=_OPAQUE), np.uint8)
