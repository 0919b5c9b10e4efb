"""Execute a draw list on a frame."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import replace
from math import ceil

import cv2
import numpy as np

from render.canvas import verbs
from render.canvas.affine import IDENTITY, Affine
from render.canvas.blur import REACH_SIGMAS, blur_plane
from render.canvas.bounds import Box, Reach, even, grown, moved, size, within
from render.canvas.color import rgb_to_ycbcr
from render.canvas.ops import (
    Draw,
    DrawList,
    Fill,
    Isolate,
    Matte,
    Mean,
    SpriteSource,
    Treat,
    is_transient,
)
from render.canvas.picture import Picture, Plane, Subsampling, new_transparent
from render.canvas.sweep import mean

SPRITE_CACHE_BYTES = 96 << 20
"""Enough for the stills, logo and lines of text of a busy 1080p scene; a sprite of a whole 1080p
frame takes 3.1 MB, with coverage 5.7 MB."""

_TRANSIENT_KEPT = 3
"""Decoded frames kept: a crossfade of two clips needs two, a held frame one."""

_TREATED_KEPT = 6
_TREATED_BYTES = 24 << 20
"""Of layers with effects that stand still. A moving one only passes through."""

_OPAQUE = 255


class SpriteStore:
    """Makes sprites on demand and keeps those that are used again, least recently used first out.

    Args:
        studio: Handed to every source: fonts, open videos, scales.
        capacity_bytes: Bound on what is kept; a single larger sprite is still drawn.
    """

    def __init__(self, studio: object, capacity_bytes: int = SPRITE_CACHE_BYTES) -> None:
        self._studio = studio
        self._capacity_bytes = capacity_bytes
        self._kept: OrderedDict[SpriteSource, Picture] = OrderedDict()
        self._kept_bytes = 0
        self._recent: OrderedDict[SpriteSource, Picture] = OrderedDict()
        self._treated: OrderedDict[Hashable, Picture] = OrderedDict()

    def get(self, source: SpriteSource) -> Picture:
        """Return the sprite of a source."""
        shelf = self._recent if source.transient else self._kept
        if source in shelf:
            shelf.move_to_end(source)
            return shelf[source]
        sprite = source.sprite(self._studio)
        shelf[source] = sprite
        if source.transient:
            while len(self._recent) > _TRANSIENT_KEPT:
                self._recent.popitem(last=False)
            return sprite
        self._kept_bytes += sprite.size_bytes
        while self._kept_bytes > self._capacity_bytes and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            self._kept_bytes -= dropped.size_bytes
        return sprite

    def treated(self, name: Hashable, make: Callable[[], Picture]) -> Picture:
        """Return a picture that effects have changed; the last few are kept."""
        if name in self._treated:
            self._treated.move_to_end(name)
            return self._treated[name]
        picture = self._treated[name] = make()
        while len(self._treated) > 1 and (
            len(self._treated) > _TREATED_KEPT
            or sum(each.size_bytes for each in self._treated.values()) > _TREATED_BYTES
        ):
            self._treated.popitem(last=False)
        return picture


def paint(
    ops: DrawList,
    target: Picture,
    sprites: SpriteStore,
    shift: Affine = IDENTITY,
    room: Box | None = None,
) -> None:
    """Draw a list onto a picture, in place, back to front.

    Args:
        ops: What is drawn.
        target: The picture drawn on.
        sprites: Makes the sprites.
        shift: From canvas pixels to target pixels, whole, for a target that is a part of the
            canvas.
        room: The whole canvas in target pixels; None where the target is the canvas. What a blur
            draws from may lie in it and outside of the target.
    """
    whole = room or (0, 0, target.width_px, target.height_px)
    for op in ops:
        match op:
            case Fill():
                target.fill(rgb_to_ycbcr(op.red, op.green, op.blue))
            case Draw():
                verbs.draw(target, sprites.get(op.source), shift @ op.matrix, op.opacity)
            case Isolate():
                _paint_isolated(op, target, sprites, shift, whole)
            case Treat():
                _paint_treated(op, target, sprites, shift, whole)
            case Mean():
                _paint_mean(op, target, sprites, shift, whole)


def _paint_isolated(
    op: Isolate, target: Picture, sprites: SpriteStore, shift: Affine, room: Box
) -> None:
    """Draw a list on a canvas of its own, no larger than shows, then that canvas."""
    if op.opacity <= 0:
        return
    reach = Reach(sprites.get, target.subsampling)
    box = reach.of((op,), (0, 0, target.width_px, target.height_px), shift)
    if box is None:
        return
    left, top = box[:2]
    inner, around = Affine.translation(-left, -top) @ shift, moved(room, -left, -top)
    own = new_transparent(*size(box), target.subsampling)
    paint(op.ops, own, sprites, inner, around)
    match op.mask:
        case Draw():
            mask = new_transparent(*size(box), target.subsampling)
            paint((op.mask,), mask, sprites, inner, around)
            verbs.mask_out(own, mask)
        case Matte():
            _mask_by(op.mask, own, sprites, inner, around)
        case None:
            pass
    if op.blend != "normal":
        from render.canvas.blend import blended  # noqa: PLC0415 - Skia, where it is needed

        own = blended(_part(target, box), own, op.blend)
    verbs.draw(target, own, Affine.translation(left, top), op.opacity)


def _mask_by(matte: Matte, own: Picture, sprites: SpriteStore, shift: Affine, room: Box) -> None:
    """Keep of a picture what a matte shows, in place."""
    margin = even(REACH_SIGMAS * matte.feather_px / 2)
    box = within(grown((0, 0, own.width_px, own.height_px), margin), room)
    left, top = box[:2]
    wide = new_transparent(*size(box), own.subsampling)
    around = moved(room, -left, -top)
    paint(matte.ops, wide, sprites, Affine.translation(-left, -top) @ shift, around)
    over = wide.coverage if matte.by == "alpha" else _brightness(wide)
    if over is None:
        return
    over = blur_plane(over, matte.feather_px / 2)
    if matte.inverted:
        over = np.asarray(cv2.bitwise_not(over), np.uint8)
    cut = over[-top : own.height_px - top, -left : own.width_px - left]
    verbs.mask_out(own, verbs.cover(cut, own.subsampling))


def _brightness(picture: Picture) -> Plane | None:
    """Return the luma of a picture over black as coverage: 16 is none of it, 235 is all."""
    if picture.coverage is None:
        return None
    return cv2.addWeighted(  # pyright: ignore[reportReturnType] - uint8 in, uint8 out
        picture.y, _OPAQUE / 219, picture.coverage, -16 / 219, 0
    )


def _paint_treated(
    op: Treat, target: Picture, sprites: SpriteStore, shift: Affine, room: Box
) -> None:
    """Draw a list on a canvas of its own, with what its changes need around it, and change it."""
    margin = even(sum(each.reach_px for each in op.treatments))
    seen = within(grown((0, 0, target.width_px, target.height_px), margin), room)
    inside = Reach(sprites.get, target.subsampling).of(op.ops, seen, shift)
    if inside is None:
        return
    box = within(grown(inside, margin), seen)
    inner = Affine.translation(-box[0], -box[1]) @ shift
    around = moved(room, -box[0], -box[1])

    def treated() -> Picture:
        own = new_transparent(*size(box), target.subsampling)
        paint(op.ops, own, sprites, inner, around)
        own = without_idle_coverage(own)
        for treatment in op.treatments:
            own = treatment.apply(own, inner)
        return own

    if is_transient((op,)):
        own = treated()
    else:
        own = sprites.treated((op, inner, size(box), target.subsampling), treated)
    verbs.draw(target, own, Affine.translation(*box[:2]))


def _paint_mean(op: Mean, target: Picture, sprites: SpriteStore, shift: Affine, room: Box) -> None:
    """Draw every list on a canvas of its own, then the mean of them."""
    reach = Reach(sprites.get, target.subsampling)
    box = reach.of((op,), (0, 0, target.width_px, target.height_px), shift)
    if box is None:
        return
    left, top = box[:2]
    drawn: list[Picture] = []
    for ops in op.lists:
        own = new_transparent(*size(box), target.subsampling)
        paint(ops, own, sprites, Affine.translation(-left, -top) @ shift, moved(room, -left, -top))
        drawn.append(own)
    verbs.draw(target, mean(drawn), Affine.translation(left, top))


def without_idle_coverage(picture: Picture) -> Picture:
    """Return a picture that is opaque everywhere as a frame; any other one as it is."""
    if picture.coverage is None or cv2.minMaxLoc(picture.coverage)[0] < _OPAQUE:
        return picture
    return replace(picture, coverage=None, chroma_coverage=None)


def _part(picture: Picture, box: Box) -> Picture:
    """Return a view of a part of a picture whose edges lie on whole chroma samples."""

    def cut(plane: Plane, step: Subsampling | None) -> Plane:
        x, y = (step.x, step.y) if step else (1, 1)
        left, top, right, bottom = box
        return plane[top // y : ceil(bottom / y), left // x : ceil(right / x)]

    coverage, chroma_coverage = picture.coverage, picture.chroma_coverage
    return Picture(
        cut(picture.y, None),
        cut(picture.cb, picture.subsampling),
        cut(picture.cr, picture.subsampling),
        None if coverage is None else cut(coverage, None),
        None if chroma_coverage is None else cut(chroma_coverage, picture.subsampling),
        subsampling=picture.subsampling,
    )
