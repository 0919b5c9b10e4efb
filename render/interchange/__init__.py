"""The same composition in other people's terms: MoviePy clips and pydub segments.

`composition_clip` and `mix_audio` hand the result over to programs that use those libraries.
`render_with_moviepy` renders the timeline with a plain MoviePy compositor instead of the planar
canvas: slower by far, and independent, so that the two can be held against each other.

MoviePy and pydub are imported when one of these is first called.
"""

from typing import TYPE_CHECKING

from render.lazy import names_in

if TYPE_CHECKING:
    from render.interchange.clip import composition_clip
    from render.interchange.engine import render_with_moviepy
    from render.interchange.sound import MixedAudio, mix_audio

__all__ = ["MixedAudio", "composition_clip", "mix_audio", "render_with_moviepy"]

__getattr__ = names_in(
    __name__,
    {
        "sound": ("MixedAudio", "mix_audio"),
        "clip": ("composition_clip",),
        "engine": ("render_with_moviepy",),
    },
)
