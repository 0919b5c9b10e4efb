"""What people and machines see: errors, warnings, results. Progress goes to stderr."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import NoReturn

import typer

from render.cli.signals import cancelled_by, stoppable
from render.errors import CompositionError, Problem, RenderError

_UNPRINTABLE = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if code != 10}  # noqa: PLR2004
_SURROGATES = {code: f"\\u{code:04x}" for code in range(0xD800, 0xE000)}
"""Bytes of file names that are no UTF-8; inside JSON this is their escape."""
_BIDI = {code: f"\\u{code:04x}" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def printable(text: str) -> str:
    """Return a text without anything that could steer a terminal."""
    return text.translate(_UNPRINTABLE | _BIDI)


def say(text: str) -> None:
    """Print a line for people on stderr."""
    typer.echo(printable(text), err=True)


def show_json(result: object, *, indent: int | None = 2) -> None:
    """Print a result for machines on stdout; without an indent it is one line."""
    text = json.dumps(result, indent=indent, ensure_ascii=False, default=str)
    typer.echo(text.translate(_SURROGATES))


def show_problems(problems: Iterable[Problem]) -> None:
    """Print problems with place and fix."""
    for problem in problems:
        say(f"{problem.severity}: {problem.where}: {problem.message}")
        if problem.hint:
            say(f"  hint: {problem.hint}")


@contextmanager
def guarded(*, as_json: bool) -> Iterator[None]:
    """Turn errors into messages and exit codes; nobody ever sees a traceback of their input."""
    try:
        with stoppable():
            yield
    except RenderError as error:
        _fail(error, as_json=as_json)
    except KeyboardInterrupt as interrupt:
        _fail(cancelled_by(interrupt), as_json=as_json)
    except BrokenPipeError:
        # Whoever read our output has gone: there is nobody left to tell.
        sys.stderr.close()
        raise typer.Exit(1) from None
    except OSError as error:
        # A disk or a limit of the system that fails where no stage expects it.
        reason = error.strerror or str(error)
        _fail(RenderError(f"the system says: {reason}", where=error.filename), as_json=as_json)
    except MemoryError:
        _fail(RenderError("not enough memory", hint="use --jobs 1"), as_json=as_json)
    except RecursionError:
        _fail(RenderError("the composition is nested too deeply"), as_json=as_json)


def _fail(error: RenderError, *, as_json: bool) -> NoReturn:
    if as_json:
        show_json({"error": error_as_json(error)})
    elif isinstance(error, CompositionError) and error.problems:
        show_problems(error.problems)
        if sum(problem.severity == "error" for problem in error.problems) > 1:
            say(f"error: {error.message}")
    else:
        place = f"{error.where}: " if error.where else ""
        say(f"error: {place}{error.message}")
        if error.hint:
            say(f"  hint: {error.hint}")
    raise typer.Exit(error.exit_code)


def error_as_json(error: RenderError) -> Mapping[str, object]:
    """Return an error as plain JSON values."""
    problems = error.problems if isinstance(error, CompositionError) else ()
    return {
        "type": type(error).__name__,
        "message": error.message,
        "where": error.where,
        "hint": error.hint,
        "exit_code": error.exit_code,
        "problems": [asdict(problem) for problem in problems],
    }
