"""The street beside the shop: dusk over the roofs, the viaduct, and the train on it."""

import numpy as np
import skia
from studio.noise import Field, fractal, smoothstep
from studio.plate import Plate, Rgb, brush, polygon, ramp

SIZE_PX = (1920, 1080)
STREET_PX = 905.0
"""Where the pavement meets the facade, px from the top."""
WALL_PX = 760.0
"""Left edge of the building, px; the street opens beside it."""
DECK_PX = 560.0
"""Rail height of the viaduct, px."""
_WHITE = "#ffffff"


def _rect(x: float, y: float, width: float, height: float) -> skia.Rect:
    return skia.Rect.MakeXYWH(x, y, width, height)


def paint_sky(plate: Plate) -> None:
    """Paint dusk and the far roofs."""
    height = plate.y / 900
    lift = fractal(plate.y.shape, seed=2, exponent=2.3, stretch=(1, 4))
    plate.rgb = ramp(
        [
            (0, "#131d3a"),
            (0.32, "#28345e"),
            (0.55, "#5a4a74"),
            (0.72, "#a95f70"),
            (0.86, "#e68a62"),
            (1, "#f6b878"),
        ],
        height + 0.016 * lift,
    )
    streaks = fractal(plate.y.shape, seed=5, exponent=1.8, stretch=(0.9, 6), lowest=2)
    band = np.exp(-(((plate.y - 330) / 190) ** 2))
    plate.fill(smoothstep(0.4, 2.0, streaks) * band, "#c8707a", 0.42)
    rng = np.random.default_rng(1)

    def far(canvas: skia.Canvas) -> None:
        x = -20.0
        while x < 820:
            width, tall = float(rng.uniform(36, 92)), float(rng.uniform(90, 300))
            canvas.drawRect(_rect(x, 760 - tall, width, 400), brush(_WHITE))
            if rng.random() < 0.3:
                canvas.drawRect(
                    _rect(x + width * 0.3, 760 - tall - 34, width * 0.36, 40), brush(_WHITE)
                )
            x += width * float(rng.uniform(0.72, 0.97))

    mask = plate.mask(far)
    plate.fill(mask, ramp([(0, "#584465"), (1, "#a4687a")], (plate.y - 450) / 420), 0.92)

    def lights(canvas: skia.Canvas) -> None:
        for _ in range(120):
            x, y = float(rng.integers(0, 128)) * 6, 500 + float(rng.integers(0, 40)) * 9
            canvas.drawRect(_rect(x, y, 3, 4), brush("#ffd491", float(rng.uniform(0.2, 0.8))))

    plate.glow(lambda c: (c.save(), lights(c), c.restore()), gain=0.5)


def paint_viaduct(plate: Plate) -> None:
    """Carry the tracks across the end of the street on riveted steel."""

    def steel(canvas: skia.Canvas) -> None:
        paint = brush("#1d1a2c")
        canvas.drawRect(_rect(-20, DECK_PX, 900, 17), paint)
        canvas.drawRect(_rect(-20, DECK_PX + 58, 900, 11), paint)
        for x in range(-20, 860, 44):
            canvas.drawLine(x, DECK_PX + 14, x + 44, DECK_PX + 62, brush("#1d1a2c", width_px=5))
            canvas.drawLine(x + 44, DECK_PX + 14, x, DECK_PX + 62, brush("#1d1a2c", width_px=5))
            canvas.drawRect(_rect(x - 4, DECK_PX, 8, 66), paint)
        for x in (96, 402, 690):
            canvas.drawRect(_rect(x, DECK_PX + 60, 24, 360), paint)
            canvas.drawPath(
                polygon(
                    [
                        (x - 34, DECK_PX + 68),
                        (x + 58, DECK_PX + 68),
                        (x + 24, DECK_PX + 112),
                        (x, DECK_PX + 112),
                    ]
                ),
                paint,
            )

    plate.draw(steel)
    edge = np.exp(-(((plate.y - DECK_PX) / 1.6) ** 2)) * (plate.x < WALL_PX)
    plate.light(edge.astype(np.float32), "#ff9f76", 0.5)


def paint_street(plate: Plate) -> None:
    """Lay the far street: parked shapes, lamps, a haze of light under the tracks."""

    def blocks(canvas: skia.Canvas) -> None:
        canvas.drawRect(_rect(-20, 690, 150, 260), brush("#2a2138"))
        canvas.drawRect(_rect(116, 730, 110, 220), brush("#33273f"))
        canvas.drawRect(_rect(600, 712, 180, 240), brush("#2f253b"))
        canvas.drawRect(_rect(528, 750, 90, 200), brush("#3a2c45"))

    plate.draw(blocks)
    haze = np.exp(-(((plate.y - 800) / 110) ** 2)) * smoothstep(
        WALL_PX + 40, WALL_PX - 200, plate.x
    )
    plate.light(haze, "#e07a55", 0.34)

    def lamps(canvas: skia.Canvas) -> None:
        for x, y, r in ((266, 742, 5), (330, 772, 4), (486, 772, 4), (452, 790, 3), (372, 792, 3)):
            canvas.drawCircle(x, y, r, brush("#ffdf9e"))
        for x in (306, 322, 420, 434):
            canvas.drawCircle(x, 850, 4, brush("#ff5a48" if x < 400 else "#fff1c8"))

    plate.draw(lamps)
    plate.glow(lamps, soft_px=12, gain=2.2)


def draw_train(frame: int, x: Field, y: Field, noise: Field) -> tuple[Rgb, Field]:
    """Return the train's colour and coverage over the viaduct's strip."""
    length, head = 1500.0, -240.0 + frame * 19.5
    along = head - x
    inside = smoothstep(0, 6, along) * smoothstep(length, length - 6, along)
    body = smoothstep(DECK_PX - 63, DECK_PX - 60, y) * smoothstep(DECK_PX - 4, DECK_PX - 6, y)
    car = np.mod(along, 372.0)
    gap = smoothstep(3, 7, car) * smoothstep(372, 366, car)
    pane = np.mod(car - 16, 41.0)
    window = (
        smoothstep(5, 8, pane)
        * smoothstep(38, 35, pane)
        * smoothstep(DECK_PX - 50, DECK_PX - 48, y)
        * smoothstep(DECK_PX - 26, DECK_PX - 28, y)
    )
    steel = ramp([(0, "#6d6c82"), (0.5, "#3c3b52"), (1, "#1f1d2e")], (y - DECK_PX + 62) / 58)
    stripe = np.exp(-(((y - DECK_PX + 20) / 2.0) ** 2))
    color = steel + stripe[..., None] * np.array([0.75, 0.30, 0.12])
    heads = 0.80 + 0.20 * np.clip(noise * 2, -1, 1)
    color = color * (1 - window[..., None]) + window[..., None] * np.array([1.0, 0.80, 0.50]) ** (
        2 - heads[..., None]
    )
    return color.astype(np.float32), (inside * body * gap).astype(np.float32)
