"""image: a still in a box, under a camera."""

from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from render.animation.camera import Camera, Window
from render.assets.media import Media
from render.assets.stills import load_still
from render.canvas.affine import Affine
from render.canvas.color import premultiplied, raster_to_sprite
from render.canvas.ops import Draw, DrawList
from render.canvas.picture import Picture, Raster
from render.layers.footage import (
    AIMS,
    FULL_SCALE,
    needs_cut,
    plan_box,
    plan_camera,
    plan_surround,
    window_at,
    window_to_canvas,
)
from render.layers.registry import register
from render.layers.staging import Staging, halvings
from render.layers.surround import surrounded

if TYPE_CHECKING:
    from render.layers.context import PlanContext
    from schemas import ImageLayer, VideoLayer


_ANY_HEIGHT_PX = 1 << 30


@dataclass(frozen=True)
class StillSource:
    """A still reduced to a width.

    Attributes:
        media: The asset.
        width_px: Width that the whole still is reduced to; never more than the asset's.
        crop: (left, top, right, bottom) to cut out of the reduced still, or None.
    """

    media: Media
    width_px: int
    crop: tuple[int, int, int, int] | None = None

    @property
    def transient(self) -> bool:
        """Stills are worth keeping."""
        return False

    @property
    def whole_size_px(self) -> tuple[int, int]:
        """Width and height of the whole reduced still."""
        width, height = self.media.size_px
        return self.width_px, max(1, round(height * self.width_px / width))

    def raster(self, _studio: object) -> Raster:
        """Decode and reduce the still."""
        pixels = load_still(self.media, max_size_px=(self.width_px, _ANY_HEIGHT_PX))
        if self.crop:
            left, top, right, bottom = self.crop
            pixels = np.ascontiguousarray(pixels[top:bottom, left:right])
        return Raster(premultiplied(pixels))

    def sprite(self, studio: object) -> Picture:
        """Decode and reduce the still to planes."""
        return raster_to_sprite(self.raster(studio))


@dataclass(frozen=True)
class ImageContent:
    """A still under a camera.

    Attributes:
        media: The asset.
        camera: In pixels of the (cropped) asset.
        crop: As in `StillSource`.
        cut: Whether the box cuts the picture off.
        around: What of the picture lies blurred around it; None for nothing.
    """

    media: Media
    camera: Camera
    crop: tuple[int, int, int, int] | None = None
    cut: bool = False
    around: Window | None = None

    numbers: ClassVar = AIMS

    @property
    def moves(self) -> bool:
        """Whether the camera moves."""
        return self.camera.start != self.camera.end

    @property
    def crisp(self) -> bool:
        """Photos are resampled anyway."""
        return False

    def draw(self, frame: int, duration_frames: int, staging: Staging) -> DrawList:
        """Draw the window of the frame."""
        shown = cropped_size(self.media.size_px, self.crop)
        window = window_at(self.camera, frame, duration_frames, shown, staging)
        # Reduced once for the largest this layer ever shows it, so that nothing pops on the way.
        # Where the two axes differ (fit fill), for the axis that needs more.
        nearest = self.camera.smallest_window
        across, down = staging.width / nearest.width, staging.height / nearest.height
        largest = min(staging.at_rest_scale * max(across, down), FULL_SCALE)
        to_canvas = window_to_canvas(window, staging)
        scale = largest / 2 ** halvings(to_canvas.largest_scale / largest)
        asset_width, asset_height = self.media.size_px
        source = StillSource(self.media, max(1, ceil(asset_width * scale)))
        width, height = source.whole_size_px
        grow = Affine.scaling(asset_width / width, asset_height / height)
        if self.crop:
            left, top, right, bottom = self.crop
            across, down = width / asset_width, height / asset_height
            cut = (
                floor(left * across),
                floor(top * down),
                ceil(right * across),
                ceil(bottom * down),
            )
            source = StillSource(self.media, width, cut)
            grow = Affine.translation(-left, -top) @ grow @ Affine.translation(cut[0], cut[1])
        front = Draw(source, to_canvas @ grow, staging.opacity)
        if self.around is None:
            return (front,)
        size_px = cropped_size((width, height), source.crop)
        return surrounded(front, size_px, shown, self.around, staging)


def cropped_size(size: tuple[int, int], crop: tuple[int, int, int, int] | None) -> tuple[int, int]:
    """Return the size of a picture after a crop in its pixels."""
    return (crop[2] - crop[0], crop[3] - crop[1]) if crop else size


def plan_crop(
    layer: "ImageLayer | VideoLayer", size: tuple[int, int]
) -> tuple[int, int, int, int] | None:
    """Turn a crop in fractions into whole pixels; None when the layer has none."""
    crop = layer.crop
    if crop is None:
        return None
    left, top = round(crop.x * size[0]), round(crop.y * size[1])
    right, bottom = round((crop.x + crop.width) * size[0]), round((crop.y + crop.height) * size[1])
    left, top = min(left, size[0] - 1), min(top, size[1] - 1)
    return left, top, min(max(right, left + 1), size[0]), min(max(bottom, top + 1), size[1])


def plan(layer: "ImageLayer", context: "PlanContext") -> tuple[ImageContent, tuple[float, float]]:
    """Make an image layer concrete."""
    media = context.picture(layer.asset)
    crop = plan_crop(layer, media.size_px)
    source = cropped_size(media.size_px, crop)
    box = plan_box(layer, source, context)
    camera = plan_camera(layer, source, box, context)
    around = plan_surround(layer, source, box)
    return ImageContent(media, camera, crop, needs_cut(camera, source), around), box


register("image", plan)
