"""`wavemaker format`: compositions in canonical form."""

from collections.abc import Sequence
from difflib import unified_diff
from pathlib import Path

import typer

from render.cli.console import printable, say, show_problems
from render.cli.validate import expanded
from render.document import canonical_text, read_source
from render.errors import CompositionError, RenderError, UsageError
from render.storage import write_atomically

NOT_CANONICAL = 1
"""Exit code of `--check` and `--diff` when a file would change."""


def run_format(names: Sequence[str], *, check: bool, diff: bool) -> None:
    """Write files in canonical form, each whole or not at all.

    A file that is invalid or cannot be written is named and left as it is; the others are formatted
    all the same.

    Args:
        names: Files, patterns of names; "-" goes from standard input to standard output.
        check: Change nothing, and say which would change.
        diff: Change nothing, and show what would change.
    """
    codes: set[int] = set()
    for name in expanded(names):
        try:
            changes = _format(name, keep=check or diff, diff=diff)
        except CompositionError as error:
            show_problems(error.problems)
            say(f"{name}: invalid, left as it is")
            codes.add(error.exit_code)
        except RenderError as error:
            say(f"error: {error.where or name}: {error.message}")
            codes.add(error.exit_code)
        else:
            if changes and (check or diff):
                codes.add(NOT_CANONICAL)
    for code in (UsageError.exit_code, CompositionError.exit_code, NOT_CANONICAL):
        if code in codes:
            raise typer.Exit(code)


def _format(name: str, *, keep: bool, diff: bool) -> bool:
    """Format one file and return whether that changes it."""
    source = read_source("-" if name == "-" else Path(name))
    after = canonical_text(source)
    changes = after.encode() != source
    if diff and changes:
        before = source.decode("utf-8", errors="replace").splitlines(keepends=True)
        for line in unified_diff(before, after.splitlines(keepends=True), name, name):
            typer.echo(printable(line.rstrip("\r\n")))
    elif name == "-" and not keep:
        typer.echo(after, nl=False)
    elif keep:
        say(f"{name}: {'not in canonical form' if changes else 'unchanged'}")
    elif changes:
        with write_atomically(Path(name)) as unfinished:
            unfinished.write_bytes(after.encode())
        say(f"{name}: formatted")
    else:
        say(f"{name}: unchanged")
    return changes
