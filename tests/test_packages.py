"""Packages that load their modules late offer every name they list, and no other."""

from importlib import import_module
from pathlib import Path

import pytest

import render

ROOT = Path(render.__file__).parent
LATE = sorted(
    ".".join(("render", *path.parent.relative_to(ROOT).parts))
    for path in ROOT.rglob("__init__.py")
    if "names_in(" in path.read_text("utf-8")
)


@pytest.mark.parametrize("name", LATE)
def test_every_name_is_found_where_the_package_says(name):
    package = import_module(name)
    assert [each for each in package.__all__ if not hasattr(package, each)] == []
    with pytest.raises(AttributeError, match=f"module '{name}' has no attribute 'nothing'"):
        _ = package.nothing
