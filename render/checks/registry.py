"""The table of checks: what each finds, how bad it is, and what may be set about it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from render.checks.finding import Finding

Severity: TypeAlias = Literal["error", "warning", "info", "off"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info", "off")

Needs: TypeAlias = Literal["text", "composition", "assets"]
"""What a check looks at: the text while it is read, the composition, or also its media."""

Setting: TypeAlias = float | str
"""What can be set about a check: a number, or a name."""


@dataclass(frozen=True)
class Check:
    """One kind of finding.

    Attributes:
        id: Stable kebab-case name, the `code` of its problems.
        severity: Unless it is configured.
        summary: What it finds, one sentence.
        bad: A composition in which it finds something, or a part of one: what is missing is filled
            in by `render.checks.examples`.
        good: The same, put right.
        why: Why that matters, where the summary does not say it.
        settings: Names and defaults of what can be set.
        binding: Whether the renderer itself refuses such a composition; then it stays an error.
    """

    id: str
    severity: Severity
    summary: str
    bad: str
    good: str
    why: str = ""
    settings: Mapping[str, Setting] = field(default_factory=dict[str, Setting])
    binding: bool = False


Find: TypeAlias = Callable[[Any], "Iterator[Finding]"]
"""From a `Subject` (or a `Rehearsal`, for checks that need the assets) to what was found."""


@dataclass(frozen=True)
class Rule:
    """A function that finds things, and the checks its findings belong to."""

    checks: tuple[Check, ...]
    needs: Needs
    find: Find | None


RULES: list[Rule] = []
CHECKS: dict[str, Check] = {}


def register(*checks: Check, needs: Needs = "composition", find: Find | None = None) -> None:
    """Put checks into the table.

    Args:
        checks: Of one family.
        needs: What they look at.
        find: Finds them; None for what the reading of the text finds anyway.
    """
    RULES.append(Rule(checks, needs, find))
    for check in checks:
        if check.id in CHECKS:
            raise ValueError(f"two checks are called {check.id}")
        CHECKS[check.id] = check
