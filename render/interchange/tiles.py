"""Draw lists in R'G'B': floats, one picture at a time, nothing of the planar verbs.

Premultiplied RGBA in [0, 255] float32 on the way; straight 8-bit colours and a mask at the end,
which is what MoviePy composes.
"""

from dataclasses import dataclass
from math import ceil, floor, hypot
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from render.canvas.affine import Affine
from render.canvas.blend import meet
from render.canvas.color import raster_to_sprite, sprite_to_rgba
from render.canvas.ops import Draw, DrawList, Fill, Isolate, Matte, Mean, Op, SpriteSource, Treat
from render.canvas.paint import without_idle_coverage
from render.canvas.picture import FULL, Raster
from render.interchange.shelf import Shelf

Rgba = NDArray[np.float32]
"""`(height, width, 4)` float32, premultiplied, all channels in [0, 255]."""

_RASTERS_BYTES = 128 << 20
"""A photo that fills a 1080p frame takes 8 to 12 MB."""
_OPAQUE = 255.0
_HALF_PIXEL = 0.5
_FLAT = 1e-9
"""Area scale below which a picture has shrunk to nothing."""


class Box(NamedTuple):
    """Whole pixels of the canvas, right and bottom exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height; 0 where it is empty."""
        return max(0, self.right - self.left), max(0, self.bottom - self.top)

    def common(self, other: "Box") -> "Box | None":
        """Return the pixels in both; None when there are none."""
        box = Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )
        return None if 0 in box.size else box

    def joined(self, other: "Box") -> "Box":
        """Return the smallest box around two, neither of them empty."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """A picture somewhere on the canvas, only as large as what it covers.

    Attributes:
        rgb: `(height, width, 3)` uint8 sRGB, straight.
        mask: `(height, width)` float32 in [0, 1], 1 is opaque.
        left_px, top_px: Where it lies.
    """

    rgb: NDArray[np.uint8]
    mask: NDArray[np.float32]
    left_px: int
    top_px: int

    @property
    def size_bytes(self) -> int:
        """Memory it takes."""
        return self.rgb.nbytes + self.mask.nbytes


NOTHING = Tile(np.zeros((1, 1, 3), np.uint8), np.zeros((1, 1), np.float32), 0, 0)
"""A layer that does not show; MoviePy wants at least a pixel."""


class Brush:
    """Draws lists of operations into tiles; the rasters of late are kept.

    Args:
        studio: Handed to every source: fonts and open videos.
        width_px, height_px: Size of the canvas.
    """

    def __init__(self, studio: object, width_px: int, height_px: int) -> None:
        self.width_px = width_px
        self.height_px = height_px
        self._studio = studio
        self._rasters: Shelf[Raster] = Shelf(_RASTERS_BYTES, lambda raster: raster.rgba.nbytes)

    def tile(self, ops: DrawList) -> Tile:
        """Draw a list, back to front, on nothing."""
        box = self._bounds(ops)
        if box is None:
            return NOTHING
        rgba = self._painted(ops, box)
        alpha = rgba[:, :, 3:]
        straight = rgba[:, :, :3] * (_OPAQUE / np.maximum(alpha, 1e-6))
        rgb = np.rint(np.clip(straight, 0, _OPAQUE)).astype(np.uint8)
        # MoviePy turns the mask into `int(255 * mask)`: a little above the level keeps it there.
        mask = np.minimum((np.rint(alpha[:, :, 0]) + 0.25) / _OPAQUE, 1.0)
        return Tile(rgb, mask, box.left, box.top)

    def _painted(self, ops: DrawList, box: Box, below: Rgba | None = None) -> Rgba:
        """Draw a list on a canvas of a box: what lies below, in place, or a transparent one."""
        canvas = np.zeros((*box.size[::-1], 4), np.float32) if below is None else below
        for op in ops:
            reach = self._op_bounds(op)
            part = None if reach is None else reach.common(box)
            if part is None:
                continue
            piece = self._piece(op, part)
            view = canvas[
                part.top - box.top : part.bottom - box.top,
                part.left - box.left : part.right - box.left,
            ]
            if isinstance(op, Isolate) and op.blend != "normal":
                piece = _met(view, piece, op.blend)
            view *= 1 - piece[:, :, 3:] / _OPAQUE
            view += piece
        return canvas

    def over(self, rgb: NDArray[np.uint8], ops: DrawList) -> NDArray[np.uint8]:
        """Draw a list on an opaque picture `(height, width, 3)` of the canvas's size."""
        box = self._bounds(ops)
        if box is None:
            return rgb
        columns, rows = slice(box.left, box.right), slice(box.top, box.bottom)
        alpha = np.full((*box.size[::-1], 1), _OPAQUE, np.float32)
        below = np.concatenate([rgb[rows, columns].astype(np.float32), alpha], axis=2)
        drawn = rgb.copy()
        shown = self._painted(ops, box, below)[:, :, :3]
        drawn[rows, columns] = np.rint(np.clip(shown, 0, _OPAQUE)).astype(np.uint8)
        return drawn

    def _piece(self, op: Op, box: Box) -> Rgba:
        """Draw one operation on a transparent canvas of a box."""
        match op:
            case Fill():
                color = (op.red, op.green, op.blue, _OPAQUE)
                return np.full((*box.size[::-1], 4), color, np.float32)
            case Draw():
                return self._warped(op, box) * np.float32(min(max(op.opacity, 0.0), 1.0))
            case Isolate():
                rgba = self._painted(op.ops, box) * np.float32(min(max(op.opacity, 0.0), 1.0))
                if isinstance(op.mask, Draw):
                    rgba *= self._warped(op.mask, box)[:, :, 3:] / _OPAQUE
                elif op.mask is not None:
                    rgba *= self._shown_by(op.mask, box)[:, :, np.newaxis]
                return rgba
            case Treat():
                return self._treated(op, box)
            case Mean():
                total = sum(self._painted(ops, box) for ops in op.lists)
                return np.asarray(total / np.float32(len(op.lists)), np.float32)

    def _shown_by(self, matte: Matte, box: Box) -> NDArray[np.float32]:
        """Return how much of each pixel a matte shows, [0, 1]."""
        canvas = Box(0, 0, self.width_px, self.height_px)
        rgba = self._painted(matte.ops, canvas)
        if matte.by == "alpha":
            shown = rgba[:, :, 3] / np.float32(_OPAQUE)
        else:
            shown = rgba[:, :, :3] @ np.array([0.2126, 0.7152, 0.0722], np.float32) / _OPAQUE
        shown = np.asarray(np.clip(shown, 0, 1), np.float32)
        if matte.feather_px > 0:
            shown = np.asarray(cv2.GaussianBlur(shown, (0, 0), matte.feather_px / 2), np.float32)
        cut = shown[box.top : box.bottom, box.left : box.right]
        return 1 - cut if matte.inverted else cut

    def _treated(self, op: Treat, box: Box) -> Rgba:
        """Change a list's pixels by the fast engine's effects, in 4:4:4 planes, and cut a box."""
        wide = self._op_bounds(op)
        if wide is None:
            return np.zeros((*box.size[::-1], 4), np.float32)
        painted = np.rint(np.clip(self._painted(op.ops, wide), 0, _OPAQUE)).astype(np.uint8)
        picture = without_idle_coverage(raster_to_sprite(Raster(painted), FULL))
        for treatment in op.treatments:
            picture = treatment.apply(picture, Affine.translation(-wide.left, -wide.top))
        rgba = sprite_to_rgba(picture).astype(np.float32)
        return rgba[
            box.top - wide.top : box.bottom - wide.top,
            box.left - wide.left : box.right - wide.left,
        ]

    def _warped(self, op: Draw, box: Box) -> Rgba:
        raster = self._raster(op.source)
        height, width = raster.rgba.shape[:2]
        matrix = _placed(op.matrix, raster)
        # From pixel corners to sample indices: the centre of sample 0 lies at 0.5.
        to_box = (
            Affine.translation(-box.left - _HALF_PIXEL, -box.top - _HALF_PIXEL)
            @ matrix
            @ Affine.translation(_HALF_PIXEL, _HALF_PIXEL)
        )
        pixels = cv2.warpAffine(
            raster.rgba.astype(np.float32),
            to_box.as_matrix(),
            box.size,
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
        return pixels * _edges(matrix.inverse(), width, height, box)[:, :, np.newaxis]

    def _bounds(self, ops: DrawList) -> Box | None:
        whole = None
        for op in ops:
            box = self._op_bounds(op)
            if box is not None:
                whole = box if whole is None else whole.joined(box)
        return whole

    def _op_bounds(self, op: Op) -> Box | None:  # noqa: PLR0911 - one a kind of operation
        """Return the canvas pixels an operation can touch, or None."""
        canvas = Box(0, 0, self.width_px, self.height_px)
        match op:
            case Fill():
                return canvas
            case Isolate():
                inside = self._bounds(op.ops) if op.opacity > 0 else None
                if inside is None or not isinstance(op.mask, Draw):
                    return inside
                seen = self._op_bounds(op.mask)
                return None if seen is None else inside.common(seen)
            case Mean():
                return self._bounds(tuple(inner for ops in op.lists for inner in ops))
            case Treat():
                inside = self._bounds(op.ops)
                margin = ceil(sum(each.reach_px for each in op.treatments))
                return inside and Box(
                    inside.left - margin,
                    inside.top - margin,
                    inside.right + margin,
                    inside.bottom + margin,
                ).common(canvas)
            case Draw():
                raster = self._raster(op.source)
                height, width = raster.rgba.shape[:2]
                matrix = _placed(op.matrix, raster)
                flat = abs(matrix.determinant) < _FLAT
                if op.opacity <= 0 or flat or not width or not height:
                    return None
                left, top, right, bottom = matrix.bounds(width, height)
                reach = Box(
                    floor(left - _HALF_PIXEL),
                    floor(top - _HALF_PIXEL),
                    ceil(right + _HALF_PIXEL),
                    ceil(bottom + _HALF_PIXEL),
                )
                return reach.common(canvas)

    def _raster(self, source: SpriteSource) -> Raster:
        return self._rasters.get(source, lambda: source.raster(self._studio))


def _met(below: Rgba, above: Rgba, mode: str) -> Rgba:
    """Return a piece whose colours have met those below it; its coverage stays."""
    straight = [
        np.rint(np.clip(each[:, :, :3] * (_OPAQUE / np.maximum(each[:, :, 3:], 1e-6)), 0, _OPAQUE))
        for each in (below, above)
    ]
    under, over = (each.astype(np.uint8) for each in straight)
    met = meet(under, over, mode).astype(np.float32)
    share = below[:, :, 3:] / np.float32(_OPAQUE)
    colors = (straight[1] * (1 - share) + met * share) * (above[:, :, 3:] / _OPAQUE)
    return np.concatenate([colors.astype(np.float32), above[:, :, 3:]], axis=2)


def _placed(matrix: Affine, raster: Raster) -> Affine:
    return matrix @ Affine.translation(raster.left_px, raster.top_px)


def warp_picture(
    rgb: NDArray[np.floating], matrix: Affine
) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """Move an opaque picture on a canvas of its own size.

    Args:
        rgb: `(height, width, 3)` float32.
        matrix: From pixel corners to pixel corners.

    Returns:
        The moved picture, its edge repeated outside, and its coverage `(height, width, 1)` in
        [0, 1].
    """
    height, width = rgb.shape[:2]
    half = Affine.translation(_HALF_PIXEL, _HALF_PIXEL)
    moved = cv2.warpAffine(
        rgb,
        (half.inverse() @ matrix @ half).as_matrix(),
        (width, height),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    canvas = Box(0, 0, width, height)
    covered = _edges(matrix.inverse(), width, height, canvas)
    return np.asarray(moved, np.float32), covered[:, :, np.newaxis]


def _edges(back: Affine, width: int, height: int, box: Box) -> NDArray[np.float32]:
    """Return how much of each pixel a warped rectangle covers, `(height, width)` in [0, 1].

    A pixel's distance from an edge, in output pixels, decides: exact for upright rectangles, and a
    good antialiasing for turned ones. It broadcasts over an axis that does not matter.

    Args:
        back: From canvas to the rectangle.
        width, height: Of the rectangle, in its own pixels.
        box: The canvas pixels asked for.
    """
    across, down = box.size
    x = np.linspace(box.left + 0.5, box.right - 0.5, across)[np.newaxis, :]
    y = np.linspace(box.top + 0.5, box.bottom - 0.5, down)[:, np.newaxis]
    covered = np.ones((1, 1))
    for step_x, step_y, offset, length in (
        (back.a, back.b, back.tx, width),
        (back.c, back.d, back.ty, height),
    ):
        place = offset + (step_x * x if step_x else 0.0) + (step_y * y if step_y else 0.0)
        unit = hypot(step_x, step_y)
        past_start = np.clip(place / unit + 0.5, 0, 1)
        past_end = np.clip((place - length) / unit + 0.5, 0, 1)
        covered = covered * (past_start - past_end)
    return np.broadcast_to(covered.astype(np.float32), (down, across))
