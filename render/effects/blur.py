"""blur: out of focus, edges as well. The radius is the deviation of a Gaussian, as in CSS."""

from render.canvas.blur import REACH_SIGMAS, blurred
from render.canvas.picture import Picture
from render.effects.registry import Look, register

_WIDEST_PX = 2000.0


def draw(picture: Picture, look: Look) -> Picture:
    """Blur the picture; at the canvas's edge it goes on as its mirror image."""
    return blurred(picture, min(look.radius_px, _WIDEST_PX))


register(
    "blur",
    draw,
    own=Look(radius=12.0),
    is_idle=lambda look: look.radius_px <= 0,
    reach_px=lambda look: REACH_SIGMAS * min(look.radius_px, _WIDEST_PX),
    radius_by_amount=True,
)
