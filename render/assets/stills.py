"""Pictures: what a file holds, and its pixels as upright 8-bit sRGB."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from render.assets.keys import shown
from render.assets.media import ImageFacts, Media
from render.assets.sniffing import HEAD_BYTES, HEIC, guess_kind
from render.assets.stillpixels import TURNED, eight_bit, orientation_of, to_srgb, upright
from render.errors import AssetUnreadable, RenderError

FORMATS: Final = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
"""Pillow's readers that may run; the others (EPS starts Ghostscript) never see a byte."""

_ANIMATED: Final = ("GIF", "PNG", "WEBP", "AVIF")

MAX_FILE_BYTES: Final = 64 * 1024 * 1024
MAX_PIXELS: Final = 50_000_000
"""Read from the header, before anything is allocated: a 167 KB PNG can unpack to 858 MB."""

MAX_DRAFT_PIXELS: Final = 120_000_000
"""The same for JPEG that is read at half its size or less, row by row: telephones make 108 MP."""


@contextmanager
def open_still(path: Path, key: str, *, will_draft: bool = False) -> Iterator[Image.Image]:
    """Open a picture, its header read and its size within the limits, and close it afterwards.

    Args:
        path: The file.
        key: The asset's key, for messages.
        will_draft: The caller checks the size again (`check_pixels`) after `draft`, and before
            pixels are read.

    Raises:
        AssetUnreadable: It is too large, damaged or no picture. Whatever goes wrong inside the
            `with` block is turned into this as well.
    """
    try:
        size_bytes = path.stat().st_size
        if size_bytes > MAX_FILE_BYTES:
            _refuse(key, f"{size_bytes / 1e6:.0f} MB", f"{MAX_FILE_BYTES / 1e6:.0f} MB")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a picture's odd metadata is nobody's news
            with Image.open(path, formats=_readers_for(path)) as picture:
                drafts = will_draft and _reads_by_rows(picture)
                check_pixels(picture.size, key, MAX_DRAFT_PIXELS if drafts else MAX_PIXELS)
                yield picture
    except RenderError:
        raise
    except Image.DecompressionBombError as error:
        raise AssetUnreadable(f"the picture is too large: {error}", where=shown(key)) from error
    except Exception as error:
        # Pillow's readers leak SyntaxError, TypeError, struct.error and more.
        unknown = isinstance(error, UnidentifiedImageError)
        said = " ".join(str(error).split()) or repr(error)
        reason = "its format is not known" if unknown else said
        raise AssetUnreadable(
            f"the picture cannot be read: {reason}",
            where=shown(key),
            hint="the file is damaged or of a format that is not supported; export it again",
        ) from error


def check_pixels(size_px: tuple[int, int], key: str, limit: int = MAX_PIXELS) -> None:
    """Refuse a size that would take too much memory.

    Raises:
        AssetUnreadable: It is over the limit.
    """
    width, height = size_px
    if width * height > limit:
        _refuse(key, f"{width}x{height} pixels", f"{limit / 1e6:.0f} megapixels")


def _reads_by_rows(picture: Image.Image) -> bool:
    """Tell whether a picture can be read at a smaller scale without holding all of it.

    A progressive JPEG is held as coefficients: six bytes a pixel in the worst case.
    """
    return picture.format in {"JPEG", "MPO"} and not picture.info.get("progressive")


def _readers_for(path: Path) -> tuple[str, ...]:
    """Return Pillow's readers that may try a file; libheif is loaded for HEIC only."""
    with path.open("rb") as file:
        if guess_kind(file.read(HEAD_BYTES)).name != HEIC:
            return FORMATS
    import pi_heif  # noqa: PLC0415 - most renders meet none

    # One thread: workers take a processor each. What hangs on a picture is not shown.
    pi_heif.register_heif_opener(
        thumbnails=False, depth_images=False, aux_images=False, decode_threads=1
    )
    return ("HEIF",)


def image_facts(picture: Image.Image, orientation: int | None = None) -> ImageFacts:
    """Return the facts of an open picture; its first one where there are several.

    Args:
        picture: The picture.
        orientation: Its EXIF orientation, where that is known already.
    """
    width, height = picture.size
    if (orientation or orientation_of(picture)) in TURNED:
        width, height = height, width
    return ImageFacts(
        width_px=width,
        height_px=height,
        has_alpha=picture.has_transparency_data,
        format="JPEG" if picture.format == "MPO" else (picture.format or "unknown"),
    )


def note_on_first(picture: Image.Image) -> str | None:
    """Return what a user may want to know of a picture that is one of several in its file."""
    if not getattr(picture, "is_animated", False) or picture.format not in _ANIMATED:
        return None  # MPO holds views for depth, TIFF pages, ICO sizes
    return "it is animated; its first frame is shown"


def load_still(media: Media, *, max_size_px: tuple[int, int] | None = None) -> NDArray[np.uint8]:
    """Turn a picture file into upright pixels, reduced to fit a size.

    Transparent pictures are averaged by their coverage, so that edges take no colour from what is
    invisible. Colour profiles are honoured: the result is sRGB.

    Args:
        media: A probed image.
        max_size_px: Width and height to fit into, at least 1 each; the larger ratio fits exactly,
            the other side is rounded. Never enlarged. None keeps the size.

    Returns:
        `(height, width, 4)` uint8 RGBA, not premultiplied.

    Raises:
        AssetUnreadable: The file is damaged.
    """
    with open_still(media.path, media.key) as picture:
        turn = orientation_of(picture)
        profile = picture.info.get("icc_profile")
        if turn in TURNED and max_size_px is not None:
            max_size_px = (max_size_px[1], max_size_px[0])
        reduced = _reduced(picture, max_size_px)
        colours = to_srgb(reduced, profile).convert("RGBA")
        return np.ascontiguousarray(upright(np.asarray(colours), turn))


def _reduced(picture: Image.Image, max_size_px: tuple[int, int] | None) -> Image.Image:
    """Return the picture in an 8-bit mode, averaged down to fit a size."""
    width, height = picture.size
    target = _fitting(width, height, max_size_px)
    if target == (width, height):
        return eight_bit(picture)
    # JPEG decodes at 1/2, 1/4 or 1/8 for a fraction of the time; the rest is averaged here. The
    # box is the part that is picture, as the reader rounds odd sizes up.
    drafted = picture.draft(None, target)
    box = drafted[1] if drafted is not None else None
    picture = eight_bit(picture)
    # Lanczos keeps photos crisp. Beside transparency its overshoot is a bright rim (15 levels), as
    # coverage cannot overshoot with it; Hamming has none.
    kernel = Image.Resampling.HAMMING if picture.mode == "RGBA" else Image.Resampling.LANCZOS
    return picture.resize(target, kernel, box=box, reducing_gap=3.0)


def _fitting(width: int, height: int, max_size_px: tuple[int, int] | None) -> tuple[int, int]:
    """Return the size that fits into another one in proportion, never larger than it is."""
    if max_size_px is None or (width <= max_size_px[0] and height <= max_size_px[1]):
        return width, height
    max_width, max_height = max_size_px
    if width * max_height >= height * max_width:
        return max_width, max(1, round(height * max_width / width))
    return max(1, round(width * max_height / height)), max_height


def _refuse(key: str, has: str, limit: str) -> None:
    raise AssetUnreadable(
        f"the picture is too large: {has}, the limit is {limit}",
        where=shown(key),
        hint="reduce it",
    )


def verify_still(picture: Image.Image) -> None:
    """Decode an open picture once, so that damage is found before a render and not within it.

    JPEG is read at its smallest scale, which still walks through all of its data.
    """
    picture.draft(None, (1, 1))
    picture.load()
