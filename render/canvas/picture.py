"""Pictures as planes: the frame that is drawn on and the sprites that are drawn."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from render.canvas.affine import Affine

Plane = NDArray[np.uint8]
"""`(height_px, width_px)` uint8; BT.709 Y'CbCr in limited range; top-left origin."""


@dataclass(frozen=True, slots=True)
class Subsampling:
    """How many luma samples one chroma sample stands for, across and down.

    Chroma is sited as MPEG-2 and H.264 do by default: level with the first of the luma columns it
    stands for, halfway between the luma rows (ITU-T H.264, annex E, chroma_sample_loc_type 0).
    """

    x: int
    y: int

    def plane_size(self, width_px: int, height_px: int) -> tuple[int, int]:
        """Return (width, height) of a chroma plane beside a luma plane of that size."""
        return -(-width_px // self.x), -(-height_px // self.y)

    @property
    def to_luma(self) -> Affine:
        """Map from chroma sample indices to luma pixel-corner coordinates."""
        return Affine(a=self.x, d=self.y, tx=0.5, ty=self.y / 2)


FULL = Subsampling(1, 1)
"""Luma itself, coverage, and 4:4:4 chroma."""

HALF = Subsampling(2, 2)
"""4:2:0."""

BLACK = (16, 128, 128)
"""(Y, Cb, Cr) of black in limited range."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """Planes of one picture. Opaque it is a frame, with coverage it is a sprite.

    Attributes:
        y, cb, cr: Planes. Premultiplied by coverage where there is coverage: code value times
            coverage / 255, the offsets of 16 and 128 included, so that blending needs no offsets.
        coverage: `(height, width)` uint8, 255 is opaque; None means opaque everywhere.
        chroma_coverage: The same at chroma resolution.
        subsampling: Of Cb and Cr.
        left_px, top_px: Where the top left corner lies in sprite space: a sprite is only as large
            as what it covers, and text reaches out of its box on all sides.
    """

    y: Plane
    cb: Plane
    cr: Plane
    coverage: Plane | None = None
    chroma_coverage: Plane | None = None
    subsampling: Subsampling = HALF
    left_px: int = 0
    top_px: int = 0

    def __post_init__(self) -> None:
        size = self.subsampling.plane_size(self.width_px, self.height_px)
        if self.cb.shape[::-1] != size or self.cr.shape != self.cb.shape:
            raise ValueError(f"{self.cb.shape = } does not fit {self.y.shape = }")

    @property
    def width_px(self) -> int:
        """Luma width."""
        return self.y.shape[1]

    @property
    def height_px(self) -> int:
        """Luma height."""
        return self.y.shape[0]

    @property
    def planes(self) -> tuple[Plane, Plane, Plane]:
        """(Y, Cb, Cr)."""
        return self.y, self.cb, self.cr

    @property
    def levels(self) -> tuple[tuple[Subsampling, Plane | None, tuple[Plane, ...]], ...]:
        """The planes by resolution: (subsampling, coverage at that resolution, planes)."""
        return (
            (FULL, self.coverage, (self.y,)),
            (self.subsampling, self.chroma_coverage, (self.cb, self.cr)),
        )

    @property
    def size_bytes(self) -> int:
        """Memory the planes take."""
        planes = (self.y, self.cb, self.cr, self.coverage, self.chroma_coverage)
        return sum(plane.nbytes for plane in planes if plane is not None)

    def mapped(self, change: Callable[[Plane, Subsampling], Plane]) -> "Picture":
        """Return a picture whose planes, coverage as well, are all changed alike.

        Args:
            change: Is given a plane and how many luma samples one of its own stands for.
        """
        own, coverage, chroma_coverage = self.subsampling, self.coverage, self.chroma_coverage
        return replace(
            self,
            y=change(self.y, FULL),
            cb=change(self.cb, own),
            cr=change(self.cr, own),
            coverage=None if coverage is None else change(coverage, FULL),
            chroma_coverage=None if chroma_coverage is None else change(chroma_coverage, own),
        )

    def copy_from(self, other: "Picture") -> None:
        """Overwrite this frame's planes with another one's of the same size."""
        for target, source in zip(self.planes, other.planes, strict=True):
            np.copyto(target, source)

    def fill(self, color: tuple[int, int, int]) -> None:
        """Overwrite with one (Y, Cb, Cr) colour, opaque."""
        for plane, value in zip(self.planes, color, strict=True):
            plane.fill(value)
        if self.coverage is not None and self.chroma_coverage is not None:
            self.coverage.fill(255)
            self.chroma_coverage.fill(255)


@dataclass(frozen=True, slots=True, eq=False)
class Raster:
    """A picture in R'G'B'.

    Attributes:
        rgba: `(height, width, 4)` uint8 sRGB, premultiplied by alpha.
        left_px, top_px: Where its top left corner lies in sprite space.
    """

    rgba: NDArray[np.uint8]
    left_px: int = 0
    top_px: int = 0


def new_frame(width_px: int, height_px: int, subsampling: Subsampling = HALF) -> Picture:
    """Return an opaque frame with undefined content."""
    chroma_width, chroma_height = subsampling.plane_size(width_px, height_px)
    return Picture(
        np.empty((height_px, width_px), np.uint8),
        np.empty((chroma_height, chroma_width), np.uint8),
        np.empty((chroma_height, chroma_width), np.uint8),
        subsampling=subsampling,
    )


def new_transparent(width_px: int, height_px: int, subsampling: Subsampling = HALF) -> Picture:
    """Return a fully transparent picture to draw on."""
    chroma = subsampling.plane_size(width_px, height_px)[::-1]
    luma = (height_px, width_px)
    return Picture(
        np.zeros(luma, np.uint8),
        np.zeros(chroma, np.uint8),
        np.zeros(chroma, np.uint8),
        np.zeros(luma, np.uint8),
        np.zeros(chroma, np.uint8),
        subsampling=subsampling,
    )
