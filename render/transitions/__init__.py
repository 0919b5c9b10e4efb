"""Transitions, one kind a file: (a, b, progress) -> frame.

At progress 0 a transition shows `a`, at 1 it shows `b`. To add one, add a file that ends in
`register(name, draw)`; the shared contract test in `tests/transitions` then covers it.
"""

from importlib import import_module
from pkgutil import iter_modules

from render.transitions.registry import TRANSITIONS, DrawTransition

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["TRANSITIONS", "DrawTransition"]
