"""Where keys become files: the resolver seam and the local folder behind it."""

import os
import stat
import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import Final, Protocol

from render.assets.keys import check_key
from render.errors import AssetError, AssetKeyRefused, AssetMissing, AssetUnreadable

_SEARCHED_FILES: Final = 5000
"""How many files are looked at for a suggestion; a larger folder gets a poorer one."""


class Resolver(Protocol):
    """Whatever turns a key into a file on this machine: a folder here, a signed API elsewhere."""

    def resolve(self, key: str) -> Path:
        """Return the absolute path of the key's file.

        Raises:
            AssetKeyRefused: The key is malformed or would leave the root.
            AssetMissing: There is no such file.
            AssetUnreadable: The file may not be read or is no regular file.
        """
        ...


class LocalFolder:
    """Assets in a folder: the key is the path below it.

    Args:
        root: The folder; relative paths count from the current one. It is looked at when a key
            is resolved, so a composition without assets needs none.
        suggests: Whether errors name near keys, for which up to 5,000 files are looked at.
    """

    def __init__(self, root: Path, *, suggests: bool = True) -> None:
        self.root = Path(root)
        self.suggests = suggests

    def resolve(self, key: str) -> Path:
        """Return the absolute path, symbolic links followed, of the key's file.

        Links may point anywhere below the root and nowhere else.

        Raises:
            AssetKeyRefused: The key is malformed, or its file lies outside the root.
            AssetMissing: There is no such file; the hint names near ones.
            AssetUnreadable: The file may not be read or is no regular file.
        """
        key = check_key(key)
        try:
            return self._resolve(key)
        except PermissionError as error:
            raise AssetUnreadable(
                "the file may not be read", where=key, hint=f"check who may read {error.filename}"
            ) from error
        except (OSError, RuntimeError) as error:  # RuntimeError: a loop of symbolic links
            raise AssetMissing(
                f"the file cannot be reached: {error}", where=key, hint=f"looked in {self.root}"
            ) from error

    def _resolve(self, key: str) -> Path:
        root = self.root.resolve()
        if not root.is_dir():
            raise AssetMissing(
                f"there is no asset folder {self.root}", where=key, hint="name it with --assets DIR"
            )
        # A key is NFC; files copied from a Mac may be named in NFD.
        spellings = (key, unicodedata.normalize("NFD", key))
        found = next((root / name for name in spellings if os.path.lexists(root / name)), None)
        if found is None:
            raise AssetMissing("there is no such file", where=key, hint=self._suggestion(root, key))
        if not found.exists() and found.is_symlink():
            raise AssetMissing("the symbolic link points to nothing", where=key)
        path = found.resolve(strict=True)
        if not path.is_relative_to(root):
            raise AssetKeyRefused(
                "the file lies outside the asset folder",
                where=key,
                hint="copy it into the folder instead of linking to it",
            )
        _check_regular(path, key)
        return path

    def _suggestion(self, root: Path, key: str) -> str:
        """Return a hint that names the likeliest meant keys, or where was looked."""
        keys = list(islice(_keys_below(root), _SEARCHED_FILES)) if self.suggests else []
        folded = {known.casefold(): known for known in keys}
        meant = [folded[k] for k in get_close_matches(key.casefold(), folded, n=2, cutoff=0.75)]
        name = key.rsplit("/", 1)[-1].casefold()
        meant += [k for k in keys if k.rsplit("/", 1)[-1].casefold() == name and k not in meant]
        if meant:
            return f"did you mean {' or '.join(meant[:2])}?"
        return f"looked in {self.root}"


def _keys_below(root: Path) -> Iterator[str]:
    """Yield the keys of the files below a folder, in a stable order; hidden ones are left out."""
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if not name.startswith("."))
        below = Path(folder).relative_to(root)
        yield from ((below / name).as_posix() for name in sorted(files) if name[0] != ".")


def _check_regular(path: Path, key: str) -> None:
    """Refuse folders, pipes and devices (which would block or never end) and unreadable files."""
    mode = path.stat().st_mode
    error: AssetError | None = None
    if stat.S_ISDIR(mode):
        error = AssetUnreadable("this is a folder, not a file", where=key)
    elif not stat.S_ISREG(mode):
        error = AssetUnreadable("this is not a regular file", where=key)
    elif not os.access(path, os.R_OK):
        error = AssetUnreadable(
            "the file may not be read", where=key, hint=f"check who may read {path}"
        )
    if error is not None:
        raise error
