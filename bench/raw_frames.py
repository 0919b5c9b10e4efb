"""Write the finished frames as an uncompressed planar file, for the encode-only contender.

Run as a program of its own: `python -m bench.raw_frames VIDEO RAW`.
"""

import sys
from pathlib import Path

import av
import numpy as np


def main(video: str, raw: str) -> None:
    """Decode a 4:2:0 video into planes, Y then Cb then Cr, one frame after the other."""
    with av.open(video) as container, Path(raw).open("wb") as file:
        for frame in container.decode(video=0):
            for plane in frame.planes:
                rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
                file.write(rows[: plane.height, : plane.width].tobytes())


if __name__ == "__main__":
    main(*sys.argv[1:])
