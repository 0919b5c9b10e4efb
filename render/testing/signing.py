"""A fake of the hosted API: `POST /assets/sign` and the files, on this machine."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from render.assets.keys import check_key
from render.serve import serve_folder

if TYPE_CHECKING:
    from render.serve.server import FolderServer


@contextmanager
def sign_server(files: Mapping[str, bytes] | Path) -> "Iterator[FolderServer]":
    """Serve files as the hosted API does, until the `with` block ends.

    Args:
        files: Contents by asset key, or a folder.

    Yields:
        The server: its `url` and the `api_key` it takes.

    Raises:
        AssetKeyRefused: A key is malformed.
    """
    if isinstance(files, Path):
        with serve_folder(files) as server:
            yield server
        return
    with TemporaryDirectory() as folder:
        for key, content in files.items():
            path = Path(folder) / check_key(key)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        with serve_folder(Path(folder)) as server:
            yield server
