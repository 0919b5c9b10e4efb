"""Enter, exit and loop presets, one a file.

A preset says where a thing is at `presence` p: 0 is wholly absent, 1 is at rest. An enter plays p
from 0 to 1, an exit from 1 to 0. Its loop says where the thing is at a phase of a round that
starts and ends at rest. To add one, add a file that ends in `register(name, Preset(...))`.
"""

from importlib import import_module
from pkgutil import iter_modules

from render.animation.presets.registry import PRESETS, Preset, Stage

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["PRESETS", "Preset", "Stage"]
