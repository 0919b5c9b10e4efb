"""zoom: through the first picture into the second, both growing towards the viewer."""

from render.canvas import verbs
from render.canvas.affine import Affine
from render.canvas.picture import Picture
from render.transitions.registry import register

_APPROACH = 0.6
"""How much larger the first picture gets, and how much further the second one comes from."""


def draw(a: Picture, b: Picture, progress: float, _direction: str | None, into: Picture) -> None:
    """Zoom into `a` while `b` fades in, coming to rest at its own size."""
    middle = (a.width_px / 2, a.height_px / 2)
    verbs.draw(into, a, Affine.scaling(1 + _APPROACH * progress).about(*middle))
    # b starts enlarged and settles: its edges stay outside the frame all the way.
    shown = progress * progress * (3 - 2 * progress)
    settle = Affine.scaling(1 + _APPROACH / 2 * (1 - progress)).about(*middle)
    verbs.draw(into, b, settle, shown)


register("zoom", draw)
