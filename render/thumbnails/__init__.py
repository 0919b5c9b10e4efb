"""Thumbnails: one picture, a sheet of them for scrubbing, or a short moving preview.

`make_poster`, `make_sprites` and `make_preview` take a film or a composition. Nothing heavy is
imported before it is asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from render.thumbnails.poster import Poster, make_poster
    from render.thumbnails.preview import Preview, make_preview
    from render.thumbnails.sprites import Sprites, make_sprites

__all__ = ["Poster", "Preview", "Sprites", "make_poster", "make_preview", "make_sprites"]

_MODULE_OF = {
    "Poster": "poster",
    "Preview": "preview",
    "Sprites": "sprites",
    "make_poster": "poster",
    "make_preview": "preview",
    "make_sprites": "sprites",
}


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
