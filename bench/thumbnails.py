"""Compare programs that make thumbnails: `python -m bench.thumbnails [--count 200]`.

Half of the pictures are JPEGs of 12 megapixels as a telephone takes them, half PNGs of 6, a quarter
of those transparent; they are made on the first run. What counts is processor time, so that other
programs disturb little, and the contenders take turns at portions of the pictures, so that what
disturbs one disturbs all. Start-up counts for the programs, which start once for each portion, and
not for the libraries, whose processes live for thousands of pictures.
"""

import argparse
import shutil
from dataclasses import astuple, dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from bench.originals import Pixels, camera_exif
from bench.textures import photograph
from bench.thumbnailers import CONTENDERS, WIDTHS_PX, cpu_seconds, is_there, on_white

FOLDER = Path("out/bench/thumbnails")
JPEG_SIZE_PX = (4032, 3024)
PNG_SIZE_PX = (3000, 2000)
BASES = 6
PORTION = 20


def make_pictures(count: int) -> list[Path]:
    """Return the files of the corpus, JPEGs first; missing ones are made."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    paths = [FOLDER / f"{at:03}.jpg" for at in range(count // 2)]
    paths += [FOLDER / f"{at:03}.png" for at in range(count // 2)]
    if missing := [path for path in paths if not path.exists()]:
        print(f"making {len(missing)} pictures in {FOLDER}")
        bases = [photograph(seed, *JPEG_SIZE_PX, leaves=6000) for seed in range(BASES)]
        for path in missing:
            make_picture(path, bases)
    return paths


def make_picture(path: Path, bases: list[Pixels]) -> None:
    """Write one picture: a part of a base, moved, flipped and tinted by its number."""
    number = int(path.stem)
    rng = np.random.default_rng(number)
    pixels = bases[number % BASES]
    pixels = np.roll(pixels, tuple(map(int, rng.integers(0, 3000, 2))), (0, 1))
    pixels = pixels[:: int(rng.choice([-1, 1])), :: int(rng.choice([-1, 1]))]
    pixels = cv2.convertScaleAbs(np.ascontiguousarray(pixels), alpha=rng.uniform(0.7, 1.1))
    unfinished = path.with_suffix(".part")
    if path.suffix == ".jpg":
        exif = camera_exif(1)
        Image.fromarray(pixels).save(unfinished, "JPEG", quality=92, exif=exif)
    else:
        width, height = PNG_SIZE_PX
        pixels = pixels[:height, :width]
        if number % 4 == 0:
            across = np.linspace(-400, 655, width).clip(0, 255).astype(np.uint8)
            pixels = np.dstack([pixels, np.broadcast_to(across, (height, width))])
        Image.fromarray(pixels).save(unfinished, "PNG", compress_level=3)
    unfinished.replace(path)


def error_levels(source: Path, folder: Path) -> float:
    """Return how far the thumbnails of a picture are from Lanczos of the whole, JPEG included."""
    errors: list[float] = []
    with Image.open(source) as opened:
        whole = on_white(opened)
    for width in WIDTHS_PX:
        with Image.open(folder / f"{source.stem}_{width}w.jpg") as picture:
            pixels = np.asarray(picture.convert("RGB")).astype(float)
        size = pixels.shape[1], pixels.shape[0]
        wanted = np.asarray(whole.resize(size, Image.Resampling.LANCZOS))
        errors.append(float(np.abs(pixels - wanted).mean()))
    return float(np.mean(errors))


@dataclass
class Cost:
    """What a contender took for pictures of one format.

    Attributes:
        seconds: Processor time.
        size_bytes: Of the thumbnails.
        error_levels: Of those of one picture.
    """

    seconds: float = 0.0
    size_bytes: int = 0
    error_levels: float = 0.0


def measured(paths: list[Path], names: list[str]) -> dict[str, Cost]:
    """Run all contenders over pictures of one format."""
    costs = {name: Cost() for name in names}
    folder = (FOLDER / "made").absolute()
    for start in range(0, len(paths), PORTION):
        portion = paths[start : start + PORTION]
        order = start // PORTION % len(names)
        for name in names[order:] + names[:order]:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            cost = costs[name]
            cost.seconds += cpu_seconds(CONTENDERS[name], portion, folder)
            cost.size_bytes += sum(path.stat().st_size for path in folder.glob("*.jpg"))
            if start == 0:
                cost.error_levels = error_levels(portion[1], folder)
    return costs


def table(title: str, count: int, costs: dict[str, Cost]) -> None:
    """Print what contenders took for some pictures."""
    made = len(WIDTHS_PX) * count
    print(f"\n{count} {title}, {made} thumbnails")
    print("contender        thumbnails/s/core    times wavemaker's time    kB each    mean error")
    for name, cost in costs.items():
        ratio = cost.seconds / costs["wavemaker"].seconds
        print(
            f"{name:15}  {made / cost.seconds:17.1f}    {ratio:22.2f}"
            f"    {cost.size_bytes / made / 1000:7.1f}    {cost.error_levels:10.2f}"
        )


def main() -> None:
    """Make the corpus and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200, help="pictures, half of each format")
    parser.add_argument("--only", nargs="*", help="names of contenders")
    options = parser.parse_args()
    paths = [path.absolute() for path in make_pictures(options.count)]
    names = [name for name in CONTENDERS if is_there(name)]
    names = [name for name in names if not options.only or name in {*options.only, "wavemaker"}]
    for name in CONTENDERS.keys() - set(names):
        print(f"left out: {name}")
    half = len(paths) // 2
    found: list[dict[str, Cost]] = []
    for title, some in (("JPEGs", paths[:half]), ("PNGs", paths[half:])):
        CONTENDERS["wavemaker"](some[:1], FOLDER)  # imports
        found.append(measured(some, names))
        table(title, half, found[-1])
    both = {
        name: Cost(*(sum(parts) for parts in zip(*(astuple(c[name]) for c in found), strict=True)))
        for name in names
    }
    for cost in both.values():
        cost.error_levels /= len(found)
    table("of both", 2 * half, both)


if __name__ == "__main__":
    main()
