"""slide: the second picture slides in over a slower first one; to the left by default."""

from render.canvas import verbs
from render.canvas.affine import Affine
from render.canvas.picture import BLACK, Picture
from render.transitions.registry import register

_PARALLAX = 0.3
"""How far the first picture moves, in parts of the frame."""

_SHADE = 0.35
"""How dark the first picture gets."""

_TRAVEL = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


def draw(a: Picture, b: Picture, progress: float, direction: str | None, into: Picture) -> None:
    """Move `b` in over a shaded, slower `a`."""
    x, y = _TRAVEL[direction or "left"]
    width, height = a.width_px, a.height_px
    into.fill(BLACK)
    away = Affine.translation(x * width * _PARALLAX * progress, y * height * _PARALLAX * progress)
    verbs.draw(into, a, away)
    # Drawn with an opacity it would be rounded twice: dark colours jump by a level of chroma.
    verbs.darken(into, _SHADE * progress)
    left = 1 - progress
    verbs.draw(into, b, Affine.translation(-x * width * left, -y * height * left))


register("slide", draw)
