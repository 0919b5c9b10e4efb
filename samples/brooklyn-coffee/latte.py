"""Still: a flat white from above, on walnut, in window light; the left third is calm, for type."""

import numpy as np
import skia
from studio.noise import Field, fractal, smoothstep
from studio.plate import Plate, Rgb, blur, brush, polygon, ramp

WIDTH_PX, HEIGHT_PX = 2400, 1350
CUP_PX = (1590.0, 680.0)
RIM_PX = 372.0
_WHITE = "#ffffff"


def _disc(
    plate: Plate, radius_px: float, edge_px: float = 1.2, center: tuple[float, float] = CUP_PX
) -> Field:
    distance = np.hypot(plate.x - center[0], plate.y - center[1])
    return smoothstep(radius_px + edge_px, radius_px - edge_px, distance)


def _table(plate: Plate) -> None:
    """Lay four walnut boards with figure, pores and dark joints."""
    size = (HEIGHT_PX, WIDTH_PX)
    tilt = plate.y + 0.035 * plate.x
    board = np.floor((tilt + 140) / 372)
    figure = fractal(size, seed=21, exponent=1.9, stretch=(1.2, 9))
    fine = fractal(size, seed=22, exponent=0.8, stretch=(0.6, 22), lowest=4)
    shade = np.sin(board * 12.9898 + 4.1) * 43758.5453
    shade = (shade - np.floor(shade)).astype(np.float32)
    rings = np.sin((tilt + figure * 46 + board * 190) / 13.5)
    tone = 0.46 + 0.10 * figure + 0.05 * rings + 0.055 * fine + 0.13 * (shade - 0.5)
    stops = [(0.1, "#1c0f0b"), (0.4, "#3d2316"), (0.62, "#5d3823"), (0.95, "#8a5a38")]
    plate.rgb = ramp(stops, tone.astype(np.float32))
    joint = np.abs((tilt + 140) / 372 - np.round((tilt + 140) / 372)) * 372
    plate.multiply(np.exp(-((joint / 3.2) ** 2)), "#1a0c08", 0.85)
    plate.light(np.exp(-(((joint - 6) / 2.5) ** 2)), "#d79a63", 0.08)


def _window_light(plate: Plate) -> Field:
    """Return where the sun comes through the panes: slanted quadrilaterals with soft bars."""

    def panes(canvas: skia.Canvas) -> None:
        canvas.skew(-0.62, 0.16)
        for column in range(3):
            for row in range(3):
                rect = skia.Rect.MakeXYWH(820 + column * 560, -470 + row * 520, 500, 462)
                canvas.drawRect(rect, brush(_WHITE))

    leaves = fractal((HEIGHT_PX, WIDTH_PX), seed=77, exponent=2.3, lowest=4)
    dapple = 1 - 0.55 * smoothstep(0.3, 1.6, blur(leaves, 16))
    return plate.mask(panes, soft_px=11) * dapple


def _rosetta(u: Field, v: Field) -> Field:
    """Return the milk: a fern of nested fronds with a heart at its tip, 1 is white.

    Args:
        u: Across the cup, [-1, 1] from wall to wall.
        v: Along the stem, 1 at the tip.
    """
    sway = fractal(u.shape, seed=51, exponent=3.6, lowest=9)
    ragged = fractal(u.shape, seed=52, exponent=2.4, lowest=30)
    u = u + 0.026 * sway + 0.0035 * ragged
    v = v + 0.026 * np.roll(sway, 333, axis=1) + 0.0035 * np.roll(ragged, 400, axis=0)
    side = np.sqrt(u * u + 0.0004)
    bend = v - 0.50 * side**0.72 - 0.42 * side**2 + 0.04
    along = np.clip((bend + 0.82) / 1.10, 0, 1)
    reach = 0.74 * np.sqrt(np.clip(1 - ((along - 0.22) / 0.86) ** 2, 0, 1)) * (1 - 0.30 * along)
    count = 9.0
    wave = 0.5 + 0.5 * np.cos(2 * np.pi * count * (along**0.92))
    width = 0.60 - 0.16 * smoothstep(0.25, 0.75, side) - 0.06 * along
    tips = smoothstep(0.05, -0.05, side - reach * (0.93 + 0.07 * wave))
    fronds = smoothstep(1 - width - 0.12, 1 - width + 0.12, wave * tips)
    band = smoothstep(-0.84, -0.79, bend) * smoothstep(0.27, 0.22, bend)
    stem = np.exp(-((side / 0.028) ** 2)) * smoothstep(0.30, 0.05, v)
    hx, hy = u / 0.185, (v - 0.455) / 0.185
    heart = smoothstep(
        0.10, -0.10, hx**2 + (1.12 * hy - 0.78 * np.sqrt(np.abs(hx) + 0.01)) ** 2 - 1
    )
    base = smoothstep(0.045, 0.0, np.abs(bend + 0.845) - 0.035) * smoothstep(0.50, 0.30, side)
    leaf = np.maximum(fronds * band, base) * (1 - 0.8 * stem)
    return np.clip(np.maximum(leaf, heart), 0, 1)


def _coffee(plate: Plate) -> None:
    """Fill the cup: crema that darkens to the wall, tiger flecks, milk, bubbles, a sheen."""
    inner = RIM_PX - 26
    pool = _disc(plate, inner - 8)
    turn = np.radians(-24)
    du, dv = (plate.x - CUP_PX[0]) / inner, -(plate.y - CUP_PX[1]) / inner
    u, v = du * np.cos(turn) - dv * np.sin(turn), du * np.sin(turn) + dv * np.cos(turn)
    radius = np.hypot(du, dv)
    mottled = fractal((HEIGHT_PX, WIDTH_PX), seed=61, exponent=1.5, lowest=16)
    flecks = fractal((HEIGHT_PX, WIDTH_PX), seed=62, exponent=0.9, lowest=60)
    tone = 0.62 - 0.34 * smoothstep(0.62, 1.0, radius) + 0.07 * mottled + 0.035 * flecks
    crema = ramp([(0, "#2c1208"), (0.3, "#6a3216"), (0.6, "#a4592a"), (1, "#d08a4c")], tone)
    plate.fill(pool, crema)
    milk = _rosetta(u.astype(np.float32), (v * 1.0).astype(np.float32)) * smoothstep(
        0.93, 0.86, radius
    )
    foam = ramp(
        [(0, "#e9c79c"), (0.5, "#f8e8cf"), (1, "#fffaf0")],
        0.55 + 0.10 * mottled + 0.25 * (-du - dv * -0.6),
    )
    plate.multiply(np.clip(blur(milk, 7) - milk, 0, 1) * pool, "#6e3517", 0.75)
    plate.fill(milk * pool, foam, 0.97)
    rng = np.random.default_rng(7)

    def bubbles(canvas: skia.Canvas) -> None:
        for _ in range(95):
            angle, r = float(rng.uniform(0, 6.28)), inner * float(rng.uniform(0.90, 0.968))
            x, y = CUP_PX[0] + r * np.cos(angle), CUP_PX[1] + r * np.sin(angle)
            size = float(rng.uniform(1.2, 4.6))
            canvas.drawCircle(x, y, size, brush("#f1c894", 0.55, width_px=1.1))
            canvas.drawCircle(x - size * 0.3, y - size * 0.3, size * 0.25, brush(_WHITE, 0.8))

    plate.draw(bubbles)
    shadow = _disc(plate, inner, 2) * (
        1 - _disc(plate, inner - 4, 46, (CUP_PX[0] + 40, CUP_PX[1] + 24))
    )
    plate.multiply(shadow, "#2a120a", 0.72)


def _ceramic(plate: Plate, outer_px: float, inner_px: float, *, seed: int, lift: float) -> None:
    """Throw a ring of speckled stoneware, lit from the upper left."""
    ring = _disc(plate, outer_px) * (1 - _disc(plate, inner_px))
    dx, dy = (plate.x - CUP_PX[0]) / outer_px, (plate.y - CUP_PX[1]) / outer_px
    radius = np.hypot(dx, dy)
    facing = (-dx * 0.80 - dy * 0.60) / np.maximum(radius, 1e-3)
    across = (radius * outer_px - inner_px) / (outer_px - inner_px)
    curl = np.cos(np.pi * np.clip(across, 0, 1))
    tone = 0.60 + lift * facing * -curl + 0.08 * facing
    tone = tone + 0.02 * fractal(tone.shape, seed=seed, exponent=1.4, lowest=9)
    stops = [(0, "#6d5141"), (0.35, "#b39b84"), (0.62, "#e7d8c2"), (1, "#fff8ea")]
    plate.fill(ring, ramp(stops, tone.astype(np.float32)))
    rng = np.random.default_rng(seed)

    def speckles(canvas: skia.Canvas) -> None:
        for _ in range(520):
            angle = float(rng.uniform(0, 6.28))
            r = float(rng.uniform(inner_px, outer_px))
            canvas.drawCircle(
                CUP_PX[0] + r * np.cos(angle),
                CUP_PX[1] + r * np.sin(angle),
                float(rng.uniform(0.6, 2.3)),
                brush("#5b3b28", 0.55),
            )

    layer = plate.mask(speckles) * ring
    plate.multiply(layer, "#6f4b34", 0.8)


def _handle(plate: Plate) -> None:
    """Add the ear of the cup, lower right."""
    turn = np.radians(28)
    x, y = plate.x - CUP_PX[0], plate.y - CUP_PX[1]
    along, across = x * np.cos(turn) + y * np.sin(turn), -x * np.sin(turn) + y * np.cos(turn)
    reach = RIM_PX + 128
    width = 33 + 9 * smoothstep(RIM_PX + 20, reach, along)
    ear = (
        smoothstep(1.2, -1.2, np.abs(across) - width)
        * (along > 0)
        * smoothstep(2, -2, along - reach + 0.011 * across**2)
    )
    plate.multiply(blur(np.roll(ear, (26, 34), (0, 1)), 18) * (1 - ear), "#190b06", 0.65)
    tone = 0.60 - 0.36 * across / width
    plate.fill(
        ear, ramp([(0, "#7d604c"), (0.4, "#c6b09a"), (0.7, "#efe2cd"), (1, "#fff8ea")], tone)
    )


def _spoon(plate: Plate) -> None:
    """Rest a brass spoon on the saucer, upper right."""

    def outline(canvas: skia.Canvas, paint: skia.Paint) -> None:
        canvas.translate(CUP_PX[0] + 322, CUP_PX[1] - 318)
        canvas.rotate(-42)
        canvas.drawOval(skia.Rect.MakeXYWH(-62, -150, 124, 186), paint)
        canvas.drawPath(
            polygon([(-13, 24), (13, 24), (9, 420), (17, 500), (-17, 500), (-9, 420)]), paint
        )
        canvas.drawCircle(0, 498, 18, paint)

    mask = plate.mask(lambda c: outline(c, brush(_WHITE)))
    plate.multiply(blur(np.roll(mask, (20, 26), (0, 1)), 10) * (1 - mask), "#190b06", 0.6)
    inner = blur(mask, 16)
    slope = (
        np.roll(inner, 9, axis=1)
        - np.roll(inner, -9, axis=1)
        + np.roll(inner, 9, 0)
        - np.roll(inner, -9, 0)
    )
    tone = 0.5 - 1.7 * slope
    stops = [(0, "#4a2c12"), (0.4, "#a8742f"), (0.6, "#d6a452"), (0.85, "#ffe2a0"), (1, "#fff6da")]
    plate.fill(mask, ramp(stops, tone))


def _beans(plate: Plate) -> None:
    rng = np.random.default_rng(88)
    spots = [
        (1000, 1130, 20),
        (1062, 1196, 75),
        (930, 1218, 140),
        (2240, 210, 40),
        (2300, 300, 110),
    ]
    for x, y, angle in spots:
        size = float(rng.uniform(40, 46))

        def bean(
            canvas: skia.Canvas, *, crease: bool, at: tuple[float, float, float, float]
        ) -> None:
            canvas.translate(at[0], at[1])
            canvas.rotate(at[2])
            if crease:
                path = skia.Path()
                path.moveTo(-at[3] * 0.9, 2)
                path.cubicTo(-at[3] * 0.3, -9, at[3] * 0.3, 11, at[3] * 0.9, -2)
                canvas.drawPath(path, brush(_WHITE, width_px=5))
            else:
                canvas.drawOval(
                    skia.Rect.MakeXYWH(-at[3], -at[3] * 0.68, 2 * at[3], at[3] * 1.36),
                    brush(_WHITE),
                )

        at = (x, y, angle, size)
        body = plate.mask(lambda c, a=at: bean(c, crease=False, at=a))
        crease = plate.mask(lambda c, a=at: bean(c, crease=True, at=a), soft_px=1.2)
        plate.multiply(blur(np.roll(body, (12, 16), (0, 1)), 8) * (1 - body), "#140804", 0.75)
        dome = ((x - plate.x) * 0.7 + (y - plate.y) * 0.6) / size
        plate.fill(
            body, ramp([(0, "#1b0b06"), (0.5, "#45210f"), (1, "#96582e")], 0.5 + 0.42 * dome)
        )
        plate.multiply(crease * body, "#150704", 0.85)


def paint() -> Rgb:
    """Paint the flat white, 2400 by 1350."""
    plate = Plate(WIDTH_PX, HEIGHT_PX)
    _table(plate)
    sun = _window_light(plate)
    _beans(plate)
    saucer = _disc(plate, 590)
    for reach, soft, strength in ((1.0, 60, 0.55), (0.35, 16, 0.55)):
        cast = np.roll(saucer, (round(58 * reach), round(84 * reach)), (0, 1))
        plate.multiply(blur(cast, soft) * (1 - saucer), "#120703", strength)
    _ceramic(plate, 590, 250, seed=71, lift=0.12)
    well = np.hypot(plate.x - CUP_PX[0], plate.y - CUP_PX[1])
    plate.multiply(np.exp(-(((well - 556) / 7) ** 2)), "#a58a70", 0.55)
    cup = _disc(plate, RIM_PX)
    cast = blur(np.roll(cup, (52, 74), (0, 1)), 26) * (1 - cup) * saucer
    plate.multiply(cast, "#3a2014", 0.80)
    _spoon(plate)
    _handle(plate)
    _ceramic(plate, RIM_PX, RIM_PX - 30, seed=72, lift=0.34)
    _coffee(plate)
    shade = 1 - sun
    plate.multiply(shade, "#6b5d72", 0.80)
    plate.light(sun, "#ffb45f", 0.13)
    left = smoothstep(1250, 0, plate.x)
    plate.multiply(left, "#3a2118", 0.62)
    return plate.finish(seed=5, grain=0.012, bloom=0.30, vignette=0.35)
