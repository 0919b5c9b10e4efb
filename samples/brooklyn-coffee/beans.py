"""Clip: roasted beans falling past embers, 60 fps, two seconds that loop without a seam.

Each bean is a small solid, cast ray by ray: a dome on one side, a flat face with a crease on the
other. Everything turns and falls a whole number of times a loop.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import cv2
import numpy as np
from numpy.typing import NDArray
from studio.noise import Field, fractal, smoothstep
from studio.plate import Plate, Rgb, blur, film_grain, ramp, to_bytes

SIZE_PX = (1920, 1080)
FPS = Fraction(60)
FRAME_COUNT = 120


@dataclass(frozen=True)
class _Bean:
    x_px: float
    phase: float
    falls: int
    radius_px: float
    blur_px: float
    light: float
    spin: tuple[int, int, int]
    turn: tuple[float, float, float]


def rotation(angles: tuple[float, ...]) -> NDArray[np.float64]:
    """Return the matrix that turns about x, then y, then z, by angles in radians."""
    (ca, cb, cc), (sa, sb, sc) = np.cos(angles), np.sin(angles)
    about_x = np.array([[1, 0, 0], [0, ca, -sa], [0, sa, ca]])
    about_y = np.array([[cb, 0, sb], [0, 1, 0], [-sb, 0, cb]])
    about_z = np.array([[cc, -sc, 0], [sc, cc, 0], [0, 0, 1]])
    return about_z @ about_y @ about_x


def cast_bean(rotation: NDArray[np.float64], radius_px: float) -> tuple[Rgb, Field]:
    """Cast one bean and return its colour and its coverage, square and centred."""
    half = int(radius_px * 1.05) + 2
    span = np.linspace(-half, half, 2 * half + 1) / radius_px
    px, py = np.meshgrid(span, span)
    origin = np.stack([px, py, np.zeros_like(px)], axis=-1) @ rotation
    toward = rotation.T @ np.array([0.0, 0.0, -1.0])
    best = np.full(px.shape, np.inf)
    normal = np.zeros((*px.shape, 3))
    point = np.zeros((*px.shape, 3))
    cover = np.zeros(px.shape)
    for sign, depth in ((1.0, 0.56), (-1.0, 0.26)):
        axes = np.array([1.0, 0.70, depth])
        o, d = origin / axes, toward / axes
        a = float(d @ d)
        b = o @ d
        inside = b * b - a * ((o * o).sum(-1) - 1)
        root = np.sqrt(np.maximum(inside, 0))
        for t in ((-b - root) / a, (-b + root) / a):
            hit = origin + t[..., None] * toward
            right_side = (hit[..., 2] * sign >= -0.004) & (inside > 0) & (t < best)
            best = np.where(right_side, t, best)
            slope = hit / axes**2
            slope /= np.linalg.norm(slope, axis=-1, keepdims=True) + 1e-9
            normal = np.where(right_side[..., None], slope, normal)
            point = np.where(right_side[..., None], hit, point)
        cover = np.maximum(cover, np.clip(inside * radius_px * 0.42, 0, 1) * (best < np.inf))
    x, y, z = point[..., 0], point[..., 1], point[..., 2]
    off = y - 0.07 * np.sin(3.1 * x)
    groove = np.exp(-((off / 0.075) ** 2)) * (z < 0.02) * smoothstep(0.97, 0.80, np.abs(x))
    lip = np.exp(-(((np.abs(off) - 0.15) / 0.07) ** 2)) * (z < 0.0)
    normal[..., 1] += np.sign(off) * groove * 0.9
    world = normal @ rotation.T
    key = np.clip(world @ np.array([-0.50, -0.66, 0.56]), 0, 1)
    back = np.clip(world @ np.array([0.62, 0.62, 0.10]), 0, 1) ** 2.2
    shine = np.clip(world @ np.array([-0.30, -0.46, 0.835]), 0, 1) ** 22
    streak = 0.5 + 0.5 * np.sin(15 * y + 6 * np.sin(4 * x))
    tone = 0.14 + 0.62 * key + 0.04 * streak + 0.06 * lip - 0.5 * groove
    color = ramp(
        [(0, "#120604"), (0.3, "#3a180b"), (0.62, "#7a3f1e"), (1, "#b8743f")],
        tone.astype(np.float32),
    )
    color = color + back[..., None] * np.array([0.95, 0.34, 0.08])
    color = color + (shine * (1 - groove) * 0.55)[..., None] * np.array([1.0, 0.83, 0.62])
    return np.clip(color, 0, 1.2).astype(np.float32), cover.astype(np.float32)


def _drawn(rotation: NDArray[np.float64], bean: _Bean) -> tuple[Rgb, Field]:
    """Cast a bean; one that will be blurred away is cast small and enlarged, 9 times as fast."""
    if bean.blur_px < 8:
        return cast_bean(rotation, bean.radius_px)
    color, cover = cast_bean(rotation, bean.radius_px / 3)
    size = (color.shape[1] * 3, color.shape[0] * 3)
    return cv2.resize(color, size), cv2.resize(cover, size)


def _cloud() -> list[_Bean]:
    rng = np.random.default_rng(14)
    beans: list[_Bean] = []
    layers = (
        (30, (17, 30), 2.6, 0.38, (1,)),
        (17, (46, 70), 0.0, 0.95, (1, 1, 1)),
        (8, (78, 100), 1.2, 1.0, (1,)),
        (5, (170, 230), 15.0, 0.55, (2,)),
    )
    for count, (small, large), softness, light, falls in layers:
        for index in range(count):
            lane = (index + float(rng.uniform(0.1, 0.9))) / count
            x = 520 + 1500 * lane if small > 40 else -40 + 2000 * lane
            if small > 150:
                x = (880, 1240, 1560, 1890, 120)[index]
            angles = tuple(float(a) for a in rng.uniform(0, 2 * np.pi, 3))
            spin = tuple(int(s) for s in rng.choice([-1, 1], 3))
            beans.append(
                _Bean(
                    x,
                    float(rng.random()),
                    int(rng.choice(falls)),
                    float(rng.uniform(small, large)),
                    softness,
                    light,
                    (spin[0], 0, spin[2] if small > 40 else 0),
                    (angles[0], angles[1], angles[2]),
                )
            )
    return sorted(beans, key=lambda bean: bean.radius_px)


def _background() -> Rgb:
    plate = Plate(*SIZE_PX)
    plate.rgb = ramp([(0, "#120b0c"), (0.5, "#1d100d"), (1, "#38170c")], plate.y / SIZE_PX[1])
    hearth = np.hypot((plate.x - 1320) / 1000, (plate.y - 1180) / 620)
    plate.light(np.exp(-(hearth**1.5)), "#d2501a", 0.55)
    smoke = fractal((SIZE_PX[1], SIZE_PX[0]), seed=4, exponent=2.3, stretch=(1.6, 1))
    plate.light(smoothstep(0.0, 2.2, smoke) * np.exp(-((hearth / 1.3) ** 2)), "#8a3d1b", 0.42)
    return plate.rgb


def _embers(frame: int, light: Rgb) -> None:
    """Add sparks that rise a whole number of times a loop."""
    rng = np.random.default_rng(33)
    width, height = SIZE_PX
    for _ in range(46):
        x0, phase = float(rng.uniform(300, width)), float(rng.random())
        size, power = float(rng.uniform(1.0, 2.7)), float(rng.uniform(0.3, 1.0))
        wander, turns = float(rng.uniform(10, 46)), int(rng.integers(1, 3))
        part = (phase + frame / FRAME_COUNT) % 1.0
        x = x0 + wander * np.sin(2 * np.pi * (turns * frame / FRAME_COUNT + phase))
        y = height + 40 - part * (height + 80)
        glow = power * (0.5 + 0.5 * np.sin(2 * np.pi * (3 * frame / FRAME_COUNT + 7 * phase)))
        glow *= np.sin(np.pi * min(1.0, part * 1.15))
        cv2.circle(
            light,
            (round(x * 8), round(y * 8)),
            round(size * 8),
            (1.0 * glow, 0.50 * glow, 0.16 * glow),
            -1,
            cv2.LINE_AA,
            3,
        )


def frames() -> Iterator[NDArray[np.uint8]]:
    """Draw the loop, one R'G'B' frame after the other."""
    width, height = SIZE_PX
    ground = _background()
    beans = _cloud()
    grains = [film_grain(width, height, seed=100 + n) * 0.008 for n in range(6)]
    for frame in range(FRAME_COUNT):
        picture = ground.copy()
        sparks = np.zeros_like(picture)
        _embers(frame, sparks)
        picture += sparks + 1.6 * blur(sparks, 5) + 2.2 * blur(sparks, 16)
        turn = 2 * np.pi * frame / FRAME_COUNT
        for bean in beans:
            angles = tuple(a + s * turn for a, s in zip(bean.turn, bean.spin, strict=True))
            color, cover = _drawn(rotation(angles), bean)
            travel = height + 2.6 * bean.radius_px + 60
            top = ((bean.phase + bean.falls * frame / FRAME_COUNT) % 1.0) * travel
            top -= 1.3 * bean.radius_px + 30
            _place(picture, bean, color, cover, top, travel)
        yield to_bytes(picture + grains[frame % 6][..., None])


def _place(picture: Rgb, bean: _Bean, color: Rgb, cover: Field, y_px: float, travel: float) -> None:
    """Lay one bean over the picture, smeared over the half frame its shutter is open."""
    streak = max(1.0, bean.falls * travel / FRAME_COUNT * 0.9)
    pad = int(streak / 2 + bean.blur_px * 2.5) + 2
    sprite = np.dstack([color * (cover * bean.light)[..., None], cover])
    sprite = cv2.copyMakeBorder(sprite, pad, pad, pad, pad, cv2.BORDER_CONSTANT)
    sprite = blur(cv2.blur(sprite, (1, round(streak))), bean.blur_px)
    half = sprite.shape[0] / 2
    left, top = bean.x_px - half, y_px - half
    shift = np.array([[1, 0, left - np.floor(left)], [0, 1, top - np.floor(top)]], np.float32)
    sprite = cv2.warpAffine(sprite, shift, (sprite.shape[1] + 1, sprite.shape[0] + 1))
    x0, y0 = int(np.floor(left)), int(np.floor(top))
    x1, y1 = min(x0 + sprite.shape[1], SIZE_PX[0]), min(y0 + sprite.shape[0], SIZE_PX[1])
    cx, cy = max(x0, 0), max(y0, 0)
    if cx >= x1 or cy >= y1:
        return
    part = sprite[cy - y0 : y1 - y0, cx - x0 : x1 - x0]
    region = picture[cy:y1, cx:x1]
    region *= 1 - part[..., 3:]
    region += part[..., :3]
