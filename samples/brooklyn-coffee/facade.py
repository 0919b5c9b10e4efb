"""The building: brick and sashes above, the lit shop with its awning and sign below."""

from pathlib import Path

import numpy as np
import rendercv_fonts
import skia
from street import STREET_PX, WALL_PX
from studio.noise import Field, fractal, smoothstep
from studio.plate import Plate, blur, brush, polygon, ramp

_FONTS = Path(rendercv_fonts.__file__).parent
_WHITE = "#ffffff"


def _rect(x: float, y: float, width: float, height: float) -> skia.Rect:
    return skia.Rect.MakeXYWH(x, y, width, height)


def _bricks(plate: Plate, mask: Field) -> None:
    """Lay brick on the facade: courses, offset joints, each brick its own tone, darker above."""
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
    plate.fill(
        mask,
        ramp(
            [(0, "#1a1119"), (0.4, "#4a2528"), (0.75, "#6e382f"), (1, "#8d4c3a")],
            value.astype(np.float32),
        ),
    )
    plate.multiply(mask * smoothstep(620, 60, plate.y), "#4d4a72", 0.72)


def _sash(plate: Plate, x: float, y: float, *, lit: bool) -> None:
    """Set one upstairs window with its stone lintel and sill."""
    stone = plate.mask(
        lambda c: (
            c.drawRect(_rect(x - 18, y - 34, 156, 30), brush(_WHITE)),
            c.drawRect(_rect(x - 14, y + 196, 148, 16), brush(_WHITE)),
        )
    )
    plate.multiply(np.roll(stone, 7, axis=0) * (1 - stone), "#120b14", 0.6)
    plate.fill(stone, ramp([(0, "#8f7474"), (1, "#4f3f4b")], (plate.y - y + 34) / 240))
    pane = plate.mask(lambda c: c.drawRect(_rect(x, y, 120, 196), brush(_WHITE)))
    if lit:
        tone = (plate.y - y) / 196 + 0.14 * fractal(
            plate.y.shape, seed=int(x), exponent=2.0, lowest=5
        )
        plate.fill(
            pane, ramp([(0, "#ffd48a"), (0.6, "#e8954a"), (1, "#9c5428")], tone.astype(np.float32))
        )
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
        for x, y, s, color in (
            (1100, 742, 1.0, "#3a1a0c"),
            (915, 800, 1.1, "#2a120a"),
            (985, 806, 1.05, "#311609"),
            (1585, 830, 1.0, "#2c140a"),
        ):
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
            canvas.drawPath(
                polygon([(x - 7, 592), (x + 7, 592), (x + 27, 618), (x - 27, 618)]),
                brush("#3a1c0c"),
            )
            canvas.drawOval(_rect(x - 16, 611, 32, 17), brush("#fff6d8"))

    plate.draw(lamps)
    for x in pendants:
        near = np.hypot(plate.x - x, (plate.y - 622) * 1.1)
        plate.light(glass * np.exp(-((near / 92) ** 1.4)), "#ffe2a0", 0.62)


def _shop(plate: Plate) -> None:
    """Build the ground floor: pillars, glass, door, awning, the lit signboard."""
    front = plate.mask(lambda c: c.drawRect(_rect(WALL_PX + 26, 440, 1200, 500), brush(_WHITE)))
    paint = fractal(plate.y.shape, seed=30, exponent=1.2, lowest=8)
    tone = 0.5 + 0.05 * paint - (plate.y - 690) / 900
    plate.fill(
        front, ramp([(0, "#0e1a1c"), (0.5, "#1b3334"), (1, "#2f4f4b")], tone.astype(np.float32))
    )

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
        canvas.drawRect(_rect(WALL_PX + 26, 898, 1200, 14), brush("#0b1314"))

    plate.draw(joinery)
    board = plate.mask(lambda c: c.drawRect(_rect(WALL_PX + 14, 404, 1220, 92), brush(_WHITE)))
    plate.fill(board, ramp([(0, "#24403d"), (1, "#132525")], (plate.y - 404) / 92))
    _lettering(plate)

    def awning(canvas: skia.Canvas) -> None:
        for index in range(26):
            x = 812 + index * 44.0
            color = "#c9532a" if index % 2 == 0 else "#f2dfc0"
            canvas.drawPath(
                polygon([(x + 10, 498), (x + 54, 498), (x + 44, 566), (x, 566)]), brush(color)
            )
            canvas.drawCircle(x + 22, 566, 22, brush(color))

    mask = plate.mask(awning)
    plate.multiply(blur(np.roll(mask, 26, axis=0), 12) * (1 - mask), "#100a0c", 0.7)
    plate.draw(awning)
    plate.multiply(mask * smoothstep(498, 590, plate.y), "#7a4460", 0.35)
    plate.multiply(mask * smoothstep(540, 490, plate.y), "#3d3a5c", 0.6)
    plate.light(mask * smoothstep(552, 592, plate.y), "#ffb066", 0.35)


def _lettering(plate: Plate) -> None:
    """Write the shop's name in gilt, lit by three gooseneck lamps."""
    roman = skia.Font(
        skia.Typeface.MakeFromFile(str(_FONTS / "EB Garamond/EBGaramond-Regular.ttf")), 66
    )
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
            canvas.drawPath(
                polygon([(x + 34, 380), (x + 54, 380), (x + 68, 402), (x + 20, 402)]),
                brush("#0d0d13"),
            )
            canvas.drawOval(_rect(x + 28, 397, 32, 10), brush("#fff0c8"))

        plate.draw(lamp)


def paint_building(plate: Plate) -> None:
    """Paint the whole building over the street."""
    wall = plate.mask(lambda c: c.drawRect(_rect(WALL_PX, -20, 1300, 960), brush(_WHITE)))
    _bricks(plate, wall)
    for index, x in enumerate((850, 1070, 1290, 1510, 1730)):
        _sash(plate, x, 98, lit=index in (1, 4))
    cornice = plate.mask(lambda c: c.drawRect(_rect(WALL_PX - 10, 382, 1300, 24), brush(_WHITE)))
    plate.fill(cornice, ramp([(0, "#7c6468"), (1, "#33272f")], (plate.y - 382) / 24))
    _shop(plate)
    edge = np.exp(-(((plate.x - WALL_PX) / 5) ** 2)) * (plate.y < STREET_PX)
    plate.light(edge.astype(np.float32), "#ff9d72", 0.22)
