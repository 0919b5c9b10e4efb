"""Gaussian blur of planes and pictures, in a time that does not grow with its width."""

from dataclasses import replace

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
    small = sigma_px / picture.subsampling.x
    coverage, chroma_coverage = picture.coverage, picture.chroma_coverage
    return replace(
        picture,
        y=blur_plane(picture.y, sigma_px),
        cb=blur_plane(picture.cb, small),
        cr=blur_plane(picture.cr, small),
        coverage=None if coverage is None else blur_plane(coverage, sigma_px),
        chroma_coverage=None if chroma_coverage is None else blur_plane(chroma_coverage, small),
    )


def blur_plane(plane: Plane, sigma: float) -> Plane:
    """Return a blurred plane; `sigma` is in its own samples."""
    if sigma < _LEAST_SIGMA or 0 in plane.shape:
        return plane
    height, width = plane.shape
    shrink = 1
    while sigma / shrink > _WORKING_SIGMA and min(height, width) > 8 * shrink:
        shrink *= 2
    size = (-(-width // shrink), -(-height // shrink))
    small = plane if shrink == 1 else cv2.resize(plane, size, interpolation=cv2.INTER_AREA)
    if shrink == 1:
        return np.asarray(cv2.GaussianBlur(plane, (0, 0), sigma), np.uint8)
    # Floats: eight bits would show as contours once they are enlarged.
    soft = cv2.GaussianBlur(small.astype(np.float32), (0, 0), sigma / shrink)
    soft = cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.convertScaleAbs(soft), np.uint8)
