"""What a block of sound is, everywhere in this stage."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Samples: TypeAlias = NDArray[np.float32]
"""`(samples, 2)` float32, left then right, 48 kHz. Full scale is [-1, 1]; sums may pass it."""

Array: TypeAlias = NDArray[Any]
"""Any numpy array; the shape and type are in the words beside it."""

CHANNELS = 2
BLOCK_SAMPLES = 48_000
"""The mix is made in blocks of this many samples: a second, 384 kB."""


def silence(count: int) -> Samples:
    """Return `count` samples of nothing."""
    return np.zeros((count, CHANNELS), np.float32)


def scaled(samples: Samples, gain: NDArray[np.float32]) -> Samples:
    """Return samples times a gain `(n,)` a sample, both channels alike.

    The gain is doubled first: numpy is three times slower on `(n, 2) * (n, 1)`.
    """
    return samples * np.repeat(gain, CHANNELS).reshape(-1, CHANNELS)
