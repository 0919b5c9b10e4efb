"""SARIF 2.1.0: what code scanners hand to code hosts and editors."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from render.checks.registry import CHECKS
from render.checks.reports.source import line_of, width_at
from render.checks.run import Checked
from render.errors import Problem

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note", "off": "none"}


def write(files: Sequence[Checked]) -> str:
    """Return one run with a result for each problem."""
    found = [(checked, problem) for checked in files for problem in checked.problems]
    rules = sorted({problem.code for _, problem in found})
    run = {
        "tool": {"driver": {"name": "wavemaker-local", "rules": [_rule(code) for code in rules]}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(checked, problem, rules) for checked, problem in found],
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2, ensure_ascii=False)


def _rule(code: str) -> dict[str, Any]:
    check = CHECKS.get(code)
    if check is None:
        return {"id": code}
    return {
        "id": code,
        "shortDescription": {"text": check.summary},
        "help": {"text": f"{check.summary}\n{check.why}".strip()},
        "defaultConfiguration": {"level": _LEVELS[check.severity]},
    }


def _result(checked: Checked, problem: Problem, rules: list[str]) -> dict[str, Any]:
    told = (problem.message, problem.expected and f"expected {problem.expected}", problem.hint)
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(checked.name)}}
    if problem.line is not None and problem.column is not None:
        width = width_at(line_of(checked.text, problem.line), problem.column)
        place["region"] = {
            "startLine": problem.line,
            "startColumn": problem.column,
            "endColumn": problem.column + width,
        }
    location: dict[str, Any] = {"physicalLocation": place}
    if problem.path:
        location["logicalLocations"] = [{"fullyQualifiedName": problem.path}]
    return {
        "ruleId": problem.code,
        "ruleIndex": rules.index(problem.code),
        "level": _LEVELS[problem.severity],
        "message": {"text": "; ".join(part for part in told if part)},
        "locations": [location],
    }


def _uri(name: str) -> str:
    """Return a relative reference, which code hosts need, or a file URI."""
    path = Path(name)
    if not path.is_absolute():
        from urllib.parse import quote  # noqa: PLC0415 - only here

        return quote(path.as_posix(), errors="surrogateescape")
    here = Path.cwd()
    if path.is_relative_to(here):
        return _uri(str(path.relative_to(here)))
    return path.as_uri()
