"""Gaussian blur of planes and pictures, in a time that does not grow with its width."""

import cv2
import numpy as np

from render.canvas.picture import Picture, Plane

REACH_SIGMAS = 3.0
"""Beyond so many standard deviations nothing of a blurred edge is left to see."""

_WORKING_SIGMA = 3.0
"""Blurs wider than this many samples are made on a smaller plane."""

_LEAST_SIGMA = 0.3


def blurred(picture: Picture, sigma_px: float) -> Picture:
    """Return a picture out of focus, its coverage as well.

    Args:
        picture: Premultiplied; what lies beyond its edge is taken to be its mirror image.
        sigma_px: Standard deviation in luma pixels.
    """
    return picture.mapped(lambda plane, step: blur_plane(plane, sigma_px / step.x))


def blur_plane(plane: Plane, sigma: float) -> Plane:
    """Return a blurred plane; `sigma` is in its own samples."""
    if sigma < _LEAST_SIGMA or 0 in plane.shape:
        return plane
    height, width = plane.shape
    shrink = 1
    while sigma / shrink > _WORKING_SIGMA and min(height, width) > 8 * shrink:
        shrink *= 2
    if shrink == 1:
        return np.asarray(cv2.GaussianBlur(plane, (0, 0), sigma), np.uint8)
    size = (-(-width // shrink), -(-height // shrink))
    small = cv2.resize(plane, size, interpolation=cv2.INTER_AREA)
    # Floats: eight bits would show as contours once they are enlarged.
    soft = cv2.GaussianBlur(small.astype(np.float32), (0, 0), sigma / shrink)
    soft = cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.convertScaleAbs(soft), np.uint8)
