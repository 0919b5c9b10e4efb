"""A document as it was written beside what the models read in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from render.document.places import Fault, Path, Places, Step, parse_path
from render.errors import Problem
from schemas.model import Draft, Reading

_TAG = "is:"
"""Begins the names of branches that Pydantic adds to a location; no JSON key of ours does."""


@dataclass(frozen=True)
class Document:
    """A composition's source, to say where things are. Large: not for other processes.

    Attributes:
        body: The composition as plain values, inside any envelope.
        body_offset: Where it begins in the text.
        places: Where its values stand.
        reading: What the models read in it.
    """

    body: object = field(repr=False)
    body_offset: int
    places: Places = field(repr=False)
    reading: Reading = field(repr=False, default_factory=Reading)

    def locate(self, location: tuple[Step, ...]) -> tuple[Path, int]:
        """Return the path as written, and the offset in the text, of a canonical location.

        Where the location leads to something that is not written (a missing key, the inside of a
        shorthand), the offset is that of the nearest value around it.
        """
        node, offset = self.body, self.body_offset
        path: list[Step] = []
        for step in location:
            if isinstance(step, str) and step.startswith(_TAG):
                continue
            if step == "[key]" and path:
                break
            for written in self._written(node, step):
                inner = self._step(node, written)
                if inner is None:
                    if isinstance(node, dict):
                        path.append(written)
                    return tuple(path), offset
                node, offset = inner
                path.append(written)
        return tuple(path), offset

    def locate_written(self, path: Path) -> tuple[Path, int]:
        """Return the path itself and its offset; for what is not there, that of what is around."""
        node, offset = self.body, self.body_offset
        for step in path:
            inner = self._step(node, step)
            if inner is None:
                break
            node, offset = inner
        return path, offset

    def _written(self, node: object, step: Step) -> tuple[Step, ...]:
        if isinstance(node, list) and isinstance(step, str):
            return ()  # the list stands for an object with one field
        draft = self.reading.drafts.get(id(node))
        return draft.written.get(step, (step,)) if draft and isinstance(step, str) else (step,)

    def _step(self, node: object, step: Step) -> tuple[object, int] | None:
        if isinstance(node, dict) and isinstance(step, str):
            members = cast("dict[str, object]", node)
            starts = self.places.members.get(id(members), {})
            return (members[step], starts[step][1]) if step in starts else None
        if isinstance(node, list) and isinstance(step, int):
            items = cast("list[object]", node)
            return (items[step], self.places.items[id(items)][step]) if step < len(items) else None
        return None

    def draft_at(self, path: Path) -> Draft | None:
        """Return what was read from the object at a path as written."""
        node: object | None = self.body
        for step in path:
            inner = self._step(node, step)
            if inner is None:
                return None
            node = inner[0]
        return self.reading.drafts.get(id(node))

    def drafts(self) -> Iterator[tuple[Path, dict[str, object], Draft]]:
        """Yield each object that a model read, outer before inner, in the order of the text."""
        waiting: list[tuple[Path, object]] = [((), self.body)]
        while waiting:
            path, node = waiting.pop()
            inner: list[tuple[Path, object]] = []
            if isinstance(node, dict):
                members = cast("dict[str, object]", node)
                draft = self.reading.drafts.get(id(members))
                if draft is not None:
                    yield path, members, draft
                unread = draft.unknown if draft is not None else ()
                for key, value in members.items():
                    if isinstance(value, (dict, list)) and key not in unread:
                        inner.append(((*path, key), cast("object", value)))
            elif isinstance(node, list):
                for index, item in enumerate(cast("list[object]", node)):
                    if isinstance(item, (dict, list)):
                        inner.append(((*path, index), cast("object", item)))
            waiting.extend(reversed(inner))

    def key_offset(self, members: dict[str, object], key: str) -> int:
        """Return where a key of an object stands in the text."""
        return self.places.members[id(members)][key][0]

    def problem(
        self,
        path: str,
        message: str,
        *,
        hint: str | None = None,
        code: str = "invalid",
        severity: str = "error",
        expected: str | None = None,
    ) -> Problem:
        """Return a problem at a canonical path such as `scenes[2].asset`, with line and column.

        For stages that find out later what is wrong with a value, such as a missing asset.
        """
        written, offset = self.locate(parse_path(path))
        fault = Fault(offset, written, message, hint, code, severity, expected)
        return self.places.problem(fault)
