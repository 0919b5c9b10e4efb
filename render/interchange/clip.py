"""A composition as a MoviePy clip, drawn by the fast engine."""

from typing import TYPE_CHECKING

import numpy as np
from moviepy import VideoClip
from numpy.typing import NDArray

from render.frames.renderer import FrameRenderer
from render.interchange.clock import duration_of, frame_at
from render.interchange.sound import sound_clip
from render.options import RenderOptions
from render.prepare import Prepared, Source, frames_asked, prepare
from render.timeline.canvas_size import output_size

if TYPE_CHECKING:
    from render.timebase import FrameRange

_DEFAULTS = RenderOptions()


class CompositionClip(VideoClip):
    """A MoviePy clip of a composition; cuts and copies of it share one renderer.

    Args:
        prepared: The composition.
        window: The frames of it that the clip shows.
        resolution: Name of the output size, or None.
    """

    def __init__(self, prepared: Prepared, window: "FrameRange", resolution: str | None) -> None:
        timeline = prepared.timeline
        duration_seconds = duration_of(len(window), timeline.fps)
        super().__init__(duration=duration_seconds)
        self.size = output_size(timeline.width, timeline.height, resolution)
        self.fps = float(timeline.fps)
        self.audio = sound_clip(prepared, window, duration_seconds)
        self._timeline = timeline
        self._window = window
        self._renderer = FrameRenderer(prepared.fonts, *self.size)

    def frame_function(self, t: float) -> NDArray[np.uint8]:
        """Return the picture at a time in seconds, `(height, width, 3)` uint8 sRGB.

        Before the first frame it is the first, after the last the last.
        """
        window = self._window
        frame = window.start + frame_at(t, self._timeline.fps)
        return self._renderer.rgb(self._timeline, min(max(frame, window.start), window.end - 1))

    def close(self) -> None:
        """Close the media files that are open; those still needed are opened again."""
        self._renderer.close()


def composition_clip(source: Source, options: RenderOptions = _DEFAULTS) -> VideoClip:
    """Return a composition as a MoviePy clip with its sound.

    The frames come from the same renderer as `render_composition`'s; the sound is the same mix,
    stereo at 48 kHz, made as far as it is listened to. The clip can be cut, composed and written
    like any other. For the exact rate and colour of the output, `render_composition` is the better
    way: MoviePy rounds rates to hundredths and writes untagged BT.601.

    Args:
        source: The composition: its file, `"-"` for standard input, a model, or parsed JSON.
        options: Assets, fonts, resolution, strictness and the part asked for (`frames`, `scene`)
            count.

    Returns:
        A clip whose `size`, `fps`, `duration` and (unless it is silent) `audio` are set. Its
        `close()` closes the media files.

    Raises:
        RenderError: As for `render_composition`; also from the clip's frames.

    Example:
        >>> from moviepy import CompositeVideoClip, TextClip
        >>> clip = composition_clip("composition.json")  # doctest: +SKIP
        >>> clip.subclipped(2, 5).write_videofile("part.mp4", audio_codec="aac")  # doctest: +SKIP
    """
    prepared = prepare(source, options)
    window = frames_asked(prepared, options.frames, options.scene)
    return CompositionClip(prepared, window, options.resolution)
