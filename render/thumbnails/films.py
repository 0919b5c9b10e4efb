"""Thumbnails of films: a few frames each, near keyframes where decoding is cheap."""

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from render.assets.frames import VideoReader
from render.assets.keys import shown
from render.assets.probe import probe
from render.canvas.color import frame_to_rgb
from render.canvas.picture import Picture
from render.errors import AssetMissing, AssetUnreadable
from render.thumbnails.footage import Candidate, Footage, View
from render.variants.film_pictures import opaque_planes

if TYPE_CHECKING:
    from numpy.typing import NDArray

BACKGROUND: Final = "#000000"
"""Behind transparent parts."""

NEIGHBOUR_SECONDS: Final = Fraction(3, 25)
"""How far from a candidate the frames lie that a dissolve is told by."""

MAX_WAY_FRAMES: Final = 48
"""A candidate further from its keyframe is moved next to it: seeking there decodes less."""

MAX_DECODED_FRAMES: Final = 3_000
"""Films with hardly any keyframe are looked at no further in than this."""


class FilmFootage(Footage):
    """A film.

    Args:
        path: Its file.

    Raises:
        AssetMissing: There is no such file.
        AssetUnreadable: It is no film.
    """

    def __init__(self, path: Path) -> None:
        if not path.exists():
            raise AssetMissing("there is no such file", where=str(path))
        self._media = probe(str(path), path.absolute())
        if self._media.video is None:
            raise AssetUnreadable(
                "it holds no moving pictures", where=shown(str(path)), hint="name a film"
            )
        self._facts = self._media.video
        self.name = str(path)
        self.frame_count = self._facts.frame_count
        self.duration_seconds = self._facts.duration_seconds
        self.size_px = (self._facts.width_px, self._facts.height_px)

    def frame_at(self, seconds: Fraction) -> int:
        """Return the frame shown at a time."""
        return self._facts.frame_at(seconds)

    def seconds_at(self, frame: int) -> Fraction:
        """Return when a frame is shown."""
        return (int(self._facts.frame_ticks[frame]) - self._facts.first_tick) * (
            self._facts.time_base
        )

    def size_at(self, width_px: int) -> tuple[int, int]:
        """Return the size of a view so wide, or as wide as the film."""
        width, height = self.size_px
        wide = min(width_px, width)
        return wide, max(1, round(Fraction(height * wide, width)))

    @contextmanager
    def viewed(self, size_px: tuple[int, int]) -> Iterator[View]:
        """Open a view."""
        # As for variants: nothing is scaled before what is transparent is filled.
        reading = None if self._facts.has_alpha else size_px
        with VideoReader(self._media, size_px=reading) as reader:
            yield _FilmView(reader, size_px)

    def candidates(self, count: int) -> list[Candidate]:
        """Return frames from all over the film."""
        keyframes = np.frombuffer(self._facts.keyframe_ticks, "<i8")
        starts = np.unique(np.searchsorted(self._facts.frame_ticks, keyframes))
        gap = max(1, round(NEIGHBOUR_SECONDS * self._facts.rate))
        wanted = [(2 * n + 1) * self.frame_count // (2 * count) for n in range(count)]
        near = [self._near_keyframe(frame, starts, gap) for frame in wanted]
        if len(set(near)) < min(count, self.frame_count) // 2:  # hardly any keyframes
            last = min(self.frame_count, MAX_DECODED_FRAMES)
            near = [(2 * n + 1) * last // (2 * count) for n in range(count)]
        most = self.frame_count - 1
        return [
            Candidate(frame, (max(frame - gap, 0), min(frame + gap, most)))
            for frame in sorted(set(near))
        ]

    def _near_keyframe(self, frame: int, starts: "NDArray[np.intp]", gap: int) -> int:
        place = int(np.searchsorted(starts, frame, "right")) - 1
        start = int(starts[place]) if place >= 0 else 0
        if frame - start <= MAX_WAY_FRAMES:
            return frame
        return min(start + gap, self.frame_count - 1)


class _FilmView:
    def __init__(self, reader: VideoReader, size_px: tuple[int, int]) -> None:
        self._reader = reader
        self._size_px = size_px

    def rgb(self, frame: int) -> "NDArray[np.uint8]":
        picture = frame_to_rgb(Picture(*opaque_planes(self._reader.frame(frame), BACKGROUND)))
        if picture.shape[1::-1] == self._size_px:
            return picture
        small = cv2.resize(picture, self._size_px, interpolation=cv2.INTER_AREA)
        return np.asarray(small, np.uint8)
