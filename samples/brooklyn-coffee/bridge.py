"""Still: the Brooklyn Bridge at dawn, built as a small 3-D model and painted in layers of haze."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import skia
from riverside import (
    HEIGHT_PX,
    HORIZON_PX,
    SUN_PX,
    WIDTH_PX,
    paint_birds,
    paint_rooftops,
    paint_sky,
    paint_skyline,
    paint_water,
)
from studio.noise import Field, fractal, smoothstep
from studio.plate import Plate, Rgb, brush, polygon

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
        (along_m, center_m - half * (1 - t) ** 0.62, spring + (top - spring) * t**0.85)
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
        for z0, z1, grow in (
            (-2, 36, 1.6),
            (36, top - 5, 0.0),
            (top - 5, top - 2.4, 1.5),
            (top - 2.4, top, 2.6),
        ):
            front, flank = block(z0, z1, grow)
            canvas.drawPath(flank, brush(side))
            canvas.drawPath(front, brush(face))
        for step in range(3):  # buttresses rise beside and between the arches
            center = (-16.6, 0.0, 16.6)[step]
            rib = [
                (near - 1.2, center - 1.9, 0),
                (near - 1.2, center + 1.9, 0),
                (near - 1.2, center + 1.9, top - 6),
                (near - 1.2, center - 1.9, top - 6),
            ]
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
        for a, b in pairwise(steps):
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


def _reflection(plate: Plate) -> None:
    """Lay the near tower's broken reflection on the water."""
    x0, foot, _ = _project((0.0, -20.0, -2.0))
    x1, _, _ = _project((0.0, 20.0, -2.0))
    left, right = min(x0, x1), max(x0, x1)
    waves = fractal((HEIGHT_PX, WIDTH_PX), seed=27, exponent=1.2, stretch=(0.5, 7), lowest=7)
    depth = np.clip((plate.y - foot) / 230, 0, None)
    sway = waves * (6 + 40 * depth)
    inside = smoothstep(left - 10, left + 14, plate.x + sway) * smoothstep(
        right + 10, right - 14, plate.x + sway
    )
    cover = inside * smoothstep(foot - 2, foot + 6, plate.y) * smoothstep(1.35, 0.1, depth)
    plate.multiply(cover * (0.75 + 0.25 * np.clip(waves, -1, 1)), "#5b4262", 0.85)


def paint() -> Rgb:
    """Paint the bridge at dawn, 2400 by 1350; the upper left is calm, for type."""
    plate = Plate(WIDTH_PX, HEIGHT_PX)
    paint_sky(plate)
    paint_skyline(
        plate, seed=4, base_px=HORIZON_PX, tall_px=210, color="#b9737c", haze="#f4b183", lights=0.25
    )
    paint_skyline(
        plate,
        seed=9,
        base_px=HORIZON_PX + 4,
        tall_px=120,
        color="#8b5a72",
        haze="#e59a7b",
        lights=0.7,
    )
    paint_water(plate)
    haze: Field = np.exp(-(((plate.y - HORIZON_PX + 20) / 110) ** 2))
    _cables(plate, _HALF_WIDTH_M, "#6d4a63", 0.55, 1.0)
    _tower(plate, _SPAN_M, "#7d566e", "#6a4a66", "#ffc28c")
    plate.light(haze, "#ffb37e", 0.30)
    distant = plate.rgb.copy()
    _deck(plate, "#45314c", "#33263f")
    plate.fill(smoothstep(900, 740, plate.x), distant)
    _reflection(plate)
    _tower(plate, 0.0, "#4a3550", "#32263f", "#ffb07a")
    _cables(plate, -_HALF_WIDTH_M, "#2c2138", 0.95, 1.15)
    paint_birds(plate)
    paint_rooftops(plate)
    sun = np.hypot(plate.x - SUN_PX[0], (plate.y - SUN_PX[1]) * 1.2)
    plate.light(np.exp(-((sun / 520) ** 1.2)), "#ff8c50", 0.16)
    return plate.finish(seed=2, grain=0.012, bloom=0.35, vignette=0.28)
