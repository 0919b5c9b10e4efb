"""Annotations of GitHub Actions: workflow commands, one a line."""

from collections.abc import Sequence

from render.checks.reports.source import line_of, width_at
from render.checks.run import Checked
from render.errors import Problem

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
_ESCAPES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY_ESCAPES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def write(files: Sequence[Checked]) -> str:
    """Return one command a problem; nothing for files without any."""
    return "\n".join(_command(checked, each) for checked in files for each in checked.problems)


def _command(checked: Checked, problem: Problem) -> str:
    properties = {"file": checked.name}
    if problem.line is not None and problem.column is not None:
        width = width_at(line_of(checked.text, problem.line), problem.column)
        properties["line"] = str(problem.line)
        properties["col"] = str(problem.column)
        properties["endColumn"] = str(problem.column + width - 1)
    properties["title"] = problem.code
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = f"{problem.path}: {problem.message}" if problem.path else problem.message
    message += f" ({problem.hint})" if problem.hint else ""
    command = _COMMANDS.get(problem.severity, "error")
    return f"::{command} {listed}::{message.translate(_ESCAPES)}"


def _property(value: str) -> str:
    return value.translate(_PROPERTY_ESCAPES)
