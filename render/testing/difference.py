"""How different two pictures look: CIEDE2000 after a blur.

The formula is that of Sharma, Wu and Dalal, "The CIEDE2000 Color-Difference Formula", Color
Research and Application 30 (2005), and is tested with their table. The blur before it stands for
the eye, which does not see a half-covered pixel move: the idea of S-CIELAB (Zhang and Wandell,
1997) with one filter instead of three. About 1 is what can just be seen.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Rgb = NDArray[np.uint8]
Floats = NDArray[np.float64]

BLUR_PX: Final = 1.2
WHITE_POINT: Final = (0.95047, 1.0, 1.08883)
_TO_XYZ: Final = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_EPSILON, _KAPPA = 216 / 24389, 24389 / 27
_SHOWN_MOST: Final = 10.0
_GAP_PX: Final = 12


@dataclass(frozen=True, eq=False)
class Difference:
    """Two pictures compared.

    Attributes:
        map: CIEDE2000 of each pixel, `(h, w)` float.
        worst: The largest.
        mean: Of all.
        at_px: Where the largest is: x, y.
    """

    map: Floats
    worst: float
    mean: float
    at_px: tuple[int, int]


def compare(first: Rgb, second: Rgb) -> Difference:
    """Compare two pictures `(h, w, 3)` uint8 sRGB of one size.

    Raises:
        ValueError: They differ in size.
    """
    if first.shape != second.shape:
        raise ValueError(f"the pictures differ in size: {first.shape} and {second.shape}")
    if np.array_equal(first, second):
        return Difference(np.zeros(first.shape[:2]), 0.0, 0.0, (0, 0))
    away = ciede2000(_lab(first), _lab(second))
    y, x = np.unravel_index(int(away.argmax()), away.shape)
    return Difference(away, float(away.max()), float(away.mean()), (int(x), int(y)))


def ciede2000(first: Floats, second: Floats) -> Floats:
    """Return the difference of L*a*b* colours `(..., 3)`; all three weights are 1."""
    l1, a1, b1 = np.moveaxis(first, -1, 0)
    l2, a2, b2 = np.moveaxis(second, -1, 0)
    mean_c7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    stretch = 1.5 - 0.5 * np.sqrt(mean_c7 / (mean_c7 + 25.0**7))
    c1, c2 = np.hypot(stretch * a1, b1), np.hypot(stretch * a2, b2)
    h1 = np.degrees(np.arctan2(b1, stretch * a1)) % 360
    h2 = np.degrees(np.arctan2(b2, stretch * a2)) % 360
    is_grey = c1 * c2 == 0
    turn = (h2 - h1 + 180) % 360 - 180
    turn = np.where(np.isclose(np.abs(h2 - h1), 180), h2 - h1, turn)
    turn = np.where(is_grey, 0, turn)
    dh = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    far = np.abs(h1 - h2) > 180  # noqa: PLR2004 - degrees
    h = (h1 + h2) / 2
    h = np.where(far, np.where(h1 + h2 < 360, h + 180, h - 180), h)  # noqa: PLR2004 - degrees
    h = np.where(is_grey, h1 + h2, h)
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1
        - 0.17 * np.cos(np.radians(h - 30))
        + 0.24 * np.cos(np.radians(2 * h))
        + 0.32 * np.cos(np.radians(3 * h + 6))
        - 0.20 * np.cos(np.radians(4 * h - 63))
    )
    s_l = 1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2)
    s_c, s_h = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    bend = 60 * np.exp(-(((h - 275) / 25) ** 2))
    r_t = -2 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7)) * np.sin(np.radians(bend))
    l_part, c_part, h_part = (l2 - l1) / s_l, (c2 - c1) / s_c, dh / s_h
    squares = l_part**2 + c_part**2 + h_part**2 + r_t * c_part * h_part
    return np.asarray(np.sqrt(np.maximum(squares, 0)), np.float64)


def write_side_by_side(path: Path, expected: Rgb | None, got: Rgb, away: Floats | None) -> None:
    """Write the expected picture, the one drawn, and where they differ, as one PNG with labels."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 - for failures only

    panels = [("drawn", got)]
    if expected is not None:
        panels.insert(0, ("expected", expected))
    if away is not None:
        panels.append((f"difference (white: {_SHOWN_MOST:.0f} or more)", _heat(away)))
    font = ImageFont.load_default(14)
    head = 30
    width = sum(picture.shape[1] for _, picture in panels) + _GAP_PX * (len(panels) + 1)
    height = max(picture.shape[0] for _, picture in panels) + head + _GAP_PX
    sheet = Image.new("RGB", (width, height), "#1d1b19")
    draw = ImageDraw.Draw(sheet)
    left = _GAP_PX
    for label, picture in panels:
        draw.text((left, 7), label, fill="#e8e2d8", font=font)
        sheet.paste(Image.fromarray(picture), (left, head))
        left += picture.shape[1] + _GAP_PX
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path)


def _heat(away: Floats) -> Rgb:
    """Paint a difference from black over red and yellow to white."""
    share = np.clip(away / _SHOWN_MOST, 0, 1)
    channels = [np.clip(3 * share - step, 0, 1) for step in range(3)]
    return np.rint(255 * np.dstack(channels)).astype(np.uint8)


def _lab(rgb: Rgb) -> Floats:
    """Turn sRGB into blurred L*a*b*; light mixes before the eye bends it."""
    value = rgb.astype(np.float64) / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004 - IEC 61966-2-1
    linear = np.asarray(cv2.GaussianBlur(linear, (0, 0), BLUR_PX), np.float64)
    xyz = linear @ _TO_XYZ.T / np.array(WHITE_POINT)
    bent = np.where(xyz > _EPSILON, np.cbrt(xyz), (_KAPPA * xyz + 16) / 116)
    x, y, z = np.moveaxis(bent, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)
