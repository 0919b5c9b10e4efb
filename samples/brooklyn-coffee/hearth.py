"""Still: a drift of roasted beans with embers glowing behind it; everything above is calm."""

import cv2
import numpy as np
from beans import cast_bean, rotation
from studio.noise import fractal, smoothstep
from studio.plate import Plate, Rgb, blur, ramp

WIDTH_PX, HEIGHT_PX = 2112, 1188


def _ground(plate: Plate) -> None:
    """Paint the dark with the fire's glow low in the middle, and smoke in it."""
    plate.rgb = ramp([(0, "#0f0a0b"), (0.6, "#1a0f0d"), (1, "#2c130b")], plate.y / HEIGHT_PX)
    far = np.hypot((plate.x - WIDTH_PX / 2) / 980, (plate.y - 1130) / 420)
    plate.light(np.exp(-(far**1.6)), "#c2491a", 0.55)
    near = np.hypot((plate.x - WIDTH_PX / 2) / 620, (plate.y - 1150) / 190)
    plate.light(np.exp(-(near**1.8)), "#ff8a3c", 0.55)
    smoke = fractal(plate.y.shape, seed=6, exponent=2.4, stretch=(1.8, 1))
    plate.light(smoothstep(0.1, 2.2, smoke) * np.exp(-((far / 1.5) ** 2)), "#7d3417", 0.35)


def _embers(plate: Plate) -> None:
    rng = np.random.default_rng(40)
    sparks = np.zeros_like(plate.rgb)
    for _ in range(150):
        x = float(rng.normal(WIDTH_PX / 2, 430))
        y = 1080 - float(rng.exponential(190))
        heat = float(rng.uniform(0.3, 1.0))
        if y < 930 and abs(x - WIDTH_PX / 2) < 470:  # where the type stands
            continue
        cv2.circle(
            sparks,
            (round(x * 8), round(y * 8)),
            round(float(rng.uniform(0.8, 2.6)) * 8),
            (heat, 0.52 * heat, 0.18 * heat),
            -1,
            cv2.LINE_AA,
            3,
        )
    plate.rgb = plate.rgb + sparks + 1.4 * blur(sparks, 5) + 2.0 * blur(sparks, 15)


def _crest(x: float) -> float:
    """Height of the drift at a place, px from the top: low in the middle, so the fire shows."""
    off = (x - WIDTH_PX / 2) / (WIDTH_PX / 2)
    return 1128 - 150 * abs(off) ** 1.7 + 16 * np.sin(x / 130) + 9 * np.sin(x / 47)


def _drift(plate: Plate) -> None:
    """Pour the beans row by row, the front rows larger, darker and a little out of focus."""
    rng = np.random.default_rng(51)
    for depth, (count, radius, drop, light, soft) in enumerate(
        (
            (62, 34, 6, 0.62, 1.2),
            (52, 42, 34, 0.86, 0.0),
            (42, 52, 74, 0.74, 0.4),
            (24, 84, 150, 0.36, 4.5),
        )
    ):
        order = rng.permutation(count)
        for index in order:
            x = (index + float(rng.uniform(0.1, 0.9))) / count * (WIDTH_PX + 120) - 60
            y = _crest(x) + drop + float(rng.normal(0, 7))
            turn = rotation(
                (
                    float(rng.normal(2.4, 0.8)),
                    float(rng.normal(0, 0.5)),
                    float(rng.uniform(0, 6.28)),
                )
            )
            color, cover = cast_bean(turn, radius * float(rng.uniform(0.85, 1.12)))
            off = abs(x - WIDTH_PX / 2) / (WIDTH_PX / 2)
            size = cover.shape[0]
            rise = np.linspace(1, 0, size, dtype=np.float32)[:, None, None]
            fire = np.exp(-((off / 0.62) ** 2)) * (0.9 if depth < 2 else 0.45)
            color = color * light * (1 - 0.45 * off) + rise**2.2 * fire * np.array(
                [0.85, 0.30, 0.07]
            )
            sprite = blur(np.dstack([color * cover[..., None], cover]).astype(np.float32), soft)
            shadow = blur(cover, 9)
            _lay(plate, x, y + 9, np.dstack([np.zeros((size, size, 3), np.float32), shadow * 0.6]))
            _lay(plate, x, y, sprite)


def _lay(plate: Plate, x: float, y: float, sprite: np.ndarray) -> None:
    half = sprite.shape[0] // 2
    x0, y0 = round(x) - half, round(y) - half
    x1, y1 = min(x0 + sprite.shape[1], WIDTH_PX), min(y0 + sprite.shape[0], HEIGHT_PX)
    cx, cy = max(x0, 0), max(y0, 0)
    if cx >= x1 or cy >= y1:
        return
    part = sprite[cy - y0 : y1 - y0, cx - x0 : x1 - x0]
    region = plate.rgb[cy:y1, cx:x1]
    region *= 1 - part[..., 3:]
    region += part[..., :3]


def paint() -> Rgb:
    """Paint the drift, 2112 by 1188."""
    plate = Plate(WIDTH_PX, HEIGHT_PX)
    _ground(plate)
    _drift(plate)
    haze = np.hypot((plate.x - WIDTH_PX / 2) / 700, (plate.y - 1090) / 120)
    plate.light(np.exp(-(haze**2)), "#ff7a30", 0.20)
    _embers(plate)
    return plate.finish(seed=12, grain=0.011, bloom=0.4, vignette=0.30)
