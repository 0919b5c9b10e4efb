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
        self._key = key
        self._profile: bytes | None = picture.info.get("icc_profile")
        # Pillow decodes a PNG to find EXIF behind the pixels; where none is, libvips can do that.
        self._plain_png = path.read_bytes() if self._is_plain_png() else None
        if self._plain_png is not None and has_notes_after_pixels(self._plain_png):
            self._plain_png = None
        self._turn = orientation_of(picture, is_in_head=self._plain_png is not None)
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
        if self._plain_png is not None:
            try:
                return self._made(self._png(self._plain_png), wanted)
            except pyvips.Error:
                pass  # damaged: Pillow says in which way
        return self._made(self._whole(wanted), wanted)

    def _as_stored(self, reduction: Reduction) -> Reduction:
        """Return a reduction in the file's orientation, without a background nobody sees."""
        width, height = reduction.width_px, reduction.height_px
        if self._turn in TURNED:
            width, height = height, width
        return Reduction(width, height, reduction.background if self.facts.has_alpha else None)

    def _is_plain_png(self) -> bool:
        """Tell whether the file holds just the levels that are wanted, so that any reader will do.

        Colours with coverage that have a profile are converted before they are averaged; those are
        not for rows that come one by one.
        """
        picture = self._picture
        return (
            picture.format == "PNG"
            and picture.mode in {"L", "RGB", "RGBA"}
            and [tile[3] for tile in getattr(picture, "tile", ())]
            == [picture.mode]  # 8 bits a sample in the file
            and "transparency" not in picture.info
            and not getattr(picture, "is_animated", False)
            and not (picture.mode == "RGBA" and self._profile)
        )

    def _png(self, data: bytes) -> _Rows:
        rows = png_rows(data)
        mode = self._picture.mode
        if (rows.width, rows.height, rows.bands) != (*self._picture.size, len(mode)):
            raise pyvips.Error("the readers do not agree")
        return _Rows(rows, mode, self._profile, are_fleeting=True)

    def _whole(self, wanted: Sequence[Reduction]) -> _Rows:
        """Decode the picture with Pillow, in about the scale that is needed."""
        width = max(reduction.width_px for reduction in wanted)
        height = max(reduction.height_px for reduction in wanted)
        full_width, full_height = self._picture.size
        # JPEG is decoded at 1/2, 1/4 or 1/8 for a fraction of the time.
        self._picture.draft(None, (LEAST_GAP * width, LEAST_GAP * height))
        check_pixels(self._picture.size, self._key)
        picture, profile = eight_bit(self._picture), self._profile
        if picture.mode == "RGBA" and profile:
            picture, profile = to_srgb(picture, profile), None
        ratio = min(picture.width // width, picture.height // height)
        if ratio >= 2 * _GAP_OF_WHOLE:
            picture = picture.reduce(ratio // _GAP_OF_WHOLE)
        # Both round odd sizes up. A last column that is less than half there is left out, so that
        # nothing is off by more than a quarter of a pixel in the result.
        scale = round(full_width / picture.width)
        levels = np.asarray(picture)[: round(full_height / scale), : round(full_width / scale)]
        return _Rows(rows_of(levels.reshape(*levels.shape[:2], -1)), picture.mode, profile)

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


def has_notes_after_pixels(data: bytes) -> bool:
    """Tell whether a PNG holds text or EXIF behind its pixels, or is not laid out as it should."""
    place, are_pixels_seen = 8, False
    while place + 8 <= len(data):
        kind = data[place + 4 : place + 8]
        if are_pixels_seen and kind in {b"eXIf", b"tEXt", b"zTXt", b"iTXt"}:
            return True
        if kind == b"IEND":
            return False
        are_pixels_seen = are_pixels_seen or kind == b"IDAT"
        place += 12 + int.from_bytes(data[place : place + 4], "big")
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
