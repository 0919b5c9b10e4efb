"""Clip: two streams of espresso fill a glass, 24 fps, lit from behind."""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import skia
from numpy.typing import NDArray
from studio.noise import Field, fractal, smoothstep
from studio.plate import Plate, Rgb, blur, brush, film_grain, polygon, ramp, to_bytes

SIZE_PX = (1920, 1080)
FPS = Fraction(24)
FRAME_COUNT = 126
_CENTER_PX = 1300.0
_GLASS = (520.0, 1000.0)
_TRAY_PX = 952.0
_DETAIL = (1088, 392, 424, 618)
"""Left, top, width and height of what moves; the rest is painted once."""
_SPOUTS_PX = (1238.0, 1362.0)
_WHITE = "#ffffff"


def _half_width(y: Field | float) -> Field | float:
    """Half the inside of the glass at a height: it narrows to a round foot."""
    part = np.clip((np.asarray(y) - _GLASS[0]) / (_GLASS[1] - 34 - _GLASS[0]), 0, 1)
    return 196 - 46 * part - 150 * np.clip((part - 0.86) / 0.14, 0, 1) ** 3.2 * 0.42


def _outline(grow_px: float) -> skia.Path:
    steps = np.linspace(_GLASS[0], _GLASS[1] - 34 + grow_px, 60)
    halves = [float(_half_width(y)) + grow_px for y in steps]
    left = [(_CENTER_PX - h, float(y)) for h, y in zip(halves, steps, strict=True)]
    right = [(_CENTER_PX + h, float(y)) for h, y in zip(halves, steps, strict=True)]
    return polygon(left + right[::-1])


def _room() -> Rgb:
    """Paint the bar behind: a dark room, warm lamps out of focus, tiles, the tray."""
    plate = Plate(*SIZE_PX)
    width, height = SIZE_PX
    plate.rgb = ramp([(0, "#0f0b0d"), (0.55, "#22150f"), (1, "#120b09")], plate.y / height)
    lamp = np.hypot((plate.x - 1330) / 760, (plate.y - 560) / 520)
    plate.light(np.exp(-(lamp**1.7)), "#c4682a", 0.62)
    rng = np.random.default_rng(8)

    def bokeh(canvas: skia.Canvas) -> None:
        for _ in range(15):
            x, y = float(rng.uniform(850, 1900)), float(rng.uniform(120, 640))
            r = float(rng.uniform(24, 62))
            color = str(rng.choice(["#ffb763", "#ff9140", "#ffd79c", "#e86a34"]))
            canvas.drawCircle(x, y, r, brush(color, float(rng.uniform(0.06, 0.22))))
            canvas.drawCircle(x, y, r - 2, brush(color, 0.10, width_px=4))

    plate.glow(bokeh, soft_px=3)

    def shelf(canvas: skia.Canvas) -> None:
        for x, tall, wide in ((930, 190, 60), (1020, 150, 84), (1650, 210, 70), (1760, 160, 96)):
            canvas.drawRoundRect(
                skia.Rect.MakeXYWH(x, 860 - tall, wide, tall + 200), 14, 14, brush("#150c08", 0.8)
            )
        canvas.drawRect(skia.Rect.MakeXYWH(0, 860, width, 12), brush("#2a170d", 0.9))

    plate.draw(shelf, soft_px=15)
    steel = fractal((height, width), seed=6, exponent=1.0, stretch=(0.3, 20), lowest=3)
    tray = smoothstep(_TRAY_PX - 2, _TRAY_PX + 2, plate.y)
    tone = 0.52 + 0.03 * steel - 0.55 * (plate.y - _TRAY_PX) / 120
    tone = tone + 0.30 * np.exp(-(((plate.x - _CENTER_PX) / 360) ** 2)) - 0.10
    plate.fill(
        tray, ramp([(0, "#0a0706"), (0.5, "#33211a"), (1, "#c0763f")], tone.astype(np.float32))
    )
    slots = ((plate.x - 20) % 46 < 26) & (np.abs(plate.y - 1036) < 10)
    plate.multiply(blur(slots.astype(np.float32), 1.2), "#050303", 0.8)
    plate.light(np.exp(-(((plate.y - _TRAY_PX) / 2.2) ** 2)), "#ffb878", 0.35)
    plate.multiply(
        np.exp(-((np.hypot((plate.x - _CENTER_PX) / 190, (plate.y - 978) / 20)) ** 4)),
        "#060302",
        0.75,
    )
    plate.multiply(smoothstep(1150, 200, plate.x), "#1a0f0c", 0.62)
    return plate.rgb


def _machine(plate: Plate) -> None:
    """Paint the group head, the basket and its twin spout in brushed steel and brass."""

    def cylinder(
        x0: float,
        x1: float,
        y0: float,
        y1: float,
        stops: list[tuple[float, str]],
        round_px: float = 6,
    ) -> None:
        rect = skia.Rect.MakeLTRB(x0, y0, x1, y1)
        mask = plate.mask(lambda c: c.drawRoundRect(rect, round_px, round_px, brush(_WHITE)))
        plate.fill(mask, ramp(stops, (plate.x - x0) / (x1 - x0)))
        edge = np.clip(mask - np.roll(mask, -3, axis=0), 0, 1)
        plate.light(blur(edge, 1), "#ffcf9a", 0.45)

    steel = [
        (0, "#0d0b0c"),
        (0.10, "#3c3430"),
        (0.20, "#15110f"),
        (0.36, "#6f645c"),
        (0.44, "#cfc2b4"),
        (0.50, "#8d8075"),
        (0.72, "#2a221f"),
        (0.90, "#a5643a"),
        (0.96, "#e8a368"),
        (1, "#2a1910"),
    ]
    brass = [
        (0, "#1d0f07"),
        (0.14, "#6f441d"),
        (0.3, "#c98b43"),
        (0.4, "#ffe1a0"),
        (0.5, "#c08238"),
        (0.8, "#4a2911"),
        (0.93, "#f0a659"),
        (1, "#3a1f0d"),
    ]
    cylinder(1070, 1530, -40, 118, steel, 20)
    cylinder(1098, 1502, 112, 172, steel, 10)
    cylinder(1120, 1480, 166, 250, brass, 16)
    cylinder(1150, 1450, 244, 286, steel, 18)

    def yoke(canvas: skia.Canvas) -> None:
        path = skia.Path()
        path.moveTo(1262, 282)
        path.lineTo(1338, 282)
        path.cubicTo(1346, 322, 1384, 318, 1386, 356)
        path.lineTo(1386, 398)
        path.lineTo(1340, 398)
        path.cubicTo(1338, 362, 1318, 350, 1300, 350)
        path.cubicTo(1282, 350, 1262, 362, 1260, 398)
        path.lineTo(1214, 398)
        path.lineTo(1214, 356)
        path.cubicTo(1216, 318, 1254, 322, 1262, 282)
        path.close()
        canvas.drawPath(path, brush(_WHITE))

    mask = plate.mask(yoke)
    local = ((plate.x - 1214) % 86) / 86 * 0.72 + 0.1
    plate.fill(mask, ramp(steel, local.astype(np.float32)))
    shade = blur(mask, 9)
    plate.multiply(mask * smoothstep(0.9, 0.5, shade), "#1b100b", 0.6)

    def lever(canvas: skia.Canvas) -> None:
        canvas.drawPath(
            polygon([(1470, 186), (1720, 176), (1960, 160), (1960, 240), (1720, 230), (1470, 226)]),
            brush(_WHITE),
        )

    wood = plate.mask(lever)
    tone = 0.85 - np.abs((plate.y - 196) / 46) * 0.8
    tone = tone + 0.05 * fractal(tone.shape, seed=9, exponent=1.4, stretch=(1, 12))
    plate.fill(
        wood, ramp([(0, "#140906"), (0.5, "#4a2614"), (1, "#a3663a")], tone.astype(np.float32))
    )


def _stream(plate: Plate, x_px: float, end_px: float, frame: int, ripple: Field) -> None:
    """Pour one stream from spout to surface: it thins, sways and carries knots of crema down."""
    top = 396.0
    first = plate.origin_px[1]
    rows = slice(int(top) - first, int(end_px) + 4 - first)
    y, x = plate.y[rows], plate.x[rows]
    fall = (y - top) / (700 - top)
    lean = (_CENTER_PX - x_px) * 0.16 * fall
    sway = 2.6 * np.sin(y / 58 - frame * 0.55 + x_px) * fall
    place = (y[:, :1] * 0.9 - frame * 47).astype(int) % ripple.shape[0]
    knots = ripple[place, int(x_px) % 64]
    half = 11.0 - 5.0 * np.sqrt(np.clip(fall, 0, 1)) + 1.1 * knots * fall
    u = (x - x_px - lean - sway) / half
    cover = smoothstep(1.06, 0.86, np.abs(u)) * smoothstep(end_px + 3, end_px, y)
    tone = 0.52 + 0.30 * np.exp(-(((u - 0.35) / 0.34) ** 2)) - 0.34 * np.abs(u) ** 2 + 0.10 * knots
    color = ramp(
        [(0, "#2a1007"), (0.35, "#6d3413"), (0.62, "#b96a2a"), (1, "#ffd58a")],
        tone.astype(np.float32),
    )
    color = color + (np.exp(-(((u + 0.42) / 0.13) ** 2)) * 0.55)[..., None]
    plate.rgb[rows] += (color - plate.rgb[rows]) * cover[..., None]


def _coffee(plate: Plate, level_px: float, frame: int, curls: Field) -> None:
    """Fill the glass to a level: black below, a falling cascade, then a hand of crema."""
    mask = plate.mask(_outline(0)) * smoothstep(level_px - 1.5, level_px + 1.5, plate.y)
    drift = np.roll(curls, (int(frame * 3.1), int(6 * np.sin(frame / 9))), (0, 1))
    swirl = np.roll(curls, (-int(frame * 1.3), 411), (0, 1))
    full = _GLASS[1] - 40 - level_px
    depth = (plate.y - level_px) / full + (0.034 * drift + 0.022 * swirl)
    stops = [
        (0, "#e9bd7c"),
        (0.06, "#d89f58"),
        (0.17, "#c07c38"),
        (0.27, "#8f4f20"),
        (0.45, "#4e230d"),
        (0.66, "#261007"),
        (1, "#140803"),
    ]
    color = ramp(stops, depth.astype(np.float32))
    streaks = smoothstep(0.3, 1.9, drift) * np.exp(-(((depth - 0.42) / 0.20) ** 2))
    color = color + streaks[..., None] * np.array([0.20, 0.10, 0.03])
    across = (plate.x - _CENTER_PX) / np.asarray(_half_width(plate.y))
    glow = (
        np.exp(-(((across - 0.55) / 0.30) ** 2)) * 0.34
        + np.exp(-(((across + 0.8) / 0.1) ** 2)) * 0.2
    )
    color = color * (1.02 - 0.32 * np.abs(across) ** 3)[..., None]
    color = color + glow[..., None] * np.array([0.42, 0.18, 0.05]) * (0.3 + depth)[..., None]
    plate.rgb += (color - plate.rgb) * mask[..., None]
    half = float(_half_width(level_px))

    def surface(canvas: skia.Canvas) -> None:
        canvas.drawOval(
            skia.Rect.MakeXYWH(_CENTER_PX - half, level_px - 15, 2 * half, 30), brush(_WHITE)
        )

    top = plate.mask(surface)
    tone = 0.55 + 0.10 * swirl + 0.30 * across
    plate.fill(
        top, ramp([(0, "#a5672c"), (0.5, "#d9a25c"), (1, "#ffe0a6")], tone.astype(np.float32))
    )
    for spout in _SPOUTS_PX:
        x = spout + (_CENTER_PX - spout) * 0.16
        ring = np.hypot((plate.x - x) / 34, (plate.y - level_px) / 9)
        wave = np.cos(ring * 7 - frame * 1.1) * np.exp(-(ring**2))
        plate.light(top * np.clip(wave, 0, 1), "#fff0c8", 0.55)
        plate.multiply(top * np.clip(-wave, 0, 1), "#8a4e1c", 0.6)


def _glass(plate: Plate, rim: dict[str, Field]) -> None:
    """Lay the glass over the coffee: walls, a thick foot, reflections of the windows."""
    plate.fill(rim["foot"], np.array([0.30, 0.16, 0.09], np.float32), 0.55)
    plate.light(rim["wall"], "#ffd9ae", 0.42)
    plate.light(rim["shine"], "#fff3e0", 0.50)
    plate.light(rim["lip"], "#ffe6c8", 0.60)


def _glass_masks(plate: Plate) -> dict[str, Field]:
    outer, inner = plate.mask(_outline(9)), plate.mask(_outline(0))
    across = (plate.x - _CENTER_PX) / np.asarray(_half_width(plate.y))
    tall = smoothstep(_GLASS[0] + 12, _GLASS[0] + 70, plate.y) * smoothstep(930, 830, plate.y)
    shine = (
        np.exp(-(((across + 0.74) / 0.055) ** 2)) * tall
        + 0.5 * np.exp(-(((across + 0.56) / 0.02) ** 2)) * tall
        + 0.55 * np.exp(-(((across - 0.84) / 0.035) ** 2)) * tall
    )

    def lip(canvas: skia.Canvas) -> None:
        rect = skia.Rect.MakeXYWH(_CENTER_PX - 202, _GLASS[0] - 17, 404, 34)
        canvas.drawOval(rect, brush(_WHITE, 0.9, width_px=2.6))

    wall = blur(np.clip(outer - inner, 0, 1), 1.0)
    foot = np.clip(outer - inner, 0, 1) * smoothstep(938, 962, plate.y)
    return {
        "wall": wall,
        "shine": (shine * inner).astype(np.float32),
        "lip": plate.mask(lip, soft_px=0.7),
        "foot": foot,
    }


def frames() -> Iterator[NDArray[np.uint8]]:
    """Draw the pour, one R'G'B' frame after the other."""
    width, height = SIZE_PX
    plate = Plate(width, height)
    plate.rgb = _room()
    _machine(plate)
    ground = plate.rgb.copy()
    left, top, wide, tall = _DETAIL
    window = (slice(top, top + tall), slice(left, left + wide))
    detail = Plate(wide, tall, origin_px=(left, top))
    rim = _glass_masks(detail)
    ripple = fractal((1200, 64), seed=44, exponent=3.0, lowest=12)
    curls = fractal((tall, wide), seed=45, exponent=1.8, stretch=(1.5, 1), lowest=4)
    grains = [film_grain(width, height, seed=200 + n) * 0.006 for n in range(6)]
    dx, dy = plate.x / width - 0.5, plate.y / height - 0.5
    vignette = (1 - 0.34 * np.clip((dx * dx + dy * dy) * 2, 0, 1) ** 1.3)[..., None]
    halo = blur(np.clip(ground - 0.6, 0, None), 26)
    around = ((ground + halo * 0.5) * vignette).astype(np.float32)
    for frame in range(FRAME_COUNT):
        detail.rgb = ground[window].copy()
        level = 812 - 165 * (frame / FRAME_COUNT) ** 0.92
        _coffee(detail, level, frame, curls)
        for index, spout in enumerate(_SPOUTS_PX):
            _stream(detail, spout, level + 3 - index, frame, ripple)
        _glass(detail, rim)
        picture = np.clip(detail.rgb, 0, 1)
        halo = blur(np.clip(picture - 0.6, 0, None), 26)
        whole = around.copy()
        whole[window] = (picture + halo * 0.5) * vignette[window]
        yield to_bytes(whole + grains[frame % 6][..., None])
