"""A local stand-in for the API's assets: a folder, signed URLs, ranges.

`serve_folder` runs it in a thread; `wavemaker assets serve` is the command. Starlette and uvicorn
are loaded when one of the two is asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from render.serve.server import FolderServer, serve_folder

__all__ = ["FolderServer", "serve_folder"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("render.serve.server"), name)
