"""The many ways in which a document names the picture or clip of a scene or layer."""

from dataclasses import dataclass
from typing import cast

from schemas.model import Draft
from schemas.spellings import fold
from schemas.values import KEYS_OF_ASSETS

_VIDEO_KEYS = ("videokey", "video", "videoasset", "clip")
_IMAGE_KEYS = ("imagekey", "image", "imageasset", "picture")
_VIDEO_SUFFIXES = (".mp4", ".mov", ".webm", ".mkv", ".m4v", ".avi", ".mpg", ".mpeg", ".ts", ".gif")


@dataclass(frozen=True)
class _Candidate:
    """A key that may be the medium: where it was written, and how much speaks for it."""

    written: str
    key: object
    path: tuple[str, ...]
    rank: int


def take_medium(draft: Draft) -> None:
    """Put the key of the medium that is shown under `asset`.

    A video wins over an image: hosted compositions carry the still that a clip was made from beside
    it. What is not shown stays in the document under its own name, and so do objects that say more
    than a key.
    """
    candidates = _candidates(draft)
    if not candidates:
        return
    chosen = min(candidates, key=lambda each: each.rank)
    held, before = draft.values[chosen.written], draft.values.get("asset")
    draft.put("asset", chosen.key, *chosen.path)
    says_more = isinstance(held, dict) and len(cast("dict[str, object]", held)) > 1
    if chosen.written == "asset":
        if says_more:
            draft.values.setdefault("image", cast("object", held))
        return
    if not says_more:
        del draft.values[chosen.written]
    if before is not None and before != chosen.key:
        draft.values.setdefault("imageKey", before)


def _candidates(draft: Draft) -> list[_Candidate]:
    """Return every key that may be meant, taking the spellings of it out of the unknown keys."""
    found: list[_Candidate] = []
    if draft.values.get("asset") is not None:
        key, path = _key_in(draft.values["asset"], draft.written.get("asset", ("asset",)))
        is_video = isinstance(key, str) and key.lower().endswith(_VIDEO_SUFFIXES)
        found.append(_Candidate("asset", key, path, 0 if is_video else 2))
    for written in tuple(draft.unknown):
        folded = fold(written)
        if folded not in (*_VIDEO_KEYS, *_IMAGE_KEYS):
            continue
        held = draft.values[written]
        key, path = _key_in(held, (written,))
        if held is None:
            draft.claim(written)
        elif not isinstance(key, dict):
            draft.unknown.remove(written)
            found.append(_Candidate(written, key, path, 1 if folded in _VIDEO_KEYS else 3))
    return found


def _key_in(held: object, path: tuple[str, ...]) -> tuple[object, tuple[str, ...]]:
    """Return the key that an object holds, and its path; anything else as it is."""
    if isinstance(held, dict):
        inside = cast("dict[str, object]", held)
        name = next((name for name in KEYS_OF_ASSETS if inside.get(name) is not None), None)
        return (inside[name], (*path, name)) if name is not None else (inside, path)
    return held, path
