"""Still: the Brooklyn Bridge at dawn, built as a small 3-D model and painted in layers of haze."""

from collections.abc import Sequence

import numpy as np
import skia

from studio.noise import Field, fractal, smoothstep
from studio.plate import Plate, Rgb, blur, brush, polygon, ramp

WIDTH_PX, HEIGHT_PX = 2400, 1350
HORIZON_PX = 905.0
SUN_PX = (985.0, 838.0)
Vector = tuple[float, float, float]

_EYE = (-235.0, -132.0, 21.0)
_LOOK_DEGREES = 26.0
_FOCAL_PX = 1560.0

_TOWER_M, _DECK_M, _SPAN_M = 92.0, 40.0, 486.0
_HALF_WIDTH_M = 13.0


def _project(point: Vector) -> tuple[float, float, float]:
    """Project metres (along the bridge, across it, up) to pixels and distance."""
    dx, dy, dz = (a - b for a, b in zip(point, _EYE, strict=True))
    turn = np.radians(_LOOK_DEGREES)
    depth = dx * np.cos(turn) + dy * np.sin(turn)
    across = dx * np.sin(turn) - dy * np.cos(turn)
    depth = max(depth, 2.0)
    return 1330.0 - _FOCAL_PX * across / depth, HORIZON_PX - _FOCAL_PX * dz / depth, depth


def _flat(points: Sequence[Vector]) -> list[tuple[float, float]]:
    return [_project(point)[:2] for point in points]


def _cable_height_m(along_m: float) -> float:
    """Height of the main cable: a parabola in the main span, a straighter one on the land side."""
    if along_m < 0:
        part = 1 + along_m / 284.0
        return 30.0 + (_TOWER_M - 32.0) * max(part, 0.0) ** 1.35
    part = (along_m / _SPAN_M - 0.5) * 2
    if part > 1:
        return 30.0 + (_TOWER_M - 32.0) * max(2.0 - part, 0.0) ** 1.35
    return _DECK_M + 5.0 + (_TOWER_M - 7.0 - _DECK_M) * part * part


def _arch(center_m: float, along_m: float) -> list[Vector]:
    """Return the outline of one pointed arch above the deck."""
    half, spring, top = 5.9, 64.0, 79.0
    left = [(along_m, center_m - half, _DECK_M - 4), (along_m, center_m - half, spring)]
    rise = np.linspace(0, 1, 12)
    up = [
        (along_m, center_m - half * (1 - t) ** 0.62, spring + (top - spring) * t ** 0.85)
        for t in rise
    ]
    down = [(along_m, 2 * center_m - y, z) for _, y, z in reversed(up)]
    return [*left, *up, *down, (along_m, center_m + half, _DECK_M - 4)]


def _tower(plate: Plate, along_m: float, face: str, side: str, lit: str) -> None:
    """Paint one tower: the broad face with its two arches, the narrow side, ledges, a lit rim."""
    near, far = along_m - 5.5, along_m + 5.5
    half, top = 18.5, _TOWER_M

    def block(z0: float, z1: float, grow: float) -> tuple[skia.Path, skia.Path]:
        a, b, h = near - grow, far + grow, half + grow
        front = polygon(_flat([(a, -h, z0), (a, h, z0), (a, h, z1), (a, -h, z1)]))
        flank = polygon(_flat([(a, -h, z0), (b, -h, z0), (b, -h, z1), (a, -h, z1)]))
        return front, flank

    arches = [polygon(_flat(_arch(center, near))) for center in (-8.2, 8.2)]
    back = [polygon(_flat(_arch(center, far))) for center in (-8.2, 8.2)]

    def body(canvas: skia.Canvas) -> None:
        for z0, z1, grow in ((-2, 36, 1.6), (36, top - 5, 0.0), (top - 5, top - 2.4, 1.5),
                             (top - 2.4, top, 2.6)):  # fmt: skip
            front, flank = block(z0, z1, grow)
            canvas.drawPath(flank, brush(side))
            canvas.drawPath(front, brush(face))
        for step in range(3):  # buttresses rise beside and between the arches
            center = (-16.6, 0.0, 16.6)[step]
            rib = [(near - 1.2, center - 1.9, 0), (near - 1.2, center + 1.9, 0),
                   (near - 1.2, center + 1.9, top - 6), (near - 1.2, center - 1.9, top - 6)]  # fmt: skip
            canvas.drawPath(polygon(_flat(rib)), brush(side, 0.38))
        x0, y0, _ = _project((near, -half, top))
        _, y1, _ = _project((near, -half, 0))
        canvas.drawLine(x0, y0, x0, y1, brush(lit, 0.8, width_px=3.2 if along_m < 100 else 1.4))

    whole = plate.mask(body)
    hole = np.minimum(plate.mask(arches[0]) + plate.mask(arches[1]), 1)
    through = np.minimum(plate.mask(back[0]) + plate.mask(back[1]), 1)
    seen = plate.rgb.copy()
    plate.draw(body)
    plate.fill(hole, side, 0.92)
    plate.fill(hole * through, seen)
    stone = fractal((HEIGHT_PX, WIDTH_PX), seed=31, exponent=1.0, stretch=(1, 3), lowest=20)
    plate.multiply(whole * (1 - hole * through) * smoothstep(0.2, 2.0, stone), "#a78a8c", 0.5)
    height = (plate.y - _project((near, 0, top))[1]) / 640
    plate.light(whole * smoothstep(0.1, 1.1, height) * (1 - hole), "#c8776a", 0.30)


def _cables(plate: Plate, across_m: float, color: str, alpha: float, weight: float) -> None:
    """Draw one plane of cables: the main cable, its suspenders and the fan of stays."""

    def lines(canvas: skia.Canvas) -> None:
        steps = np.linspace(-205, 770, 390)
        for a, b in zip(steps[:-1], steps[1:], strict=True):
            x0, y0, depth = _project((a, across_m, _cable_height_m(a)))
            x1, y1, _ = _project((b, across_m, _cable_height_m(b)))
            width = weight * max(1.0, 1150 / depth)
            canvas.drawLine(x0, y0, x1, y1, brush(color, alpha, width_px=width))
        for along in np.linspace(-200, 690, 132):
            height = _cable_height_m(along)
            if height < _DECK_M + 1:
                continue
            x0, y0, depth = _project((along, across_m, height))
            x1, y1, _ = _project((along, across_m, _DECK_M))
            width = weight * max(0.42, 250 / depth)
            canvas.drawLine(x0, y0, x1, y1, brush(color, alpha * 0.62, width_px=width))
        for tower in (0.0, _SPAN_M):
            for reach in np.linspace(14, 120, 13):
                for side in (-1, 1):
                    x0, y0, depth = _project((tower, across_m, _TOWER_M - 6))
                    x1, y1, _ = _project((tower + side * reach, across_m, _DECK_M))
                    width = weight * max(0.4, 230 / depth)
                    canvas.drawLine(x0, y0, x1, y1, brush(color, alpha * 0.5, width_px=width))

    plate.draw(lines)


def _deck(plate: Plate, color: str, under: str) -> None:
    """Paint the deck: a deep truss seen from below, growing towards us."""
    steps = np.linspace(-205, 980, 160)
    near = -_HALF_WIDTH_M
    top = _flat([(a, near, _DECK_M + 1.6) for a in steps])
    low = _flat([(a, near, _DECK_M - 3.4) for a in steps])
    far = _flat([(a, _HALF_WIDTH_M, _DECK_M - 3.4) for a in steps])

    def draw(canvas: skia.Canvas) -> None:
        canvas.drawPath(polygon(low + far[::-1]), brush(under))
        canvas.drawPath(polygon(top + low[::-1]), brush(color))
        for along in np.linspace(-205, 600, 220):
            x0, y0, depth = _project((along, near, _DECK_M + 1.4))
            x1, y1, _ = _project((along + 3.4, near, _DECK_M - 3.2))
            canvas.drawLine(x0, y0, x1, y1, brush(under, 0.7, width_px=max(0.5, 330 / depth)))

    plate.draw(draw)


def _sky(plate: Plate) -> None:
    height = plate.y / HORIZON_PX
    lift = fractal((HEIGHT_PX, WIDTH_PX), seed=3, exponent=2.2, stretch=(1, 5))
    stops = [(0, "#27365a"), (0.30, "#56527c"), (0.52, "#a8687a"), (0.70, "#e58a68"),
             (0.86, "#f9b873"), (1, "#ffdca0")]  # fmt: skip
    plate.rgb = ramp(stops, height + lift * 0.018)
    distance = np.hypot((plate.x - SUN_PX[0]) * 0.8, plate.y - SUN_PX[1])
    plate.light(np.exp(-((distance / 620) ** 1.25)), "#ff9a56", 0.62)
    plate.light(np.exp(-((distance / 250) ** 1.5)), "#ffd590", 0.75)
    streaks = fractal((HEIGHT_PX, WIDTH_PX), seed=8, exponent=1.75, stretch=(0.9, 6.5), lowest=1.5)
    band = np.exp(-(((plate.y - 430) / 270) ** 2))
    cover = smoothstep(0.35, 1.9, streaks) * band
    under = smoothstep(0.35, 1.9, np.roll(streaks, -16, axis=0)) * band
    near_sun = np.exp(-((np.abs(plate.x - SUN_PX[0]) / 1100) ** 2))
    plate.fill(cover, "#7c5577", 0.5)
    plate.light(np.clip(cover - 0.82 * under, 0, 1) * (0.25 + 0.75 * near_sun), "#ff9d6a", 0.95)
    plate.fill(plate.mask(lambda c: c.drawCircle(*SUN_PX, 66, brush("#ffffff")), soft_px=2),
               "#fff3cf")  # fmt: skip


def _skyline(plate: Plate, *, seed: int, base_px: float, tall_px: float, color: str, haze: str,
             lights: float) -> None:  # fmt: skip
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
                canvas.drawRect(skia.Rect.MakeXYWH(left + inset, top - tall * 0.12,
                                width - 2 * inset, tall * 0.2), brush("#ffffff"))  # fmt: skip
            if index % 5 == 1:
                middle = left + width / 2
                canvas.drawPath(polygon([(left + 4, top), (left + width - 4, top),
                                (middle, top - width * 0.8)]), brush("#ffffff"))  # fmt: skip
                canvas.drawLine(middle, top - width * 1.5, middle, top, brush("#ffffff", width_px=2))

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


def _water(plate: Plate) -> None:
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


def _rooftops(plate: Plate) -> None:
    """Paint the near roofs as a dark frame: cornices, chimneys, a water tank, warm rims."""
    dark, mid, rim = "#1c1726", "#2b2136", "#ff9f68"

    def tank(canvas: skia.Canvas, x: float, y: float, s: float) -> None:
        paint = brush(dark)
        canvas.drawRect(skia.Rect.MakeXYWH(x - 46 * s, y - 190 * s, 92 * s, 108 * s), paint)
        canvas.drawPath(polygon([(x - 54 * s, y - 188 * s), (x + 54 * s, y - 188 * s),
                                 (x + 4 * s, y - 236 * s), (x - 4 * s, y - 236 * s)]), paint)  # fmt: skip
        for leg in (-38, -13, 13, 38):
            canvas.drawLine(x + leg * s, y - 84 * s, x + leg * 1.22 * s, y, brush(dark, width_px=6 * s))
        for low, high in ((-38, 13), (38, -13)):
            canvas.drawLine(x + low * s * 1.2, y - 8 * s, x + high * s, y - 80 * s,
                            brush(dark, width_px=3 * s))  # fmt: skip
        canvas.drawRect(skia.Rect.MakeXYWH(x - 56 * s, y - 86 * s, 112 * s, 8 * s), paint)

    def back(canvas: skia.Canvas) -> None:
        rng = np.random.default_rng(12)
        x = -20.0
        while x < WIDTH_PX:
            width = float(rng.uniform(150, 240))
            top = 1196 + x * 0.012 + float(rng.uniform(-18, 22))
            canvas.drawRect(skia.Rect.MakeXYWH(x, top, width, 400), brush(mid))
            canvas.drawRect(skia.Rect.MakeXYWH(x - 6, top - 11, width + 8, 15), brush(mid))
            for chimney in (0.18, 0.74):
                tall = float(rng.uniform(18, 52))
                canvas.drawRect(skia.Rect.MakeXYWH(x + width * chimney, top - tall, 26, tall),
                                brush(mid))  # fmt: skip
            x += width

    def front(canvas: skia.Canvas) -> None:
        for left, top, width in ((-20, 1262, 520), (500, 1296, 420), (920, 1312, 1500)):
            canvas.drawRect(skia.Rect.MakeXYWH(left, top, width, 300), brush(dark))
            canvas.drawRect(skia.Rect.MakeXYWH(left - 8, top - 14, width + 16, 18), brush(dark))
        for left, tall in ((70, 74), (120, 60), (600, 54), (1130, 60), (1185, 44)):
            canvas.drawRect(skia.Rect.MakeXYWH(left, 1300 - tall - 36, 34, 140), brush(dark))
        tank(canvas, 330, 1264, 1.25)
        canvas.drawLine(742, 1300, 742, 1168, brush(dark, width_px=5))
        for bar in range(5):
            half = 46 - bar * 7
            canvas.drawLine(742 - half, 1176 + bar * 17, 742 + half, 1176 + bar * 17,
                            brush(dark, width_px=3.4))  # fmt: skip

    for layer, strength in ((back, 0.45), (front, 0.75)):
        mask = plate.mask(layer)
        plate.draw(layer)
        upper = np.roll(mask, 4, axis=0)
        edge = np.clip(mask - upper, 0, 1)
        toward_sun = np.exp(-((np.abs(plate.x - SUN_PX[0]) / 900) ** 2))
        plate.light(blur(edge, 0.8) * (0.2 + 0.8 * toward_sun), rim, strength)

    def windows(canvas: skia.Canvas) -> None:
        for x, y in ((212, 1226), (250, 1226), (868, 1236), (1096, 1262), (1400, 1270)):
            canvas.drawRect(skia.Rect.MakeXYWH(x, y, 18, 27), brush("#ffc77d"))

    plate.draw(windows)
    plate.glow(windows, soft_px=10, gain=1.2)


def _birds(plate: Plate) -> None:
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


def paint() -> Rgb:
    """Paint the bridge at dawn, 2400 by 1350; the upper left is calm, for type."""
    plate = Plate(WIDTH_PX, HEIGHT_PX)
    _sky(plate)
    _skyline(plate, seed=4, base_px=HORIZON_PX, tall_px=210, color="#b9737c", haze="#f4b183",
             lights=0.25)  # fmt: skip
    _skyline(plate, seed=9, base_px=HORIZON_PX + 4, tall_px=120, color="#8b5a72", haze="#e59a7b",
             lights=0.7)  # fmt: skip
    _water(plate)
    haze: Field = np.exp(-(((plate.y - HORIZON_PX + 20) / 110) ** 2))
    _cables(plate, _HALF_WIDTH_M, "#6d4a63", 0.55, 1.0)
    _tower(plate, _SPAN_M, "#7d566e", "#6a4a66", "#ffc28c")
    plate.light(haze, "#ffb37e", 0.30)
    _deck(plate, "#45314c", "#33263f")
    _tower(plate, 0.0, "#4a3550", "#32263f", "#ffb07a")
    _cables(plate, -_HALF_WIDTH_M, "#2c2138", 0.95, 1.15)
    _birds(plate)
    _rooftops(plate)
    sun = np.hypot(plate.x - SUN_PX[0], (plate.y - SUN_PX[1]) * 1.2)
    plate.light(np.exp(-((sun / 520) ** 1.2)), "#ff9c5e", 0.26)
    return plate.finish(seed=2, grain=0.012, bloom=0.35, vignette=0.28)
