"""What a pose does to pixels besides moving them: edges they hide behind, and focus."""

from dataclasses import dataclass

import numpy as np

from render.animation.pose import Pose, Veil
from render.canvas.affine import Affine
from render.canvas.color import raster_to_sprite
from render.canvas.ops import Draw, DrawList, Isolate, Treat
from render.canvas.picture import Picture, Raster
from render.effects import Look, Touch

Box = tuple[float, float, float, float]
"""left, top, width, height in design pixels."""

_REACH = 4.0
"""A veil's picture covers so many boxes along its way: the box, wherever the edge lies in it."""

_BESIDE, _BESIDE_PX = 1.0, 240.0
"""How far it reaches beyond the box on both sides, in boxes and in design pixels: shadows."""

_STEPS = 1024
_ROWS = 32
"""Two would do, were it not for chroma: beside its outermost samples it fades away."""

_SHARPEST_STEPS = 2.0
_FOCUSED_PX = 0.2


@dataclass(frozen=True)
class VeilSource:
    """Opaque on the left, clear at its right end; `_ROWS` rows of `_STEPS` pixels.

    Attributes:
        softness: Of the edge, in parts of the whole length.
    """

    softness: float

    @property
    def transient(self) -> bool:
        """Worth keeping: every frame of a wipe uses the same one."""
        return False

    def raster(self, _studio: object) -> Raster:
        """Make the ramp."""
        length = max(self.softness * _STEPS, _SHARPEST_STEPS)
        x = np.clip(np.linspace(_STEPS - 0.5, 0.5, _STEPS) / length, 0, 1)
        alpha = np.rint(255 * x * x * (3 - 2 * x)).astype(np.uint8)
        return Raster(np.broadcast_to(alpha[None, :, None], (_ROWS, _STEPS, 4)).copy())

    def sprite(self, studio: object) -> Picture:
        """Make the ramp as planes."""
        return raster_to_sprite(self.raster(studio))


def dressed(ops: DrawList, pose: Pose, at_rest: Affine, box: Box) -> DrawList:
    """Return what is drawn in a pose as its focus and its veils leave it.

    Args:
        ops: The thing, moved into its pose.
        pose: The pose.
        at_rest: From design pixels to output pixels where the thing rests.
        box: Of the thing, in those design pixels.
    """
    sigma_px = pose.blur * at_rest.largest_scale
    if sigma_px > _FOCUSED_PX and ops:
        ops = (Treat(ops, (Touch("blur", Look(radius=sigma_px)),)),)
    for veil in pose.veils:
        if ops:
            ops = (Isolate(ops, 1.0, _drawn(veil, at_rest, box)),)
    return ops


def _drawn(veil: Veil, at_rest: Affine, box: Box) -> Draw:
    left, top, width, height = box
    upright = veil.side in ("up", "down")
    along, across = (height, width) if upright else (width, height)
    beside = _BESIDE * across + _BESIDE_PX
    # From the ramp to a box of 1 x 1 whose right side is hidden, then that one's turned box.
    ramp = Affine.translation(veil.at if veil.side in ("right", "down") else 1 - veil.at, 0)
    ramp = ramp @ Affine.scaling(_REACH / _STEPS, 1) @ Affine.translation(-_STEPS, 0)
    ramp = Affine.scaling(along, (across + 2 * beside) / _ROWS) @ ramp
    ramp = Affine.translation(0, -beside) @ ramp
    match veil.side:
        case "right":
            turn = Affine()
        case "left":
            turn = Affine(a=-1, d=1, tx=width)
        case "down":
            turn = Affine(a=0, b=1, c=1, d=0)
        case "up":
            turn = Affine(a=0, b=1, c=-1, d=0, ty=height)
    matrix = at_rest @ Affine.translation(left, top) @ turn @ ramp
    return Draw(VeilSource(veil.softness / _REACH), matrix)
