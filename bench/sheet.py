"""Show the variants of pictures of every kind on one sheet: `python -m bench.sheet [OUTPUT]`.

Each is beside the picture it should be, an averaged copy that no decoder of ours has seen. Below is
the mean difference in levels, without what JPEG adds: of a variant in PNG.
"""

import argparse
import math
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont, ImageOps

from bench.originals import Original, Pixels, marked, originals
from render.errors import RenderError
from render.variants.images import make_image_variant
from render.variants.profiles import ImageProfile

SCENE = Path("samples/brooklyn-coffee/assets/stills/latte.jpg")
SIZE_PX = (960, 720)
SHOWN_PX = (120, 90)
CELL_WIDTH_PX = 2 * SHOWN_PX[0] + 6
CELL_HEIGHT_PX = SHOWN_PX[1] + 20
COLUMNS = 4


def should_be(original: Original, width_px: int) -> Pixels:
    """Return what a person should see, averaged down by Pillow's Lanczos."""
    picture = Image.fromarray(original.upright)
    height_px = round(picture.height * width_px / picture.width)
    return np.asarray(picture.resize((width_px, height_px), Image.Resampling.LANCZOS))


def made(original: Original, folder: Path, profile: ImageProfile) -> Pixels:
    """Return the variant that is made of a picture."""
    source = folder / original.name
    source.write_bytes(original.data)
    result = make_image_variant(source, profile, profile.path_for(source))
    with Image.open(result.path) as picture:
        return np.asarray(picture.convert("RGB"))


def sheet(folder: Path) -> Image.Image:
    """Return the sheet of all kinds."""
    profile = ImageProfile("_400w", width_px=400)
    lossless = ImageProfile("_400w", width_px=400, extension=".png", background="#ffffff")
    with Image.open(SCENE) as photograph:
        shaped = ImageOps.fit(photograph.convert("RGB"), SIZE_PX, Image.Resampling.LANCZOS)
    all_kinds = originals(marked(np.asarray(shaped)))
    rows = math.ceil(len(all_kinds) / COLUMNS)
    size = COLUMNS * (CELL_WIDTH_PX + 10) + 10, rows * (CELL_HEIGHT_PX + 8) + 10
    paper = Image.new("RGB", size, (28, 28, 30))
    pen, font = ImageDraw.Draw(paper), ImageFont.load_default(12)
    for number, original in enumerate(all_kinds):
        left = 10 + number % COLUMNS * (CELL_WIDTH_PX + 10)
        top = 10 + number // COLUMNS * (CELL_HEIGHT_PX + 8)
        label = original.name
        try:
            variant = made(original, folder, profile)
            exact = made(original, folder, lossless)
        except RenderError as error:
            print(error)
            label += ": refused"
        else:
            wanted = should_be(original, 400)
            if exact.shape == wanted.shape:
                label += f"  {np.abs(exact.astype(float) - wanted).mean():.2f}"
            for at, picture in enumerate((wanted, variant)):
                small = Image.fromarray(picture)
                small.thumbnail(SHOWN_PX, Image.Resampling.LANCZOS)
                paper.paste(small, (left + at * (SHOWN_PX[0] + 4), top))
        pen.text((left, top + SHOWN_PX[1] + 2), label, (220, 220, 224), font)
    return paper


def main() -> None:
    """Write the sheet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path, nargs="?", default=Path("out/bench/variants.jpg"))
    output = parser.parse_args().output
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        sheet(Path(folder)).save(output, quality=64)
    print(f"{output}: {output.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
