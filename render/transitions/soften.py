"""Blur without a direction, as a lens makes it."""

import cv2
import numpy as np

from render.canvas.picture import Picture, Plane

_WORKING_SIGMA = 3.0
"""Blurs wider than this many samples are made on a smaller plane."""

_LEAST_SIGMA = 0.3


def soften(picture: Picture, sigma_px: float, into: Picture) -> None:
    """Blur a frame.

    Args:
        picture: What is blurred.
        sigma_px: Standard deviation in luma pixels.
        into: A frame of its size; may be the same one.
    """
    for (siting, _, sources), (_, _, planes) in zip(picture.levels, into.levels, strict=True):
        for source, plane in zip(sources, planes, strict=True):
            _soften_plane(source, sigma_px / siting.x, plane)


def _soften_plane(source: Plane, sigma: float, into: Plane) -> None:
    if sigma < _LEAST_SIGMA:
        np.copyto(into, source)
        return
    height, width = source.shape
    shrink = 1
    while sigma / shrink > _WORKING_SIGMA and min(height, width) > 8 * shrink:
        shrink *= 2
    size = (-(-width // shrink), -(-height // shrink))
    small = source if shrink == 1 else cv2.resize(source, size, interpolation=cv2.INTER_AREA)
    # Floats: eight bits would show as contours once they are enlarged.
    soft = cv2.GaussianBlur(small.astype(np.float32), (0, 0), sigma / shrink)
    if shrink > 1:
        soft = cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR)
    np.copyto(into, cv2.convertScaleAbs(soft))
