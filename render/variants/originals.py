# ruff: noqa: PTH112, PTH114, PTH116, PTH118, PTH120 - paths are text here, as scandir gives them: a
# million Path objects cost seconds
"""Where originals are: folders, files, globs and keys become a stream of files.

Nothing is gathered: what a folder holds is told as it is read, so a tree of a million files costs
no more memory than the names of the folders still to be read. Symbolic links to files are followed,
symbolic links to folders inside a folder are not: they may lead round in circles, or away.
"""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from render.assets.folder import LocalFolder
from render.errors import AssetError, AssetMissing, AssetUnreadable
from render.variants.globs import GLOB_CHARACTERS, Glob
from render.variants.manifest import has_manifest, manifest_folder
from schemas.variant_keys import media_kind


@dataclass(frozen=True, slots=True)
class Original:
    """A file that may get variants, or the reason why one gets none.

    Attributes:
        path: Absolute, links in its folder followed: one file in one place has one path.
        shown: The path as a user would write it.
        name: Its place below where the search began, with `/`: its place below an output folder.
        home: The folder whose manifest tells of it.
        size_bytes, mtime_ns: Its state when it was found.
        is_named: Whether it was named itself, and not found in a folder.
        error: Why it cannot be used, or None.
    """

    path: str
    shown: str
    name: str
    home: str
    size_bytes: int = 0
    mtime_ns: int = 0
    is_named: bool = True
    error: AssetError | None = None

    @property
    def is_wanted(self) -> bool:
        """Whether it is a problem when nothing can be made of it.

        It was named itself, or is called like a picture or a film. What else lies in a folder is
        nobody's business.
        """
        return self.is_named or media_kind(self.name) is not None


IsLeftOut = Callable[[str], bool]
"""Asked about each name in a folder: a variant's name is left out."""


class Search:
    """How originals are looked for.

    Args:
        is_left_out: Names that are no originals.
        skipped_folder: Absolute path of a folder that is not walked into (the output folder).
        assets: The folder that keys count from.
    """

    def __init__(
        self, is_left_out: IsLeftOut, skipped_folder: str | None = None, assets: Path | None = None
    ) -> None:
        self._is_left_out = is_left_out
        self._skipped_folder = skipped_folder
        self._assets = LocalFolder(assets or Path())

    def paths(self, paths: Iterable[str | os.PathLike[str]]) -> Iterator[Original]:
        """Yield the files that folders, files and globs name; what cannot be found as well.

        A path that exists is never taken for a glob.
        """
        for path in paths:
            yield from self._path(os.fspath(path))

    def keys(self, keys: Iterable[str]) -> Iterator[Original]:
        """Yield the files that asset keys name, below the asset folder and nowhere else."""
        root = os.path.realpath(self._assets.root)
        for written in keys:
            key = written.removeprefix("./")  # as `find .` writes them
            place = os.path.join(root, key)
            try:
                resolved = self._assets.resolve(key)
                found = resolved.stat()
                # A name that a Mac wrote may be spelled otherwise than its key.
                place = _placed(place) if os.path.lexists(place) else str(resolved)
            except AssetError as error:
                yield Original(place, written, key, root, error=error)
            except OSError as error:
                yield _failed(place, written, key, root, error)
            else:
                home = manifest_folder(os.path.dirname(place))
                if home == os.path.dirname(place) and not has_manifest(home):
                    home = root
                yield Original(place, written, key, home, *_state(found))

    def _path(self, path: str) -> Iterator[Original]:
        try:
            found = os.stat(path)
        except (OSError, ValueError) as error:  # ValueError: a NUL byte
            if isinstance(error, FileNotFoundError) and GLOB_CHARACTERS.search(path):
                yield from self._glob(path)
            else:
                yield _failed(path, path, path, "", error)
            return
        if stat.S_ISDIR(found.st_mode):
            yield from self._walk(os.path.realpath(path), path, None)
            return
        error = None
        if not stat.S_ISREG(found.st_mode):
            error = AssetUnreadable("this is not a regular file", where=path)
        place = _placed(path)
        folder, name = os.path.split(place)
        yield Original(place, path, name, manifest_folder(folder), *_state(found), error=error)

    def _glob(self, pattern: str) -> Iterator[Original]:
        glob = Glob(pattern)
        any_found = False
        if os.path.isdir(glob.folder):
            for found in self._walk(os.path.realpath(glob.folder), glob.folder, glob):
                any_found = True
                yield found
        if not any_found:
            error = AssetMissing("nothing matches", where=pattern)
            yield Original(pattern, pattern, pattern, "", error=error)

    def _walk(self, root: str, shown: str, glob: Glob | None) -> Iterator[Original]:
        """Yield the files below a folder; hidden ones are left out unless a glob names the dot."""
        folders = [("", manifest_folder(root))]
        while folders:
            below, home = folders.pop()
            folder = os.path.join(root, below) if below else root
            if home != folder and has_manifest(folder):
                home = folder
            try:
                with os.scandir(folder) as entries:
                    for entry in entries:
                        name = f"{below}/{entry.name}" if below else entry.name
                        if entry.name.startswith(".") and not (glob and glob.names_hidden(name)):
                            continue
                        if entry.is_dir(follow_symlinks=False):
                            if entry.path != self._skipped_folder and (
                                glob is None or glob.leads_into(name)
                            ):
                                folders.append((name, home))
                        elif (glob is None or glob.matches(name)) and not self._is_left_out(
                            entry.name
                        ):
                            yield from _entry(entry, os.path.join(shown, name), name, home)
            except OSError as error:
                yield _failed(folder, os.path.join(shown, below), below, home, error)


def _entry(entry: "os.DirEntry[str]", shown: str, name: str, home: str) -> Iterator[Original]:
    """Yield what one name in a folder stands for; nothing for a link to a folder."""
    try:
        found = entry.stat()
    except OSError as error:
        yield _failed(entry.path, shown, name, home, error, is_named=False)
        return
    if stat.S_ISDIR(found.st_mode):
        return
    error = None
    if not stat.S_ISREG(found.st_mode):
        error = AssetUnreadable("this is not a regular file", where=shown)
    yield Original(entry.path, shown, name, home, *_state(found), is_named=False, error=error)


def _state(found: os.stat_result) -> tuple[int, int]:
    return found.st_size, found.st_mtime_ns


def _placed(path: str) -> str:
    """Return the one absolute path of a name: links in its folder followed, itself not."""
    folder, name = os.path.split(path)
    return os.path.join(os.path.realpath(folder or os.curdir), name)


def _failed(
    path: str, shown: str, name: str, home: str, error: Exception, *, is_named: bool = True
) -> Original:
    found = as_asset_error(shown, error)
    return Original(path, shown, name, home, is_named=is_named, error=found)


_MISSING: Final = (FileNotFoundError, NotADirectoryError)


def as_asset_error(shown: str, error: Exception) -> AssetError:
    """Say what the system said about a path."""
    reason = getattr(error, "strerror", None) or str(error)
    if isinstance(error, _MISSING):
        if os.path.islink(shown):
            return AssetMissing("the symbolic link points to nothing", where=shown)
        return AssetMissing("there is no such file or folder", where=shown)
    if isinstance(error, PermissionError):
        return AssetUnreadable(
            "may not be read", where=shown, hint="check who may read it and its folders"
        )
    return AssetUnreadable(f"cannot be read: {reason}", where=shown)
