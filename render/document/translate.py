"""Pydantic's errors as faults in plain English at their place in the text."""

from collections.abc import Callable, Iterator
from typing import Any, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from render.document.document import Document
from render.document.places import Fault, Path
from render.document.suggestions import closest, hint_for_name
from schemas import names
from schemas.wording import described, listed, quoted

_LIMITED_KEYS = ("totalDurationFrames", "durationFrames", "startFrame", "width", "height", "fps")
_COMPARED_KEYS = 100
_LISTED_NAMES = 40
_BOUNDS = {
    "greater_than_equal": ("ge", "at least"),
    "greater_than": ("gt", "more than"),
    "less_than_equal": ("le", "at most"),
    "less_than": ("lt", "less than"),
}


def faults_of(error: ValidationError, document: Document) -> Iterator[Fault]:
    """Yield one fault for each error that the models found."""
    for details in error.errors(include_url=False):
        yield _fault(details, document)


def _fault(details: ErrorDetails, document: Document) -> Fault:
    context = details.get("ctx", {})
    location = (*details["loc"], *context.get("at", ()))
    kind = details["type"]
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        location = (*location, "type")
    path, offset = document.locate(location)
    if "message" in context:
        hint = _did_you_mean(context)
        return Fault(offset, path, context["message"], hint, kind, expected=_one_of(context))
    message, hint, code = _in_words(details, context, path, document)
    return Fault(offset, path, message, hint, code, expected=_range(details))


def _one_of(context: dict[str, Any]) -> str | None:
    """Return the names that would have been right, when they are few enough to read."""
    known = context.get("names")
    return listed(known) if known and len(known) <= _LISTED_NAMES else None


def _range(details: ErrorDetails) -> str | None:
    """Return the bound that a number does not keep to."""
    if details["type"] not in _BOUNDS:
        return None
    bound, phrase = _BOUNDS[details["type"]]
    return f"{phrase} {details.get('ctx', {})[bound]:,}".removesuffix(".0")


def _did_you_mean(context: dict[str, Any]) -> str | None:
    given, known, hint = context.get("given"), context.get("names"), context["hint"]
    if given is None or not known:
        return hint
    near = closest(given, known)
    return f"did you mean {quoted(near)}?" if near else hint or hint_for_name(given, known)


def _in_words(
    details: ErrorDetails, context: dict[str, Any], path: Path, document: Document
) -> tuple[str, str | None, str]:
    kind, given = details["type"], cast("object", details["input"])
    key = str(path[-1]) if path else ""
    if kind == "missing":
        return f"{quoted(key)} is missing", _hint_for_missing(path, key, document), "missing"
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return _unknown_layer(given)
    if kind in _BOUNDS:
        bound, phrase = _BOUNDS[kind]
        limit = f"{context[bound]:,}".removesuffix(".0")
        over = kind == "less_than_equal" and key in _LIMITED_KEYS
        code = "limit" if over else "range"
        return f"must be {phrase} {limit}, got {described(given)}", None, code
    if kind in _SIMPLE:
        return _SIMPLE[kind](context, given), None, "type"
    return f"{details['msg'][:1].lower()}{details['msg'][1:]}, got {described(given)}", None, kind


_SIMPLE: dict[str, Callable[[dict[str, Any], object], str]] = {
    "model_type": lambda _, given: f"expected an object, got {described(given)}",
    "model_attributes_type": lambda _, given: f"expected an object, got {described(given)}",
    "dict_type": lambda _, given: f"expected an object, got {described(given)}",
    "tuple_type": lambda _, given: f"expected a list, got {described(given)}",
    "list_type": lambda _, given: f"expected a list, got {described(given)}",
    "string_type": lambda _, given: f"expected a text, got {described(given)}",
    "string_too_short": lambda _, __: "this text cannot be empty",
    "string_too_long": lambda context, given: (
        f"this text has {len(str(given)):,} characters, at most {context['max_length']:,} are read"
    ),
    "too_long": lambda context, _: f"at most {context['max_length']:,} entries are read here",
}


def _unknown_layer(given: object) -> tuple[str, str | None, str]:
    fields = cast("dict[str, object]", given) if isinstance(given, dict) else None
    if fields is None:
        return f"expected a layer, an object, got {described(given)}", None, "type"
    written = fields.get("type", fields.get("kind"))
    if isinstance(written, str):
        hint = hint_for_name(written, names.LAYER_KINDS)
        return f"there is no kind of layer {quoted(written)}", hint, "unknown-name"
    if written is not None:
        return f"expected a kind of layer, got {described(written)}", None, "type"
    likely = next((kind for kind in names.LAYER_KINDS if kind in fields), None)
    hint = f'add "type": "{likely}"' if likely else f"it is {listed(names.LAYER_KINDS)}"
    return '"type" is missing', hint, "missing"


def _hint_for_missing(path: Path, key: str, document: Document) -> str | None:
    """Return the unknown key beside a missing one that was probably meant to be it."""
    draft = document.draft_at(path[:-1])
    if draft is None:
        return None
    written = closest(key, draft.unknown[:_COMPARED_KEYS])
    return f"rename {quoted(written)} to {quoted(key)}" if written is not None else None
