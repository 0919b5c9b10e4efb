"""Soft edges."""

import numpy as np
from numpy.typing import NDArray

_LEAST_WIDTH = 1e-4


def smooth_step(values: NDArray[np.float32], start: float, end: float) -> NDArray[np.float32]:
    """Return 0 up to `start`, 1 from `end` on, and a smooth way between; float32."""
    width = max(end - start, _LEAST_WIDTH)
    x = np.clip((values - np.float32(start)) / np.float32(width), 0, 1)
    return np.asarray(x * x * (3 - 2 * x), np.float32)
