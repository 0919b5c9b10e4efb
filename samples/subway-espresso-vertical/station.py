"""The platform: a paper cup on a bench while the express goes by. One still, one looping clip.

The scene is painted once, in layers; the clip moves only the train, its light and the steam.
"""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import rendercv_fonts
import skia
from numpy.typing import NDArray
from studio.noise import Field, fractal, grid, smoothstep
from studio.plate import Plate, Rgb, blur, brush, film_grain, polygon, ramp, to_bytes

SIZE_PX = (1080, 1920)
CLIP_SIZE_PX = (720, 1280)
FPS = Fraction(60000, 1001)
FRAME_COUNT = 96
_FONTS = Path(rendercv_fonts.__file__).parent
_WHITE = "#ffffff"
_EDGE_PX = 1290.0
"""Where the platform begins, px from the top."""
_CAR_PX = 960.0
"""Length of a car; the loop moves the train by whole cars."""


def _rect(x: float, y: float, width: float, height: float) -> skia.Rect:
    return skia.Rect.MakeXYWH(x, y, width, height)


def _tunnel(plate: Plate) -> None:
    """Paint the far side: dark vault, tiled wall with its mosaic band, steel columns."""
    plate.rgb = ramp(
        [(0, "#0b0a12"), (0.25, "#1a1620"), (0.62, "#33262a"), (1, "#120d10")], plate.y / SIZE_PX[1]
    )
    wall = smoothstep(498, 502, plate.y) * smoothstep(1262, 1258, plate.y)
    row, column = (
        np.floor(plate.y / 34),
        np.floor((plate.x + 34 * (np.floor(plate.y / 34) % 2)) / 68),
    )
    tone = np.modf(np.abs(np.sin(row * 12.99 + column * 78.23) * 43758.5))[0].astype(np.float32)
    line = np.minimum(np.mod(plate.y, 34), np.mod(plate.x + 34 * (row % 2), 68))
    tile = 0.42 + 0.12 * tone - 0.3 * smoothstep(2.2, 1.0, line)
    plate.fill(
        wall, ramp([(0, "#1d1518"), (0.5, "#5d4a44"), (1, "#a78c76")], tile.astype(np.float32)), 0.9
    )
    lamp = np.hypot((plate.x - 540) / 700, (plate.y - 560) / 420)
    plate.light(wall * np.exp(-(lamp**2)), "#ffb566", 0.40)
    plate.multiply(smoothstep(700, 1260, plate.y) * wall, "#3a2b35", 0.7)


def _sign(plate: Plate) -> None:
    """Set the station's name in mosaic: a dark band with a gilt frame."""

    def band(canvas: skia.Canvas) -> None:
        canvas.drawRect(_rect(-10, 612, 1100, 150), brush("#1c3a38"))
        for y in (612, 750):
            canvas.drawRect(_rect(-10, y, 1100, 12), brush("#c98a3c"))
        for x in range(-10, 1090, 24):
            for y in (626, 736):
                canvas.drawRect(_rect(x, y, 12, 12), brush("#e9d2a4", 0.75))

    plate.draw(band)
    font = skia.Font(
        skia.Typeface.MakeFromFile(str(_FONTS / "EB Garamond/EBGaramond-Regular.ttf")), 76
    )

    def name(canvas: skia.Canvas) -> None:
        x = 208.0
        for letter in "FOUNDRY  ST":
            canvas.drawString(letter, x, 713, font, brush("#f3e2bd"))
            x += font.measureText(letter) + 15

    plate.draw(name)
    row, column = np.floor(plate.y / 9), np.floor(plate.x / 9)
    tone = np.modf(np.abs(np.sin(row * 12.99 + column * 78.23) * 43758.5))[0].astype(np.float32)
    inside = smoothstep(610, 614, plate.y) * smoothstep(764, 760, plate.y)
    plate.multiply(inside * tone, "#8a7a70", 0.55)
    lamp = np.abs(plate.x - 540) / 620
    plate.multiply(inside * np.clip(lamp, 0, 1), "#4a3d48", 0.75)


def _columns(plate: Plate) -> None:
    """Stand two steel columns between the tracks and us."""
    for x in (-36.0, 1000.0):
        mask = plate.mask(
            lambda c, x=x: (
                c.drawRect(_rect(x, 240, 118, 1080), brush(_WHITE)),
                c.drawRect(_rect(x - 26, 240, 170, 60), brush(_WHITE)),
            )
        )
        tone = 0.5 + 0.42 * np.cos((plate.x - x - 20) / 118 * np.pi)
        plate.fill(
            mask, ramp([(0, "#0d1517"), (0.5, "#1d3230"), (1, "#4e6a5d")], tone.astype(np.float32))
        )
        rivets = plate.mask(
            lambda c, x=x: [
                c.drawCircle(x + dx, y, 6, brush(_WHITE))
                for dx in (18, 100)
                for y in range(330, 1290, 60)
            ]
        )
        plate.light(np.clip(rivets - np.roll(rivets, (3, 3), (0, 1)), 0, 1), "#9fc0a8", 0.4)
        plate.multiply(np.clip(rivets - np.roll(rivets, (-3, -3), (0, 1)), 0, 1), "#050a0a", 0.6)


def _ceiling(plate: Plate) -> None:
    """Hang the beams, and warm tubes behind them."""

    def beams(canvas: skia.Canvas) -> None:
        for y, tall in ((0, 120), (236, 52), (430, 70)):
            canvas.drawRect(_rect(-10, y, 1100, tall), brush("#0a0a10"))
        canvas.drawRect(_rect(-10, 288, 1100, 6), brush("#211f28"))
        canvas.drawRect(_rect(-10, 496, 1100, 5), brush("#6b4a35"))

    plate.draw(beams)

    def tubes(canvas: skia.Canvas) -> None:
        canvas.drawRoundRect(_rect(240, 470, 600, 12), 6, 6, brush("#fff1cf"))

    # The tubes hang behind the beam: only their light is seen, and type has the dark above.
    wall = smoothstep(496, 504, plate.y)
    lit = Plate(*SIZE_PX)
    lit.glow(tubes, soft_px=30, gain=1.6)
    lit.glow(tubes, soft_px=90, gain=2.0)
    plate.light(wall, lit.rgb, 0.9)


def _platform(plate: Plate) -> None:
    """Lay the platform: warning strip, worn concrete, a wooden bench in front."""
    floor = smoothstep(_EDGE_PX - 1, _EDGE_PX + 1, plate.y)
    worn = fractal(plate.y.shape, seed=3, exponent=1.5, stretch=(1, 2.5), lowest=3)
    tone = 0.42 + 0.05 * worn - (plate.y - _EDGE_PX) / 1500
    plate.fill(
        floor, ramp([(0, "#120e12"), (0.5, "#40343a"), (1, "#7d6a62")], tone.astype(np.float32))
    )
    strip = smoothstep(_EDGE_PX + 8, _EDGE_PX + 10, plate.y) * smoothstep(
        _EDGE_PX + 60, _EDGE_PX + 58, plate.y
    )
    dots = np.hypot(np.mod(plate.x, 26) - 13, (np.mod(plate.y - _EDGE_PX, 17) - 8.5) * 1.5)
    plate.fill(strip, "#c98a2c", 0.75)
    plate.light(strip * smoothstep(8, 5, dots), "#ffd98a", 0.35)
    plate.multiply(strip * np.clip(np.abs(plate.x - 540) / 700, 0, 1), "#5a3d33", 0.7)

    def bench(canvas: skia.Canvas) -> None:
        canvas.drawPath(
            polygon([(-20, 1640), (1100, 1640), (1100, 1960), (-20, 1960)]), brush(_WHITE)
        )

    mask = plate.mask(bench)
    grain = fractal(plate.y.shape, seed=5, exponent=1.6, stretch=(1, 16), lowest=2)
    slat = np.mod(plate.y - 1640, 92)
    light = np.exp(-(((plate.x - 600) / 420) ** 2))
    tone = 0.34 + 0.06 * grain + 0.30 * light - 0.20 * (plate.y - 1640) / 280
    plate.multiply(np.roll(mask, -26, axis=0) * (1 - mask), "#0a0708", 0.35)
    plate.fill(
        mask,
        ramp(
            [(0, "#170c09"), (0.4, "#4f2b18"), (0.75, "#9b6035"), (1, "#d99a5c")],
            tone.astype(np.float32),
        ),
    )
    plate.multiply(mask * smoothstep(9, 3, slat), "#0d0605", 0.9)
    plate.light(mask * np.exp(-(((slat - 11) / 3) ** 2)) * light, "#ffd9a0", 0.45)


def _cup(plate: Plate) -> None:
    """Stand the paper cup on the bench: sleeve, mark, lid, the warm edge of the tubes."""
    x0, base = 600.0, 1700.0

    def body(canvas: skia.Canvas) -> None:
        canvas.drawPath(
            polygon(
                [(x0 - 128, base - 372), (x0 + 128, base - 372), (x0 + 98, base), (x0 - 98, base)]
            ),
            brush(_WHITE),
        )
        canvas.drawOval(_rect(x0 - 98, base - 14, 196, 28), brush(_WHITE))

    def sleeve(canvas: skia.Canvas) -> None:
        canvas.drawPath(
            polygon(
                [
                    (x0 - 122, base - 276),
                    (x0 + 122, base - 276),
                    (x0 + 107, base - 92),
                    (x0 - 107, base - 92),
                ]
            ),
            brush(_WHITE),
        )

    def lid(canvas: skia.Canvas) -> None:
        canvas.drawRoundRect(_rect(x0 - 142, base - 402, 284, 40), 14, 14, brush(_WHITE))
        canvas.drawPath(
            polygon(
                [
                    (x0 - 128, base - 398),
                    (x0 + 128, base - 398),
                    (x0 + 112, base - 446),
                    (x0 - 112, base - 446),
                ]
            ),
            brush(_WHITE),
        )
        canvas.drawRoundRect(_rect(x0 - 114, base - 454, 228, 16), 8, 8, brush(_WHITE))

    shade = np.hypot((plate.x - x0 - 70) / 230, (plate.y - base - 6) / 26)
    plate.multiply(np.exp(-(shade**2)), "#0d0605", 0.85)
    across = (plate.x - x0) / 128
    round_ = 0.80 - 0.34 * np.abs(across + 0.22) ** 1.7 - 0.30 * smoothstep(0.1, 1.1, across)
    paper = ramp(
        [(0, "#4a3128"), (0.4, "#a98a6e"), (0.7, "#ecd9bb"), (1, "#fff6e4")],
        round_.astype(np.float32),
    )
    plate.fill(plate.mask(body), paper)
    kraft = fractal(plate.y.shape, seed=9, exponent=0.8, lowest=60)
    color = ramp(
        [(0, "#33150a"), (0.4, "#8c3c18"), (0.7, "#d9632a"), (1, "#ff9c5c")],
        (round_ + 0.02 * kraft).astype(np.float32),
    )
    band = plate.mask(sleeve)
    plate.multiply(
        np.clip(np.roll(band, 6, axis=0) - band, 0, 1) * plate.mask(body), "#3a2418", 0.6
    )
    plate.fill(band, color)
    plate.fill(
        plate.mask(lid),
        ramp(
            [(0, "#0d090b"), (0.5, "#2c2226"), (0.85, "#6a5550"), (1, "#b59a86")],
            (round_ - 0.16).astype(np.float32),
        ),
    )
    lip = np.exp(-(((plate.y - base + 398) / 2.5) ** 2)) * plate.mask(lid)
    plate.light(lip * smoothstep(0.6, -0.6, across), "#ffe0b0", 0.6)

    def mark(canvas: skia.Canvas) -> None:
        canvas.drawCircle(x0 - 12, base - 184, 58, brush("#fbeedd", width_px=4.5))
        flame = skia.Path()
        flame.moveTo(x0 - 12, base - 222)
        flame.cubicTo(x0 - 18, base - 204, x0 - 36, base - 196, x0 - 36, base - 178)
        flame.cubicTo(x0 - 36, base - 154, x0 + 12, base - 154, x0 + 12, base - 178)
        flame.cubicTo(x0 + 12, base - 196, x0 - 6, base - 204, x0 - 12, base - 222)
        canvas.drawPath(flame, brush("#fbeedd"))

    plate.draw(mark, opacity=0.95)


def _train(x: Field, y: Field, moved_px: float, blur_px: float) -> tuple[Rgb, Field]:
    """Return the passing train and its coverage; one line is drawn, smeared, and repeated down."""
    count = 1920
    place = np.linspace(0, _CAR_PX, count, endpoint=False)
    window = smoothstep(0, 6, np.mod(place, 160) - 26) * smoothstep(134, 128, np.mod(place, 160))
    door = smoothstep(0, 5, np.abs(np.mod(place, 480) - 240) - 30)
    gap = smoothstep(0, 10, place) * smoothstep(_CAR_PX, _CAR_PX - 10, place)
    people = 0.72 + 0.28 * np.sin(place / _CAR_PX * 2 * np.pi * 7 + 1.3) * np.sin(
        place / _CAR_PX * 2 * np.pi * 3
    )
    line = np.stack([window * door * gap * people, gap]).astype(np.float32)
    size = max(1, round(blur_px / _CAR_PX * count))
    kernel = np.zeros(count, np.float32)
    kernel[:size] = 1 / size
    line = np.fft.irfft(np.fft.rfft(line, axis=1) * np.fft.rfft(kernel), count, axis=1).astype(
        np.float32
    )
    index = np.mod((x + moved_px) / _CAR_PX * count, count).astype(int)
    glass, body = line[0][index], line[1][index]
    pane = smoothstep(846, 852, y) * smoothstep(1010, 1004, y)
    skin = ramp(
        [(0, "#8d8a92"), (0.35, "#55525c"), (0.62, "#3a3742"), (1, "#16141a")],
        ((y - 770) / 470).astype(np.float32),
    )
    stripe = np.exp(-(((y - 1070) / 9) ** 2))[..., None] * np.array([0.85, 0.32, 0.10])
    shine = np.exp(-(((y - 800) / 10) ** 2))[..., None] * 0.35
    color = skin * (0.35 + 0.65 * body[..., None]) + stripe + shine
    lit = (glass * pane)[..., None]
    color = color * (1 - 0.6 * lit) + lit * np.array([1.15, 0.86, 0.48])
    cover = smoothstep(768, 772, y) * smoothstep(1268, 1264, y)
    return color.astype(np.float32), cover


def _layers() -> tuple[Rgb, Rgb, Field]:
    """Paint the far side, the near side over it, and the coverage of the near side."""
    far, near, marker = Plate(*SIZE_PX), Plate(*SIZE_PX), Plate(*SIZE_PX)
    _tunnel(far)
    _sign(far)
    near.rgb = far.rgb.copy()
    marker.rgb -= 1.0  # what stays below zero was never painted
    for draw in (_columns, _platform, _cup):
        draw(near)
        draw(marker)
    return far.rgb, near.rgb, smoothstep(0.0, 0.35, np.clip(marker.rgb.max(axis=-1) + 1, 0, 1))


def _finish(picture: Rgb, plate: Plate) -> Rgb:
    """Add the lamps' bloom, the haze and the fall-off to the corners."""
    plate.rgb = np.clip(picture, 0, 1)
    _ceiling(plate)
    lamp = np.hypot((plate.x - 540) / 620, (plate.y - 360) / 760)
    plate.light(np.exp(-(lamp**1.8)), "#ff9d4e", 0.20)
    plate.multiply(smoothstep(620, 0, plate.y), "#2a2230", 0.35)
    return plate.finish(seed=77, grain=0.0, bloom=0.40, vignette=0.45)


def still() -> Rgb:
    """Paint the empty platform, 1080 by 1920."""
    _, near, _ = _layers()
    plate = Plate(*SIZE_PX)
    out = _finish(near, plate)
    return np.clip(out + film_grain(*SIZE_PX, seed=78)[..., None] * 0.010, 0, 1)


def frames() -> Iterator[NDArray[np.uint8]]:
    """Draw the express going by, one R'G'B' frame after the other; five cars pass each loop.

    Only the rows that the train and its glare reach are drawn again.
    """
    far, near, cover = _layers()
    width, height = CLIP_SIZE_PX
    share = height / SIZE_PX[1]
    small = [
        cv2.resize(layer, CLIP_SIZE_PX, interpolation=cv2.INTER_AREA)
        for layer in (far, near, cover)
    ]
    base = cv2.resize(_finish(near, Plate(*SIZE_PX)), CLIP_SIZE_PX, interpolation=cv2.INTER_AREA)
    rows = slice(round(740 * share), round(1660 * share))
    far, near, cover = (layer[rows] for layer in small)
    x, y = (np.ascontiguousarray(field[rows]) / np.float32(share) for field in grid(*CLIP_SIZE_PX))
    # What finishing did to a row is kept as a gain, so that the train is lit like the rest.
    gain = np.clip(blur((base[rows] + 0.02) / (np.clip(near, 0, 1) + 0.02), 30), 0.3, 1.1)
    seam = smoothstep(740, 766, y)
    floor = smoothstep(_EDGE_PX, _EDGE_PX + 4, y) * smoothstep(1660, 1300, y)
    grains = [film_grain(width, height, seed=400 + n) * 0.006 for n in range(6)]
    speed = 5 * _CAR_PX / FRAME_COUNT
    for frame in range(FRAME_COUNT):
        color, train = _train(x, y, frame * speed, speed * 2.2)
        picture = np.clip(far + (color - far) * train[..., None], 0, 1) * gain
        picture = picture + blur(np.clip(picture - 0.6, 0, None), 14) * 0.8
        glare = cv2.resize(color[70:170:8].mean(axis=0, keepdims=True), (width, picture.shape[0]))
        whole = base.copy()
        whole[rows] += (picture - whole[rows]) * ((1 - cover) * seam)[..., None]
        whole[rows] += blur(glare, 40) * (floor * 0.10)[..., None]
        yield to_bytes(whole + grains[frame % 6][..., None])
