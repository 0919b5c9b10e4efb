"""fit blur: the medium itself, large, out of focus and a little darker, around it."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from render.animation.camera import Window
from render.canvas.affine import Affine
from render.canvas.blur import blurred
from render.canvas.color import raster_to_sprite, sprite_to_rgba
from render.canvas.ops import Draw, DrawList, Isolate, SpriteSource
from render.canvas.picture import BLACK, Picture, Raster
from render.layers.footage import window_to_canvas
from render.layers.staging import Staging
from render.layers.vector import ShapeSource, rounded_rectangle

_ACROSS = 20.0
"""The blur's deviation goes so often into the box's shorter side."""

_WORKING_SIGMA_PX = 5.0
"""On a picture so small that the blur is this wide nobody sees that it is enlarged after."""

_DARKER = 0.28


@dataclass(frozen=True, slots=True)
class SoftSource:
    """A small copy of a picture, out of focus and darkened.

    Attributes:
        source: The picture.
        shrink: It is so many times smaller.
        sigma_px: Deviation of the blur in its own pixels.
    """

    source: SpriteSource
    shrink: float
    sigma_px: float

    @property
    def transient(self) -> bool:
        """As the picture."""
        return self.source.transient

    def sprite(self, studio: object) -> Picture:
        """Make the copy."""
        whole = self.source.sprite(studio)
        width, height = self.size_px(whole.width_px, whole.height_px)
        small = whole.subsampling.plane_size(width, height)
        planes = [
            np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.uint8)
            for plane, size in zip(whole.planes, ((width, height), small, small), strict=True)
        ]
        covers = [
            None
            if plane is None
            else np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.uint8)
            for plane, size in ((whole.coverage, (width, height)), (whole.chroma_coverage, small))
        ]
        soft = blurred(Picture(*planes, *covers, subsampling=whole.subsampling), self.sigma_px)
        if soft.coverage is not None:
            return soft
        dark = [
            np.asarray(cv2.addWeighted(plane, 1 - _DARKER, plane, 0, _DARKER * black), np.uint8)
            for plane, black in zip(soft.planes, BLACK, strict=True)
        ]
        return replace(soft, y=dark[0], cb=dark[1], cr=dark[2])

    def size_px(self, width: int, height: int) -> tuple[int, int]:
        """Return the size of the copy of a picture of a size."""
        return max(1, round(width / self.shrink)), max(1, round(height / self.shrink))

    def raster(self, studio: object) -> Raster:
        """Make the copy in sRGB."""
        whole = self.source.raster(studio)
        planes = raster_to_sprite(whole)
        return Raster(sprite_to_rgba(replace(self, source=_Made(planes)).sprite(studio)))


@dataclass(frozen=True, slots=True, eq=False)
class _Made:
    """A source whose sprite is there already."""

    picture: Picture
    transient: bool = True

    def sprite(self, _studio: object) -> Picture:
        return self.picture

    def raster(self, _studio: object) -> Raster:
        return Raster(sprite_to_rgba(self.picture))


def surrounded(
    front: Draw,
    size_px: tuple[int, int],
    shown: tuple[float, float],
    window: Window,
    staging: Staging,
) -> DrawList:
    """Draw a medium and what lies around it, cut to its box, as one thing.

    Args:
        front: The medium.
        size_px: Of the source's sprite.
        shown: Of the medium in the units of the window.
        window: What of it covers the box.
        staging: Where the box lies.
    """
    to_canvas = window_to_canvas(window, staging)
    # In pixels of the sprite: the box's shorter side is that of the window.
    sigma = min(window.width, window.height) / _ACROSS * size_px[0] / shown[0]
    shrink = max(1.0, sigma / _WORKING_SIGMA_PX)
    soft = SoftSource(front.source, shrink, sigma / shrink)
    width, height = soft.size_px(*size_px)
    draw = Draw(soft, to_canvas @ Affine.scaling(shown[0] / width, shown[1] / height))
    opacity = staging.opacity
    ops = (draw, replace(front, opacity=1.0))
    if staging.fills_output:
        return ops if opacity >= 1 else (Isolate(ops, opacity),)
    scale = staging.drawing_scale
    box = ShapeSource(rounded_rectangle(staging.width, staging.height, 0.0), scale)
    cut = Draw(box, staging.to_canvas @ Affine.scaling(1 / scale))
    return (Isolate(ops, opacity, cut),)
