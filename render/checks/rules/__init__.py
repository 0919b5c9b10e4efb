"""The checks: one family a file, each ending in `register(...)`. The package scans its folder."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules


@cache
def load() -> None:
    """Put every check into the table. None of these modules needs a media library."""
    for module in sorted(iter_modules(__path__), key=lambda module: module.name):
        import_module(f"{__name__}.{module.name}")
