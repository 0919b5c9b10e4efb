"""Timeline -> the same timeline with every text readable on what lies behind it.

The entry point is `make_legible`.
"""

from render.legibility.settle import make_legible

__all__ = ["make_legible"]
