"""What the pixels of an open picture mean: depth, colours, which way is up."""

from io import BytesIO
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

TURNED: Final = (5, 6, 7, 8)
"""EXIF orientations that swap width and height."""

_ORIENTATION_TAG: Final = 0x0112
_ROWS_AT_ONCE: Final = 256


def eight_bit(picture: Image.Image) -> Image.Image:
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
    if mode.startswith("I;16"):
        full = 65535.0
    else:
        largest = np.nan_to_num(levels.max())
        full = next((level for level in (1.0, 255.0, 65535.0) if largest <= level), 2**32 - 1)
        full = 255.0 if full == 1.0 and mode != "F" else full
    result = np.empty(levels.shape, np.uint8)
    for start in range(0, len(levels), _ROWS_AT_ONCE):  # as floats they take eight times the room
        rows = np.nan_to_num(levels[start : start + _ROWS_AT_ONCE].astype(np.float64))
        result[start : start + _ROWS_AT_ONCE] = np.clip(np.rint(rows * (255.0 / full)), 0, 255)
    return result


def to_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture as sRGB, by its colour profile if it has a sound one.

    Args:
        picture: As `eight_bit` returns it.
        profile: The ICC profile in the file, or None.

    Returns:
        A picture in RGBA where it was that, else in RGB.
    """
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
        return colours
    return Image.merge("RGBA", (*colours.split(), alpha))


def upright(pixels: NDArray[np.uint8], orientation: int) -> NDArray[np.uint8]:
    """Return pixels turned as EXIF says: 2 to 8 name where the first row and column belong."""
    if orientation in TURNED:
        pixels = pixels.swapaxes(0, 1)
    if orientation in {3, 4, 7, 8}:
        pixels = pixels[::-1]
    if orientation in {2, 3, 6, 7}:
        pixels = pixels[:, ::-1]
    return pixels


def orientation_of(picture: Image.Image, *, is_in_head: bool = False) -> int:
    """Return the EXIF orientation, 1 to 8; 1 where there is none or it is broken.

    Args:
        picture: An open picture; a PNG is decoded by this, as its EXIF may follow the pixels.
        is_in_head: Nothing follows the pixels; they are left alone.

    Raises:
        Exception: Whatever the reader of a damaged PNG raises.
    """
    if picture.format == "PNG" and not is_in_head:
        picture.load()  # here and not within `getexif`: an error in the pixels is no broken EXIF
    try:
        exif = Image.Image.getexif(picture) if is_in_head else picture.getexif()
        orientation = exif.get(_ORIENTATION_TAG, 1)
    except Exception:  # noqa: BLE001 - broken EXIF raises struct.error, SyntaxError, ... and means nothing
        return 1
    return orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else 1  # noqa: PLR2004 - EXIF's range
