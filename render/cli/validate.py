"""`wavemaker validate`."""

import gc
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from glob import glob, has_magic
from pathlib import Path
from typing import TYPE_CHECKING, cast

import typer

from render.checks import Checked, Config, check_source, config_for, read_config
from render.checks.reports import report
from render.checks.reports.text import write as write_text
from render.cli.console import printable, say
from render.document import read_source
from render.errors import CompositionError, Problem, UsageError

if TYPE_CHECKING:
    from typing import Literal

    from render.options import RenderOptions

UNREADABLE = "unreadable"
_OBJECTS_BETWEEN_COLLECTIONS = 1_000_000
_SURROGATES = {code: f"\\u{code:04x}" for code in range(0xD800, 0xE000)}


def run_validate(
    names: Sequence[str],
    *,
    form: str,
    config: Path | None,
    strict: bool,
    media: "RenderOptions | None",
    fonts: tuple[Path, ...] = (),
) -> None:
    """Check every file and say what is wrong with each.

    The worst ends the command: a file that cannot be read before one that is invalid.

    Args:
        names: Files, patterns of names, "-" for standard input.
        form: How findings are written, one of `render.checks.reports.FORMATS`.
        config: Of the checks; None is the nearest one above each file.
        strict: Whether warnings count as errors.
        media: Where the media are; None leaves them alone.
        fonts: Of one's own: their families are not unknown.

    Raises:
        UsageError: The config makes no sense.
    """
    # A short run that makes many small objects: looking for cycles among them takes a fifth of it.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    checked: list[Checked] = []
    for name in expanded(names):
        each = _check(name, config, strict=strict, media=media, fonts=fonts)
        checked.append(each)
        if form == "text":
            _show(each)
    if form != "text":
        text = report(form, checked)
        if text:
            typer.echo(text.translate(_SURROGATES))
    codes = {problem.code for each in checked for problem in each.problems}
    if UNREADABLE in codes:
        raise typer.Exit(UsageError.exit_code)
    if not all(each.valid for each in checked):
        raise typer.Exit(CompositionError.exit_code)


def expanded(names: Sequence[str]) -> Iterator[str]:
    """Yield the files that names and patterns stand for; a pattern without any as it is."""
    for name in names:
        matching = sorted(glob(name, recursive=True)) if has_magic(name) else []  # noqa: PTH207 - Path.glob takes no absolute pattern
        yield from matching if matching and not os.path.lexists(name) else [name]


def _check(
    name: str,
    config: Path | None,
    *,
    strict: bool,
    media: "RenderOptions | None",
    fonts: tuple[Path, ...],
) -> Checked:
    home = Path.cwd() if name == "-" else Path(name).absolute().parent
    settings: Config = config_for(home) if config is None else read_config(config.absolute())
    settings = replace(settings, fonts=(*settings.fonts, *fonts))
    try:
        source = read_source(cast("Literal['-']", name) if name == "-" else Path(name))
    except UsageError as error:
        hint = "no file is named so" if has_magic(name) else error.hint
        return Checked(name, (Problem("", error.message, hint, code=UNREADABLE),))
    if media is not None and media.assets is None and media.api is None:
        media = replace(media, assets=settings.assets or home)
    return check_source(source, name, settings, strict=strict, media=media)


def _show(checked: Checked) -> None:
    if any(problem.code == UNREADABLE for problem in checked.problems):
        say(f"error: {checked.name}: {checked.problems[0].message}")
        return
    plain = bool(os.environ.get("NO_COLOR"))
    for line in write_text(checked):
        shown = (
            printable(part.text)
            if plain
            else typer.style(printable(part.text), fg=part.color, bold=part.bold or None)
            for part in line
        )
        typer.echo("".join(shown), err=True)
