"""Compare JPEG qualities and chroma sampling: `python -m bench.qualities FOLDER...`.

Every picture in the folders is averaged down to 400 and 800 pixels (never enlarged), written in
every way, read again and compared. With the package `ssimulacra2` installed its score is printed as
well: 70 is high quality, 90 cannot be told from the original beside it.
"""

import argparse
import io
import tempfile
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bench.originals import Pixels
from render.variants.picture_files import encoded
from render.variants.profiles import ImageProfile

QUALITIES = (75, 80, 82, 85, 88, 90)
WIDTHS_PX = (400, 800)


def reduced(path: Path) -> Iterator[Pixels]:
    """Yield a picture at the widths of the variants."""
    with Image.open(path) as opened:
        picture = opened.convert("RGB")
    for width_px in WIDTHS_PX:
        if picture.width < 0.75 * width_px:
            return
        width = min(width_px, picture.width)
        size = width, round(picture.height * width / picture.width)
        yield np.asarray(picture.resize(size, Image.Resampling.LANCZOS))


def dssim(one: Pixels, other: Pixels) -> float:
    """Return (1 - SSIM) / 2 of luma: Gaussian window of 11 pixels, sigma 1.5, in thousandths."""
    first, second = (_luma(pixels) for pixels in (one, other))
    mean_1, mean_2 = _blurred(first), _blurred(second)
    variance_1 = _blurred(first * first) - mean_1**2
    variance_2 = _blurred(second * second) - mean_2**2
    covariance = _blurred(first * second) - mean_1 * mean_2
    few, more = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    above = (2 * mean_1 * mean_2 + few) * (2 * covariance + more)
    below = (mean_1**2 + mean_2**2 + few) * (variance_1 + variance_2 + more)
    return float(1000 * (1 - (above / below)[5:-5, 5:-5].mean()) / 2)


def colour_error(one: Pixels, other: Pixels) -> float:
    """Return the mean distance of the chroma planes in levels."""
    planes = [cv2.cvtColor(p, cv2.COLOR_RGB2YCrCb)[..., 1:].astype(float) for p in (one, other)]
    return float(np.abs(planes[0] - planes[1]).mean())


def score(one: Pixels, other: Pixels) -> float:
    """Return SSIMULACRA 2, or nothing where it is not installed."""
    if find_spec("ssimulacra2") is None:
        return float("nan")
    compute = import_module("ssimulacra2").compute_ssimulacra2
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"{at}.png") for at in range(2)]
        for path, pixels in zip(paths, (one, other), strict=True):
            Image.fromarray(pixels).save(path, compress_level=1)
        return float(compute(*map(str, paths)))


def _luma(pixels: Pixels) -> NDArray[np.float64]:
    return pixels @ np.array([0.299, 0.587, 0.114])


def _blurred(plane: NDArray[np.float64]) -> NDArray[np.float64]:
    return cv2.GaussianBlur(plane, (11, 11), 1.5)


def main() -> None:
    """Print one table for all pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    paths = [path for folder in parser.parse_args().folders for path in sorted(folder.iterdir())]
    pictures = [pixels for path in paths for pixels in reduced(path)]
    megapixels = sum(pixels.shape[0] * pixels.shape[1] for pixels in pictures) / 1e6
    print(f"{len(pictures)} pictures of {len(paths)} files, {megapixels:.1f} megapixels")
    print(
        "quality  chroma  bits/pixel  mean error  chroma error  DSSIM/1000  SSIMULACRA2  (lowest)"
    )
    for quality in QUALITIES:
        for chroma in ("4:2:0", "4:4:4"):
            profile = ImageProfile("_x", width_px=800, quality=quality, chroma=chroma)
            files = [encoded(pixels, profile) for pixels in pictures]
            again = [np.asarray(Image.open(io.BytesIO(data)).convert("RGB")) for data in files]
            pairs = list(zip(pictures, again, strict=True))
            errors = [np.abs(one.astype(float) - other).mean() for one, other in pairs]
            scores = [score(*pair) for pair in pairs]
            print(
                f"{quality:7}  {chroma:6}  {sum(map(len, files)) * 8e-6 / megapixels:10.2f}"
                f"  {np.mean(errors):10.2f}  {np.mean([colour_error(*p) for p in pairs]):12.2f}"
                f"  {np.mean([dssim(*p) for p in pairs]):10.2f}  {np.mean(scores):11.1f}"
                f"  {min(scores):8.1f}"
            )


if __name__ == "__main__":
    main()
