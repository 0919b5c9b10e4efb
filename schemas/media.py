"""The many ways in which a document names the picture or clip of a scene or layer."""

from typing import cast

from schemas.model import Draft
from schemas.values import KEYS_OF_ASSETS

VIDEO_KEYS = ("videoKey", "video")
IMAGE_KEYS = ("imageKey", "image")
_VIDEO_SUFFIXES = (".mp4", ".mov", ".webm", ".mkv", ".m4v", ".avi", ".mpg", ".mpeg", ".ts", ".gif")


def take_medium(draft: Draft) -> None:
    """Put the key of the medium that is shown under `asset`.

    A video wins over an image: hosted compositions carry the still that a clip was made from beside
    it. What is not shown stays in the document under its own name, and so do objects that say more
    than a key.
    """
    named = _candidates(draft)
    chosen = next((name for name in named if _is_video(name, draft)), next(iter(named), None))
    if chosen is None:
        return
    before = draft.values.get("asset")
    key, path = named[chosen]
    if chosen != "asset" and before is not None and "imageKey" not in draft.values:
        draft.values["imageKey"] = before
    held = draft.values[chosen]
    draft.put("asset", key, *path)
    says_more = isinstance(held, dict) and len(cast("dict[str, object]", held)) > 1
    for name in (*VIDEO_KEYS, *IMAGE_KEYS):
        if name in draft.unknown:
            draft.unknown.remove(name)
        draft.doubled.pop(name, None)
    if chosen != "asset" and not says_more:
        draft.values.pop(chosen, None)
    elif chosen == "asset" and says_more:
        draft.values.setdefault("image", cast("object", held))


def _candidates(draft: Draft) -> dict[str, tuple[object, tuple[str, ...]]]:
    """Return each spelling that holds a key, the likelier first, with that key and its path."""
    found: dict[str, tuple[object, tuple[str, ...]]] = {}
    for name in ("asset", *VIDEO_KEYS, *IMAGE_KEYS):
        held = draft.values.get(name)
        path = draft.written.get(name, (name,))
        if isinstance(held, dict):
            inside = cast("dict[str, object]", held)
            inner = next((key for key in KEYS_OF_ASSETS if isinstance(inside.get(key), str)), None)
            if inner is not None:
                found[name] = (inside[inner], (*path, inner))
        elif isinstance(held, str) or (name == "asset" and held is not None):
            found[name] = (held, path)
    return found


def _is_video(name: str, draft: Draft) -> bool:
    if name in VIDEO_KEYS:
        return True
    held = draft.values.get(name)
    return isinstance(held, str) and held.lower().endswith(_VIDEO_SUFFIXES)
