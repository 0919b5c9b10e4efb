"""Clip: the shop at dusk, 25 fps. A neon cup wakes up, a train passes on the viaduct behind."""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import skia
from facade import paint_building
from numpy.typing import NDArray
from street import (
    DECK_PX,
    SIZE_PX,
    STREET_PX,
    WALL_PX,
    draw_train,
    paint_sky,
    paint_street,
    paint_viaduct,
)
from studio.noise import Field, fractal, smoothstep
from studio.plate import Plate, Rgb, blur, brush, film_grain, ramp, to_bytes

FPS = Fraction(25)
FRAME_COUNT = 112
_WHITE = "#ffffff"


def _rect(x: float, y: float, width: float, height: float) -> skia.Rect:
    return skia.Rect.MakeXYWH(x, y, width, height)


def _neon(plate: Plate) -> Rgb:
    """Return the light of the neon cup alone: white-hot tubes, pink glass, the glow around."""

    def tubes(canvas: skia.Canvas, paint: skia.Paint, steam: skia.Paint) -> None:
        canvas.save()
        canvas.translate(1790, 742)
        cup = skia.Path()
        cup.moveTo(-46, -14)
        cup.lineTo(46, -14)
        cup.cubicTo(44, 34, 26, 46, 0, 46)
        cup.cubicTo(-26, 46, -44, 34, -46, -14)
        canvas.drawPath(cup, paint)
        ear = skia.Path()
        ear.moveTo(45, -4)
        ear.cubicTo(72, -8, 70, 28, 37, 26)
        canvas.drawPath(ear, paint)
        canvas.drawLine(-56, 60, 56, 60, paint)
        for x in (-22, 0, 22):
            wisp = skia.Path()
            wisp.moveTo(x, -30)
            wisp.cubicTo(x - 13, -44, x + 13, -56, x, -74)
            canvas.drawPath(wisp, steam)
        canvas.restore()

    layer = Plate(plate.width_px, plate.height_px)
    hot = layer.mask(lambda c: tubes(c, brush(_WHITE, width_px=3.4), brush(_WHITE, width_px=3.0)))
    cup = layer.mask(lambda c: tubes(c, brush(_WHITE, width_px=7), brush(_WHITE, 0, width_px=1)))
    wisps = layer.mask(lambda c: tubes(c, brush(_WHITE, 0, width_px=1), brush(_WHITE, width_px=6)))
    pink, blue = np.array([1.0, 0.28, 0.30]), np.array([0.35, 0.85, 0.95])
    light = hot[..., None] * 0.9
    for mask, color in ((cup, pink), (wisps, blue)):
        light = (
            light
            + (mask * 0.9 + blur(mask, 7) * 1.1 + blur(mask, 26) * 1.4 + blur(mask, 70) * 1.1)[
                ..., None
            ]
            * color
        )
    return light.astype(np.float32)


def _mirror(picture: Rgb, ripple: Field, y: Field) -> Rgb:
    """Return the picture as the wet street shows it: upside down, drawn out, broken by ripples."""
    depth = np.clip(y - STREET_PX, 0, None)
    rows = np.clip(STREET_PX - 6 - depth * 2.3 + ripple * (3 + depth * 0.20), 0, STREET_PX - 4)
    columns = np.tile(np.linspace(0, y.shape[1] - 1, y.shape[1]), (y.shape[0], 1))
    columns = np.clip(columns + ripple * (1.5 + depth * 0.03), 0, y.shape[1] - 1)
    return blur(picture[rows.astype(int), columns.astype(int)], 1.6)


def _flicker(frame: int) -> float:
    """How bright the neon burns: it stutters awake, then hums."""
    pattern = {4: 0.7, 5: 0.1, 6: 0.9, 7: 0.25, 8: 0.05, 12: 0.8, 13: 1.1, 14: 0.35, 15: 0.9}
    if frame < 16:
        return pattern.get(frame, 0.06)
    dip = 0.45 if frame in (57, 58, 60) else 1.0
    return dip * (0.96 + 0.04 * np.sin(frame * 2.4))


def frames() -> Iterator[NDArray[np.uint8]]:
    """Draw the dusk, one R'G'B' frame after the other."""
    width, height = SIZE_PX
    plate = Plate(width, height)
    paint_sky(plate)
    paint_street(plate)
    behind = plate.rgb.copy()
    paint_viaduct(plate)
    cover_viaduct = np.abs(plate.rgb - behind).max(axis=-1)
    paint_building(plate)
    neon = _neon(plate)
    ripple = fractal((height, width), seed=40, exponent=1.3, stretch=(0.5, 3.2), lowest=12)
    street = smoothstep(STREET_PX - 1, STREET_PX + 1, plate.y)
    strip = (slice(int(DECK_PX) - 70, int(DECK_PX) + 2), slice(0, int(WALL_PX)))
    strip_x, strip_y = plate.x[strip], plate.y[strip]
    noise = fractal(strip_x.shape, seed=41, exponent=3.0, lowest=8)
    front = smoothstep(0.02, 0.10, cover_viaduct)[strip]
    asphalt = 0.34 + 0.06 * fractal((height, width), seed=43, exponent=0.9, lowest=40)
    ground = ramp([(0, "#0a0a12"), (1, "#2e2a3c")], asphalt.astype(np.float32))
    gloss = np.clip(0.80 - (plate.y - STREET_PX) / 420, 0.2, 1)[..., None]
    curb = np.exp(-(((plate.y - STREET_PX - 5) / 4) ** 2))
    base = plate.rgb.copy()
    mirrored = _mirror(base, ripple, plate.y)
    wet = np.clip(ground + mirrored * gloss * 0.85, 0, 1)
    base += (wet - base) * street[..., None]
    neon_all = neon + _mirror(neon, ripple, plate.y) * gloss * street[..., None] * 0.85
    neon_all *= (1 - street[..., None]) + street[..., None] * 0.8
    base = base * (1 - 0.45 * curb[..., None])
    dx, dy = plate.x / width - 0.5, plate.y / height - 0.5
    vignette = (1 - 0.32 * np.clip((dx * dx + dy * dy) * 2, 0, 1) ** 1.3)[..., None].astype(
        np.float32
    )
    halo = blur(np.clip(base - 0.62, 0, None), 28) * 0.5
    base = (base + halo).astype(np.float32)
    grains = [film_grain(width, height, seed=300 + n) * 0.006 for n in range(6)]
    for frame in range(FRAME_COUNT):
        picture = base.copy()
        color, cover = draw_train(frame, strip_x, strip_y, noise)
        seen = (cover * (1 - front))[..., None]
        picture[strip] += (color - picture[strip]) * seen
        lamp = np.zeros((90, int(WALL_PX)), np.float32)
        lamp[10:82] = cover * (color[..., 0] > 0.75)
        spill = blur(lamp, 14)[..., None] * np.array([0.55, 0.36, 0.16], np.float32)
        top = strip[0].start - 10
        picture[top : top + 90, : int(WALL_PX)] += spill
        wet_rows = slice(int(STREET_PX) + 4, height)
        glow = cover[20:60].mean(axis=0)[None, :, None] * np.array([0.16, 0.10, 0.05], np.float32)
        picture[wet_rows, : int(WALL_PX)] += glow * np.clip(
            0.6 + ripple[wet_rows, : int(WALL_PX), None] * 0.5, 0, 2
        )
        picture = 1 - (1 - np.clip(picture, 0, 1)) * (1 - np.clip(neon_all * _flicker(frame), 0, 1))
        yield to_bytes(picture * vignette + grains[frame % 6][..., None])
