"""Hold the fast engine against MoviePy's compositor: `python -m bench.engines [COMPOSITION ...]`.

Both draw every k-th frame of the samples; nothing is encoded. Printed are mean and largest absolute
differences in levels of 255; the frames that differ most are written to `out/engines/` as the fast
engine's picture, MoviePy's, and their difference made eight times as bright.
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from render.errors import RenderError
from render.frames.renderer import FrameRenderer
from render.interchange.film import Film
from render.options import RenderOptions
from render.prepare import prepare
from render.stills import write_picture
from render.timeline.canvas_size import RESOLUTIONS, output_size

MEAN_LEVELS_ALLOWED = 2.0
"""Over the pixels and channels of any frame. Blue alone may be 2 off in all of a flat colour, the
nearest that 8-bit Y'CbCr has."""

AMPLIFICATION = 8
GAP_PX = 8
_LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)

Rgb = NDArray[np.uint8]


@dataclass(frozen=True)
class Difference:
    """How far two pictures of one frame are apart.

    Attributes:
        frame: Its number.
        mean_levels: Mean absolute difference over all pixels and channels.
        worst_channel_levels: Of the channel that differs most, the mean.
        max_levels: Largest difference of any channel of any pixel.
        luma_levels: Mean absolute difference of luma alone.
        luma_max_levels: The largest of luma.
    """

    frame: int
    mean_levels: float
    worst_channel_levels: float
    max_levels: int
    luma_levels: float
    luma_max_levels: float


def difference(frame: int, fast: Rgb, plain: Rgb) -> Difference:
    """Compare two pictures."""
    apart = cv2.absdiff(fast, plain)
    channels = apart.mean(axis=(0, 1))
    luma = np.abs((fast.astype(np.float32) - plain) @ _LUMA)
    return Difference(
        frame,
        float(channels.mean()),
        float(channels.max()),
        int(apart.max()),
        float(luma.mean()),
        float(luma.max()),
    )


def side_by_side(fast: Rgb, plain: Rgb) -> Rgb:
    """Return both pictures and what is between them, amplified, beside each other."""
    apart = cv2.absdiff(fast, plain).astype(np.uint16) * AMPLIFICATION
    gap = np.full((fast.shape[0], GAP_PX, 3), 90, np.uint8)
    return np.hstack([fast, gap, plain, gap, np.minimum(apart, 255).astype(np.uint8)])


@dataclass(frozen=True)
class Comparison:
    """How a sample is compared.

    Attributes:
        every: Distance between compared frames.
        resolution: Name of the output size, or None for the design size.
        pictures: How many of the most different frames are written.
        folder: Where to.
    """

    every: int
    resolution: str | None
    pictures: int
    folder: Path

    def run(self, path: Path) -> list[Difference]:
        """Compare a composition and write the pictures."""
        prepared = prepare(path, RenderOptions())
        timeline = prepared.timeline
        size = output_size(timeline.width, timeline.height, self.resolution)
        film = Film(timeline, prepared.fonts, *size)
        found: list[Difference] = []
        kept: list[tuple[float, int, Rgb]] = []
        with FrameRenderer(prepared.fonts, *size) as renderer:
            for frame in range(self.every // 2, timeline.frame_count, self.every):
                fast, plain = renderer.rgb(timeline, frame), film.rgb(frame)
                found.append(difference(frame, fast, plain))
                kept.append((found[-1].mean_levels, frame, side_by_side(fast, plain)))
                kept = sorted(kept, key=lambda entry: -entry[0])[: self.pictures]
        film.close()
        self.folder.mkdir(parents=True, exist_ok=True)
        for _, frame, picture in kept:
            write_picture(picture, self.folder / f"{path.parent.name}-{frame:05}.png")
        return found


def table(name: str, found: list[Difference]) -> str:
    """Return the figures of one sample as lines of text."""
    worst = max(found, key=lambda one: one.mean_levels)
    jump = max(found, key=lambda one: one.max_levels)
    luma = max(found, key=lambda one: one.luma_max_levels)
    mean = np.mean([one.mean_levels for one in found])
    luma_mean = np.mean([one.luma_levels for one in found])
    channel = max(one.worst_channel_levels for one in found)
    lines = [
        f"{name}: {len(found)} frames",
        f"  mean   {mean:6.3f}  (worst {worst.mean_levels:.3f}, frame {worst.frame})",
        f"  channel{channel:6.3f}  (the mean of one channel, at its worst)",
        f"  max    {jump.max_levels:6d}  (frame {jump.frame})",
        f"  luma   {luma_mean:6.3f}  (max {luma.luma_max_levels:.0f}, frame {luma.frame})",
    ]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Compare, print, and return 1 when a sample is further apart than allowed."""
    parser = argparse.ArgumentParser(prog="python -m bench.engines", description=__doc__)
    parser.add_argument("compositions", nargs="*", type=Path, help="default: all samples")
    parser.add_argument("--every", type=int, default=30, help="compare every k-th frame")
    parser.add_argument("--resolution", choices=[*RESOLUTIONS], help="default: the design size")
    parser.add_argument("--pictures", type=int, default=4, help="written for each composition")
    parser.add_argument("--out", type=Path, default=Path("out/engines"))
    asked = parser.parse_args(arguments)
    comparison = Comparison(max(1, asked.every), asked.resolution, asked.pictures, asked.out)
    compositions = asked.compositions or sorted(Path("samples").glob("*/composition.json"))
    if not compositions:
        print("there is no composition to compare", file=sys.stderr)
        return 2
    alike = True
    for path in compositions:
        try:
            found = comparison.run(path)
        except RenderError as error:
            print(f"{path}: {error}", file=sys.stderr)
            return error.exit_code
        print(table(path.parent.name, found), flush=True)
        alike = alike and max(one.mean_levels for one in found) <= MEAN_LEVELS_ALLOWED
    verdict = "alike" if alike else "NOT alike"
    print(f"{verdict}: the mean of a frame may be {MEAN_LEVELS_ALLOWED} levels")
    print(f"the frames that differ most are in {asked.out}")
    return 0 if alike else 1


if __name__ == "__main__":
    sys.exit(main())
