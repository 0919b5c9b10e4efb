"""The table that effect files enter themselves in, and what each of them is told."""

from collections.abc import Callable
from dataclasses import dataclass

from render.assets.media import Media
from render.canvas.affine import IDENTITY, Affine
from render.canvas.picture import Picture

Color = tuple[int, int, int]
"""8-bit sRGB."""


@dataclass(frozen=True, slots=True)
class Look:
    """What an effect is told about one frame.

    Attributes:
        amount: As in the format; the kind's own where nothing says one.
        radius: In design pixels; None for the kind's own.
        angle_degrees: Of hueRotate.
        color: Of tint, vignette and chromaKey.
        threshold, softness: [0, 1].
        table: The asset of a kind that takes one.
        frame: Of the layer; 0 for kinds that are the same at every frame.
        box: From the layer's box, in design pixels, to pixels: of the canvas, and of the picture
            when it is drawn.
        width, height: Of the box in design pixels.
        scale: Output pixels a design pixel.
    """

    amount: float = 1.0
    radius: float | None = None
    angle_degrees: float = 0.0
    color: Color = (0, 0, 0)
    threshold: float = 0.0
    softness: float = 0.0
    table: Media | None = None
    frame: int = 0
    box: Affine = IDENTITY
    width: float = 1.0
    height: float = 1.0
    scale: float = 1.0

    @property
    def radius_px(self) -> float:
        """The radius in output pixels; 0 where there is none."""
        return (self.radius or 0.0) * self.scale


DrawEffect = Callable[[Picture, Look], Picture]
"""(picture, look) -> changed picture of the same size; the picture itself is left as it is."""


@dataclass(frozen=True, slots=True)
class EffectKind:
    """An effect.

    Attributes:
        draw: Draws it.
        own: What it is told where nothing is said.
        neutral: The amount that changes nothing.
        is_idle: Whether a look changes nothing at all.
        reach_px: How far beyond an edge it can be seen, in output pixels.
        radius_by_amount: Whether `amount` says the radius, in design pixels, where `radius` is not
            given.
        by_frame: Whether it is another one at every frame.
        needs_table: Whether it takes an asset.
    """

    draw: DrawEffect
    own: Look
    neutral: float
    is_idle: Callable[[Look], bool]
    reach_px: Callable[[Look], float]
    radius_by_amount: bool
    by_frame: bool
    needs_table: bool


EFFECTS: dict[str, EffectKind] = {}
"""Every effect by its `type` in the composition."""


def register(  # noqa: PLR0913 - all but two have a default
    name: str,
    draw: DrawEffect,
    *,
    own: Look,
    neutral: float = 0.0,
    is_idle: Callable[[Look], bool] | None = None,
    reach_px: Callable[[Look], float] = lambda _look: 0.0,
    radius_by_amount: bool = False,
    by_frame: bool = False,
    needs_table: bool = False,
) -> None:
    """Enter an effect in the table; without `is_idle`, it is idle at the neutral amount."""
    EFFECTS[name] = EffectKind(
        draw,
        own,
        neutral,
        is_idle or (lambda look: look.amount == neutral),
        reach_px,
        radius_by_amount,
        by_frame,
        needs_table,
    )
