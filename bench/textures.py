"""Pictures with the statistics of photographs, drawn from a seed.

x264 spends its time on edges, texture and grain, so flat test cards would flatter every contender.
Photographs are well imitated by the dead-leaves model: discs of power-law sizes that cover each
other, which gives sharp occlusion edges at every scale and a 1/f spectrum; texture, uneven light
and sensor grain go on top.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""`(height, width, 3)` uint8, R'G'B'."""


def fractal_noise(
    rng: np.random.Generator, width_px: int, height_px: int, *, finest_px: int = 2
) -> NDArray[np.float32]:
    """Return 1/f noise `(height, width)`, mean 0, standard deviation 1.

    Args:
        rng: Where the numbers come from.
        width_px: Of the result.
        height_px: Of the result.
        finest_px: Wavelength of the finest octave.
    """
    total = np.zeros((height_px, width_px), np.float32)
    wavelength_px = finest_px
    while wavelength_px < max(width_px, height_px):
        shape = (height_px // wavelength_px + 2, width_px // wavelength_px + 2)
        # Equal power in each octave is what 1/f means in two dimensions.
        octave = rng.standard_normal(shape, np.float32)
        total += cv2.resize(octave, (width_px, height_px), interpolation=cv2.INTER_CUBIC)
        wavelength_px *= 2
    total -= total.mean()
    return total / total.std()


def leaf_radii_px(rng: np.random.Generator, count: int, largest_px: float) -> NDArray[np.float64]:
    """Return radii whose number falls with the cube of their size, from 12 px to `largest_px`."""
    smallest_px = 12.0
    uniform = rng.random(count)
    inverse_square = smallest_px**-2 + uniform * (largest_px**-2 - smallest_px**-2)
    return inverse_square**-0.5


def photograph(
    seed: int, width_px: int, height_px: int, *, leaves: int = 12_000, grain: float = 2.0
) -> Picture:
    """Draw one picture with a photograph's edges, textures, light and grain.

    Args:
        seed: Two pictures of one seed are equal.
        width_px: Of the result.
        height_px: Of the result.
        leaves: Number of discs drawn over each other.
        grain: Standard deviation of the sensor grain, in levels; 0 leaves it out.
    """
    rng = np.random.default_rng(seed)
    hues = rng.uniform(5, 30, 3)
    canvas = np.zeros((height_px, width_px, 3), np.uint8)
    canvas[:] = (110, 92, 78)
    roughness = np.full((height_px, width_px), 0.3, np.float32)
    radii_px = leaf_radii_px(rng, leaves, 0.3 * height_px)
    # A little from large to small, so that the small ones are not all buried.
    order = np.argsort(-radii_px * rng.uniform(0.02, 1.0, leaves))
    for radius_px in radii_px[order]:
        centre = (int(rng.uniform(0, width_px)), int(rng.uniform(0, height_px)))
        axes = (int(radius_px), max(2, int(radius_px * rng.uniform(0.35, 1.0))))
        angle = float(rng.uniform(0, 180))
        hsv = np.array(
            [[[rng.choice(hues) + rng.normal(0, 4), rng.uniform(30, 150), rng.uniform(25, 235)]]]
        )
        rgb = cv2.cvtColor(hsv.clip(0, 255).astype(np.uint8), cv2.COLOR_HSV2RGB)[0, 0]
        colour = (int(rgb[0]), int(rgb[1]), int(rgb[2]))
        cv2.ellipse(canvas, centre, axes, angle, 0, 360, colour, -1, cv2.LINE_AA)
        cv2.ellipse(roughness, centre, axes, angle, 0, 360, float(rng.uniform(0, 1)), -1)
    texture = fractal_noise(rng, width_px, height_px)
    light = 1.0 + 0.18 * fractal_noise(rng, width_px, height_px, finest_px=256)
    picture = cv2.GaussianBlur(canvas, (0, 0), 0.8).astype(np.float32)
    picture *= light[:, :, None]
    picture += (20.0 * texture * roughness)[:, :, None]
    if grain:
        picture += grain * rng.standard_normal((height_px, width_px, 1), np.float32)
    return picture.clip(0, 255).astype(np.uint8)


def logo(width_px: int, height_px: int) -> NDArray[np.uint8]:
    """Draw a badge with soft edges and a see-through body: `(height, width, 4)` straight RGBA."""
    scale = 4
    size = (height_px * scale, width_px * scale)
    body, sign = np.zeros(size, np.uint8), np.zeros(size, np.uint8)
    radius = size[0] // 2 - 4 * scale
    left, right, middle = size[0] // 2, size[1] - size[0] // 2, size[0] // 2
    cv2.rectangle(body, (left, middle - radius), (right, middle + radius), 150, -1)
    for centre in (left, right):
        cv2.circle(body, (centre, middle), radius, 150, -1)
    cv2.circle(sign, (left, middle), int(radius * 0.72), 255, -1)
    cv2.circle(sign, (left + radius // 4, middle), int(radius * 0.52), 0, -1)
    for bar, length in enumerate((1.0, 0.72, 0.86)):
        y = middle + (bar - 1) * radius // 2
        start, end = left + radius + 8 * scale, right - 6 * scale
        stop = start + int((end - start) * length)
        cv2.line(sign, (start, y), (stop, y), 255, 7 * scale, cv2.LINE_AA)
    rgba = np.zeros((*size, 4), np.uint8)
    rgba[:, :, :3] = np.where(sign[:, :, None] > 0, (255, 244, 220), (40, 28, 20))
    rgba[:, :, 3] = np.maximum(body, sign)
    return cv2.resize(rgba, (width_px, height_px), interpolation=cv2.INTER_AREA)
