"""The floor: the finished frames through the same segment encoder, and nothing else.

Run as a program of its own: `python -m bench.encode_only RAW FRAMES SEGMENTS_FOLDER JOBS`.

The frames come from an uncompressed planar file that lies in the page cache; it is mapped, so
handing a frame over copies nothing. Segments are cut where the renderer cuts them and are encoded
by as many processes as the renderer uses, one encoder thread a segment.
"""

import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from itertools import repeat
from pathlib import Path

import numpy as np

from bench.reference import FPS, HEIGHT_PX, WIDTH_PX, Reference
from render.encode.profiles import PROFILES
from render.encode.video import SegmentEncoder
from render.segments.cut import cut
from render.segments.plan import SEGMENT_SECONDS
from render.timebase import FrameRange

LUMA_BYTES = WIDTH_PX * HEIGHT_PX
FRAME_BYTES = LUMA_BYTES * 3 // 2


def encode_segment(raw: Path, frames: FrameRange, folder: Path) -> None:
    """Encode one segment's frames from the raw file into `folder`."""
    content = np.memmap(raw, np.uint8, "r").reshape(-1, FRAME_BYTES)
    chroma_shape = (HEIGHT_PX // 2, WIDTH_PX // 2)
    path = folder / f"{frames.start:06d}.mp4"
    encoder = SegmentEncoder(path, WIDTH_PX, HEIGHT_PX, Fraction(FPS), PROFILES["standard"])
    for frame in frames:
        luma, blue, red = np.split(content[frame], (LUMA_BYTES, LUMA_BYTES * 5 // 4))
        encoder.write(
            (
                luma.reshape(HEIGHT_PX, WIDTH_PX),
                blue.reshape(chroma_shape),
                red.reshape(chroma_shape),
            )
        )
    encoder.close()


def main(raw: str, frame_count: str, folder: str, jobs: str) -> None:
    """Encode all frames of the raw file."""
    reference = Reference(Path(), int(frame_count))
    starts = [reference.scene_start(scene) for scene in range(4)]
    segments = cut(starts, reference.frame_count, SEGMENT_SECONDS * FPS)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(int(jobs), mp_context=context) as pool:
        done = pool.map(encode_segment, repeat(Path(raw)), segments, repeat(Path(folder)))
        for _ in done:
            pass


if __name__ == "__main__":
    main(*sys.argv[1:])
