"""Pictures: what a file holds, and its pixels as upright 8-bit sRGB."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, UnidentifiedImageError

from render.assets.keys import shown
from render.assets.media import ImageFacts, Media
from render.errors import AssetUnreadable, RenderError

FORMATS: Final = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
"""Pillow's readers that may run; the others (EPS starts Ghostscript) never see a byte."""

MAX_FILE_BYTES: Final = 64 * 1024 * 1024
MAX_PIXELS: Final = 50_000_000
"""Read from the header, before anything is allocated: a 167 KB PNG can unpack to 858 MB."""

_ORIENTATION_TAG: Final = 0x0112
_TURNED: Final = (5, 6, 7, 8)
"""EXIF orientations that swap width and height."""


@contextmanager
def open_still(path: Path, key: str) -> Iterator[Image.Image]:
    """Open a picture, its header read and its size within the limits, and close it afterwards.

    Args:
        path: The file.
        key: The asset's key, for messages.

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
            with Image.open(path, formats=FORMATS) as picture:
                width, height = picture.size
                if width * height > MAX_PIXELS:
                    _refuse(key, f"{width}x{height} pixels", f"{MAX_PIXELS / 1e6:.0f} megapixels")
                yield picture
    except RenderError:
        raise
    except Image.DecompressionBombError as error:
        raise AssetUnreadable(f"the picture is too large: {error}", where=shown(key)) from error
    except Exception as error:
        # Pillow's readers leak SyntaxError, TypeError, struct.error and more.
        unknown = isinstance(error, UnidentifiedImageError)
        reason = "its format is not known" if unknown else str(error) or repr(error)
        raise AssetUnreadable(
            f"the picture cannot be read: {reason}",
            where=shown(key),
            hint="the file is damaged or of a format that is not supported; export it again",
        ) from error


def image_facts(picture: Image.Image) -> ImageFacts:
    """Return the facts of an open picture; its first one where there are several."""
    width, height = picture.size
    if _orientation(picture) in _TURNED:
        width, height = height, width
    return ImageFacts(
        width_px=width,
        height_px=height,
        has_alpha=picture.has_transparency_data,
        format="JPEG" if picture.format == "MPO" else (picture.format or "unknown"),
    )


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
        orientation = _orientation(picture)
        profile = picture.info.get("icc_profile")
        if orientation in _TURNED and max_size_px is not None:
            max_size_px = (max_size_px[1], max_size_px[0])
        reduced = _reduced(picture, max_size_px)
        return np.ascontiguousarray(_upright(np.asarray(_to_srgb(reduced, profile)), orientation))


def _reduced(picture: Image.Image, max_size_px: tuple[int, int] | None) -> Image.Image:
    """Return the picture in an 8-bit mode, averaged down to fit a size."""
    width, height = picture.size
    target = _fitting(width, height, max_size_px)
    if target == (width, height):
        return _eight_bit(picture)
    # JPEG decodes at 1/2, 1/4 or 1/8 for a fraction of the time; the rest is averaged here. The
    # box is the part that is picture, as the reader rounds odd sizes up.
    drafted = picture.draft(None, target)
    box = drafted[1] if drafted is not None else None
    picture = _eight_bit(picture)
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


def _eight_bit(picture: Image.Image) -> Image.Image:
    """Return the picture as RGBA, RGB, L, CMYK or LAB, eight bits a channel."""
    if picture.mode.startswith("I") or picture.mode == "F":
        return Image.fromarray(_scaled_to_eight_bits(np.asarray(picture), picture.mode))
    if picture.has_transparency_data:
        return picture.convert("RGBA")
    if picture.mode in {"RGB", "L", "CMYK", "LAB"}:
        picture.load()
        return picture
    return picture.convert("RGB")


def _scaled_to_eight_bits(levels: NDArray[np.generic], mode: str) -> NDArray[np.uint8]:
    """Turn grey levels of 16 bits, or of any range, into eight.

    Pillow opens 16-bit grey as "I;16" or "I", and its own conversion clips at 255.
    """
    values = np.nan_to_num(levels.astype(np.float64))
    if mode.startswith("I;16"):
        full = 65535.0
    else:
        full = next((level for level in (1.0, 255.0, 65535.0) if values.max() <= level), 2**32 - 1)
        full = 255.0 if full == 1.0 and mode != "F" else full
    return np.clip(np.rint(values * (255.0 / full)), 0, 255).astype(np.uint8)


def _to_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture as sRGB in RGBA, by its colour profile if it has a sound one."""
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    colours = picture.convert("RGB") if alpha is not None else picture
    try:
        source: ImageCms.ImageCmsProfile | None = None
        if profile:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
        elif picture.mode == "LAB":
            source = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        if source is not None:
            srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
            converted = ImageCms.profileToProfile(colours, source, srgb, outputMode="RGB")
            colours = converted or colours
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        pass  # a damaged profile, or one of another kind than the picture: as if it had none
    colours = colours.convert("RGB")
    if alpha is None:
        return colours.convert("RGBA")
    return Image.merge("RGBA", (*colours.split(), alpha))


def _upright(pixels: NDArray[np.uint8], orientation: int) -> NDArray[np.uint8]:
    """Return pixels turned as EXIF says: 2 to 8 name where the first row and column belong."""
    if orientation in _TURNED:
        pixels = pixels.swapaxes(0, 1)
    if orientation in {3, 4, 7, 8}:
        pixels = pixels[::-1]
    if orientation in {2, 3, 6, 7}:
        pixels = pixels[:, ::-1]
    return pixels


def _orientation(picture: Image.Image) -> int:
    """Return the EXIF orientation, 1 to 8; 1 where there is none or it is broken."""
    try:
        orientation = picture.getexif().get(_ORIENTATION_TAG, 1)
    except Exception:  # noqa: BLE001 - broken EXIF raises struct.error, SyntaxError, ... and means nothing
        return 1
    return orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else 1  # noqa: PLR2004 - EXIF's range


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
