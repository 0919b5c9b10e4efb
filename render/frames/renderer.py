"""Draw the frames of a timeline, one after the other or any one by itself."""

import numpy as np
from numpy.typing import NDArray

from render.canvas.color import frame_to_rgb
from render.canvas.paint import SpriteStore, paint
from render.canvas.picture import BLACK, Picture, new_frame
from render.closing import Closing
from render.frames.draw import FrameDrawing, Mixed, Plain, draw_frame
from render.layers.studio import Studio
from render.text import FontBook
from render.timeline.model import Timeline
from render.transitions import TRANSITIONS


class FrameRenderer(Closing):
    """Draws frames at one output size; sprites, open clips and canvases are kept between frames.

    Args:
        fonts: The fonts texts are drawn with.
        width_px, height_px: Size of the output, even.
    """

    def __init__(self, fonts: FontBook, width_px: int, height_px: int) -> None:
        self.width_px = width_px
        self.height_px = height_px
        self._studio = Studio(fonts)
        self._sprites = SpriteStore(self._studio)
        self._free: list[Picture] = []
        self._shown = self._canvas()
        self._last: FrameDrawing | None = None

    def close(self) -> None:
        """Close the clips that are open; drawing another frame opens what it needs again."""
        self._studio.close()

    def frame(self, timeline: Timeline, frame: int) -> Picture:
        """Return one frame; it is valid until the next call.

        Args:
            timeline: Or a slice of one.
            frame: In [0, timeline.frame_count).
        """
        drawing = draw_frame(timeline, frame, self.width_px, self.height_px)
        if drawing == self._last:
            return self._shown
        self._last = None
        self._base(drawing.base, self._shown)
        paint(drawing.overlays, self._shown, self._sprites)
        self._last = drawing
        return self._shown

    def rgb(self, timeline: Timeline, frame: int) -> NDArray[np.uint8]:
        """Return one frame as `(h, w, 3)` uint8 sRGB."""
        return frame_to_rgb(self.frame(timeline, frame))

    def _base(self, base: Plain | Mixed, into: Picture) -> None:
        if isinstance(base, Plain):
            paint(base.ops, into, self._sprites)
            return
        before, after = self._canvas(), self._canvas()
        self._base(base.before, before)
        self._base(base.after, after)
        TRANSITIONS[base.kind].draw(before, after, base.moment, into)
        self._free += [before, after]

    def _canvas(self) -> Picture:
        if self._free:
            return self._free.pop()
        canvas = new_frame(self.width_px, self.height_px)
        canvas.fill(BLACK)
        return canvas
