"""The plate: one picture being painted, with masks cut by Skia and light mixed in float.

Colour is display-referred R'G'B' float32 in [0, 1]; values above 1 are allowed while painting
and rolled off by `finish`. Gradients are mixed in Oklab so that dusk does not turn grey.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
import skia
from numpy.typing import NDArray
from PIL import Image

from studio.noise import Field, fractal, grid

Rgb = NDArray[np.float32]
"""A colour `(3,)` or a picture `(height_px, width_px, 3)`, float32, nominally [0, 1]."""
Draw = Callable[[skia.Canvas], None]
Stops = Sequence[tuple[float, str]]

_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def rgb(color: str) -> Rgb:
    """Turn `#rrggbb` into three floats."""
    return np.array([int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)], np.float32)


def ink(color: str, alpha: float = 1.0) -> int:
    """Turn `#rrggbb` and an opacity into Skia's colour number."""
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return skia.Color(red, green, blue, round(alpha * 255))


def brush(color: str, alpha: float = 1.0, *, width_px: float | None = None) -> skia.Paint:
    """Return an antialiased paint: a fill, or a round stroke when a width is given."""
    paint = skia.Paint(AntiAlias=True, Color=ink(color, alpha))
    if width_px is not None:
        paint.setStyle(skia.Paint.kStroke_Style)
        paint.setStrokeWidth(width_px)
        paint.setStrokeCap(skia.Paint.kRound_Cap)
        paint.setStrokeJoin(skia.Paint.kRound_Join)
    return paint


def polygon(points: Sequence[tuple[float, float]]) -> skia.Path:
    """Return a closed path through the points."""
    path = skia.Path()
    path.addPoly([skia.Point(x, y) for x, y in points], True)  # noqa: FBT003 - Skia's signature
    return path


def ramp(stops: Stops, position: Field) -> Rgb:
    """Colour a map by a gradient mixed in Oklab; positions outside [0, 1] are held."""
    offsets = [offset for offset, _ in stops]
    colors = np.stack([rgb(color) for _, color in stops]).astype(np.float64)
    linear = np.where(colors <= 0.04045, colors / 12.92, ((colors + 0.055) / 1.055) ** 2.4)
    lab = np.cbrt(linear @ _TO_LMS.T) @ _TO_LAB.T
    steps = np.linspace(0, 1, 1024)
    table = np.stack([np.interp(steps, offsets, lab[:, channel]) for channel in range(3)], axis=1)
    linear = np.clip(((table @ np.linalg.inv(_TO_LAB).T) ** 3) @ np.linalg.inv(_TO_LMS).T, 0, 1)
    encoded = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    scaled = np.clip(position, 0, 1) * 1023
    low = np.minimum(scaled.astype(np.int32), 1022)
    part = (scaled - low)[..., None].astype(np.float32)
    table = encoded.astype(np.float32)
    return table[low] * (1 - part) + table[low + 1] * part


def blur(field: NDArray[np.float32], sigma_px: float) -> NDArray[np.float32]:
    """Blur a field or a picture; wide blurs are done on a reduced copy."""
    if sigma_px <= 0:
        return field
    if sigma_px > 12:
        height, width = field.shape[:2]
        factor = sigma_px / 5
        size = (max(8, round(width / factor)), max(8, round(height / factor)))
        small = cv2.resize(field, size, interpolation=cv2.INTER_AREA)
        small = cv2.GaussianBlur(small, (0, 0), 5, borderType=cv2.BORDER_REPLICATE)
        return cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
    return cv2.GaussianBlur(field, (0, 0), sigma_px, borderType=cv2.BORDER_REPLICATE)


class Plate:
    """A picture being painted.

    Attributes:
        rgb: The picture, `(height_px, width_px, 3)` float32.
        x: Every pixel's centre from the left, px.
        y: Every pixel's centre from the top, px.
        origin_px: Where this plate's corner lies when it is a detail of a larger picture; shapes,
            x and y keep the larger picture's coordinates.
    """

    def __init__(
        self, width_px: int, height_px: int, *, origin_px: tuple[int, int] = (0, 0)
    ) -> None:
        self.width_px, self.height_px, self.origin_px = width_px, height_px, origin_px
        self.rgb: Rgb = np.zeros((height_px, width_px, 3), np.float32)
        x, y = grid(width_px, height_px)
        self.x, self.y = x + origin_px[0], y + origin_px[1]

    def mask(self, shape: skia.Path | Draw, *, soft_px: float = 0.0) -> Field:
        """Cut a mask out of a path, or of whatever a function draws; soft edges on request."""
        layer = self._layer(shape)
        return blur(np.ascontiguousarray(layer[..., 3]), soft_px)

    def draw(self, shape: Draw, *, soft_px: float = 0.0, opacity: float = 1.0) -> None:
        """Lay what a function draws with Skia over the picture."""
        layer = blur(self._layer(shape), soft_px) * opacity
        self.rgb = self.rgb * (1 - layer[..., 3:]) + layer[..., :3]

    def glow(self, shape: Draw, *, soft_px: float = 0.0, gain: float = 1.0) -> None:
        """Add what a function draws as light (screen)."""
        light = blur(self._layer(shape)[..., :3], soft_px) * gain
        self.rgb = 1 - (1 - np.minimum(self.rgb, 1)) * (1 - np.minimum(light, 1))

    def fill(self, mask: Field | float, color: str | Rgb, opacity: float = 1.0) -> None:
        """Paint a colour or a picture through a mask."""
        paint = rgb(color) if isinstance(color, str) else color
        cover = np.asarray(mask * opacity, np.float32)
        cover = cover[..., None] if cover.ndim else cover
        self.rgb = self.rgb + (paint - self.rgb) * cover

    def multiply(self, mask: Field, color: str | Rgb, opacity: float = 1.0) -> None:
        """Darken through a mask, as a shadow or a glaze does."""
        paint = rgb(color) if isinstance(color, str) else color
        self.rgb = self.rgb * (1 + (paint - 1) * (mask * opacity)[..., None])

    def light(self, mask: Field, color: str | Rgb, gain: float = 1.0) -> None:
        """Add light through a mask (screen, so that it never clips hard)."""
        paint = rgb(color) if isinstance(color, str) else color
        added = np.clip(paint * (mask * gain)[..., None], 0, 1)
        self.rgb = 1 - (1 - np.minimum(self.rgb, 1)) * (1 - added)

    def finish(
        self, *, seed: int, grain: float = 0.018, bloom: float = 0.25, vignette: float = 0.25
    ) -> Rgb:
        """Return the picture with bloom, vignette and film grain, in [0, 1]."""
        bright = np.clip(self.rgb - 0.62, 0, None)
        halo = blur(bright, self.width_px / 60) + 0.6 * blur(bright, self.width_px / 18)
        out = 1 - (1 - np.clip(self.rgb, 0, 1)) * (1 - np.clip(halo * bloom, 0, 1))
        dx = self.x / self.width_px - 0.5
        dy = self.y / self.height_px - 0.5
        out *= (1 - vignette * np.clip((dx * dx + dy * dy) * 2, 0, 1) ** 1.4)[..., None]
        out += film_grain(self.width_px, self.height_px, seed=seed)[..., None] * grain
        return np.clip(out, 0, 1).astype(np.float32)

    def _layer(self, shape: skia.Path | Draw) -> NDArray[np.float32]:
        """Draw on an empty premultiplied RGBA layer, `(h, w, 4)` float32 in [0, 1]."""
        pixels = np.zeros((self.height_px, self.width_px, 4), np.uint8)
        surface = skia.Surface(
            pixels, colorType=skia.kRGBA_8888_ColorType, alphaType=skia.kPremul_AlphaType
        )
        with surface as canvas:
            canvas.translate(-self.origin_px[0], -self.origin_px[1])
            if isinstance(shape, skia.Path):
                canvas.drawPath(shape, brush("#ffffff"))
            else:
                shape(canvas)
        return pixels.astype(np.float32) / 255


def film_grain(width_px: int, height_px: int, *, seed: int) -> Field:
    """Return grain with deviation 1: fine, with a little clumping so that it looks like film."""
    return fractal((height_px, width_px), seed=seed, exponent=0.35, lowest=width_px / 60)


def to_bytes(picture: Rgb) -> NDArray[np.uint8]:
    """Round a finished picture to 8 bits."""
    return (np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8)


def save_jpeg(picture: Rgb, path: Path, *, quality: int = 84) -> None:
    """Write a finished picture as a JPEG."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.fromarray(to_bytes(picture))
    image.save(path, quality=quality, optimize=True, progressive=True, subsampling="4:2:0")
