"""What holds between the parts of a document: names that refer, names that must differ.

These look at what was written, so they also find something in a document that no model accepts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import cast

from render.document.document import Document
from render.document.places import Fault, Path
from render.document.suggestions import closest, hint_for_name
from render.limits import MAX_PROBLEMS
from schemas import Composition, LayerBase, Mask, Model, Scene, Style, VoiceoverSegment, names
from schemas.model import Draft, canonical_key, wire_names
from schemas.spellings import KEYFRAME_PROPERTY, UNREAD_KEYS, fold
from schemas.wording import listed, quoted

COLOR_KEYS = frozenset(
    {"color", "fill", "background", "stroke", "border", "shadow", "activeWord", "value"}
)
"""Fields whose text is a colour, or a shorthand for something that has one."""


@dataclass(frozen=True)
class Found:
    """An object that a model read: its path as written, itself, and what was read."""

    path: Path
    members: dict[str, object]
    draft: Draft


def check_document(document: Document, *, strict: bool) -> Iterator[Fault]:
    """Yield what is wrong between the parts, and warnings about what nobody reads."""
    found = [Found(*each) for each in document.drafts()]
    # Finding the nearest name is slow, and no more are listed anyway.
    yield from islice(_unknown_keys(document, found, strict=strict), MAX_PROBLEMS)
    yield from _unique_ids(document, found)
    yield from _known_scenes(document, found)
    yield from _known_colors(document, found)
    yield from _known_matte_layers(document, found)
    yield from _known_words(document, found)


def _fault(
    document: Document,
    each: Found,
    key: str,
    message: str,
    hint: str | None,
    code: str,
    severity: str = "error",
) -> Fault:
    """Return a fault at the value of a canonical key of an object."""
    written = each.draft.written.get(key, (key,))
    path, offset = document.locate_written((*each.path, *written))
    return Fault(offset, path, message, hint, code, severity)


def _unknown_keys(document: Document, found: list[Found], *, strict: bool) -> Iterator[Fault]:
    severity = "error" if strict else "warning"
    for each in found:
        for key in each.draft.unknown:
            if key not in each.members:
                continue
            yield Fault(
                document.key_offset(each.members, key),
                (*each.path, key),
                f"the key {quoted(key)} is not known",
                _hint_for_key(each.draft.model, key),
                "unknown-key",
                severity,
            )
        for key, canonical in each.draft.doubled.items():
            yield Fault(
                document.key_offset(each.members, key),
                (*each.path, key),
                f"the key {quoted(key)} is not used, because {quoted(canonical)} says the same",
                "remove one of them",
                "doubled-key",
                severity,
            )


def _hint_for_key(model: type[Model], key: str) -> str | None:
    unread = UNREAD_KEYS.get(fold(key))
    if unread is not None and _says_a_field_of(model, unread):
        return unread
    near = closest(key, wire_names(model))
    return f"did you mean {quoted(near)}?" if near else None


def _says_a_field_of(model: type[Model], hint: str) -> bool:
    _, _, fields = hint.partition("write ")
    return not fields or any(canonical_key(model, word) for word in fields.split(" or "))


def _unique_ids(document: Document, found: list[Found]) -> Iterator[Fault]:
    seen: dict[tuple[object, ...], Path] = {}
    for each in found:
        given = each.draft.values.get("id")
        if not isinstance(given, str):
            continue
        if each.draft.model is Scene:
            place, what = ("scenes",), "scenes"
            code, severity = "duplicate-id", "error"
        elif issubclass(each.draft.model, LayerBase):
            place, what = each.path[:-1], "layers of one list"
            code, severity = "duplicate-layer-id", "warning"
        else:
            continue
        before = seen.setdefault((*place, given), each.path)
        if before is not each.path:
            message = f"two {what} have the id {quoted(given)}"
            _, offset = document.locate_written(before)
            line, _ = document.places.line_column(offset)
            hint = f"the first one is in line {line}; give this one another id"
            yield _fault(document, each, "id", message, hint, code, severity)


def _known_scenes(document: Document, found: list[Found]) -> Iterator[Fault]:
    ids = (each.draft.values.get("id") for each in found if each.draft.model is Scene)
    scenes = tuple(dict.fromkeys(given for given in ids if isinstance(given, str)))
    for each in found:
        given = each.draft.values.get("sceneId")
        if each.draft.model is VoiceoverSegment and isinstance(given, str) and given not in scenes:
            hint = hint_for_name(given, scenes) if scenes else None
            message = f"there is no scene {quoted(given)}"
            yield _fault(document, each, "sceneId", message, hint, "unknown-scene")


def _known_colors(document: Document, found: list[Found]) -> Iterator[Fault]:
    palette = _palette(found)
    if palette is None:
        return
    for each in found:
        known = wire_names(each.draft.model)
        for key in COLOR_KEYS.intersection(each.draft.values):
            given = each.draft.values[key]
            if not isinstance(given, str) or key not in known or len(given) < 2 or given[0] != "$":  # noqa: PLR2004
                continue
            if given[1:] not in palette:
                near = closest(given[1:], palette)
                hint = f'did you mean "${near}"?' if near else f"it has {listed(palette)}"
                message = f"the palette has no colour {quoted(given[1:])}"
                yield _fault(document, each, key, message, hint, "unknown-color")


def _palette(found: list[Found]) -> tuple[str, ...] | None:
    """Return all names a colour may refer to; None when the palette cannot be read."""
    for each in found:
        if each.draft.model is Style:
            palette = each.draft.values.get("colorPalette", {})
            if not isinstance(palette, dict):
                return None
            own = cast("dict[str, object]", palette)
            return tuple(dict.fromkeys((*own, *names.PALETTE_ROLES)))
        if each.draft.model is Composition and each.draft.values.get("style", each) is not each:
            style = each.draft.values["style"]
            if not isinstance(style, dict):
                return None
    return names.PALETTE_ROLES


def _known_matte_layers(document: Document, found: list[Found]) -> Iterator[Fault]:
    siblings: dict[Path, list[str]] = {}
    for each in found:
        given = each.draft.values.get("id")
        if issubclass(each.draft.model, LayerBase) and isinstance(given, str):
            siblings.setdefault(each.path[:-1], []).append(given)
    for each in found:
        given = each.draft.values.get("layer")
        if each.draft.model is not Mask or not isinstance(given, str):
            continue
        owner = document.draft_at(each.path[:-1])
        own_id = owner.values.get("id") if owner else None
        known = tuple(name for name in siblings.get(each.path[:-2], ()) if name != own_id)
        if given not in known:
            message = f"there is no other layer {quoted(given)} in this list"
            hint = hint_for_name(given, known) if known else "give that layer an id"
            yield _fault(document, each, "layer", message, hint, "unknown-layer")


_ANIMATED = {
    *KEYFRAME_PROPERTY,
    *(fold(name) for name in (*names.NUMBER_PROPERTIES, *names.COLOR_PROPERTIES)),
}


def _known_words(document: Document, found: list[Found]) -> Iterator[Fault]:
    """Yield warnings about words that have no meaning here and are carried along."""
    for each in found:
        language = each.draft.values.get("motionLanguage")
        known = not isinstance(language, str) or fold(language) in names.MOTION_LANGUAGES
        if each.draft.model is Style and not known:
            message = f"the motion language {quoted(str(language))} is not known, so it falls back"
            hint = hint_for_name(str(language), names.MOTION_LANGUAGES)
            code = "unknown-language"
            yield _fault(document, each, "motionLanguage", message, hint, code, "warning")
        keyframes = each.draft.values.get("keyframes")
        if issubclass(each.draft.model, LayerBase) and isinstance(keyframes, dict):
            tracks = cast("dict[str, object]", keyframes)
            for name in tracks:
                if fold(name) in _ANIMATED:
                    continue
                near = closest(name, (*names.NUMBER_PROPERTIES, *names.COLOR_PROPERTIES))
                yield Fault(
                    document.key_offset(tracks, name),
                    (*each.path, *each.draft.written.get("keyframes", ("keyframes",)), name),
                    f"keyframes cannot move {quoted(name)}",
                    f"did you mean {quoted(near)}?" if near else None,
                    "unknown-key",
                    "warning",
                )
