"""All checks of one document."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from render import limits
from render.checks.config import Config
from render.checks.finding import Finding, Subject
from render.checks.registry import CHECKS, RULES
from render.checks.rules import load
from render.document import ParsedComposition, parse_composition
from render.errors import CompositionError, Problem

if TYPE_CHECKING:
    from render.options import RenderOptions

_SAME_AS = {
    # What stages find goes by names of its own, more of them than anybody wants to configure.
    "unknown-family": "unknown-font",
    "voice-cut": "sound-outside",
    "sound-left-out": "sound-outside",
    "rate": "range",
    "easing": "unknown-name",
    "too-short": "missing",
}


@dataclass(frozen=True)
class Checked:
    """What came of one document.

    Attributes:
        name: The file, `-` for standard input.
        problems: In the order of the text; errors first where none stands in the text.
        text: The document, for showing the lines; "" when it could not be read.
    """

    name: str
    problems: tuple[Problem, ...]
    text: str = ""

    @property
    def valid(self) -> bool:
        """Whether nothing that was found is an error."""
        return all(problem.severity != "error" for problem in self.problems)


def check_source(
    source: bytes,
    name: str,
    config: Config,
    *,
    strict: bool = False,
    media: "RenderOptions | None" = None,
) -> Checked:
    """Find everything that is wrong with a document.

    Args:
        source: JSON in UTF-8.
        name: The file's path, or "-".
        config: What a team has decided about the checks.
        strict: Whether warnings count as errors.
        media: Where the media and fonts are; None leaves them alone, and loads no media library.

    Returns:
        All problems with their places. Nothing is raised for an invalid document.
    """
    load()
    text = source.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="replace")
    file = None if name == "-" else Path(name)
    try:
        parsed = parse_composition(source)
    except CompositionError as error:
        problems = error.problems or (Problem("", error.message, error.hint),)
    else:
        problems = (*parsed.warnings, *_found(parsed, config, media))
    return Checked(name, _judged(problems, config, file, strict=strict or config.strict), text)


def _found(
    parsed: ParsedComposition, config: Config, media: "RenderOptions | None"
) -> Iterator[Problem]:
    fonts = (*config.fonts, *(media.fonts if media else ()))
    subject = Subject(parsed.composition, config.settings, own_fonts=bool(fonts))
    for rule in RULES:
        if rule.needs == "composition" and rule.find is not None:
            yield from _located(rule.find(subject), parsed)
    if media is not None:
        from render.checks.rehearsal import rehearse  # noqa: PLC0415 - loads the media libraries

        for finding in rehearse(subject, replace(media, fonts=fonts)):
            yield from _located((finding,), parsed)


def _located(findings: Iterable[Finding], parsed: ParsedComposition) -> Iterator[Problem]:
    for finding in findings:
        yield parsed.document.problem(
            finding.path,
            finding.message,
            hint=finding.hint,
            code=finding.check,
            severity="warning",
            expected=finding.expected,
        )


def _check_of(problem: Problem) -> str:
    """Return the check that a problem belongs to.

    What models refuse otherwise is a wrong type, what planning notes otherwise is a note.
    """
    code = _SAME_AS.get(problem.code, problem.code)
    if code in CHECKS or code == "more":
        return code
    return "type" if problem.severity == "error" else "note"


def _judged(
    problems: Iterable[Problem], config: Config, file: Path | None, *, strict: bool
) -> tuple[Problem, ...]:
    """Give each problem the severity that is configured, once, in the order of the text."""
    kept: dict[tuple[str, str, int | None, int | None], Problem] = {}
    for problem in problems:
        code = _check_of(problem)
        severity = config.severity(code, file)
        if severity == "off":
            continue
        if strict and severity == "warning":
            severity = "error"
        # The same kind of fault twice at one place is one fault, told in two ways.
        key = (code, problem.path, problem.line, problem.column)
        kept.setdefault(key, replace(problem, code=code, severity=severity))
    ordered = sorted(kept.values(), key=lambda each: (each.line or 0, each.column or 0))
    if len(ordered) > limits.MAX_PROBLEMS:
        more = f"and {len(ordered) - limits.MAX_PROBLEMS:,} more problems"
        return (*ordered[: limits.MAX_PROBLEMS], Problem("", more, code="more"))
    return tuple(ordered)
