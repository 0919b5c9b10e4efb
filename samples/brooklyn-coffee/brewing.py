"""What stands in the morning light: the carafe, the kettle that pours, a cup, a bag of beans."""

import numpy as np
import skia
from studio.noise import Field, fractal, smoothstep
from studio.plate import Plate, blur, brush, polygon, ramp

WIDTH_PX, HEIGHT_PX = 2400, 1350
_AXIS = 1590.0
"""Where the carafe stands, px from the left."""
_WHITE = "#ffffff"


def _rect(x: float, y: float, width: float, height: float) -> skia.Rect:
    return skia.Rect.MakeXYWH(x, y, width, height)


def _half(y: Field | float) -> Field:
    """Half the width of the hourglass at a height."""
    knots = [
        (560, 168),
        (640, 140),
        (720, 106),
        (790, 66),
        (826, 56),
        (862, 68),
        (900, 116),
        (950, 158),
        (1010, 178),
        (1060, 176),
        (1092, 160),
        (1104, 140),
    ]
    ys, halves = [k[0] for k in knots], [k[1] for k in knots]
    fine = np.linspace(ys[0], ys[-1], 400)
    smooth = np.interp(fine, ys, halves)
    kernel = np.hanning(33) / np.hanning(33).sum()
    smooth = np.convolve(np.pad(smooth, 16, mode="edge"), kernel, mode="valid")
    return np.interp(np.asarray(y), fine, smooth).astype(np.float32)


def _profile(y0: float, y1: float, inset_px: float = 0.0) -> skia.Path:
    steps = [float(y) for y in np.linspace(y0, y1, 90)]
    halves = [float(_half(y)) - inset_px for y in steps]
    left = [(_AXIS - h, y) for h, y in zip(halves, steps, strict=True)]
    right = [(_AXIS + h, y) for h, y in zip(halves, steps, strict=True)]
    return polygon(left + right[::-1])


def paint_carafe(plate: Plate) -> None:
    """Blow the carafe: glass, paper, wet grounds, coffee lit from behind, the wooden collar."""
    across = (plate.x - _AXIS) / _half(plate.y)
    shadow = np.hypot((plate.x - _AXIS + 60) / 320, (plate.y - 1128) / 30)
    plate.multiply(np.exp(-(shadow**2)), "#1c0f0b", 0.75)
    glow = np.hypot((plate.x - _AXIS + 130) / 190, (plate.y - 1180) / 26)
    plate.light(np.exp(-(glow**2)), "#e08a3a", 0.5)
    whole = plate.mask(_profile(560, 1104))
    plate.multiply(whole, "#e8c7a2", 0.45)
    plate.light(whole * np.exp(-(((np.abs(across) - 0.62) / 0.16) ** 2)), "#fff2d8", 0.20)
    bulb = plate.mask(_profile(866, 1096, 9))
    level = 962.0
    coffee = bulb * smoothstep(level - 1, level + 1, plate.y)
    depth = (plate.y - level) / 140
    tone = (
        0.72
        - 0.42 * depth
        - 0.30 * np.abs(across) ** 2.2
        + 0.22 * np.exp(-(((across - 0.45) / 0.3) ** 2))
    )
    plate.fill(
        coffee,
        ramp(
            [(0, "#1c0a05"), (0.3, "#4a1c0a"), (0.6, "#9a4816"), (0.85, "#d98432"), (1, "#ffc371")],
            tone.astype(np.float32),
        ),
        0.96,
    )
    half = float(_half(level)) - 9
    surface = plate.mask(
        lambda c: c.drawOval(_rect(_AXIS - half, level - 15, 2 * half, 30), brush(_WHITE))
    )
    plate.fill(
        surface, ramp([(0, "#6b2e10"), (0.6, "#c4722c"), (1, "#ffd08a")], 0.5 + 0.45 * across), 0.9
    )
    plate.draw(lambda c: c.drawLine(_AXIS, 850, _AXIS, level, brush("#8a3f12", 0.85, width_px=4)))
    paper = plate.mask(_profile(572, 812, 7))
    fold = (
        0.74 + 0.20 * np.cos(across * 2.1 - 0.5) - 0.10 * np.exp(-(((across + 0.25) / 0.05) ** 2))
    )
    wet = smoothstep(600, 800, plate.y)
    plate.fill(
        paper,
        ramp(
            [(0, "#8a5a36"), (0.5, "#dcb98c"), (1, "#fff4dc")],
            (fold - 0.42 * wet).astype(np.float32),
        ),
        0.94,
    )
    stain = fractal((HEIGHT_PX, WIDTH_PX), seed=50, exponent=1.9, lowest=20)
    plate.multiply(paper * smoothstep(640, 700, plate.y + 16 * stain), "#a8683a", 0.62)

    def mouth(canvas: skia.Canvas) -> None:
        canvas.drawOval(_rect(_AXIS - 163, 546, 326, 48), brush(_WHITE))

    def slurry(canvas: skia.Canvas) -> None:
        canvas.drawOval(_rect(_AXIS - 146, 556, 292, 34), brush(_WHITE))

    plate.fill(plate.mask(mouth), ramp([(0, "#fff8e6"), (1, "#d9b58a")], (plate.y - 546) / 48))
    bubbles = fractal((HEIGHT_PX, WIDTH_PX), seed=53, exponent=0.9, lowest=90)
    bloom = 0.45 + 0.12 * bubbles + 0.25 * across
    plate.fill(
        plate.mask(slurry, soft_px=1),
        ramp([(0, "#1f0d06"), (0.5, "#6e3a18"), (1, "#c98a4c")], bloom.astype(np.float32)),
    )
    flap = polygon([(_AXIS - 164, 570), (_AXIS - 150, 520), (_AXIS - 60, 552), (_AXIS - 40, 578)])
    plate.fill(plate.mask(flap), "#fbe9c8", 0.95)
    collar = plate.mask(_profile(786, 868, -9))
    wood = fractal((HEIGHT_PX, WIDTH_PX), seed=57, exponent=1.5, stretch=(1, 8), lowest=10)
    tone = 0.50 + 0.30 * np.cos((across - 0.55) * 1.9) * 0.9 - 0.16 + 0.05 * wood
    plate.fill(
        collar,
        ramp(
            [(0, "#2a130a"), (0.4, "#6f3c1d"), (0.75, "#b8743c"), (1, "#f4c07c")],
            tone.astype(np.float32),
        ),
    )
    tie = np.exp(-(((plate.y - 827) / 7) ** 2)) * collar
    plate.multiply(tie, "#3a1c10", 0.85)
    plate.fill(plate.mask(lambda c: c.drawCircle(_AXIS - 12, 829, 12, brush(_WHITE))), "#7a4524")
    edge = np.clip(whole - plate.mask(_profile(560, 1104, 4)), 0, 1)
    plate.light(blur(edge, 0.9), "#fff6e2", 0.80)
    plate.light(
        bulb
        * np.exp(-(((across + 0.72) / 0.06) ** 2))
        * smoothstep(890, 940, plate.y)
        * smoothstep(1080, 1020, plate.y),
        "#fff8ea",
        0.75,
    )
    plate.light(
        bulb
        * np.exp(-(((across - 0.70) / 0.10) ** 2))
        * smoothstep(890, 930, plate.y)
        * smoothstep(1085, 1040, plate.y),
        "#fff2d2",
        0.55,
    )


def paint_kettle(plate: Plate) -> None:
    """Hang a matte gooseneck kettle in from the right, pouring."""

    def body(canvas: skia.Canvas) -> None:
        canvas.save()
        canvas.translate(2238, 352)
        canvas.rotate(-17)
        path = skia.Path()
        path.moveTo(-128, -150)
        path.lineTo(150, -150)
        path.lineTo(212, 150)
        path.lineTo(-190, 150)
        path.close()
        canvas.drawPath(path, brush(_WHITE))
        canvas.drawRoundRect(_rect(-196, 138, 414, 26), 12, 12, brush(_WHITE))
        canvas.drawRoundRect(_rect(-138, -168, 298, 26), 10, 10, brush(_WHITE))
        canvas.drawRoundRect(_rect(-12, -204, 46, 40), 12, 12, brush(_WHITE))
        canvas.restore()

    def spout(canvas: skia.Canvas) -> None:
        path = skia.Path()
        path.moveTo(2078, 452)
        path.cubicTo(1930, 520, 1960, 330, 1860, 268)
        path.cubicTo(1790, 226, 1716, 232, 1664, 300)
        canvas.drawPath(path, brush(_WHITE, width_px=34))
        lip = skia.Path()
        lip.moveTo(1700, 262)
        lip.quadTo(1668, 280, 1648, 322)
        canvas.drawPath(lip, brush(_WHITE, width_px=24))

    for shape, seed in ((spout, 61), (body, 62)):
        mask = plate.mask(shape)
        tone = 0.34 + 0.018 * fractal(mask.shape, seed=seed, exponent=1.0, lowest=40)
        tone = tone - 0.24 * smoothstep(2380, 2060, plate.x) * (shape is body)
        tone = tone + 0.16 * smoothstep(480, 150, plate.y)
        plate.fill(
            mask,
            ramp(
                [(0, "#17110f"), (0.35, "#2f2421"), (0.7, "#6e5548"), (1, "#c79a77")],
                tone.astype(np.float32),
            ),
        )
        edge = np.clip(mask - np.roll(mask, (7, 4), (0, 1)), 0, 1)
        plate.light(blur(edge, 1.8), "#ffe4b4", 0.95)
        inner = blur(mask, 20)
        plate.light(mask * smoothstep(0.95, 0.55, inner) * 0.5, "#ffb877", 0.30)

    def water(canvas: skia.Canvas) -> None:
        path = skia.Path()
        path.moveTo(1649, 326)
        path.cubicTo(1622, 372, 1606, 450, 1602, 572)
        canvas.drawPath(path, brush("#fff6e2", 0.95, width_px=7))
        canvas.drawPath(path, brush("#d9a878", 0.7, width_px=2))

    plate.draw(water)
    plate.glow(water, soft_px=6, gain=0.5)


def paint_things(plate: Plate) -> None:
    """Set a waiting cup and a bag of beans on the counter."""

    def bag(canvas: skia.Canvas) -> None:
        canvas.drawPath(
            polygon(
                [(1930, 1112), (1918, 838), (1934, 800), (2120, 800), (2136, 838), (2124, 1112)]
            ),
            brush(_WHITE),
        )
        canvas.drawRoundRect(_rect(1924, 782, 206, 34), 6, 6, brush(_WHITE))

    plate.multiply(
        np.exp(-(np.hypot((plate.x - 1990) / 210, (plate.y - 1120) / 24) ** 2)), "#1c0f0b", 0.75
    )
    mask = plate.mask(bag)
    crumple = fractal(mask.shape, seed=71, exponent=2.0, lowest=14)
    tone = (
        0.42
        + 0.05 * crumple
        + 0.34 * smoothstep(2040, 2130, plate.x)
        - 0.10 * smoothstep(1930, 2000, plate.x)
    )
    plate.fill(
        mask,
        ramp(
            [(0, "#2c1a14"), (0.4, "#6e4630"), (0.7, "#a8754c"), (1, "#e9b981")],
            tone.astype(np.float32),
        ),
    )

    def label(canvas: skia.Canvas) -> None:
        canvas.drawRoundRect(_rect(1958, 890, 132, 150), 5, 5, brush("#e9d6b6", 0.92))
        canvas.drawCircle(2024, 942, 30, brush("#6b2f16", width_px=3))
        flame = skia.Path()
        flame.moveTo(2024, 918)
        flame.cubicTo(2020, 930, 2010, 936, 2010, 948)
        flame.cubicTo(2010, 964, 2038, 964, 2038, 948)
        flame.cubicTo(2038, 936, 2028, 930, 2024, 918)
        canvas.drawPath(flame, brush("#c9582a"))
        for y, wide in ((996, 84), (1010, 60)):
            canvas.drawRect(_rect(2024 - wide / 2, y, wide, 4), brush("#6b4a36", 0.8))

    plate.draw(label)
    plate.multiply(mask * smoothstep(2020, 1930, plate.x), "#5a3a30", 0.5)
    x0, y0 = 1240.0, 1120.0

    def cup(canvas: skia.Canvas) -> None:
        path = skia.Path()
        path.moveTo(x0 - 92, y0 - 118)
        path.cubicTo(x0 - 92, y0 - 30, x0 - 62, y0, x0 - 44, y0)
        path.lineTo(x0 + 44, y0)
        path.cubicTo(x0 + 62, y0, x0 + 92, y0 - 30, x0 + 92, y0 - 118)
        path.close()
        canvas.drawPath(path, brush(_WHITE))
        ear = skia.Path()
        ear.moveTo(x0 - 84, y0 - 98)
        ear.cubicTo(x0 - 150, y0 - 112, x0 - 150, y0 - 34, x0 - 66, y0 - 32)
        canvas.drawPath(ear, brush(_WHITE, width_px=15))

    plate.multiply(
        np.exp(-(np.hypot((plate.x - x0 + 70) / 180, (plate.y - y0 - 2) / 20) ** 2)), "#1c0f0b", 0.8
    )
    mask = plate.mask(cup)
    tone = (
        0.42
        + 0.40 * (plate.x - x0) / 92
        + 0.02 * fractal(mask.shape, seed=75, exponent=1.2, lowest=30)
    )
    plate.fill(
        mask,
        ramp(
            [(0, "#4a2a1f"), (0.4, "#93563a"), (0.75, "#d08a5c"), (1, "#ffd9a2")],
            tone.astype(np.float32),
        ),
    )
    rim = plate.mask(lambda c: c.drawOval(_rect(x0 - 92, y0 - 132, 184, 28), brush(_WHITE)))
    plate.fill(rim, ramp([(0, "#5a3424"), (1, "#c98f66")], (plate.x - x0 + 92) / 184))
    plate.light(np.clip(rim - np.roll(rim, 4, axis=0), 0, 1), "#ffe7bf", 0.8)
