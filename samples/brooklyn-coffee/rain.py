"""Still: rain on the window at blue hour, the street behind it out of focus, a cup on the sill.

The drops are small lenses: each shows the street upside down, as real ones do.
"""

import cv2
import numpy as np
import skia
from studio.noise import Field, fractal, smoothstep
from studio.plate import Plate, Rgb, blur, brush, polygon, ramp, rgb

WIDTH_PX, HEIGHT_PX = 2400, 1350
SILL_PX = 1160.0
_WARM = ("#ffb45e", "#ff8a3c", "#ffd08a", "#ff6a3d", "#ffc57a")
_COOL = ("#6fc0c4", "#8fb7e8", "#e4506a", "#7bd8b0")


def _bokeh(plate: Plate, rng: np.random.Generator) -> None:
    """Hang discs of defocused light over the street, brighter at the edge, as lenses do."""
    spots: list[tuple[float, float, float, str, float]] = []
    for _ in range(64):
        x = float(rng.uniform(-60, WIDTH_PX + 60))
        y = float(rng.normal(640, 150))
        warm = rng.random() < 0.78
        color = str(rng.choice(_WARM if warm else _COOL))
        spots.append((x, y, float(rng.uniform(26, 84)), color, float(rng.uniform(0.10, 0.46))))
    spots += [
        (1330 + lamp * 168.0, 360 + lamp * 24.0, 74 - lamp * 6.0, "#ffc679", 0.62)
        for lamp in range(7)
    ]
    spots += [(x, 905, 46, "#fff0cf", 0.65) for x in (1480, 1570)]
    spots += [(x, 905, 46, "#ff4a3a", 0.65) for x in (1850, 1935)]

    def draw(canvas: skia.Canvas) -> None:
        paint = skia.Paint(AntiAlias=True, BlendMode=skia.BlendMode.kPlus)
        for x, y, radius, color, power in spots:
            r, g, b = (round(float(c) * 255) for c in rgb(color))
            fade = [skia.Color(r, g, b, round(255 * power * k)) for k in (0.62, 0.72, 1.0, 0)]
            paint.setShader(
                skia.GradientShader.MakeRadial(skia.Point(x, y), radius, fade, [0, 0.82, 0.94, 1.0])
            )
            canvas.drawCircle(x, y, radius, paint)

    plate.glow(draw, soft_px=1.2, gain=1.15)
    plate.glow(draw, soft_px=44, gain=0.75)


def _street() -> Plate:
    """Paint what lies behind the glass, already out of focus."""
    plate = Plate(WIDTH_PX, HEIGHT_PX)
    plate.rgb = ramp(
        [(0, "#101a2c"), (0.4, "#1f3145"), (0.68, "#4a4250"), (1, "#161824")], plate.y / HEIGHT_PX
    )

    def houses(canvas: skia.Canvas) -> None:
        rng = np.random.default_rng(3)
        x = -60.0
        while x < WIDTH_PX:
            width = float(rng.uniform(190, 320))
            top = float(rng.uniform(130, 330))
            canvas.drawRect(skia.Rect.MakeXYWH(x, top, width, 1400), brush("#0d1522", 0.85))
            x += width
        for x, width, color in (
            (1240, 250, "#ffb566"),
            (1560, 330, "#ff9a4c"),
            (2010, 260, "#ffce8f"),
            (330, 210, "#c96a3e"),
            (820, 190, "#d98b4e"),
        ):
            canvas.drawRect(skia.Rect.MakeXYWH(x, 700, width, 180), brush(color, 0.75))
        for column in range(13):
            for row in range(3):
                if (column * 7 + row * 5) % 4 < 2:
                    rect = skia.Rect.MakeXYWH(90 + column * 186, 380 + row * 120, 46, 66)
                    canvas.drawRect(rect, brush("#e89a55", 0.35))

    plate.draw(houses, soft_px=26)
    wet = smoothstep(890, 1000, plate.y)
    mirrored = blur(plate.rgb[::-1], 30)
    mirrored = np.roll(mirrored, 430, axis=0)
    plate.light(wet * smoothstep(1500, 900, plate.y), mirrored, 0.75)
    _bokeh(plate, np.random.default_rng(29))
    return plate


def _drops(rng: np.random.Generator) -> tuple[Field, Field, Field]:
    """Scatter rain over the glass.

    Returns:
        Height of the water on the glass in [0, 1], and the two components of where each pixel
        looks, in units of its drop's radius.
    """
    height = np.zeros((HEIGHT_PX, WIDTH_PX), np.float32)
    look_x, look_y = np.zeros_like(height), np.zeros_like(height)

    def stamp(cx: float, cy: float, radius: float, tall: float) -> None:
        left, right = int(max(0, cx - radius - 2)), int(min(WIDTH_PX, cx + radius + 2))
        top = int(max(0, cy - radius * tall - 2))
        low = int(min(HEIGHT_PX, cy + radius * tall + 2))
        if left >= right or top >= low:
            return
        ys, xs = np.mgrid[top:low, left:right].astype(np.float32)
        u, v = (xs + 0.5 - cx) / radius, (ys + 0.5 - cy) / (radius * tall)
        wobble = 1 + 0.09 * np.sin(3 * np.arctan2(v, u) + cx)
        square = (u * u + v * v) * wobble * (1 + 0.18 * v)
        body = np.sqrt(np.clip(1 - square, 0, 1)).astype(np.float32)
        window = (slice(top, low), slice(left, right))
        taller = body > height[window]
        height[window] = np.where(taller, body, height[window])
        look_x[window] = np.where(taller, u, look_x[window])
        look_y[window] = np.where(taller, v, look_y[window])

    for _ in range(5200):
        stamp(
            float(rng.uniform(0, WIDTH_PX)),
            float(rng.uniform(0, SILL_PX)),
            float(rng.uniform(1.4, 4.2)),
            1.1,
        )
    for _ in range(620):
        radius = float(np.clip(rng.gamma(2.2, 3.4), 4.0, 19.0))
        stamp(
            float(rng.uniform(0, WIDTH_PX)),
            float(rng.uniform(0, SILL_PX)),
            radius,
            float(rng.uniform(1.0, 1.35)),
        )
    for _ in range(26):
        x, y = float(rng.uniform(0, WIDTH_PX)), float(rng.uniform(-100, 700))
        length, width = float(rng.uniform(160, 620)), float(rng.uniform(7, 13))
        drift = 0.0
        for step in range(int(length / 9)):
            drift += float(rng.normal(0, 0.8))
            part = step / (length / 9)
            if rng.random() < 0.35 + 0.6 * part:
                stamp(x + drift, y + step * 9, width * (0.25 + 0.4 * part * rng.random()), 1.5)
        stamp(x + drift, y + length, width * 1.35, 1.5)
    return height, look_x, look_y


def _cup(plate: Plate) -> None:
    """Set a cup on the sill, lower right, dark against the street with a warm rim."""
    x0, y0 = 1935.0, SILL_PX + 22

    def saucer(canvas: skia.Canvas) -> None:
        canvas.drawOval(skia.Rect.MakeXYWH(x0 - 250, y0 - 26, 500, 66), brush("#ffffff"))

    def bowl(canvas: skia.Canvas) -> None:
        path = skia.Path()
        path.moveTo(x0 - 168, y0 - 222)
        path.cubicTo(x0 - 166, y0 - 60, x0 - 112, y0 + 2, x0 - 66, y0 + 6)
        path.lineTo(x0 + 66, y0 + 6)
        path.cubicTo(x0 + 112, y0 + 2, x0 + 166, y0 - 60, x0 + 168, y0 - 222)
        path.close()
        canvas.drawPath(path, brush("#ffffff"))
        canvas.drawOval(skia.Rect.MakeXYWH(x0 - 168, y0 - 248, 336, 54), brush("#ffffff"))
        ear = skia.Path()
        ear.moveTo(x0 + 156, y0 - 186)
        ear.cubicTo(x0 + 268, y0 - 206, x0 + 262, y0 - 70, x0 + 116, y0 - 58)
        canvas.drawPath(ear, brush("#ffffff", width_px=26))

    plate.multiply(blur(np.roll(plate.mask(saucer), 22, axis=0), 20), "#05070c", 0.8)
    for shape, seed in ((saucer, 1), (bowl, 2)):
        mask = plate.mask(shape)
        across = (plate.x - x0) / 250
        tone = 0.34 - 0.26 * across + 0.10 * np.abs(across) ** 3
        tone = tone + 0.006 * fractal(tone.shape, seed=seed, exponent=0.8, lowest=60)
        stops = [(0, "#12131d"), (0.35, "#40343a"), (0.6, "#9a7058"), (1, "#eebd88")]
        plate.fill(mask, ramp(stops, tone.astype(np.float32)))
        edge = np.clip(mask - np.roll(mask, (5, 5), (0, 1)), 0, 1)
        plate.light(blur(edge, 1.4), "#ffc98c", 0.8)
    mouth = plate.mask(
        lambda c: c.drawOval(skia.Rect.MakeXYWH(x0 - 156, y0 - 242, 312, 42), brush("#ffffff"))
    )
    plate.fill(mouth, ramp([(0, "#1a0d08"), (1, "#6b3b1e")], (plate.y - y0 + 242) / 42))
    band = np.exp(-(((plate.y - (y0 - 120)) / 40) ** 2))
    plate.light(plate.mask(bowl) * band * smoothstep(-40, -170, plate.x - x0), "#ff9a50", 0.22)


def paint() -> Rgb:
    """Paint the window in the rain, 2400 by 1350; the left half is calm, for type."""
    plate = _street()
    fog = smoothstep(0.0, 1.0, fractal((HEIGHT_PX, WIDTH_PX), seed=41, exponent=2.2) * 0.25 + 0.4)
    plate.fill(fog * 0.12, "#5a6478")
    behind = plate.rgb.copy()
    sharp = cv2.resize(blur(behind, 6), (WIDTH_PX, HEIGHT_PX))
    height, look_x, look_y = _drops(np.random.default_rng(17))
    aim_x = np.clip(plate.x - look_x * 230, 0, WIDTH_PX - 1)
    aim_y = np.clip(640 - look_y * 420 + (plate.y - 640) * 0.25, 0, HEIGHT_PX - 1)
    lens = cv2.remap(sharp, aim_x.astype(np.float32), aim_y.astype(np.float32), cv2.INTER_LINEAR)
    body = smoothstep(0.02, 0.42, height)
    rim = smoothstep(0.0, 0.30, height) * smoothstep(0.75, 0.28, height)
    plate.multiply(blur(np.roll(body, 3, axis=0), 2.2) * (1 - body), "#0a1019", 0.35)
    plate.fill(body, np.clip(lens * 1.18 + 0.03, 0, 1), 0.94)
    plate.multiply(rim * smoothstep(-0.1, -1.0, look_y), "#05080f", 0.75)
    spark = np.exp(-(((look_x + 0.34) ** 2 + (look_y + 0.40) ** 2) / 0.030)) * body
    plate.light(spark, "#fff4e2", 0.95)
    plate.light(smoothstep(0.35, 0.95, look_y) * rim, "#ffbf83", 0.45)

    def sill(canvas: skia.Canvas) -> None:
        canvas.drawRect(skia.Rect.MakeXYWH(0, SILL_PX, WIDTH_PX, 400), brush("#ffffff"))

    wood = fractal((HEIGHT_PX, WIDTH_PX), seed=90, exponent=1.5, stretch=(1, 14))
    tone = 0.45 + 0.09 * wood - 0.5 * (plate.y - SILL_PX) / 190
    plate.fill(
        plate.mask(sill),
        ramp([(0, "#0b0a10"), (0.5, "#241a1c"), (1, "#6a4632")], tone.astype(np.float32)),
    )
    plate.light(np.exp(-(((plate.y - SILL_PX - 3) / 4) ** 2)), "#ffb37a", 0.35)
    pool = np.exp(-(((plate.x - 1700) / 620) ** 2)) * np.exp(
        -(((plate.y - SILL_PX - 30) / 60) ** 2)
    )
    plate.light(pool, "#ff9a52", 0.28)

    def frame(canvas: skia.Canvas) -> None:
        canvas.drawPath(polygon([(0, 0), (64, 0), (64, SILL_PX), (0, SILL_PX)]), brush("#ffffff"))
        canvas.drawPath(polygon([(0, 0), (WIDTH_PX, 0), (WIDTH_PX, 44), (0, 44)]), brush("#ffffff"))

    bars = plate.mask(frame)
    plate.fill(bars, "#0d0b11")
    plate.light(blur(np.clip(bars - np.roll(bars, (-3, -3), (0, 1)), 0, 1), 1), "#ffae72", 0.4)
    _cup(plate)
    left = smoothstep(1300, 100, plate.x)
    plate.multiply(left, "#2a3140", 0.42)
    return plate.finish(seed=6, grain=0.012, bloom=0.45, vignette=0.35)
