"""The test that is running: where its goldens lie, and whether they are to be written."""

import os
import re
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Moment:
    """What the plugin knows of the running test; without the plugin, what the process knows.

    Attributes:
        folder: Of the test file.
        name: Of the test.
        updates: Whether goldens are written instead of compared.
        failures: Where pictures of failures go.
    """

    folder: Path
    name: str
    updates: bool
    failures: Path


_now: list[Moment] = []


def begin(moment: Moment) -> None:
    """A test starts."""
    _now[:] = [moment]


def end() -> None:
    """It is over."""
    _now.clear()


def now() -> Moment:
    """Return the running test's moment."""
    if _now:
        return _now[0]
    updates = os.environ.get("WAVEMAKER_GOLDEN") == "update"
    here = Path.cwd()
    return Moment(here, "picture", updates, here / FAILURES)


FAILURES = ".wavemaker-failures"


def safe(name: str) -> str:
    """Return a test's name as part of a file name."""
    return re.sub(r"[^\w.-]+", "-", name).strip("-")[:120] or "test"
