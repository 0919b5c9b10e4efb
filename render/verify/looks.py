"""Frames made small enough to compare: the film's, and the composition's drawn anew."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np
from av.video.reformatter import Interpolation

from render.assets.colour import Converter
from render.assets.decoding import FrameStream
from render.assets.orientation import turn_upright
from render.canvas.color import frame_to_rgb
from render.canvas.picture import Picture, Plane
from render.frames.renderer import FrameRenderer

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from numpy.typing import NDArray

    from render.assets.media import Media, VideoFacts
    from render.prepare import Prepared

DRAWN_PX: Final = 384
"""Longer side of what the composition is drawn at: half-covered pixels then come out alike."""
COMPARED_PX: Final = 192
"""Longer side of what is compared: grain and the encoder's noise even out."""
PART_PX: Final = 8
"""Side of the parts that must agree on average."""
_JPEG_QUALITY: Final = 82
TAG_NAMES: Final = ("color_primaries", "color_trc", "colorspace", "color_range")


@dataclass(frozen=True)
class Look:
    """A frame made small.

    Attributes:
        picture: BT.709 planes, the longer side at most 384.
    """

    picture: Picture

    @cached_property
    def _planes(self) -> tuple[Plane, Plane, Plane]:
        picture = self.picture
        longer = max(picture.width_px, picture.height_px)
        if longer <= COMPARED_PX:
            return picture.planes
        scale = Fraction(COMPARED_PX, longer)
        width, height = (
            max(1, round(side * scale / 2)) for side in (picture.width_px, picture.height_px)
        )
        sizes = ((2 * width, 2 * height), (width, height), (width, height))
        y, cb, cr = (
            np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.uint8)
            for plane, size in zip(picture.planes, sizes, strict=True)
        )
        return y, cb, cr

    @property
    def y(self) -> Plane:
        """Luma as it is compared."""
        return self._planes[0]

    @property
    def cb(self) -> Plane:
        """Chroma, half as wide and high."""
        return self._planes[1]

    @property
    def cr(self) -> Plane:
        """Chroma, half as wide and high."""
        return self._planes[2]

    @cached_property
    def levels(self) -> "NDArray[np.uint8]":
        """All samples in a row, `(1, n)`."""
        return np.concatenate([plane.ravel() for plane in self._planes])[np.newaxis]

    def distance(self, other: "Look") -> float:
        """Return the mean squared difference of two looks of one size, in levels."""
        if self is other:
            return 0.0
        squares = cv2.norm(self.levels, other.levels, cv2.NORM_L2SQR)
        return float(squares) / self.levels.size

    def worst_part(self, other: "Look") -> float:
        """Return by how many levels the parts of two looks differ on average, where most.

        Parts are an eighth of a hundredth of the picture: what the encoder and the small size do to
        edges evens out within one, another word or face does not.
        """
        if self is other:
            return 0.0
        worst = 0.0
        for mine, theirs in zip(self.parts, other.parts, strict=True):
            worst = max(worst, cv2.norm(mine, theirs, cv2.NORM_INF))
        return worst

    @cached_property
    def parts(self) -> "tuple[NDArray[np.float32], ...]":
        """The planes averaged over parts of 8 x 8 luma samples."""
        height, width = (max(1, round(side / PART_PX)) for side in self.y.shape)
        return tuple(
            np.asarray(
                cv2.resize(plane.astype(np.float32), (width, height), interpolation=cv2.INTER_AREA),
                np.float32,
            )
            for plane in self._planes
        )

    @property
    def rgb(self) -> "NDArray[np.uint8]":
        """`(h, w, 3)` uint8 sRGB, the longer side at most 384."""
        return frame_to_rgb(self.picture)

    def jpeg(self) -> bytes:
        """Return the picture as a JPEG."""
        from PIL import Image  # noqa: PLC0415 - a page has a few

        file = BytesIO()
        Image.fromarray(self.rgb).save(file, "JPEG", quality=_JPEG_QUALITY)
        return file.getvalue()


def look_size(width_px: int, height_px: int) -> tuple[int, int]:
    """Return the even size that frames of a size are looked at in."""
    scale = min(Fraction(1), Fraction(DRAWN_PX, max(width_px, height_px)))
    return max(2, round(width_px * scale / 2) * 2), max(2, round(height_px * scale / 2) * 2)


class FilmLooks:
    """A film's frames in order of presentation, small.

    Args:
        media: The film; opened by the guarded opener, one frame is held.
        facts: Of its pictures.
        size_px: Even width and height of the looks.

    Attributes:
        lost: How many frames the decoder refused.
        broken_off: Why the file ended before its end, or None.
        first_tags: What the first frame itself says about colours, by PyAV's names and numbers.
    """

    def __init__(self, media: "Media", facts: "VideoFacts", size_px: tuple[int, int]) -> None:
        self._media = media
        self._facts = facts
        turned = facts.rotation_degrees % 180 != 0
        self._size = size_px[::-1] if turned else size_px
        self.lost = 0
        self.broken_off: Exception | None = None
        self.first_tags: dict[str, int] = {}

    def __iter__(self) -> Iterator[Look]:
        stream = FrameStream(self._media, self._facts)
        converter = Converter(
            *self._size,
            has_alpha=False,
            container_tags=stream.container_tags,
            scaling=Interpolation.AREA,
        )
        try:
            while (timed := stream.pull()) is not None:
                self.first_tags = self.first_tags or {
                    name: int(getattr(timed.frame, name)) for name in TAG_NAMES
                }
                yield Look(Picture(*_three(map(self._upright, converter.planes(timed.frame)[:3]))))
        finally:
            self.lost = len(stream.lost)
            self.broken_off = stream.broken_off
            stream.close()

    def _upright(self, plane: Plane) -> Plane:
        facts = self._facts
        turned = turn_upright(plane, facts.rotation_degrees, is_mirrored=facts.is_mirrored)
        return np.ascontiguousarray(turned)


class ExpectedLooks:
    """A composition's frames, drawn small and in order; those around the present one are kept.

    Args:
        prepared: The composition.
        size_px: Even width and height of the looks.
        reach_frames: How many frames on either side of the present one are kept.
    """

    def __init__(self, prepared: "Prepared", size_px: tuple[int, int], reach_frames: int) -> None:
        self._timeline = prepared.timeline
        self._renderer = FrameRenderer(prepared.fonts, *size_px)
        self._reach = reach_frames
        self._kept: dict[int, Look] = {}
        self._next = 0

    def __enter__(self) -> "Self":
        return self

    def __exit__(
        self,
        kind: "type[BaseException] | None",
        error: BaseException | None,
        trace: "TracebackType | None",
    ) -> None:
        self._renderer.close()

    def at(self, frame: int) -> Look | None:
        """Return a frame within reach of the present one, or None where there is none."""
        return self._kept.get(frame)

    def move_to(self, frame: int) -> None:
        """Draw on until a frame, and all within reach of it, are there."""
        last = min(frame + self._reach, self._timeline.frame_count - 1)
        while self._next <= last:
            self._kept[self._next] = self._drawn(self._next)
            self._next += 1
        for gone in [known for known in self._kept if known < frame - self._reach - 1]:
            del self._kept[gone]

    def _drawn(self, frame: int) -> Look:
        picture = self._renderer.frame(self._timeline, frame)
        before = self._kept.get(frame - 1)
        same = before is not None and all(
            np.array_equal(new, old)
            for new, old in zip(picture.planes, before.picture.planes, strict=True)
        )
        if same and before is not None:
            return before
        return Look(Picture(*_three(plane.copy() for plane in picture.planes)))


def _three(planes: Iterable[Plane]) -> tuple[Plane, Plane, Plane]:
    y, cb, cr = planes
    return y, cb, cr
