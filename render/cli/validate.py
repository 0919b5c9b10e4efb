"""`wavemaker validate`."""

from dataclasses import asdict
from pathlib import Path

import typer

from render.cli.console import say, show_json, show_problems
from render.document import read_composition
from render.errors import CompositionError, Problem


def run_validate(compositions: list[Path], *, strict: bool, as_json: bool) -> None:
    """Check every file and say what is wrong with each."""
    results = [(path, *_check(path, strict=strict)) for path in compositions]
    if as_json:
        show_json(
            [
                {"file": str(path), "valid": valid, "problems": [asdict(p) for p in problems]}
                for path, valid, problems in results
            ]
        )
    else:
        for path, valid, problems in results:
            show_problems(problems)
            say(f"{path}: {'valid' if valid else 'invalid'}")
    if not all(valid for _, valid, _ in results):
        raise typer.Exit(CompositionError.exit_code)


def _check(path: Path, *, strict: bool) -> tuple[bool, tuple[Problem, ...]]:
    try:
        return True, read_composition(path, strict=strict).warnings
    except CompositionError as error:
        problems = error.problems or (Problem("", error.message, error.hint),)
        return False, problems
