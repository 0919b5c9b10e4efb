"""Facts kept on disk, so that an unchanged file is hashed and scanned once."""

from base64 import b64decode, b64encode
from contextlib import suppress
from dataclasses import asdict, fields
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, cast

from render.assets.media import AudioFacts, DrawingFacts, ImageFacts, Media, VideoFacts
from render.errors import OutputError
from render.storage import NO_BOUND, ContentStore, cache_dir

FACTS_VERSION: Final = 2
"""Raised whenever probing learns to see more or other facts."""

KIND: Final = "facts"
"""What the cache calls these records."""

_PARTS: Final = {
    "image": ImageFacts,
    "video": VideoFacts,
    "audio": AudioFacts,
    "drawing": DrawingFacts,
}


def read_facts(key: str, path: Path) -> Media | None:
    """Return the kept facts of a file, or None when there are none for its present state."""
    try:
        record = cast("dict[str, Any] | None", _store().recall(_name(path), KIND))
        if record is None:
            return None
        parts = {name: _decoded(kind, record[name]) for name, kind in _PARTS.items()}
        return Media(
            key,
            path,
            str(record["content_hash"]),
            record["kind"],
            notes=tuple(map(str, record["notes"])),
            **cast("dict[str, Any]", parts),
        )
    except (OSError, ValueError, KeyError, TypeError, ArithmeticError, AttributeError):
        return None  # the file is gone, or the record is of no use: it is probed again


def store_facts(media: Media) -> None:
    """Keep the facts of a file; a cache that cannot be written is no reason to stop."""
    record = {name: _encoded(getattr(media, name)) for name in _PARTS} | {
        "content_hash": media.content_hash,
        "kind": media.kind,
        "notes": media.notes,
    }
    with suppress(OSError, OutputError), _store() as store:
        store.remember(_name(media.path), KIND, record)


def _store() -> ContentStore:
    # Its bound is kept by whoever fills it with something larger.
    return ContentStore(cache_dir(), NO_BOUND)


def _name(path: Path) -> str:
    """Return what the facts of a file in its present state are kept under.

    The inode's change time is in the name beside size and modification time: copying tools set the
    latter back, and none can set the former.
    """
    state = path.stat()
    return f"{FACTS_VERSION}|{path}|{state.st_size}|{state.st_mtime_ns}|{state.st_ctime_ns}"


def _encoded(
    facts: ImageFacts | VideoFacts | AudioFacts | DrawingFacts | None,
) -> dict[str, object] | None:
    return None if facts is None else {name: _plain(v) for name, v in asdict(facts).items()}


def _plain(value: object) -> object:
    if isinstance(value, Fraction):
        return str(value)
    return b64encode(value).decode() if isinstance(value, bytes) else value


def _decoded(kind: type[Any], record: dict[str, Any] | None) -> object:
    """Rebuild facts from their record; every field must be there and of its type."""
    if record is None:
        return None
    values: dict[str, object] = {}
    for item in fields(kind):
        value = record[item.name]
        if item.type is Fraction:
            value = Fraction(value)
        elif item.type is bytes:
            value = b64decode(value, validate=True)
        elif not isinstance(value, cast("type", item.type)):
            raise TypeError(item.name)
        values[item.name] = value
    return kind(**values)
