"""Clip: the shop at dusk, 25 fps. A neon cup wakes up, a train passes on the viaduct behind."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import rendercv_fonts
import skia
from numpy.typing import NDArray

from studio.noise import Field, fractal, smoothstep
from studio.plate import Plate, Rgb, blur, brush, film_grain, polygon, ramp, to_bytes

SIZE_PX = (1920, 1080)
FPS = Fraction(25)
FRAME_COUNT = 112
_FONTS = Path(rendercv_fonts.__file__).parent
_WHITE = "#ffffff"
_STREET_PX = 905.0
_WALL = 760.0
"""Left edge of the building, px; the street opens beside it."""
_DECK_PX = 560.0
"""Rail height of the viaduct, px."""


def _rect(x: float, y: float, width: float, height: float) -> skia.Rect:
    return skia.Rect.MakeXYWH(x, y, width, height)


def _sky(plate: Plate) -> None:
    height = plate.y / 900
    lift = fractal(plate.y.shape, seed=2, exponent=2.3, stretch=(1, 4))
    plate.rgb = ramp([(0, "#131d3a"), (0.32, "#28345e"), (0.55, "#5a4a74"), (0.72, "#a95f70"),
                      (0.86, "#e68a62"), (1, "#f6b878")], height + 0.016 * lift)  # fmt: skip
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
                canvas.drawRect(_rect(x + width * 0.3, 760 - tall - 34, width * 0.36, 40), brush(_WHITE))
            x += width * float(rng.uniform(0.72, 0.97))

    mask = plate.mask(far)
    plate.fill(mask, ramp([(0, "#584465"), (1, "#a4687a")], (plate.y - 450) / 420), 0.92)

    def lights(canvas: skia.Canvas) -> None:
        for _ in range(120):
            x, y = float(rng.integers(0, 128)) * 6, 500 + float(rng.integers(0, 40)) * 9
            canvas.drawRect(_rect(x, y, 3, 4), brush("#ffd491", float(rng.uniform(0.2, 0.8))))

    plate.glow(lambda c: (c.save(), lights(c), c.restore()), gain=0.5)


def _viaduct(plate: Plate) -> None:
    """Carry the tracks across the end of the street on riveted steel."""
    def steel(canvas: skia.Canvas) -> None:
        paint = brush("#1d1a2c")
        canvas.drawRect(_rect(-20, _DECK_PX, 900, 17), paint)
        canvas.drawRect(_rect(-20, _DECK_PX + 58, 900, 11), paint)
        for x in range(-20, 860, 44):
            canvas.drawLine(x, _DECK_PX + 14, x + 44, _DECK_PX + 62, brush("#1d1a2c", width_px=5))
            canvas.drawLine(x + 44, _DECK_PX + 14, x, _DECK_PX + 62, brush("#1d1a2c", width_px=5))
            canvas.drawRect(_rect(x - 4, _DECK_PX, 8, 66), paint)
        for x in (96, 402, 690):
            canvas.drawRect(_rect(x, _DECK_PX + 60, 24, 360), paint)
            canvas.drawPath(polygon([(x - 34, _DECK_PX + 68), (x + 58, _DECK_PX + 68), (x + 24, _DECK_PX + 112),
                                     (x, _DECK_PX + 112)]), paint)  # fmt: skip

    plate.draw(steel)
    edge = np.exp(-(((plate.y - _DECK_PX) / 1.6) ** 2)) * (plate.x < _WALL)
    plate.light(edge.astype(np.float32), "#ff9f76", 0.5)


def _street(plate: Plate) -> None:
    """Lay the far street: parked shapes, lamps, a haze of light under the tracks."""
    def blocks(canvas: skia.Canvas) -> None:
        canvas.drawRect(_rect(-20, 690, 150, 260), brush("#2a2138"))
        canvas.drawRect(_rect(116, 730, 110, 220), brush("#33273f"))
        canvas.drawRect(_rect(600, 712, 180, 240), brush("#2f253b"))
        canvas.drawRect(_rect(528, 750, 90, 200), brush("#3a2c45"))

    plate.draw(blocks)
    haze = np.exp(-(((plate.y - 800) / 110) ** 2)) * smoothstep(_WALL + 40, _WALL - 200, plate.x)
    plate.light(haze, "#e07a55", 0.34)

    def lamps(canvas: skia.Canvas) -> None:
        for x, y, r in ((266, 742, 5), (330, 772, 4), (486, 772, 4), (452, 790, 3), (372, 792, 3)):
            canvas.drawCircle(x, y, r, brush("#ffdf9e"))
        for x in (306, 322, 420, 434):
            canvas.drawCircle(x, 850, 4, brush("#ff5a48" if x < 400 else "#fff1c8"))

    plate.draw(lamps)
    plate.glow(lamps, soft_px=12, gain=2.2)


def _bricks(plate: Plate, mask: Field) -> None:
    """Lay brick on the facade: courses, offset joints, every brick its own tone, light from below."""
    course, length = 15.0, 46.0
    row = np.floor(plate.y / course)
    column = np.floor((plate.x + (row % 2) * length / 2) / length)
    tone = np.modf(np.abs(np.sin(row * 12.99 + column * 78.23) * 43758.5))[0].astype(np.float32)
    joint_y = np.abs(plate.y / course - np.round(plate.y / course)) * course
    shifted = (plate.x + (row % 2) * length / 2) / length
    joint_x = np.abs(shifted - np.round(shifted)) * length
    joint = np.maximum(smoothstep(1.7, 0.7, joint_y), smoothstep(1.7, 0.7, joint_x))
    rough = fractal(plate.y.shape, seed=14, exponent=1.1, lowest=14)
    value = 0.36 + 0.22 * tone + 0.06 * rough - 0.30 * joint
    plate.fill(mask, ramp([(0, "#1a1119"), (0.4, "#4a2528"), (0.75, "#6e382f"), (1, "#8d4c3a")],
                          value.astype(np.float32)))  # fmt: skip
    plate.multiply(mask * smoothstep(620, 60, plate.y), "#4d4a72", 0.72)


def _sash(plate: Plate, x: float, y: float, *, lit: bool) -> None:
    """Set one upstairs window with its stone lintel and sill."""
    stone = plate.mask(lambda c: (c.drawRect(_rect(x - 18, y - 34, 156, 30), brush(_WHITE)),
                                  c.drawRect(_rect(x - 14, y + 196, 148, 16), brush(_WHITE))))  # fmt: skip
    plate.multiply(np.roll(stone, 7, axis=0) * (1 - stone), "#120b14", 0.6)
    plate.fill(stone, ramp([(0, "#8f7474"), (1, "#4f3f4b")], (plate.y - y + 34) / 240))
    pane = plate.mask(lambda c: c.drawRect(_rect(x, y, 120, 196), brush(_WHITE)))
    if lit:
        tone = (plate.y - y) / 196 + 0.14 * fractal(plate.y.shape, seed=int(x), exponent=2.0, lowest=5)
        plate.fill(pane, ramp([(0, "#ffd48a"), (0.6, "#e8954a"), (1, "#9c5428")], tone.astype(np.float32)))
        drape = np.exp(-((np.minimum(plate.x - x, x + 120 - plate.x) / 26) ** 2))
        plate.multiply(pane * drape, "#7a3b22", 0.75)
    else:
        plate.fill(pane, ramp([(0, "#4a4a78"), (1, "#1d2140")], (plate.y - y) / 196))
        glare = smoothstep(0, 1, ((plate.x - x) + (plate.y - y) * 0.5) / 120)
        plate.light(pane * np.clip(1 - np.abs(glare - 0.5) * 4, 0, 1), "#b87a90", 0.30)

    def bars(canvas: skia.Canvas) -> None:
        canvas.drawRect(_rect(x, y, 120, 196), brush("#17121c", width_px=9))
        canvas.drawLine(x, y + 98, x + 120, y + 98, brush("#17121c", width_px=8))

    plate.draw(bars)


def _interior(plate: Plate, glass: Field) -> None:
    """Light the room behind the glass: shelves, pendants, a counter, people."""
    tone = (plate.y - 560) / 330
    wall = ramp([(0, "#ffcf82"), (0.35, "#f0a150"), (0.75, "#a85a28"), (1, "#54270f")], tone)
    plate.fill(glass, wall)
    pendants = (940.0, 1110.0, 1280.0, 1570.0)

    def shelves(canvas: skia.Canvas) -> None:
        rng = np.random.default_rng(18)
        for y in (652, 704):
            canvas.drawRect(_rect(980, y, 420, 6), brush("#5a2b12", 0.9))
            x = 990.0
            while x < 1385:
                wide, tall = float(rng.uniform(9, 24)), float(rng.uniform(14, 34))
                color = str(rng.choice(["#7a3c18", "#c97834", "#4c2410", "#e6b06a", "#8e5a3a"]))
                canvas.drawRoundRect(_rect(x, y - tall, wide, tall), 3, 3, brush(color, 0.9))
                x += wide + float(rng.uniform(3, 12))
        canvas.drawRect(_rect(860, 800, 560, 120), brush("#4a210d", 0.92))
        canvas.drawRect(_rect(850, 792, 580, 12), brush("#d78a45", 0.8))
        canvas.drawRoundRect(_rect(1170, 738, 130, 56), 8, 8, brush("#3a2a26"))
        canvas.drawRect(_rect(1182, 730, 106, 10), brush("#8a6a55"))
        canvas.drawRect(_rect(1196, 762, 22, 10), brush("#d8b48a"))

    plate.draw(shelves, soft_px=0.9)

    def people(canvas: skia.Canvas) -> None:
        for x, y, s, color in ((1100, 742, 1.0, "#3a1a0c"), (915, 800, 1.1, "#2a120a"), (985, 806, 1.05, "#311609"),
                               (1585, 830, 1.0, "#2c140a")):  # fmt: skip
            canvas.drawOval(_rect(x - 15 * s, y - 66 * s, 30 * s, 37 * s), brush(color))
            path = skia.Path()
            path.moveTo(x - 40 * s, y + 120)
            path.cubicTo(x - 42 * s, y - 4 * s, x - 26 * s, y - 24 * s, x - 8 * s, y - 26 * s)
            path.lineTo(x + 8 * s, y - 26 * s)
            path.cubicTo(x + 26 * s, y - 24 * s, x + 42 * s, y - 4 * s, x + 40 * s, y + 120)
            path.close()
            canvas.drawPath(path, brush(color))

    plate.multiply(glass * smoothstep(1640, 1700, plate.x), "#5a2c2c", 0.80)
    layer = Plate(plate.width_px, plate.height_px)
    layer.rgb = plate.rgb.copy()
    layer.draw(people, soft_px=1.2)
    plate.fill(glass, layer.rgb)

    def lamps(canvas: skia.Canvas) -> None:
        for x in pendants:
            canvas.drawLine(x, 540, x, 596, brush("#3a1c0c", width_px=2.4))
            canvas.drawPath(polygon([(x - 7, 592), (x + 7, 592), (x + 27, 618), (x - 27, 618)]), brush("#3a1c0c"))
            canvas.drawOval(_rect(x - 16, 611, 32, 17), brush("#fff6d8"))

    plate.draw(lamps)
    for x in pendants:
        near = np.hypot(plate.x - x, (plate.y - 622) * 1.1)
        plate.light(glass * np.exp(-((near / 92) ** 1.4)), "#ffe2a0", 0.62)


def _shop(plate: Plate) -> None:
    """Build the ground floor: pillars, glass, door, awning, the lit signboard."""
    front = plate.mask(lambda c: c.drawRect(_rect(_WALL + 26, 440, 1200, 500), brush(_WHITE)))
    paint = fractal(plate.y.shape, seed=30, exponent=1.2, lowest=8)
    tone = 0.5 + 0.05 * paint - (plate.y - 690) / 900
    plate.fill(front, ramp([(0, "#0e1a1c"), (0.5, "#1b3334"), (1, "#2f4f4b")], tone.astype(np.float32)))

    def panes(canvas: skia.Canvas) -> None:
        canvas.drawRect(_rect(846, 566, 588, 274), brush(_WHITE))
        canvas.drawRect(_rect(1500, 566, 132, 322), brush(_WHITE))
        canvas.drawRect(_rect(1696, 566, 300, 274), brush(_WHITE))

    glass = plate.mask(panes)
    _interior(plate, glass)

    def joinery(canvas: skia.Canvas) -> None:
        dark, edge = "#0f1f20", "#3f625c"
        for x, y, w, h in ((846, 566, 588, 274), (1500, 566, 132, 322), (1696, 566, 300, 274)):
            canvas.drawRect(_rect(x, y, w, h), brush(dark, width_px=12))
            canvas.drawRect(_rect(x - 7, y - 7, w + 14, h + 14), brush(edge, 0.6, width_px=2))
        canvas.drawRect(_rect(1136, 566, 9, 274), brush(dark))
        canvas.drawRect(_rect(846, 626, 588, 6), brush(dark))
        canvas.drawRect(_rect(1696, 626, 300, 6), brush(dark))
        for x in (860, 1006, 1152, 1298):
            canvas.drawRect(_rect(x, 856, 124, 40), brush(edge, 0.35, width_px=2))
        canvas.drawRect(_rect(1480, 560, 6, 345), brush(edge, 0.35))
        canvas.drawRoundRect(_rect(1608, 716, 9, 62), 4, 4, brush("#e8b460"))
        canvas.drawRoundRect(_rect(1529, 662, 74, 40), 4, 4, brush("#f3e2c2"))
        font = skia.Font(skia.Typeface.MakeFromFile(str(_FONTS / "Poppins/Poppins-Bold.ttf")), 17)
        canvas.drawString("OPEN", 1540, 688, font, brush("#b5471f"))
        canvas.drawRect(_rect(_WALL + 26, 898, 1200, 14), brush("#0b1314"))

    plate.draw(joinery)
    board = plate.mask(lambda c: c.drawRect(_rect(_WALL + 14, 404, 1220, 92), brush(_WHITE)))
    plate.fill(board, ramp([(0, "#24403d"), (1, "#132525")], (plate.y - 404) / 92))
    _lettering(plate)

    def awning(canvas: skia.Canvas) -> None:
        for index in range(26):
            x = 812 + index * 44.0
            color = "#c9532a" if index % 2 == 0 else "#f2dfc0"
            canvas.drawPath(polygon([(x + 10, 498), (x + 54, 498), (x + 44, 566), (x, 566)]), brush(color))
            canvas.drawCircle(x + 22, 566, 22, brush(color))

    mask = plate.mask(awning)
    plate.multiply(blur(np.roll(mask, 26, axis=0), 12) * (1 - mask), "#100a0c", 0.7)
    plate.draw(awning)
    plate.multiply(mask * smoothstep(498, 590, plate.y), "#7a4460", 0.35)
    plate.multiply(mask * smoothstep(540, 490, plate.y), "#3d3a5c", 0.6)
    plate.light(mask * smoothstep(552, 592, plate.y), "#ffb066", 0.35)


def _lettering(plate: Plate) -> None:
    """Write the shop's name in gilt, lit by three gooseneck lamps."""
    roman = skia.Font(skia.Typeface.MakeFromFile(str(_FONTS / "EB Garamond/EBGaramond-Regular.ttf")), 66)
    small = skia.Font(skia.Typeface.MakeFromFile(str(_FONTS / "Poppins/Poppins-Regular.ttf")), 19)

    def write(canvas: skia.Canvas) -> None:
        x = 1024.0
        for letter in "FOLD & EMBER":
            canvas.drawString(letter, x, 472, roman, brush("#f6d394"))
            x += roman.measureText(letter) + 7
        for text, start in (("COFFEE", 866.0), ("ROASTERS", 1624.0)):
            x = start
            for letter in text:
                canvas.drawString(letter, x, 458, small, brush("#f6d394", 0.85))
                x += small.measureText(letter) + 7

    plate.draw(write)
    plate.glow(write, soft_px=7, gain=0.55)
    for x in (960, 1290, 1620):
        spread = np.hypot((plate.x - x) / 190, (plate.y - 412) / 74)
        plate.light(np.exp(-(spread**2)) * (plate.y > 396), "#ffb45e", 0.42)

        def lamp(canvas: skia.Canvas, x: float = x) -> None:
            path = skia.Path()
            path.moveTo(x, 404)
            path.cubicTo(x, 350, x + 44, 352, x + 44, 382)
            canvas.drawPath(path, brush("#0d0d13", width_px=5))
            canvas.drawPath(polygon([(x + 34, 380), (x + 54, 380), (x + 68, 402), (x + 20, 402)]), brush("#0d0d13"))
            canvas.drawOval(_rect(x + 28, 397, 32, 10), brush("#fff0c8"))

        plate.draw(lamp)


def _building(plate: Plate) -> None:
    wall = plate.mask(lambda c: c.drawRect(_rect(_WALL, -20, 1300, 960), brush(_WHITE)))
    _bricks(plate, wall)
    for index, x in enumerate((850, 1070, 1290, 1510, 1730)):
        _sash(plate, x, 98, lit=index in (1, 4))
    cornice = plate.mask(lambda c: c.drawRect(_rect(_WALL - 10, 382, 1300, 24), brush(_WHITE)))
    plate.fill(cornice, ramp([(0, "#7c6468"), (1, "#33272f")], (plate.y - 382) / 24))
    _shop(plate)
    edge = np.exp(-(((plate.x - _WALL) / 5) ** 2)) * (plate.y < _STREET_PX)
    plate.light(edge.astype(np.float32), "#ff9d72", 0.22)


def _neon(plate: Plate) -> Rgb:
    """Return the light of the neon cup alone: white-hot tubes, pink glass, the glow around."""
    def tubes(canvas: skia.Canvas, paint: skia.Paint, steam: skia.Paint) -> None:
        canvas.save()
        canvas.translate(1790, 742)
        cup = skia.Path()
        cup.moveTo(-46, -14)
        cup.lineTo(46, -14)
        cup.cubicTo(44, 34, 26, 46, 0, 46)
        cup.cubicTo(-26, 46, -44, 34, -46, -14)
        canvas.drawPath(cup, paint)
        ear = skia.Path()
        ear.moveTo(45, -4)
        ear.cubicTo(72, -8, 70, 28, 37, 26)
        canvas.drawPath(ear, paint)
        canvas.drawLine(-56, 60, 56, 60, paint)
        for x in (-22, 0, 22):
            wisp = skia.Path()
            wisp.moveTo(x, -30)
            wisp.cubicTo(x - 13, -44, x + 13, -56, x, -74)
            canvas.drawPath(wisp, steam)
        canvas.restore()

    layer = Plate(plate.width_px, plate.height_px)
    hot = layer.mask(lambda c: tubes(c, brush(_WHITE, width_px=3.4), brush(_WHITE, width_px=3.0)))
    cup = layer.mask(lambda c: tubes(c, brush(_WHITE, width_px=7), brush(_WHITE, 0, width_px=1)))
    wisps = layer.mask(lambda c: tubes(c, brush(_WHITE, 0, width_px=1), brush(_WHITE, width_px=6)))
    pink, blue = np.array([1.0, 0.28, 0.30]), np.array([0.35, 0.85, 0.95])
    light = hot[..., None] * 0.9
    for mask, color in ((cup, pink), (wisps, blue)):
        light = light + (mask * 0.9 + blur(mask, 7) * 1.1 + blur(mask, 26) * 1.4 + blur(mask, 70) * 1.1)[
            ..., None] * color  # fmt: skip
    return light.astype(np.float32)


def _mirror(picture: Rgb, ripple: Field, y: Field) -> Rgb:
    """Return the picture as the wet street shows it: upside down, drawn out, broken by ripples."""
    depth = np.clip(y - _STREET_PX, 0, None)
    rows = np.clip(_STREET_PX - 6 - depth * 2.3 + ripple * (3 + depth * 0.20), 0, _STREET_PX - 4)
    columns = np.tile(np.linspace(0, y.shape[1] - 1, y.shape[1]), (y.shape[0], 1))
    columns = np.clip(columns + ripple * (1.5 + depth * 0.03), 0, y.shape[1] - 1)
    return blur(picture[rows.astype(int), columns.astype(int)], 1.6)


def _train(frame: int, x: Field, y: Field, noise: Field) -> tuple[Rgb, Field]:
    """Return the train's colour and coverage over the viaduct's strip."""
    length, head = 1500.0, -240.0 + frame * 19.5
    along = head - x
    inside = smoothstep(0, 6, along) * smoothstep(length, length - 6, along)
    body = smoothstep(_DECK_PX - 63, _DECK_PX - 60, y) * smoothstep(_DECK_PX - 4, _DECK_PX - 6, y)
    car = np.mod(along, 372.0)
    gap = smoothstep(3, 7, car) * smoothstep(372, 366, car)
    pane = np.mod(car - 16, 41.0)
    window = (smoothstep(5, 8, pane) * smoothstep(38, 35, pane) * smoothstep(_DECK_PX - 50, _DECK_PX - 48, y)
              * smoothstep(_DECK_PX - 26, _DECK_PX - 28, y))  # fmt: skip
    steel = ramp([(0, "#6d6c82"), (0.5, "#3c3b52"), (1, "#1f1d2e")], (y - _DECK_PX + 62) / 58)
    stripe = np.exp(-(((y - _DECK_PX + 20) / 2.0) ** 2))
    color = steel + stripe[..., None] * np.array([0.75, 0.30, 0.12])
    heads = 0.80 + 0.20 * np.clip(noise * 2, -1, 1)
    color = color * (1 - window[..., None]) + window[..., None] * np.array([1.0, 0.80, 0.50]) ** (2 - heads[..., None])
    return color.astype(np.float32), (inside * body * gap).astype(np.float32)


def _flicker(frame: int) -> float:
    """How bright the neon burns: it stutters awake, then hums."""
    pattern = {4: 0.7, 5: 0.1, 6: 0.9, 7: 0.25, 8: 0.05, 12: 0.8, 13: 1.1, 14: 0.35, 15: 0.9}
    if frame < 16:
        return pattern.get(frame, 0.06)
    dip = 0.45 if frame in (57, 58, 60) else 1.0
    return dip * (0.96 + 0.04 * np.sin(frame * 2.4))


def frames() -> Iterator[NDArray[np.uint8]]:
    """Draw the dusk, one R'G'B' frame after the other."""
    width, height = SIZE_PX
    plate = Plate(width, height)
    _sky(plate)
    _street(plate)
    behind = plate.rgb.copy()
    _viaduct(plate)
    cover_viaduct = np.abs(plate.rgb - behind).max(axis=-1)
    _building(plate)
    neon = _neon(plate)
    ripple = fractal((height, width), seed=40, exponent=1.3, stretch=(0.5, 3.2), lowest=12)
    street = smoothstep(_STREET_PX - 1, _STREET_PX + 1, plate.y)
    strip = (slice(int(_DECK_PX) - 70, int(_DECK_PX) + 2), slice(0, int(_WALL)))
    strip_x, strip_y = plate.x[strip], plate.y[strip]
    noise = fractal(strip_x.shape, seed=41, exponent=3.0, lowest=8)
    front = smoothstep(0.02, 0.10, cover_viaduct)[strip]
    asphalt = 0.34 + 0.06 * fractal((height, width), seed=43, exponent=0.9, lowest=40)
    ground = ramp([(0, "#0a0a12"), (1, "#2e2a3c")], asphalt.astype(np.float32))
    gloss = np.clip(0.80 - (plate.y - _STREET_PX) / 420, 0.2, 1)[..., None]
    curb = np.exp(-(((plate.y - _STREET_PX - 5) / 4) ** 2))
    base = plate.rgb.copy()
    mirrored = _mirror(base, ripple, plate.y)
    wet = np.clip(ground + mirrored * gloss * 0.85, 0, 1)
    base += (wet - base) * street[..., None]
    neon_all = neon + _mirror(neon, ripple, plate.y) * gloss * street[..., None] * 0.85
    neon_all *= (1 - street[..., None]) + street[..., None] * 0.8
    base = base * (1 - 0.45 * curb[..., None])
    dx, dy = plate.x / width - 0.5, plate.y / height - 0.5
    vignette = (1 - 0.32 * np.clip((dx * dx + dy * dy) * 2, 0, 1) ** 1.3)[..., None].astype(np.float32)
    halo = blur(np.clip(base - 0.62, 0, None), 28) * 0.5
    base = (base + halo).astype(np.float32)
    grains = [film_grain(width, height, seed=300 + n) * 0.008 for n in range(6)]
    for frame in range(FRAME_COUNT):
        picture = base.copy()
        color, cover = _train(frame, strip_x, strip_y, noise)
        seen = (cover * (1 - front))[..., None]
        picture[strip] += (color - picture[strip]) * seen
        lamp = np.zeros((90, int(_WALL)), np.float32)
        lamp[10:82] = cover * (color[..., 0] > 0.75)
        spill = blur(lamp, 14)[..., None] * np.array([0.55, 0.36, 0.16], np.float32)
        top = strip[0].start - 10
        picture[top : top + 90, : int(_WALL)] += spill
        wet_rows = slice(int(_STREET_PX) + 4, height)
        glow = cover[20:60].mean(axis=0)[None, :, None] * np.array([0.16, 0.10, 0.05], np.float32)
        picture[wet_rows, : int(_WALL)] += glow * np.clip(0.6 + ripple[wet_rows, : int(_WALL), None] * 0.5, 0, 2)
        picture = 1 - (1 - np.clip(picture, 0, 1)) * (1 - np.clip(neon_all * _flicker(frame), 0, 1))
        yield to_bytes(picture * vignette + grains[frame % 6][..., None])
