"""Boxes of pixels, and which of them a draw list can touch."""

from collections.abc import Callable
from math import ceil

from render.canvas import verbs
from render.canvas.affine import Affine
from render.canvas.blur import REACH_SIGMAS
from render.canvas.ops import (
    Draw,
    DrawList,
    Fill,
    Isolate,
    Matte,
    Mean,
    Op,
    SpriteSource,
    Treat,
    is_transient,
)
from render.canvas.picture import Picture, Subsampling

Box = tuple[int, int, int, int]
"""(left, top, right, bottom) in pixels, right and bottom exclusive."""

SpriteOf = Callable[[SpriteSource], Picture]


class Reach:
    """Asks what draw lists touch.

    Args:
        sprite_of: Makes sprites.
        step: Chroma samples of the pictures drawn on; edges lie on whole ones.
    """

    def __init__(self, sprite_of: SpriteOf, step: Subsampling) -> None:
        self._sprite_of = sprite_of
        self._step = step

    def of(self, ops: DrawList, room: Box, shift: Affine) -> Box | None:
        """Return the pixels of a room that a list can touch, or None.

        Args:
            ops: The list.
            room: In the pixels that `shift` leads to.
            shift: From canvas pixels.
        """
        boxes = [box for op in ops if (box := self._of_op(op, room, shift)) is not None]
        if not boxes:
            return None
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)

    def _of_op(self, op: Op, room: Box, shift: Affine) -> Box | None:
        match op:
            case Fill():
                return room
            case Draw():
                return self._of_draw(op, room, shift)
            case Treat():
                return self._around(
                    op.ops, even(sum(t.reach_px for t in op.treatments)), room, shift
                )
            case Isolate():
                return self._of_isolate(op, room, shift)
            case Mean():
                return self.of(tuple(inner for ops in op.lists for inner in ops), room, shift)

    def _of_draw(self, op: Draw, room: Box, shift: Affine) -> Box | None:
        matrix = shift @ op.matrix
        if op.opacity <= 0 or matrix.determinant == 0:
            return None
        sprite = self._sprite_of(op.source)
        return None if 0 in sprite.y.shape else verbs.touched(sprite, matrix, room, self._step)

    def _of_isolate(self, op: Isolate, room: Box, shift: Affine) -> Box | None:
        match op.mask:
            case Draw():
                # What is inside is not asked: the mask alone is as good, and asked sooner.
                return self._of_draw(op.mask, room, shift)
            case Matte(inverted=False):
                margin = even(REACH_SIGMAS * op.mask.feather_px / 2)
                shown = self._around(op.mask.ops, margin, room, shift)
                return shown and self.of(op.ops, shown, shift)
            case _ if is_transient(op.ops):
                return room  # asking would decode clips, and drawing decode them again
            case _:
                return self.of(op.ops, room, shift)

    def _around(self, ops: DrawList, margin: int, room: Box, shift: Affine) -> Box | None:
        """Return what a list touches of a room when its edges are soft by a margin."""
        inside = self.of(ops, grown(room, margin), shift)
        return inside and common(grown(inside, margin), room)


def even(length: float) -> int:
    """Return a length in whole pixels, at least as long, that is a whole number of chroma ones."""
    return 2 * ceil(length / 2)


def size(box: Box) -> tuple[int, int]:
    """Return width and height."""
    return box[2] - box[0], box[3] - box[1]


def grown(box: Box, margin: int) -> Box:
    """Return a box with a margin around it."""
    return box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin


def moved(box: Box, dx: int, dy: int) -> Box:
    """Return a box moved."""
    return box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy


def within(box: Box, room: Box) -> Box:
    """Return the part of a box that lies in a room which it overlaps."""
    return max(box[0], room[0]), max(box[1], room[1]), min(box[2], room[2]), min(box[3], room[3])


def common(box: Box, room: Box) -> Box | None:
    """Return the part of a box that lies in a room; None when none does."""
    left, top, right, bottom = within(box, room)
    return (left, top, right, bottom) if left < right and top < bottom else None
