"""Noise: fractal fields that tile, made by shaping the spectrum of white noise.

Spectral noise is periodic in every axis. That is what lets a clip loop without a seam: a field
that scrolls by a whole number of periods comes back to where it began.
"""

import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32]
"""A scalar picture, `(height_px, width_px)` float32; masks and maps lie in [0, 1]."""


def fractal(
    shape: tuple[int, ...],
    *,
    seed: int,
    exponent: float = 1.8,
    stretch: tuple[float, ...] | None = None,
    lowest: float = 1.0,
) -> NDArray[np.float32]:
    """Return fractal noise of any number of axes with mean 0 and deviation 1.

    Args:
        shape: Samples along each axis; the field is periodic in all of them.
        seed: Names the field: the same seed gives the same field.
        exponent: Fall of amplitude with frequency; 1 is rough, 3 is billowy.
        stretch: How far features are drawn out along each axis, 1 where None.
        lowest: Waves per longest axis below which nothing is drawn; larger is more even.
    """
    rng = np.random.default_rng(seed)
    spectrum = np.fft.rfftn(rng.standard_normal(shape, dtype=np.float32))
    factors = stretch or (1.0,) * len(shape)
    longest = max(shape)
    squared = np.zeros(spectrum.shape, np.float32)
    for axis, count in enumerate(shape):
        last = axis == len(shape) - 1
        waves = np.fft.rfftfreq(count) if last else np.fft.fftfreq(count)
        waves = (waves * longest * factors[axis]).astype(np.float32)
        squared += waves.reshape([-1 if a == axis else 1 for a in range(len(shape))]) ** 2
    radius = np.sqrt(squared)
    gain = np.where(radius >= lowest, np.maximum(radius, 1e-6) ** -exponent, 0.0)
    field = np.fft.irfftn(spectrum * gain, shape).astype(np.float32)
    return (field - field.mean()) / (field.std() + 1e-9)


def smoothstep(low: float, high: float, value: Field) -> Field:
    """Ease a field from 0 at `low` to 1 at `high`; `low` may be the larger."""
    t = np.clip((value - low) / (high - low), 0.0, 1.0)
    return (t * t * (3.0 - 2.0 * t)).astype(np.float32)


def grid(width_px: int, height_px: int) -> tuple[Field, Field]:
    """Return the x and y of every pixel's centre, in pixels."""
    x = np.linspace(0.5, width_px - 0.5, width_px, dtype=np.float32)
    y = np.linspace(0.5, height_px - 0.5, height_px, dtype=np.float32)
    return np.tile(x, (height_px, 1)), np.tile(y[:, None], (1, width_px))
