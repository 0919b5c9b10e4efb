"""For people: each problem with the line it is in and a mark below the place."""

from collections.abc import Iterator
from dataclasses import dataclass

from render.checks.reports.source import line_of, width_at
from render.checks.run import Checked
from render.errors import Problem

_SHOWN_COLUMNS = 100
_BEFORE_COLUMNS = 60
"""Of a line that is too long to be shown whole, before the place."""


@dataclass(frozen=True)
class Part:
    """A piece of a report in one colour.

    Attributes:
        text: What is written; nothing in it has been made safe for a terminal.
        color: red, yellow, cyan, blue, green or None.
        bold: Whether it stands out.
    """

    text: str
    color: str | None = None
    bold: bool = False


_COLORS = {"error": "red", "warning": "yellow", "info": "cyan"}

Line = tuple[Part, ...]


def write(checked: Checked) -> Iterator[Line]:
    """Yield the lines of a report on one file, the last one a summary."""
    for problem in checked.problems:
        yield from _problem(checked, problem)
    yield (Part(summary(checked), None if checked.problems else "green"),)


def summary(checked: Checked) -> str:
    """Return `file: valid`, or how much is wrong with it."""
    counts = []
    for severity, many in (("error", "errors"), ("warning", "warnings"), ("info", "notes")):
        count = sum(problem.severity == severity for problem in checked.problems)
        one = "note" if severity == "info" else severity
        if count:
            counts.append(f"{count} {one if count == 1 else many}")
    verdict = "valid" if checked.valid else "invalid"
    return f"{checked.name}: {', '.join([verdict, *counts])}"


def _problem(checked: Checked, problem: Problem) -> Iterator[Line]:
    color = _COLORS.get(problem.severity)
    severity = "note" if problem.severity == "info" else problem.severity
    head = Part(f"{severity}[{problem.code}]", color, bold=True)
    yield head, Part(f": {problem.message}", bold=True)
    if problem.line is None or problem.column is None:
        yield (Part(f"  --> {checked.name}", "blue"),)
        yield from _notes(problem, "  ")
        yield ()
        return
    gutter = " " * len(str(problem.line))
    at = f"{checked.name}:{problem.line}:{problem.column}"
    path = f"  {problem.path}" if problem.path else ""
    yield Part(f"{gutter}--> ", "blue"), Part(at), Part(path, "blue")
    line, column = _cut(line_of(checked.text, problem.line), problem.column)
    if line.strip():
        yield (Part(f"{gutter} |", "blue"),)
        yield Part(f"{problem.line} | ", "blue"), Part(line)
        # A tab is as wide as in the line above.
        before = "".join("\t" if each == "\t" else " " for each in line[: column - 1])
        marks = "^" * min(width_at(line, column), max(1, len(line) - column + 1))
        yield Part(f"{gutter} | ", "blue"), Part(before), Part(marks, color, bold=True)
    yield from _notes(problem, f"{gutter} ")
    yield ()


def _notes(problem: Problem, indent: str) -> Iterator[Line]:
    if problem.expected and problem.expected not in (problem.hint or ""):
        yield Part(f"{indent}= ", "blue"), Part("expected: ", bold=True), Part(problem.expected)
    if problem.hint:
        yield Part(f"{indent}= ", "blue"), Part("help: ", bold=True), Part(problem.hint)


def _cut(line: str, column: int) -> tuple[str, int]:
    """Return the part of a line around a column that fits, and the column in it."""
    if len(line) <= _SHOWN_COLUMNS:
        return line, column
    start = max(0, min(column - 1 - _BEFORE_COLUMNS, len(line) - _SHOWN_COLUMNS))
    part = line[start : start + _SHOWN_COLUMNS]
    before = "…" if start else ""
    after = "…" if start + _SHOWN_COLUMNS < len(line) else ""
    return before + part + after, column - start + len(before)
