"""Bytes to Composition, or all that is wrong with them."""

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast

from pydantic import ValidationError

from render import limits
from render.document.checks import check_document
from render.document.cost import drawn_pixels
from render.document.document import Document
from render.document.encoding import decode
from render.document.json_text import SyntaxFault, scan
from render.document.places import Fault, Places
from render.document.time_checks import check_times
from render.document.translate import faults_of
from render.errors import CompositionError, LimitExceeded, Problem, UsageError
from schemas import Composition, Reading


@dataclass(frozen=True)
class ParsedComposition:
    """A valid composition and what is noteworthy about its document.

    Attributes:
        composition: The composition.
        warnings: Keys nobody reads, frames nobody covers and the like, in the order of the text.
        document: Says where in the text something stands, for stages that find more to say.
    """

    composition: Composition
    warnings: tuple[Problem, ...]
    document: Document = field(repr=False, compare=False)


def read_composition(path: Path | Literal["-"], *, strict: bool = False) -> ParsedComposition:
    """Read a composition from a file, or from standard input for "-".

    Raises:
        UsageError: The file cannot be read.
        CompositionError: As `parse_composition`.
    """
    return parse_composition(read_source(path), strict=strict)


def read_source(path: Path | Literal["-"]) -> bytes:
    """Return the bytes of a composition's file, or of standard input for "-".

    A file that is too large is read only until that is clear.

    Raises:
        UsageError: The file cannot be read.
    """
    try:
        if str(path) == "-":
            return sys.stdin.buffer.read(limits.MAX_JSON_BYTES + 1)
        with Path(path).open("rb") as file:
            return file.read(limits.MAX_JSON_BYTES + 1)
    except FileNotFoundError as error:
        raise UsageError("there is no such composition file", where=str(path)) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"the composition file cannot be read: {reason}", where=str(path)
        ) from error


def parse_composition(source: bytes | str, *, strict: bool = False) -> ParsedComposition:
    """Turn JSON into a composition.

    The bare composition and the API's envelope around it are both read.

    Args:
        source: UTF-8, with or without a byte order mark.
        strict: Whether keys that nobody reads are errors; otherwise they are warnings.

    Raises:
        CompositionError: It is invalid; `problems` has every problem with line, column and hint.
        LimitExceeded: All that is wrong with it is that it asks for too much.
    """
    text = decode(source)
    try:
        scanned = scan(text)
    except SyntaxFault as stop:
        raise _invalid(stop.faults, stop.places) from None
    document = _without_envelope(Document(scanned.root, scanned.places.root_offset, scanned.places))
    broken = {fault.offset for fault in scanned.faults}
    faults = [*scanned.faults, *_too_many(document)]
    composition = None
    if not any(fault.code == "limit" for fault in faults):
        try:
            composition = Composition.model_validate(document.body, context=document.reading)
        except ValidationError as error:
            faults.extend(
                fault for fault in faults_of(error, document) if fault.offset not in broken
            )
        faults.extend(check_document(document, strict=strict))
        faults.extend(check_times(document, composition))
        if composition is not None:
            faults.extend(_too_much(document, composition))
    if composition is None or any(fault.severity == "error" for fault in faults):
        raise _invalid(faults, document.places)
    in_order = sorted(faults, key=lambda fault: fault.offset)
    warnings = tuple(document.places.problem(fault) for fault in in_order[: limits.MAX_PROBLEMS])
    return ParsedComposition(composition, warnings, document)


def _without_envelope(document: Document) -> Document:
    root = document.body
    if isinstance(root, dict):
        members = cast("dict[str, object]", root)
        if "composition" in members and "scenes" not in members:
            offset = document.places.members[id(members)]["composition"][1]
            return Document(members["composition"], offset, document.places, Reading())
    return document


def _too_much(document: Document, composition: Composition) -> list[Fault]:
    """Say when the frames, the pixels and the layers are each allowed but not all together."""
    asked = drawn_pixels(composition)
    if asked <= limits.MAX_DRAWN_PIXELS:
        return []
    path, offset = document.locate(("totalDurationFrames",))
    message = (
        f"the composition asks for {asked:.1e} pixels (canvas by frames by layers), the limit is "
        f"{limits.MAX_DRAWN_PIXELS:.1e}"
    )
    return [Fault(offset, path, message, "make it shorter, smaller, or of fewer layers", "limit")]


def _too_many(document: Document) -> list[Fault]:
    """Count scenes and layers before any model is made of them."""
    faults: list[Fault] = []
    counted = {"scenes": 0, "layers": 0}
    waiting: list[object] = [document.body]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            members = cast("dict[str, object]", node)
            for key, value in members.items():
                if isinstance(value, list):
                    kind = "scenes" if key == "scenes" else "layers"
                    counts = key in ("scenes", "layers", "overlays", "elements", "items", "clips")
                    counted[kind] += len(cast("list[object]", value)) if counts else 0
            waiting.extend(value for key, value in members.items() if key != "metadata")
        elif isinstance(node, list):
            items = cast("list[object]", node)
            waiting.extend(item for item in items if isinstance(item, (dict, list)))
    for kind, limit in (("scenes", limits.MAX_SCENES), ("layers", limits.MAX_LAYERS)):
        if counted[kind] > limit:
            path, offset = document.locate(("scenes",))
            message = f"the composition has {counted[kind]:,} {kind}, the limit is {limit:,}"
            faults.append(Fault(offset, path, message, None, "limit"))
    return faults


def _invalid(faults: list[Fault], places: Places) -> CompositionError:
    """Return the error that carries all problems, errors first; its message tells the first one."""
    in_order = sorted(faults, key=lambda fault: (fault.severity != "error", fault.offset))
    problems = tuple(places.problem(fault) for fault in in_order[: limits.MAX_PROBLEMS])
    if len(in_order) > len(problems):
        more = f"and {len(in_order) - len(problems):,} more problems"
        problems = (*problems, Problem("", more, code="more"))
    errors = [fault for fault in in_order if fault.severity == "error"]
    first = problems[0]
    message = first.message if len(errors) == 1 else f"{first.message} ({len(errors):,} problems)"
    kind = LimitExceeded if all(each.code == "limit" for each in errors) else CompositionError
    return kind(message, where=first.where, hint=first.hint, problems=problems)
