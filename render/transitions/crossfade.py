"""crossfade: both pictures mixed."""

from render.canvas import verbs
from render.canvas.picture import Picture
from render.transitions.registry import register


def draw(a: Picture, b: Picture, progress: float, _direction: str | None, into: Picture) -> None:
    """Mix the two by progress."""
    verbs.crossfade(a, b, progress, into)


register("crossfade", draw)
