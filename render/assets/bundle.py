"""A composition and its media in one folder that renders anywhere, with no network.

    composition.json    the composition, in canonical JSON
    bundle.json         what belongs to the bundle: every file with its size and digest
    <key>               the media, each under its key

A render of the bundle gives the same bytes as a render of the original, because neither keys nor
paths are part of a picture. Fonts of the user's own are not in it: whoever renders gives `--fonts`
as before.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from render.assets.folder import Resolver
from render.assets.keys import check_key
from render.document import write_composition
from render.document.asset_uses import asset_uses
from render.errors import AssetDamaged, AssetMissing, AssetUnreadable, OutputError
from render.storage import write_folder_atomically
from render.storage.atomic import output_error
from schemas import Composition

COMPOSITION_NAME: Final = "composition.json"
LIST_NAME: Final = "bundle.json"
_VERSION: Final = 1

_BLOCK_BYTES: Final = 1 << 20
_NOT_EVERYWHERE: Final = re.compile(r'[<>"|?*]')
"""Characters that Windows does not allow in names; keys have no colons and backslashes anyway."""

_DEVICE: Final = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_STEP: Final = re.compile(r"([^.\[\]]+)|\[([0-9]+)\]")


@dataclass(frozen=True)
class BundledFile:
    """One file of a bundle.

    Attributes:
        path: Below the bundle's folder, with `/`.
        sha256: Of its bytes, hex.
        size_bytes: Its size.
        key: The asset key in the original composition; None for the composition itself.
    """

    path: str
    sha256: str
    size_bytes: int
    key: str | None = None


@dataclass(frozen=True)
class Bundle:
    """A bundle as it was written.

    Attributes:
        folder: Where it is.
        files: The composition first, then the media in the order of their first use.
        left_out: Keys that nothing was found for and that a render does not open.
    """

    folder: Path
    files: tuple[BundledFile, ...]
    left_out: tuple[str, ...]

    @property
    def size_bytes(self) -> int:
        """The size of all its files."""
        return sum(file.size_bytes for file in self.files)

    @property
    def renamed(self) -> dict[str, str]:
        """Keys that are no good names everywhere, with the names they got instead."""
        return {file.key: file.path for file in self.files if file.key and file.key != file.path}


def write_bundle(
    composition: Composition,
    resolver: Resolver,
    folder: Path,
    *,
    opened: Collection[str] | None = None,
    force: bool = False,
) -> Bundle:
    """Write a composition and all its media into a folder, which appears whole or not at all.

    Args:
        composition: What to bundle.
        resolver: Where its media are.
        folder: The bundle; may be there if it is empty.
        opened: The keys that a render opens, which must be there; None is all that are named. The
            others are taken along if they are there.
        force: Replace a bundle that is there, if nothing else lies in it.

    Raises:
        AssetError: Something is wrong with one of the media, or several, which are listed then.
        OutputError: The folder holds something else, or cannot be written.
    """
    from render.assets.probe import probe_all  # noqa: PLC0415 - decoders are heavy

    try:
        _check_replaceable(folder, force=force)
        named = list(dict.fromkeys(use.key for use in asset_uses(composition)))
        media = probe_all(named if opened is None else opened, resolver)
        sources = {check_key(key): (found.path, found.content_hash) for key, found in media.items()}
        left_out: list[str] = []
        for key in named:
            if check_key(key) not in sources:
                try:
                    sources[check_key(key)] = resolver.resolve(key), ""
                except AssetMissing:
                    left_out.append(key)
        names = portable_names(sources)
        text = _with_names(composition, names)
        with write_folder_atomically(folder, replace=force) as unfinished:
            files = [_write(unfinished, COMPOSITION_NAME, text)]
            files += [_copy(unfinished, name, key, *sources[key]) for key, name in names.items()]
            _write(unfinished, LIST_NAME, _listing(files))
    except OSError as error:  # whatever is about reading media has been named by now
        raise output_error(folder, error) from error
    return Bundle(folder, tuple(files), tuple(left_out))


def portable_names(keys: Iterable[str]) -> dict[str, str]:
    """Return for every key the path of its file in a bundle: the key, if every system can have it.

    Other names are for keys that Windows has no name for, that differ from one before only in case,
    and that would be a file where another needs a folder.

    Args:
        keys: Checked keys, in the order they are served.
    """
    taken_files = {COMPOSITION_NAME, LIST_NAME}
    taken_folders: set[str] = set()
    names: dict[str, str] = {}
    for key in keys:
        name, turn = key, 0
        while not _is_portable(name) or not _is_free(name, taken_files, taken_folders):
            digest = hashlib.sha256(f"{key}\n{turn}".encode()).hexdigest()[:16]
            suffix = PurePosixPath(key).suffix
            name = f"renamed/{digest}{suffix if _is_portable(f'x{suffix}') else ''}"
            turn += 1
        names[key] = name
        folded = _folded(name)
        taken_files.add(folded)
        taken_folders.update(str(above) for above in PurePosixPath(folded).parents)
    return names


def _is_portable(name: str) -> bool:
    parts = name.split("/")
    return not (
        _NOT_EVERYWHERE.search(name)
        or any(_DEVICE.fullmatch(part) or part.endswith((" ", ".")) for part in parts)
    )


def _is_free(name: str, taken_files: set[str], taken_folders: set[str]) -> bool:
    folded = _folded(name)
    above = {str(folder) for folder in PurePosixPath(folded).parents}
    return folded not in taken_files and folded not in taken_folders and not above & taken_files


def _folded(name: str) -> str:
    """Return a name as a file system that ignores case compares it."""
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).casefold())


def _with_names(composition: Composition, names: Mapping[str, str]) -> str:
    """Return the composition's JSON with the keys that its files have in the bundle."""
    text = write_composition(composition)
    changed = {
        use.path: names[check_key(use.key)]
        for use in asset_uses(composition)
        if names.get(check_key(use.key), check_key(use.key)) != check_key(use.key)
    }
    if not changed:
        return text
    document = json.loads(text)
    for path, name in changed.items():
        _set(document, path, name)
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def _set(document: Any, path: str, value: str) -> None:
    """Set the value at a JSON path."""
    steps = [int(index) if index else member for member, index in _STEP.findall(path)]
    for step in steps[:-1]:
        document = document[step]
    document[steps[-1]] = value


def _check_replaceable(folder: Path, *, force: bool) -> None:
    """Refuse a folder that is not ours to replace."""
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    listed = _listed_files(folder)
    if listed is None:
        raise OutputError(
            "the folder is not empty and no bundle", where=str(folder), hint="name another"
        )
    if not force:
        raise OutputError(
            "there is a bundle already", where=str(folder), hint="--force replaces it"
        )
    present = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_symlink() or not path.is_dir()
    }
    foreign = sorted(present - listed)
    if foreign:
        raise OutputError(
            f"{len(foreign)} files in the folder are not the bundle's, such as {foreign[0]}",
            where=str(folder),
            hint="move them elsewhere first",
        )


def _listed_files(folder: Path) -> set[str] | None:
    """Return the files that a bundle has by its own list, or None if it is no bundle."""
    try:
        listed = json.loads((folder / LIST_NAME).read_bytes())
        if listed["bundle"] != _VERSION:
            return None
        return {LIST_NAME, *(str(file["path"]) for file in listed["files"])}
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _listing(files: Iterable[BundledFile]) -> str:
    listed = [
        {"path": file.path, "sha256": file.sha256, "size_bytes": file.size_bytes} for file in files
    ]
    return json.dumps({"bundle": _VERSION, "files": listed}, ensure_ascii=False, indent=2) + "\n"


def _write(folder: Path, name: str, text: str) -> BundledFile:
    data = text.encode()
    (folder / name).write_bytes(data)
    return BundledFile(name, hashlib.sha256(data).hexdigest(), len(data))


def _copy(folder: Path, name: str, key: str, source: Path, expected: str) -> BundledFile:
    """Copy one file and make sure that it is the one that was looked at.

    Raises:
        AssetError: It cannot be read, or has changed.
        OSError: The copy cannot be written.
    """
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size_bytes = hashlib.sha256(), 0
    with target.open("xb") as copy:
        for block in _blocks(source, key):
            digest.update(block)
            copy.write(block)
            size_bytes += len(block)
    if expected and digest.hexdigest() != expected:
        raise AssetDamaged(
            "the file changed while it was copied", where=key, hint="bundle it again"
        )
    return BundledFile(name, digest.hexdigest(), size_bytes, key)


def _blocks(source: Path, key: str) -> Iterator[bytes]:
    try:
        with source.open("rb") as file:
            while block := file.read(_BLOCK_BYTES):
                yield block
    except OSError as error:
        raise AssetUnreadable(f"the file cannot be read: {error}", where=key) from error
