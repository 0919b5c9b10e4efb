"""Still: a pour-over against the morning window, light falling in shafts; calm at the left."""

import cv2
import numpy as np
import skia
from brewing import HEIGHT_PX, WIDTH_PX, paint_carafe, paint_kettle, paint_things
from studio.noise import Field, fractal, smoothstep
from studio.plate import Plate, Rgb, blur, brush, ramp

COUNTER_PX = 1085.0
_WHITE = "#ffffff"


def _rect(x: float, y: float, width: float, height: float) -> skia.Rect:
    return skia.Rect.MakeXYWH(x, y, width, height)


def _outside(plate: Plate) -> None:
    """Paint the street behind the window: sun haze, brownstones across, a bare tree."""
    near_sun = np.hypot(plate.x - 2080, (plate.y - 330) * 1.1)
    plate.rgb = ramp(
        [(0, "#fff0d6"), (0.22, "#ffdcae"), (0.55, "#f8b688"), (1, "#d8958a")],
        (near_sun / 1150).astype(np.float32),
    )
    for base, tall, color, seed in ((560, 130, "#e7ac88", 3), (640, 150, "#cf8f78", 4)):
        rng = np.random.default_rng(seed)

        def houses(
            canvas: skia.Canvas,
            base: float = base,
            tall: float = tall,
            rng: np.random.Generator = rng,
        ) -> None:
            x = 1050.0
            while x < WIDTH_PX:
                width, top = (
                    float(rng.uniform(110, 190)),
                    base - tall * float(rng.uniform(0.5, 1.1)),
                )
                canvas.drawRect(_rect(x, top, width + 2, 900), brush(_WHITE))
                canvas.drawRect(_rect(x - 4, top - 12, width + 8, 16), brush(_WHITE))
                canvas.drawRect(_rect(x + width * 0.2, top - 46, 24, 40), brush(_WHITE))
                x += width

        plate.fill(plate.mask(houses, soft_px=5), color, 0.75)
    rng = np.random.default_rng(21)

    def branch(
        canvas: skia.Canvas, x: float, y: float, angle: float, length: float, width: float
    ) -> None:
        x1, y1 = x + length * np.cos(angle), y + length * np.sin(angle)
        canvas.drawLine(x, y, x1, y1, brush("#8a5648", width_px=width))
        if width > 1.6:
            for turn in (-1, 1):
                branch(
                    canvas,
                    x1,
                    y1,
                    angle + turn * float(rng.uniform(0.18, 0.55)),
                    length * float(rng.uniform(0.68, 0.86)),
                    width * 0.66,
                )

    plate.draw(lambda c: branch(c, 1350, 1000, -1.45, 210, 22), soft_px=3.5, opacity=0.75)


def _room(plate: Plate) -> Field:
    """Wall the window in and return its panes as a mask."""

    def panes(canvas: skia.Canvas) -> None:
        for column in range(3):
            for row in range(2):
                canvas.drawRect(
                    _rect(1184 + column * 404, -260 + row * 590, 372, 556), brush(_WHITE)
                )

    window = plate.mask(panes)
    plaster = fractal((HEIGHT_PX, WIDTH_PX), seed=15, exponent=1.4, lowest=6)
    reach = np.clip((1180 - plate.x) / 1180, 0, 1)
    tone = 0.86 - 0.74 * reach**0.75 - 0.16 * plate.y / HEIGHT_PX + 0.018 * plaster
    wall = ramp(
        [(0, "#2b1d22"), (0.3, "#5a3a33"), (0.6, "#a06a4c"), (1, "#e0a877")],
        tone.astype(np.float32),
    )
    plate.fill(1 - window, wall)

    def frame(canvas: skia.Canvas) -> None:
        canvas.drawRect(_rect(1128, -40, 56, 1010), brush(_WHITE))
        for x in (1556, 1960):
            canvas.drawRect(_rect(x, -40, 32, 960), brush(_WHITE))
        canvas.drawRect(_rect(1160, 296, 1300, 34), brush(_WHITE))
        canvas.drawRect(_rect(1100, 884, 1320, 60), brush(_WHITE))

    bars = plate.mask(frame)
    plate.fill(bars, ramp([(0, "#8d5d45"), (1, "#5b3a30")], plate.y / 950))
    lit = np.clip(bars - np.roll(bars, (5, -5), (0, 1)), 0, 1)
    plate.light(blur(lit, 1.2), "#fff0cf", 0.85)
    return window


def _counter(plate: Plate) -> None:
    """Set a walnut counter under it all, catching the window."""
    grain = fractal((HEIGHT_PX, WIDTH_PX), seed=33, exponent=1.6, stretch=(1, 13), lowest=2)
    top = smoothstep(COUNTER_PX - 1, COUNTER_PX + 1, plate.y)
    depth = (plate.y - COUNTER_PX) / (HEIGHT_PX - COUNTER_PX)
    shine = np.exp(-(((plate.x - 1760) / 620) ** 2)) * (1 - 0.7 * depth)
    tone = 0.30 + 0.055 * grain + 0.50 * shine - 0.18 * depth
    plate.fill(
        top,
        ramp(
            [
                (0, "#150c0b"),
                (0.35, "#3b2219"),
                (0.62, "#7a4a2c"),
                (0.85, "#c98a52"),
                (1, "#f6c888"),
            ],
            tone.astype(np.float32),
        ),
    )
    for x in (1572, 1976, 1160):
        slope = (plate.x - x) + (plate.y - COUNTER_PX) * (x - 2080) / -420
        plate.multiply(top * np.exp(-((slope / (16 + 30 * depth)) ** 2)), "#6b4634", 0.5)
    plate.light(
        np.exp(-(((plate.y - COUNTER_PX - 2) / 2.6) ** 2)) * smoothstep(300, 1500, plate.x),
        "#ffdca6",
        0.7,
    )


def _shafts(plate: Plate, window: Field) -> None:
    """Let the light fall into the room in shafts, down and to the left, with dust in them."""
    small = cv2.resize(window, (600, 338), interpolation=cv2.INTER_AREA)
    total = np.zeros_like(small)
    for step in range(40):
        grow = 1 + step * 0.028
        matrix = np.array([[grow, 0, (1 - grow) * 560], [0, grow, (1 - grow) * -30]], np.float32)
        total += cv2.warpAffine(small, matrix, (600, 338)) * (1 - step / 44)
    shafts = cv2.resize(total / 40, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_CUBIC)
    plate.light(blur(shafts, 14) * smoothstep(0, 900, plate.x), "#ffb877", 0.42)
    rng = np.random.default_rng(91)

    def dust(canvas: skia.Canvas) -> None:
        for _ in range(130):
            x, y = float(rng.uniform(500, 1700)), float(rng.uniform(200, 1050))
            canvas.drawCircle(
                x, y, float(rng.uniform(0.8, 2.6)), brush("#ffe9c4", float(rng.uniform(0.1, 0.6)))
            )

    plate.glow(dust, soft_px=1.2, gain=0.6)


def paint() -> Rgb:
    """Paint the pour-over, 2400 by 1350; the left is calm, for type."""
    plate = Plate(WIDTH_PX, HEIGHT_PX)
    _outside(plate)
    window = _room(plate)
    _counter(plate)
    paint_things(plate)
    paint_carafe(plate)
    paint_kettle(plate)
    _shafts(plate, window)
    plate.multiply(smoothstep(1100, 0, plate.x), "#3d2a33", 0.45)
    return plate.finish(seed=8, grain=0.012, bloom=0.45, vignette=0.22)
