"""Decoded frames to the frames of each variant: transparent parts filled, cut, scaled."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

import numpy as np
from av.video.reformatter import Interpolation, VideoReformatter

from render.canvas.color import reduce, rgb_to_ycbcr
from render.canvas.picture import HALF, Plane
from render.encode.video import Planes, frame_of_planes, tag_bt709
from render.variants.film_plan import Cut, Shape, plan_cut
from render.variants.profiles import VideoProfile

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

    from render.assets.frames import DecodedFrame

SCALING: Final = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.BITEXACT
"""swscale widens its filter when it reduces, so this is antialiased. From 1080p to 480p a frame
takes 2.3 ms, nearly as sharp as Lanczos; area averaging takes 0.8 ms and is softer; OpenCV's area
averaging takes 4.9 ms. Exact rounding and bytes that are the same everywhere cost nothing."""


class VariantPictures:
    """Makes the frames of several variants from those of one film.

    Variants that keep the same part of the picture form a chain, largest first: the largest is
    scaled from the original, each other one from the one before.

    Args:
        shapes: By variant, with the profile for the colour behind transparent parts.
    """

    def __init__(self, shapes: Sequence[tuple[Shape, VideoProfile]]) -> None:
        def part(number: int) -> tuple[object, ...]:
            shape, profile = shapes[number]
            return shape.width_share, shape.height_share, profile.background

        def size(number: int) -> int:
            return shapes[number][0].width_px * shapes[number][0].height_px

        numbers = sorted(range(len(shapes)), key=lambda number: (part(number), -size(number)))
        self._shapes = shapes
        self._chains = [list(chain) for _, chain in groupby(numbers, part)]
        self._scalers = [VideoReformatter() for _ in shapes]

    def frames(
        self, decoded: "DecodedFrame", wanted: Sequence[int]
    ) -> Iterator[tuple[int, "VideoFrame"]]:
        """Yield the frames of the wanted variants, with their numbers.

        A frame may be the source of the next: it is valid and unchanged until then.
        """
        for chain in self._chains:
            links = [number for number in chain if number in wanted]
            if not links:
                continue
            shape, profile = self._shapes[links[0]]
            cut = plan_cut(shape, decoded.width_px, decoded.height_px)
            frame = frame_of_planes(_part(opaque_planes(decoded, profile.background), cut))
            for number in links:
                frame = self._scaled(frame, number)
                yield number, frame

    def _scaled(self, frame: "VideoFrame", number: int) -> "VideoFrame":
        shape, _ = self._shapes[number]
        if (frame.width, frame.height) == (shape.width_px, shape.height_px):
            return frame
        scaled = self._scalers[number].reformat(
            frame, shape.width_px, shape.height_px, interpolation=SCALING, threads=1
        )
        tag_bt709(scaled)
        return scaled


def _part(planes: Planes, cut: Cut) -> Planes:
    """Return a part of 4:2:0 planes as views."""
    y, cb, cr = planes
    rows = slice(cut.top // 2, (cut.top + cut.height + 1) // 2)
    columns = slice(cut.left // 2, (cut.left + cut.width + 1) // 2)
    luma = y[cut.top : cut.top + cut.height, cut.left : cut.left + cut.width]
    return luma, cb[rows, columns], cr[rows, columns]


def opaque_planes(frame: "DecodedFrame", background: str) -> Planes:
    """Return a frame's planes with a colour, `#rrggbb`, behind what is transparent."""
    if frame.alpha is None:
        return frame.y, frame.cb, frame.cr
    red, green, blue = bytes.fromhex(background[1:])
    y, cb, cr = rgb_to_ycbcr(red, green, blue)
    over = reduce(frame.alpha, HALF)
    return _over(frame.y, frame.alpha, y), _over(frame.cb, over, cb), _over(frame.cr, over, cr)


def _over(plane: Plane, coverage: Plane, level: int) -> Plane:
    """Return a straight plane laid over one level, rounded once."""
    mixed = plane.astype(np.uint16) * coverage
    mixed += np.uint16(level) * (255 - coverage) + np.uint16(127)
    mixed //= 255
    return mixed.astype(np.uint8)
