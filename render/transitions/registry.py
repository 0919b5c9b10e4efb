"""The table that transition files enter themselves in."""

from collections.abc import Callable

from render.canvas.picture import Picture

DrawTransition = Callable[[Picture, Picture, float, str | None, Picture], None]
"""(a, b, progress [0, 1], direction or None, into): opaque frames of one size."""

TRANSITIONS: dict[str, DrawTransition] = {}
"""Every transition by its `type` in the composition."""


def register(name: str, draw: DrawTransition) -> None:
    """Enter a transition in the table."""
    TRANSITIONS[name] = draw
