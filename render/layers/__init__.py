"""Layer kinds, one a file: what a kind needs, and what it draws at its local frame.

To add one, add a file with a frozen content dataclass (`moves`, `crisp`, `draw`) and a `plan`
function, ending in `register(kind, plan)`; the shared fields (place, time, enter, exit, keyframes)
come by themselves.
"""

from importlib import import_module

from render.layers.registry import KINDS

for _kind in ("captions", "counter", "group", "image", "shape", "svg", "text", "video"):
    import_module(f"{__name__}.{_kind}")

__all__ = ["KINDS"]
