"""Thumbnails: one picture, a sheet of them for scrubbing, or a short moving preview.

`make_poster`, `make_sprites` and `make_preview` take a film or a composition. Nothing heavy is
imported before it is asked for.
"""

from typing import TYPE_CHECKING

from render.lazy import names_in

if TYPE_CHECKING:
    from render.thumbnails.poster import Poster, make_poster
    from render.thumbnails.preview import Preview, make_preview
    from render.thumbnails.sprites import Sprites, make_sprites

__all__ = ["Poster", "Preview", "Sprites", "make_poster", "make_preview", "make_sprites"]

__getattr__ = names_in(
    __name__,
    {
        "poster": ("Poster", "make_poster"),
        "preview": ("Preview", "make_preview"),
        "sprites": ("Sprites", "make_sprites"),
    },
)
