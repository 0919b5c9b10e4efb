"""Masks from fields: for every pixel the moment at which it changes to the second picture.

A field is kept in 16 bits and inverted, so that a mask is two saturating passes over it: what is
due has risen above a level, and how far above it is its softness.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from render.canvas.picture import Plane

Field = NDArray[np.uint16]
"""`(height, width)` uint16: 65535 changes first, 0 last."""

_TOP = 65535
_OPAQUE = 255


def _smoothstep_table() -> NDArray[np.uint8]:
    """Return a curve without corners: neither end of a soft edge is seen as a line."""
    x = np.linspace(0, 1, 256)
    return np.rint(_OPAQUE * x * x * (3 - 2 * x)).astype(np.uint8)


SMOOTH = _smoothstep_table()


def field_of(turns: NDArray[np.floating]) -> Field:
    """Turn the times at which pixels change, [0, 1], into a field."""
    return np.rint((1 - np.clip(turns, 0, 1)) * _TOP).astype(np.uint16)


def mask_at(field: Field, progress: float, softness: float) -> Plane:
    """Return the mask of a field at a progress: 0 shows the first picture, 255 the second one.

    Args:
        field: The order in which pixels change.
        progress: [0, 1]; at 0 nothing has changed, at 1 everything.
        softness: How long a pixel takes to change, in the field's time, above 0.
    """
    soft = max(softness, 2 / _TOP) * _TOP
    # An edge as wide as this has to come in from outside and to leave.
    level = _TOP - progress * (_TOP + soft)
    raised = cv2.subtract(field, np.array([level]))
    mask = cv2.convertScaleAbs(raised, alpha=_OPAQUE / soft)
    return np.asarray(cv2.LUT(mask, SMOOTH), np.uint8)


def centres(length: int) -> NDArray[np.float32]:
    """Return the places of pixel centres along a side, counted from its middle, in pixels."""
    return (np.linspace(0.5, length - 0.5, length) - length / 2).astype(np.float32)
