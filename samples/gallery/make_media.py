"""Make the media of the gallery: `python samples/gallery/make_media.py`.

Two stills and a clip are small copies of those of `samples/brooklyn-coffee`; the rest is drawn and
computed here. Together they are under 500 kB.
"""

# ruff: noqa: E402 - the search path is set before what lies on it is imported

import sys
from fractions import Fraction
from pathlib import Path

HERE = Path(__file__).resolve().parent
ASSETS = HERE / "assets"
MEDIA = HERE.parent / "brooklyn-coffee" / "assets"
sys.path[:0] = [str(HERE.parent)]  # samples are scripts, not an installed package

import av
import numpy as np
import skia
from PIL import Image
from studio.clips import save_clip
from studio.noise import fractal, grid
from studio.plate import ink

STILL_PX = (960, 540)
CLIP_PX = (480, 270)
CLIP_FRAMES = 60
GREEN = "#00b140"
TABLE_STEPS = 9


def stills() -> None:
    """Write small copies of two stills."""
    for name in ("latte", "bridge"):
        with Image.open(MEDIA / "stills" / f"{name}.jpg") as picture:
            small = picture.resize(STILL_PX, Image.Resampling.LANCZOS)
        small.save(ASSETS / f"{name}.jpg", quality=80, optimize=True)


def clip() -> None:
    """Write two seconds of a clip, small."""
    frames = []
    with av.open(str(MEDIA / "clips" / "espresso.mp4")) as container:
        for frame in container.decode(video=0):
            picture = Image.fromarray(frame.to_ndarray(format="rgb24"))
            frames.append(np.asarray(picture.resize(CLIP_PX, Image.Resampling.LANCZOS)))
            if len(frames) == CLIP_FRAMES:
                break
    save_clip(frames, ASSETS / "espresso.mp4", fps=Fraction(30), size_px=CLIP_PX, crf=27)


def brush() -> None:
    """Write the picture a luma wipe goes by: a brush from the left, rough at its edge."""
    x, y = grid(480, 270)
    x, y = (x - x.min()) / np.ptp(x), (y - y.min()) / np.ptp(y)
    bristles = fractal((270, 480), seed=7, exponent=1.6, stretch=(0.25, 2.0))
    bristles = np.clip(bristles / 5 + 0.5, 0, 1)
    tone = 0.6 * x + 0.3 * bristles + 0.1 * np.abs(np.sin(3.5 * np.pi * y))
    tone = (tone - tone.min()) / np.ptp(tone)
    picture = Image.fromarray(np.rint(255 * tone).astype(np.uint8))
    picture.save(ASSETS / "brush.jpg", quality=85, optimize=True)


def cup() -> None:
    """Write a paper cup in front of a green screen."""
    surface = skia.Surface(960, 540)
    canvas = surface.getCanvas()
    canvas.clear(ink(GREEN))

    def shade(left: float, right: float, *colors: str) -> skia.Paint:
        ends = (skia.Point(left, 0), skia.Point(right, 0))
        gradient = skia.GradientShader.MakeLinear(ends, [ink(color) for color in colors])
        return skia.Paint(Shader=gradient, AntiAlias=True)

    def block(top: float, bottom: float, top_half: float, bottom_half: float) -> skia.Path:
        path = skia.Path()
        path.moveTo(480 - top_half, top)
        path.lineTo(480 + top_half, top)
        path.lineTo(480 + bottom_half, bottom)
        path.quadTo(480, bottom + 22, 480 - bottom_half, bottom)
        path.close()
        return path

    canvas.drawPath(block(140, 470, 118, 88), shade(362, 598, "#fff8ec", "#fdeedb", "#c9ab8b"))
    canvas.drawPath(block(230, 385, 110, 96), shade(370, 590, "#f08a3c", "#e2662a", "#a63f16"))
    lid = skia.Rect.MakeLTRB(352, 112, 608, 146)
    canvas.drawRoundRect(lid, 14, 14, shade(352, 608, "#5b4336", "#3b2820", "#21140f"))
    rim = skia.Rect.MakeLTRB(376, 78, 584, 122)
    canvas.drawRoundRect(rim, 18, 18, shade(376, 584, "#6a4f40", "#46312a", "#281a14"))
    flame = skia.Path()
    flame.moveTo(480, 258)
    flame.cubicTo(524, 304, 520, 358, 480, 360)
    flame.cubicTo(440, 358, 436, 304, 480, 258)
    canvas.drawPath(flame, skia.Paint(Color=ink("#fff1df"), AntiAlias=True))
    rgba = surface.makeImageSnapshot().toarray(colorType=skia.kRGBA_8888_ColorType)
    Image.fromarray(rgba[..., :3].copy()).save(ASSETS / "cup.png", optimize=True)


def table() -> None:
    """Write a colour table: teal shadows, amber lights, a little more contrast."""
    steps = np.linspace(0, 1, TABLE_STEPS)
    blue, green, red = (a.ravel() for a in np.meshgrid(steps, steps, steps, indexing="ij"))
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    warm = (light - 0.45)[:, None] * np.array([0.5, 0.06, -0.5])
    curve = np.array([red, green, blue]).T
    curve = curve * curve * (3 - 2 * curve) * 0.6 + curve * 0.4
    rows = np.clip(curve + warm, 0, 1)
    lines = [" ".join(f"{value:.4f}" for value in row) for row in rows]
    head = f'TITLE "Teal and amber"\nLUT_3D_SIZE {TABLE_STEPS}\n'
    (ASSETS / "teal-and-amber.cube").write_text(head + "\n".join(lines) + "\n")


if __name__ == "__main__":
    ASSETS.mkdir(parents=True, exist_ok=True)
    for make in (stills, clip, brush, cup, table):
        make()
    for path in sorted(ASSETS.iterdir()):
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")
