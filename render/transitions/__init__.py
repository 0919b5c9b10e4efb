"""Transitions, one kind a file: (a, b, moment) -> frame.

At progress 0 a transition shows `a`, at 1 it shows `b`. To add one, add a file that ends in
`register(name, draw, easing=...)`; the shared contract test in `tests/transitions` then covers it.
What kinds share: `lanes` (things that move along an axis), `fields` (masks from the order in which
pixels change) and `smears` (blur of turns and zooms).
"""

from importlib import import_module
from pkgutil import iter_modules

from render.transitions.registry import TRANSITIONS, DrawTransition, Moment, TransitionKind

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["TRANSITIONS", "DrawTransition", "Moment", "TransitionKind"]
