"""A local stand-in for the API's assets: a folder, signed URLs, ranges.

`serve_folder` runs it in a thread; `wavemaker assets serve` is the command. Starlette and uvicorn
are loaded when one of the two is asked for.
"""

from typing import TYPE_CHECKING

from render.lazy import names_in

if TYPE_CHECKING:
    from render.serve.server import FolderServer, serve_folder

__all__ = ["FolderServer", "serve_folder"]

__getattr__ = names_in(__name__, {"server": ("FolderServer", "serve_folder")})
