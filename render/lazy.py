"""Names of a package that are imported when they are first used."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def names_in(package: str, homes: Mapping[str, tuple[str, ...]]) -> Callable[[str], Any]:
    """Return the `__getattr__` of a package that loads its modules late.

    Type checkers read the same imports below `if TYPE_CHECKING`.

    Args:
        package: Its `__name__`.
        homes: The names to find in each of its modules.

    Example:
        >>> __getattr__ = names_in("render", {"pipeline": ("render_frame",)})
    """
    home_of = {name: home for home, names in homes.items() for name in names}

    def find(name: str) -> Any:
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{home_of[name]}"), name)

    return find
