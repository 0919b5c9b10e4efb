"""`wavemaker validate`."""

from dataclasses import asdict, dataclass
from pathlib import Path

import typer

from render.cli.console import say, show_json, show_problems
from render.document import read_composition
from render.errors import CompositionError, Problem, UsageError


@dataclass(frozen=True)
class Checked:
    """What came of one file.

    Attributes:
        path: The file.
        exit_code: 0 when it is valid.
        problems: Errors and warnings.
    """

    path: Path
    exit_code: int
    problems: tuple[Problem, ...]


def run_validate(compositions: list[Path], *, strict: bool, as_json: bool) -> None:
    """Check every file and say what is wrong with each.

    The worst ends the command: a file that cannot be read before one that is invalid.
    """
    results = [_check(path, strict=strict) for path in compositions]
    if as_json:
        show_json(
            [
                {
                    "file": str(each.path),
                    "valid": each.exit_code == 0,
                    "problems": [asdict(problem) for problem in each.problems],
                }
                for each in results
            ]
        )
    else:
        for each in results:
            _show(each)
    codes = {each.exit_code for each in results}
    for code in (UsageError.exit_code, CompositionError.exit_code):
        if code in codes:
            raise typer.Exit(code)


def _show(checked: Checked) -> None:
    if checked.exit_code == UsageError.exit_code:
        say(f"error: {checked.path}: {checked.problems[0].message}")
        return
    show_problems(checked.problems)
    say(f"{checked.path}: {'invalid' if checked.exit_code else 'valid'}")


def _check(path: Path, *, strict: bool) -> Checked:
    try:
        return Checked(path, 0, read_composition(path, strict=strict).warnings)
    except CompositionError as error:
        problems = error.problems or (Problem("", error.message, error.hint),)
        return Checked(path, error.exit_code, problems)
    except UsageError as error:
        problem = Problem("", error.message, error.hint, code="unreadable")
        return Checked(path, error.exit_code, (problem,))
