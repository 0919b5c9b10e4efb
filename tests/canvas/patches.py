"""Pictures that the canvas tests draw, and sources for them."""

from dataclasses import dataclass, field

import numpy as np

from render.canvas.color import raster_to_sprite, rgb_to_frame
from render.canvas.picture import FULL, HALF, Picture, Raster, Subsampling, new_frame

BOTH = (FULL, HALF)
NAMES = ["4:4:4", "4:2:0"]


def noise(width, height, seed=0, channels=3):
    """`(h, w, channels)` uint8."""
    return np.random.default_rng(seed).integers(0, 256, (height, width, channels), np.uint8)


def photo(width, height, subsampling=HALF, seed=0):
    """An opaque picture in which every sample is another one."""
    return rgb_to_frame(noise(width, height, seed), subsampling)


def film(width, height, subsampling=HALF, color=(16, 128, 128)):
    """A frame of one (Y, Cb, Cr) colour."""
    frame = new_frame(width, height, subsampling)
    frame.fill(color)
    return frame


def glass(rgb, alpha, subsampling=HALF, **place):
    """A sprite of an RGB colour or `(h, w, 3)` picture under an `(h, w)` alpha."""
    alpha = np.asarray(alpha, np.uint8)
    rgb = np.broadcast_to(np.asarray(rgb, np.uint8), (*alpha.shape, 3))
    over = alpha[:, :, np.newaxis] / 255
    premultiplied = np.rint(rgb * over).astype(np.uint8)
    return raster_to_sprite(Raster(np.dstack([premultiplied, alpha]), **place), subsampling)


def same(a: Picture, b: Picture) -> bool:
    return all(np.array_equal(p, q) for p, q in zip(a.planes, b.planes, strict=True))


def furthest(a: Picture, b: Picture) -> int:
    """The largest difference of any sample."""
    pairs = zip(a.planes, b.planes, strict=True)
    return max(int(np.abs(p.astype(int) - q).max(initial=0)) for p, q in pairs)


def copy_of(frame: Picture) -> Picture:
    return Picture(*(plane.copy() for plane in frame.planes), subsampling=frame.subsampling)


def centre_of(plane, base, subsampling: Subsampling):
    """The centroid of what differs from a base level, in luma pixel-corner coordinates.

    A level or two is rounding, and would count for much far away from the centre.
    """
    away = np.abs(plane.astype(float) - base)
    away[away <= 2] = 0
    rows, columns = np.mgrid[: plane.shape[0], : plane.shape[1]]
    x, y = subsampling.to_luma.point((away * columns).sum(), (away * rows).sum())
    x0, y0 = subsampling.to_luma.point(0, 0)
    return (x - x0) / away.sum() + x0, (y - y0) / away.sum() + y0


@dataclass(frozen=True)
class Given:
    """A source that has its sprite already, and counts how often it is asked."""

    name: str
    picture: Picture = field(compare=False)
    transient: bool = False
    asked: list[str] = field(default_factory=list, compare=False)

    def sprite(self, _studio):
        self.asked.append(self.name)
        return self.picture

    def raster(self, _studio):
        raise NotImplementedError
