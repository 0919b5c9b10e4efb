"""What surrounds the bridge at dawn: sky and sun, the far city, the river, the near roofs."""

import numpy as np
import skia
from studio.noise import fractal, smoothstep
from studio.plate import Plate, blur, brush, polygon, ramp

WIDTH_PX, HEIGHT_PX = 2400, 1350
HORIZON_PX = 905.0
SUN_PX = (1010.0, 770.0)


def paint_sky(plate: Plate) -> None:
    """Paint the dawn: its gradient, streaks of cloud lit from below, the sun."""
    height = plate.y / HORIZON_PX
    lift = fractal((HEIGHT_PX, WIDTH_PX), seed=3, exponent=2.2, stretch=(1, 5))
    stops = [
        (0, "#27365a"),
        (0.30, "#56527c"),
        (0.52, "#a8687a"),
        (0.70, "#e58a68"),
        (0.86, "#f9b873"),
        (1, "#ffdca0"),
    ]
    plate.rgb = ramp(stops, height + lift * 0.018)
    distance = np.hypot((plate.x - SUN_PX[0]) * 0.8, plate.y - SUN_PX[1])
    plate.light(np.exp(-((distance / 620) ** 1.25)), "#ff8a4e", 0.50)
    plate.light(np.exp(-((distance / 230) ** 1.5)), "#ffb872", 0.50)
    streaks = fractal((HEIGHT_PX, WIDTH_PX), seed=8, exponent=1.75, stretch=(0.9, 6.5), lowest=1.5)
    band = np.exp(-(((plate.y - 430) / 270) ** 2))
    cover = smoothstep(0.35, 1.9, streaks) * band
    under = smoothstep(0.35, 1.9, np.roll(streaks, -16, axis=0)) * band
    near_sun = np.exp(-((np.abs(plate.x - SUN_PX[0]) / 1100) ** 2))
    plate.fill(cover, "#7c5577", 0.5)
    plate.light(np.clip(cover - 0.82 * under, 0, 1) * (0.25 + 0.75 * near_sun), "#ff9d6a", 0.95)
    plate.fill(
        plate.mask(lambda c: c.drawCircle(*SUN_PX, 74, brush("#ffffff")), soft_px=1.5), "#fff6da"
    )


def paint_skyline(
    plate: Plate, *, seed: int, base_px: float, tall_px: float, color: str, haze: str, lights: float
) -> None:
    """Paint a row of towers that fades into haze at its foot."""
    rng = np.random.default_rng(seed)
    blocks: list[tuple[float, float, float]] = []
    x = -30.0
    while x < WIDTH_PX + 30:
        width = float(rng.uniform(24, 84))
        hill = np.exp(-(((x - 640) / 420) ** 2)) + 0.55 * np.exp(-(((x - 1500) / 300) ** 2))
        blocks.append((x, width, tall_px * (0.22 + 0.85 * hill) * float(rng.uniform(0.45, 1.15))))
        x += width * float(rng.uniform(0.72, 1.06))

    def draw(canvas: skia.Canvas) -> None:
        for index, (left, width, tall) in enumerate(blocks):
            top = base_px - tall
            canvas.drawRect(skia.Rect.MakeXYWH(left, top, width, tall + 6), brush("#ffffff"))
            if index % 3 == 0:
                inset = width * 0.22
                canvas.drawRect(
                    skia.Rect.MakeXYWH(
                        left + inset, top - tall * 0.12, width - 2 * inset, tall * 0.2
                    ),
                    brush("#ffffff"),
                )
            if index % 5 == 1:
                middle = left + width / 2
                canvas.drawPath(
                    polygon(
                        [(left + 4, top), (left + width - 4, top), (middle, top - width * 0.8)]
                    ),
                    brush("#ffffff"),
                )
                canvas.drawLine(
                    middle, top - width * 1.5, middle, top, brush("#ffffff", width_px=2)
                )

    mask = plate.mask(draw)
    fade = smoothstep(0, 1, (base_px - plate.y) / tall_px)
    plate.fill(mask, ramp([(0, haze), (1, color)], fade), 0.9)

    def windows(canvas: skia.Canvas) -> None:
        for left, width, tall in blocks:
            for _ in range(int(width * tall / 900 * lights)):
                wx = left + 5 + float(rng.integers(0, max(1, int(width - 10) // 6))) * 6
                wy = base_px - 12 - float(rng.integers(0, max(1, int(tall - 16) // 9))) * 9
                alpha = float(rng.uniform(0.25, 0.8))
                canvas.drawRect(skia.Rect.MakeXYWH(wx, wy, 3, 4), brush("#ffd795", alpha))

    plate.glow(windows, gain=0.75)


def paint_water(plate: Plate) -> None:
    """Mirror the sky in the river and break it up into glittering strokes."""
    depth = np.clip((plate.y - HORIZON_PX) / (HEIGHT_PX - HORIZON_PX), 0, 1)
    water = (plate.y > HORIZON_PX).astype(np.float32)
    mirrored = plate.rgb[::-1]
    rows = np.clip((2 * HORIZON_PX - plate.y[:, 0]), 0, HORIZON_PX - 1).astype(int)
    mirrored = blur(plate.rgb[rows], 9)
    tint = ramp([(0, "#f3b183"), (0.35, "#94617a"), (1, "#262d4a")], depth)
    plate.fill(water, mirrored * 0.55 + tint * 0.42)
    waves = fractal((HEIGHT_PX, WIDTH_PX), seed=19, exponent=1.0, stretch=(1.0, 5), lowest=9)
    rows = np.clip(depth[:, 0] ** 0.42 * (HEIGHT_PX - 1), 0, HEIGHT_PX - 1).astype(int)
    ripples = blur(waves[rows], 0.7)
    crest = smoothstep(0.3, 1.6, ripples) * water * smoothstep(0, 0.35, depth)
    plate.multiply(crest, "#6d5a7d", 0.5)
    column = np.exp(-(((plate.x - SUN_PX[0]) / (60 + 330 * depth)) ** 2))
    glint = smoothstep(0.35, 1.7, -ripples) * column * water
    plate.light(glint, "#ffd08a", 0.95)
    plate.light(column * water * (1 - depth), "#ffb066", 0.35)
    plate.light(np.exp(-(((plate.y - HORIZON_PX) / 46) ** 2)), "#ffc58a", 0.42)


_DARK, _MID = "#1c1726", "#2b2136"


def _tank(canvas: skia.Canvas, x: float, y: float, s: float) -> None:
    """Stand a water tank on a roof: barrel, hat, braced legs; `s` is its scale."""
    paint = brush(_DARK)
    hat = [(-54, -188), (54, -188), (4, -236), (-4, -236)]
    canvas.drawRect(skia.Rect.MakeXYWH(x - 46 * s, y - 190 * s, 92 * s, 108 * s), paint)
    canvas.drawPath(polygon([(x + dx * s, y + dy * s) for dx, dy in hat]), paint)
    for leg in (-38, -13, 13, 38):
        foot = brush(_DARK, width_px=6 * s)
        canvas.drawLine(x + leg * s, y - 84 * s, x + leg * 1.22 * s, y, foot)
    for low, high in ((-38, 13), (38, -13)):
        brace = brush(_DARK, width_px=3 * s)
        canvas.drawLine(x + low * s * 1.2, y - 8 * s, x + high * s, y - 80 * s, brace)
    canvas.drawRect(skia.Rect.MakeXYWH(x - 56 * s, y - 86 * s, 112 * s, 8 * s), paint)


def _back_roofs(canvas: skia.Canvas) -> None:
    rng = np.random.default_rng(12)
    x = -20.0
    while x < WIDTH_PX:
        width = float(rng.uniform(150, 240))
        top = 1196 + x * 0.012 + float(rng.uniform(-18, 22))
        canvas.drawRect(skia.Rect.MakeXYWH(x, top, width, 400), brush(_MID))
        canvas.drawRect(skia.Rect.MakeXYWH(x - 6, top - 11, width + 8, 15), brush(_MID))
        for chimney in (0.18, 0.74):
            tall = float(rng.uniform(18, 52))
            rect = skia.Rect.MakeXYWH(x + width * chimney, top - tall, 26, tall)
            canvas.drawRect(rect, brush(_MID))
        x += width


def _front_roofs(canvas: skia.Canvas) -> None:
    paint = brush(_DARK)
    for left, top, width in ((-20, 1262, 520), (500, 1296, 420), (920, 1312, 1500)):
        canvas.drawRect(skia.Rect.MakeXYWH(left, top, width, 300), paint)
        canvas.drawRect(skia.Rect.MakeXYWH(left - 8, top - 14, width + 16, 18), paint)
    for left, tall in ((600, 54), (1330, 60), (1385, 44), (1980, 70), (2040, 52)):
        canvas.drawRect(skia.Rect.MakeXYWH(left, 1300 - tall - 36, 34, 140), paint)
    _tank(canvas, 790, 1298, 1.2)
    canvas.drawLine(1062, 1312, 1062, 1190, brush(_DARK, width_px=5))
    for bar in range(5):  # an old aerial
        half, y = 46 - bar * 7, 1196 + bar * 17
        canvas.drawLine(1062 - half, y, 1062 + half, y, brush(_DARK, width_px=3.4))


def paint_rooftops(plate: Plate) -> None:
    """Paint the near roofs as a dark frame, their edges lit by the sun."""
    for layer, strength in ((_back_roofs, 0.45), (_front_roofs, 0.75)):
        mask = plate.mask(layer)
        plate.draw(layer)
        edge = np.clip(mask - np.roll(mask, 4, axis=0), 0, 1)
        toward_sun = np.exp(-((np.abs(plate.x - SUN_PX[0]) / 900) ** 2))
        plate.light(blur(edge, 0.8) * (0.2 + 0.8 * toward_sun), "#ff9f68", strength)

    def windows(canvas: skia.Canvas) -> None:
        for x, y in ((868, 1236), (1610, 1258), (1096, 1262), (1400, 1270)):
            canvas.drawRect(skia.Rect.MakeXYWH(x, y, 18, 27), brush("#ffc77d"))

    plate.draw(windows)
    plate.glow(windows, soft_px=10, gain=1.2)


def paint_birds(plate: Plate) -> None:
    """Let a few gulls cross above the river."""
    rng = np.random.default_rng(5)

    def draw(canvas: skia.Canvas) -> None:
        for index in range(11):
            x = 1010 + index * 37 + float(rng.normal(0, 26))
            y = 420 - abs(index - 4) * 15 + float(rng.normal(0, 16))
            span = float(rng.uniform(7, 13))
            path = skia.Path()
            path.moveTo(x - span, y - span * 0.42)
            path.quadTo(x - span * 0.3, y - span * 0.5, x, y)
            path.quadTo(x + span * 0.3, y - span * 0.55, x + span, y - span * 0.3)
            canvas.drawPath(path, brush("#3a2c4b", 0.75, width_px=2.2))

    plate.draw(draw)
