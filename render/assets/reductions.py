"""One picture at several smaller sizes from one decoding: upright, 8 bits, sRGB."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyvips
from PIL import Image

from render.assets.resampling import (
    LEAST_GAP,
    Pixels,
    Rgb,
    flattened,
    jpeg_rows,
    pixels_of,
    png_rows,
    resized,
    rows_of,
)
from render.assets.stillpixels import TURNED, eight_bit, orientation_of, to_srgb, upright
from render.assets.stills import check_pixels, image_facts

if TYPE_CHECKING:
    from render.assets.media import ImageFacts

_GAP_OF_WHOLE: Final = 3
"""What a picture that had to be decoded whole is averaged down to first, in times of the largest
result: it saves memory and time, and costs a little exactness."""


@dataclass(frozen=True)
class Reduction:
    """A size to reduce to.

    Attributes:
        width_px, height_px: Upright, at most the picture's own.
        background: Laid under what is transparent; None keeps it transparent.
    """

    width_px: int
    height_px: int
    background: Rgb | None = None


class _Rows(NamedTuple):
    """A decoded picture as it is stored, or a PNG that is about to be decoded.

    Attributes:
        rows: Eight bits, one band for each letter of `mode`.
        mode: Pillow's: L, RGB, RGBA, CMYK or LAB.
        profile: The ICC profile of the colours; None for sRGB.
        are_fleeting: They can be read once only.
    """

    rows: pyvips.Image
    mode: str
    profile: bytes | None
    are_fleeting: bool = False


class StillSource:
    """An open picture that reductions are made from.

    Args:
        picture: As `open_still` yields it, nothing read but its header. It is used up.
        path: Its file.
        key: For messages.

    Attributes:
        facts: Size and format.
    """

    def __init__(self, picture: Image.Image, path: Path, key: str) -> None:
        self._picture = picture
        self._path = path
        self._key = key
        self._profile: bytes | None = picture.info.get("icc_profile")
        self._is_plain = self._is_plain_jpeg() or self._is_plain_png()
        # Looking for EXIF behind the pixels decodes a PNG; a plain one has none.
        self._turn = orientation_of(picture, is_in_head=self._is_plain)
        self.facts: ImageFacts = image_facts(picture, self._turn)

    def reduce(self, reductions: Sequence[Reduction]) -> list[Pixels]:
        """Return the picture at some sizes; to be called once.

        Every pixel averages the original's levels with a Lanczos kernel of three lobes. A size that
        is at most half of one made before is made from that. Pictures that stay transparent are
        averaged by coverage with a Hamming kernel, as overshoot would rim them.

        Returns:
            For each reduction an `(height, width, 3)` array of RGB, or `(height, width, 4)` of
            RGBA, not premultiplied, where the picture is transparent and should stay so.

        Raises:
            AssetUnreadable: It is too large, also at the scale it can be read at. What decoders
                raise is for the `open_still` that surrounds this.
        """
        wanted = [self._as_stored(reduction) for reduction in reductions]
        largest = max(r.width_px for r in wanted), max(r.height_px for r in wanted)
        if self._is_plain:
            try:
                return self._made(self._by_libvips(largest), wanted)
            except pyvips.Error:
                pass  # damaged: Pillow says in which way, or is content with it
        return self._made(self._by_pillow(largest), wanted)

    def _as_stored(self, reduction: Reduction) -> Reduction:
        """Return a reduction in the file's orientation, without a background nobody sees."""
        width, height = reduction.width_px, reduction.height_px
        if self._turn in TURNED:
            width, height = height, width
        return Reduction(width, height, reduction.background if self.facts.has_alpha else None)

    def _is_plain_jpeg(self) -> bool:
        """Tell whether the file holds just the levels that are wanted; any reader will do then."""
        return self._picture.format in {"JPEG", "MPO"} and self._picture.mode in {"L", "RGB"}

    def _is_plain_png(self) -> bool:
        """Tell the same of a PNG.

        Colours with coverage that have a profile are converted before they are averaged; those are
        not for rows that come one by one.
        """
        picture = self._picture
        return (
            picture.format == "PNG"
            and picture.mode in {"L", "RGB", "RGBA"}
            and [tile[3] for tile in getattr(picture, "tile", ())] == [picture.mode]  # 8 bits
            and "transparency" not in picture.info
            and not getattr(picture, "is_animated", False)
            and not (picture.mode == "RGBA" and self._profile)
            and not _has_notes_after_pixels(self._path)
        )

    def _by_libvips(self, largest: tuple[int, int]) -> _Rows:
        """Return the rows of a plain file, to be decoded in about the scale that is needed."""
        size, mode = self._picture.size, self._picture.mode
        if self._picture.format == "PNG":
            rows = png_rows(self._path)
        else:
            gap = min(size[0] // largest[0], size[1] // largest[1]) // LEAST_GAP
            shrink = next(shrink for shrink in (8, 4, 2, 1) if shrink <= max(gap, 1))
            rows = jpeg_rows(self._path, shrink)
            check_pixels((rows.width, rows.height), self._key)
        kept = _whole_pixels(size, (rows.width, rows.height))
        if rows.bands != len(mode) or min(kept) < 1:
            raise pyvips.Error("the readers do not agree")
        if kept != (rows.width, rows.height):
            rows = rows.crop(0, 0, *kept)
        return _Rows(rows, mode, self._profile, are_fleeting=True)

    def _by_pillow(self, largest: tuple[int, int]) -> _Rows:
        """Decode the picture with Pillow, in about the scale that is needed."""
        size = self._picture.size
        # JPEG is decoded at 1/2, 1/4 or 1/8 for a fraction of the time.
        self._picture.draft(None, (LEAST_GAP * largest[0], LEAST_GAP * largest[1]))
        check_pixels(self._picture.size, self._key)
        picture, profile = eight_bit(self._picture), self._profile
        if picture.mode == "RGBA" and profile:
            picture, profile = to_srgb(picture, profile), None
        ratio = min(picture.width // largest[0], picture.height // largest[1])
        if ratio >= 2 * _GAP_OF_WHOLE:
            picture = picture.reduce(ratio // _GAP_OF_WHOLE)
        width, height = _whole_pixels(size, picture.size)
        levels = np.asarray(picture)[:height, :width]
        return _Rows(rows_of(levels.reshape(height, width, -1)), picture.mode, profile)

    def _made(self, source: _Rows, wanted: Sequence[Reduction]) -> list[Pixels]:
        steps = _steps(wanted, has_alpha=self.facts.has_alpha)
        if source.are_fleeting and sum(before is None for _, before in steps) > 1:
            source = _Rows(rows_of(pixels_of(source.rows)), source.mode, source.profile)
        made: dict[int, Pixels] = {}
        for at, before in steps:
            goal = wanted[at]
            size = goal.width_px, goal.height_px
            if before is not None:
                made[at] = resized(rows_of(made[before]), *size)
            elif source.mode != "RGBA":
                made[at] = resized(source.rows, *size)
            elif goal.background is not None:
                made[at] = resized(flattened(source.rows, goal.background), *size)
            else:
                made[at] = _by_coverage(source.rows, size)
        return [self._finished(made[at], source) for at in range(len(wanted))]

    def _finished(self, pixels: Pixels, source: _Rows) -> Pixels:
        """Return reduced levels as upright sRGB."""
        height, width, bands = pixels.shape
        mode = source.mode if len(source.mode) == bands else "RGB"  # RGBA was laid over a colour
        picture = Image.frombytes(mode, (width, height), pixels.tobytes())
        levels = np.asarray(to_srgb(picture, source.profile))
        return np.ascontiguousarray(upright(levels, self._turn))


def _whole_pixels(size: tuple[int, int], decoded: tuple[int, int]) -> tuple[int, int]:
    """Return how much of a picture that was decoded at a smaller scale is to be used.

    Decoders round odd sizes up. A last column of which less than half is there is left out, so that
    nothing is off by more than a quarter of a pixel in the result.
    """
    scale = round(size[0] / decoded[0])
    return round(size[0] / scale), round(size[1] / scale)


def _has_notes_after_pixels(path: Path) -> bool:
    """Tell whether a PNG holds text or EXIF behind its pixels, or is not laid out as it should."""
    with path.open("rb") as file:
        file.seek(8)
        are_pixels_seen = False
        while len(head := file.read(8)) == 8:  # noqa: PLR2004 - length and kind of a chunk
            kind = head[4:]
            if are_pixels_seen and kind in {b"eXIf", b"tEXt", b"zTXt", b"iTXt"}:
                return True
            if kind == b"IEND":
                return False
            are_pixels_seen = are_pixels_seen or kind == b"IDAT"
            file.seek(int.from_bytes(head[:4], "big") + 4, 1)
    return True


def _steps(wanted: Sequence[Reduction], *, has_alpha: bool) -> list[tuple[int, int | None]]:
    """Return the order to make reductions in, and which one made before each is made from."""
    order = sorted(range(len(wanted)), key=lambda at: -wanted[at].width_px * wanted[at].height_px)
    steps: list[tuple[int, int | None]] = []
    for at in order:
        goal = wanted[at]
        before = [
            other
            for other, _ in steps
            if (goal.background is not None or not has_alpha)
            and wanted[other].background == goal.background
            and wanted[other].width_px >= LEAST_GAP * goal.width_px - 1  # both were rounded
            and wanted[other].height_px >= LEAST_GAP * goal.height_px - 1
        ]
        steps.append((at, before[-1] if before else None))
    return steps


def _by_coverage(rows: pyvips.Image, size: tuple[int, int]) -> Pixels:
    """Return RGBA reduced so that colours count as far as they cover."""
    picture = Image.frombytes("RGBA", (rows.width, rows.height), pixels_of(rows).tobytes())
    return np.asarray(picture.resize(size, Image.Resampling.HAMMING, reducing_gap=3.0))
