"""Where in the text each value of a document stands, and how such a place is written."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from render.errors import Problem
from schemas.wording import quoted

Step = str | int
Path = tuple[Step, ...]

_PLAIN_KEY = re.compile(r"[A-Za-z_$][A-Za-z0-9_$-]{0,63}\Z")


def format_path(path: Path) -> str:
    """Return a path as people write it: `scenes[2].layers[0].fontSize`."""
    parts: list[str] = []
    for step in path:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        elif _PLAIN_KEY.match(step):
            parts.append(f".{step}" if parts else step)
        else:
            parts.append(f"[{quoted(step)}]")
    return "".join(parts)


def parse_path(text: str) -> Path:
    """Return the steps of a path that `format_path` wrote from plain keys and indices."""
    return tuple(
        int(index) if index else key for key, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", text)
    )


@dataclass(frozen=True)
class Fault:
    """A problem at a place in the text, before line and column are counted.

    Attributes:
        offset: Characters from the start of the text.
        path: From the composition's root.
        message, hint, code, severity, expected: As in Problem.
    """

    offset: int
    path: Path
    message: str
    hint: str | None = None
    code: str = "invalid"
    severity: str = "error"
    expected: str | None = None


@dataclass
class Places:
    """Offsets of all keys and values of one document.

    Attributes:
        text: The document, without a byte order mark.
        members: The id() of each object to key -> (offset of the key, offset of the value).
        items: The id() of each list to the offsets of its items.
        root_offset: Where the root value begins.
    """

    text: str = field(repr=False)
    members: dict[int, dict[str, tuple[int, int]]] = field(default_factory=dict, repr=False)
    items: dict[int, list[int]] = field(default_factory=dict, repr=False)
    root_offset: int = 0

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", self.text))]

    def line_column(self, offset: int) -> tuple[int, int]:
        """Return the 1-based line and column (in characters) of an offset."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def problem(self, fault: Fault) -> Problem:
        """Return the fault with its line and column."""
        line, column = self.line_column(fault.offset)
        return Problem(
            path=format_path(fault.path),
            message=fault.message,
            hint=fault.hint,
            line=line,
            column=column,
            severity=fault.severity,
            code=fault.code,
            expected=fault.expected,
        )
