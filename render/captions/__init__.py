"""Captions: files and words in, pages of lines with frames out; nothing here draws.

`read_captions` reads SRT, WebVTT, ASS and JSON, `plan_pages` cuts what is spoken into pages,
`write_pages` writes them again. What pages look like is decided in `render/layers/captions.py`.
"""

from typing import TYPE_CHECKING

from render.lazy import names_in

if TYPE_CHECKING:
    from render.captions.export import write_pages
    from render.captions.paging import Page, PageLimits, plan_pages
    from render.captions.reading import read_captions
    from render.captions.spoken import Passage, SpokenWord

__all__ = [
    "Page",
    "PageLimits",
    "Passage",
    "SpokenWord",
    "plan_pages",
    "read_captions",
    "write_pages",
]

__getattr__ = names_in(
    __name__,
    {
        "export": ("write_pages",),
        "paging": ("Page", "PageLimits", "plan_pages"),
        "reading": ("read_captions",),
        "spoken": ("Passage", "SpokenWord"),
    },
)
