"""Execute a draw list on a frame."""

from collections import OrderedDict

from render.canvas import verbs
from render.canvas.affine import IDENTITY, Affine
from render.canvas.color import rgb_to_ycbcr
from render.canvas.ops import Draw, DrawList, Fill, Isolate, SpriteSource
from render.canvas.picture import Picture, new_transparent

SPRITE_CACHE_BYTES = 96 << 20
"""Enough for the stills, logo and lines of text of a busy 1080p scene; a sprite of a whole 1080p
frame takes 3.1 MB, with coverage 5.7 MB."""

_TRANSIENT_KEPT = 3
"""Decoded frames kept: a crossfade of two clips needs two, a held frame one."""


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


def paint(ops: DrawList, target: Picture, sprites: SpriteStore, shift: Affine = IDENTITY) -> None:
    """Draw a list onto a picture, in place, back to front.

    Args:
        ops: What is drawn.
        target: The picture drawn on.
        sprites: Makes the sprites.
        shift: From canvas pixels to target pixels, for a target that is a part of the canvas.
    """
    for op in ops:
        match op:
            case Fill():
                target.fill(rgb_to_ycbcr(op.red, op.green, op.blue))
            case Draw():
                verbs.draw(target, sprites.get(op.source), shift @ op.matrix, op.opacity)
            case Isolate():
                _paint_isolated(op, target, sprites, shift)


def _paint_isolated(op: Isolate, target: Picture, sprites: SpriteStore, shift: Affine) -> None:
    """Draw a list on a canvas of its own, no larger than its mask lets show, then that canvas."""
    if op.opacity <= 0:
        return
    left, top, right, bottom = 0, 0, target.width_px, target.height_px
    if op.mask is not None:
        reached = verbs.reach(target, sprites.get(op.mask.source), shift @ op.mask.matrix)
        if reached is None:
            return
        left, top, right, bottom = reached
    inner = Affine.translation(-left, -top) @ shift
    size = (right - left, bottom - top, target.subsampling)
    own = new_transparent(*size)
    paint(op.ops, own, sprites, inner)
    if op.mask is not None:
        mask = new_transparent(*size)
        paint((op.mask,), mask, sprites, inner)
        verbs.mask_out(own, mask)
    verbs.draw(target, own, Affine.translation(left, top), op.opacity)
