"""Assets: keys to local files, files to facts, and facts to pixels.

`LocalFolder` finds a key's file, `probe_all` learns what the files are (one file: `probe` in the
module of that name), `load_still` and `VideoReader` give their pixels. Nothing heavy is imported
before it is asked for.
"""

from typing import TYPE_CHECKING

from render.assets.folder import LocalFolder, Resolver
from render.assets.keys import check_key
from render.lazy import names_in

if TYPE_CHECKING:
    from render.assets.frames import DecodedFrame, VideoReader
    from render.assets.media import AudioFacts, ImageFacts, Media, VideoFacts
    from render.assets.probe import probe_all
    from render.assets.stills import load_still

__all__ = [
    "AudioFacts",
    "DecodedFrame",
    "ImageFacts",
    "LocalFolder",
    "Media",
    "Resolver",
    "VideoFacts",
    "VideoReader",
    "check_key",
    "load_still",
    "probe_all",
]

__getattr__ = names_in(
    __name__,
    {
        "media": ("AudioFacts", "ImageFacts", "Media", "VideoFacts"),
        "frames": ("DecodedFrame", "VideoReader"),
        "stills": ("load_still",),
        "probe": ("probe_all",),
    },
)
