"""Assets: keys to local files, files to facts, and facts to pixels.

`LocalFolder` finds a key's file, `probe_all` learns what the files are (one file: `probe` in the
module of that name), `load_still` and `VideoReader` give their pixels. Nothing heavy is imported
before it is asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from render.assets.folder import LocalFolder, Resolver
from render.assets.keys import check_key

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

_MODULE_OF = {
    "AudioFacts": "media",
    "DecodedFrame": "frames",
    "ImageFacts": "media",
    "Media": "media",
    "VideoFacts": "media",
    "VideoReader": "frames",
    "load_still": "stills",
    "probe_all": "probe",
}


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
