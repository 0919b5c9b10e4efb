"""Write the finished frames as an uncompressed planar file, for the encode-only contender.

Run as a program of its own: `python -m bench.raw_frames COMPOSITION RAW`.

They come from the renderer itself, not from its MP4: what a lossy encoder has once smoothed is
cheaper to encode again.
"""

import sys
from pathlib import Path

from bench.reference import HEIGHT_PX, WIDTH_PX
from render.frames.renderer import FrameRenderer
from render.options import RenderOptions
from render.prepare import prepare


def main(composition: str, raw: str) -> None:
    """Draw every frame and write its planes, Y then Cb then Cr, one frame after the other."""
    prepared = prepare(composition, RenderOptions())
    with (
        Path(raw).open("wb") as file,
        FrameRenderer(prepared.fonts, WIDTH_PX, HEIGHT_PX) as renderer,
    ):
        for frame in range(prepared.timeline.frame_count):
            drawn = renderer.frame(prepared.timeline, frame)
            file.writelines(plane.tobytes() for plane in drawn.planes)


if __name__ == "__main__":
    main(*sys.argv[1:])
