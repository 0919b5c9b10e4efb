"""What was found, written for people and for machines."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from render.checks.run import Checked

FORMATS = ("text", "json", "github", "sarif", "junit")


def report(name: str, files: "Sequence[Checked]") -> str:
    """Return what was found in some files in one of the formats for machines.

    Args:
        name: One of `FORMATS` but "text", which `render.checks.reports.text` writes file by file.
        files: What came of each.
    """
    write: Callable[[Sequence[Checked]], str] = import_module(f"{__name__}.{name}").write
    return write(files)
