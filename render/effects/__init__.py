"""Effects, one kind a file: (picture, look) -> picture.

To add one, add a file that ends in `register(name, draw, ...)`; the shared contract test in
`tests/effects` then covers it. What kinds share: `grading` (colours by a matrix), `straight`
(changes of colours that know nothing of coverage), `ramps` (soft edges).
"""

from importlib import import_module
from pkgutil import iter_modules

from render.effects.planned import PlannedEffect
from render.effects.registry import EFFECTS, DrawEffect, EffectKind, Look
from render.effects.touch import Touch

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["EFFECTS", "DrawEffect", "EffectKind", "Look", "PlannedEffect", "Touch"]
