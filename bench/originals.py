"""Pictures of every kind that people have, each with what it should look like.

Tests make variants of them, and `python -m bench.sheet` shows them beside their variants.
"""

import io
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import pillow_heif
import pyvips
from numpy.typing import NDArray
from PIL import Image, ImageCms

from bench.textures import logo, photograph

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Original:
    """A picture file and what a person should see.

    Attributes:
        name: A file name.
        data: The file.
        upright: `(height, width, 3)` uint8 sRGB, transparent parts on white.
    """

    name: str
    data: bytes
    upright: Pixels


def scene(width_px: int = 960, height_px: int = 720, seed: int = 7) -> Pixels:
    """Draw a photograph with a coloured corner."""
    return marked(photograph(seed, width_px, height_px, leaves=900))


def marked(pixels: Pixels) -> Pixels:
    """Colour a corner, so that a turn or a swap of channels shows."""
    pixels = pixels.copy()
    size = pixels.shape[0] // 6
    for at, colour in enumerate([(225, 40, 40), (40, 190, 60), (50, 70, 220)]):
        pixels[:size, at * size : (at + 1) * size] = colour
    return pixels


def originals(pixels: Pixels) -> list[Original]:
    """Return a scene in every format and kind."""
    return [*_jpegs(pixels), *_pngs(pixels), *_others(pixels)]


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    """Return a picture as a file."""
    file = io.BytesIO()
    fast = {"compress_level": 1} if kind == "PNG" else {}
    picture.save(file, kind, **fast | options)
    return file.getvalue()


def camera_exif(orientation: int) -> bytes:
    """Return what a telephone writes beside its pixels: place, time, maker and a turn."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "Maker", "Camera 9", orientation
    exif[0x0132] = "2026:01:02 03:04:05"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0taken at home"
    return exif.tobytes()


STORED: Final[dict[int, Callable[[Pixels], Pixels]]] = {
    1: lambda p: p,
    2: lambda p: p[:, ::-1],
    3: lambda p: p[::-1, ::-1],
    4: lambda p: p[::-1],
    5: lambda p: p.swapaxes(0, 1),
    6: np.rot90,
    7: lambda p: np.rot90(p, 2).swapaxes(0, 1),
    8: lambda p: np.rot90(p, -1),
}
"""How the rows of a file lie when its EXIF orientation is 1 to 8."""


def wide_profile() -> bytes:
    """Return an ICC profile with the primaries and curve of Adobe RGB (1998), made by hand."""

    def fixed(value: float) -> bytes:
        return struct.pack(">i", round(value * 65536))

    def xyz(*values: float) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(map(fixed, values))

    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.19921875 * 256)) + b"\0\0"
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", 5) + b"wide\0" + bytes(78) + b"\0",
        b"cprt": b"text\0\0\0\0none\0\0\0\0",
        b"wtpt": xyz(0.9642, 1.0, 0.8249),
        b"rXYZ": xyz(0.60974, 0.31111, 0.01947),
        b"gXYZ": xyz(0.20528, 0.62567, 0.06087),
        b"bXYZ": xyz(0.14919, 0.06322, 0.74457),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    table, body = b"", b""
    start = 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        table += name + struct.pack(">II", start + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    size = start + len(body)
    header = struct.pack(">I4sI4s4s4s", size, b"\0" * 4, 0x02400000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28)
    header += b"".join(map(fixed, (0.9642, 1.0, 0.8249)))
    return header + bytes(128 - len(header)) + struct.pack(">I", len(tags)) + table + body


def in_wide(picture: Image.Image) -> Image.Image:
    """Return the numbers that show a picture when read with `wide_profile`."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    wide = ImageCms.ImageCmsProfile(io.BytesIO(wide_profile()))
    converted = ImageCms.profileToProfile(picture, srgb, wide)
    return converted or picture


def _jpegs(pixels: Pixels) -> list[Original]:
    picture = Image.fromarray(pixels)
    grey = np.asarray(picture.convert("L"))
    ink = [*Image.fromarray(255 - pixels).split(), Image.new("L", picture.size)]
    mirrored = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    high = {"quality": 94}
    turned = [
        (f"exif-{turn}.jpg", Image.fromarray(np.ascontiguousarray(lay(pixels))), turn)
        for turn, lay in STORED.items()
    ]
    views = {"save_all": True, "append_images": [mirrored]}
    wide = {"icc_profile": wide_profile(), "subsampling": 0}
    return [
        *(
            Original(name, saved(lying, "JPEG", exif=camera_exif(turn), **high), pixels)
            for name, lying, turn in turned
        ),
        Original("progressive.jpg", saved(picture, "JPEG", progressive=True, **high), pixels),
        Original("adobe-rgb.jpg", saved(in_wide(picture), "JPEG", **wide, **high), pixels),
        Original("cmyk.jpg", saved(Image.merge("CMYK", ink), "JPEG", **high), pixels),
        Original("grey.jpg", saved(Image.fromarray(grey), "JPEG", **high), _thrice(grey)),
        Original("two-views.jpg", saved(picture, "MPO", **views, **high), pixels),
    ]


def _pngs(pixels: Pixels) -> list[Original]:
    picture = Image.fromarray(pixels)
    height, width = pixels.shape[:2]
    grey = picture.convert("L")
    levels = np.asarray(grey)
    deep = pixels.astype(np.uint16) * 257
    palette = picture.quantize(255)
    badge = cv2.resize(logo(width // 2, height // 2), (width, height), interpolation=cv2.INTER_AREA)
    cut_out = badge.copy()
    cut_out[badge[..., 3] == 0, :3] = (255, 0, 255)  # what is invisible must not show at edges
    soft = np.dstack([levels, np.linspace(0, 255, width).astype(np.uint8)[None].repeat(height, 0)])
    grey_alpha = Image.merge("LA", [grey, Image.fromarray(soft[..., 1])])
    dots = picture.convert("1")
    holed = palette.copy()
    holed.putpalette([*(palette.getpalette() or [])[: 3 * 255], 255, 0, 255])
    holed.paste(255, (width // 3, height // 3, width // 2, height // 2))
    seen = np.asarray(palette.convert("RGB")).copy()
    seen[height // 3 : height // 2, width // 3 : width // 2] = 255
    rows = pyvips.Image.new_from_array(pixels)
    frames = [picture, Image.new("RGB", picture.size, (9, 9, 9))]
    return [
        Original("rgb.png", saved(picture, "PNG"), pixels),
        Original(
            "rgb-wide.png", saved(in_wide(picture), "PNG", icc_profile=wide_profile()), pixels
        ),
        Original(
            "turned.png",
            saved(Image.fromarray(np.rot90(pixels)), "PNG", exif=camera_exif(6)),
            pixels,
        ),
        Original("16-bit.png", _by_opencv(deep[..., ::-1], ".png"), pixels),
        Original(
            "16-bit-grey.png", _by_opencv(levels.astype(np.uint16) * 257, ".png"), _thrice(levels)
        ),
        Original("grey.png", saved(grey, "PNG"), _thrice(levels)),
        Original("grey-alpha.png", saved(grey_alpha, "PNG"), _on_white(soft)),
        Original("one-bit.png", saved(dots, "PNG"), np.asarray(dots.convert("RGB"))),
        Original("palette.png", saved(palette, "PNG"), np.asarray(palette.convert("RGB"))),
        Original("palette-hole.png", saved(holed, "PNG", transparency=255), seen),
        Original("transparent.png", saved(Image.fromarray(cut_out), "PNG"), _on_white(cut_out)),
        Original("interlaced.png", rows.pngsave_buffer(interlace=True), pixels),
        Original(
            "animated.png", saved(frames[0], "PNG", save_all=True, append_images=frames[1:]), pixels
        ),
    ]


def _others(pixels: Pixels) -> list[Original]:
    picture = Image.fromarray(pixels)
    height, width = pixels.shape[:2]
    few = picture.quantize(255)
    shown = np.asarray(few.convert("RGB"))
    badge = logo(width, height)
    moving = {"save_all": True, "append_images": [Image.new("RGB", picture.size, (9, 9, 9))]}
    telephone: dict[str, object] = {"quality": 90, "enc_params": {"preset": "ultrafast"}}
    pillow_heif.register_heif_opener()
    lying = Image.fromarray(np.ascontiguousarray(np.rot90(pixels)))
    return [
        Original("animated.gif", saved(few, "GIF", **moving), shown),
        Original("animated.webp", saved(picture, "WEBP", quality=95, **moving), pixels),
        Original(
            "transparent.webp",
            saved(Image.fromarray(badge), "WEBP", lossless=True),
            _on_white(badge),
        ),
        Original("telephone.heic", saved(picture, "HEIF", **telephone), pixels),
        Original("tiled.heic", saved(picture, "HEIF", tile_size=256, **telephone), pixels),
        Original("turned.heic", saved(lying, "HEIF", **telephone, exif=camera_exif(6)), pixels),
        Original("still.avif", saved(picture, "AVIF", speed=9, quality=90), pixels),
        Original(
            "turned.avif", saved(lying, "AVIF", speed=9, quality=90, exif=camera_exif(6)), pixels
        ),
        Original(
            "16-bit.tiff", _by_opencv(pixels[..., ::-1].astype(np.uint16) * 257, ".tiff"), pixels
        ),
        Original("plain.bmp", saved(picture, "BMP"), pixels),
    ]


def _by_opencv(pixels: NDArray[np.uint16], suffix: str) -> bytes:
    """Return 16 bits a sample as a file, which Pillow cannot write in colour."""
    return cv2.imencode(suffix, pixels)[1].tobytes()


def _thrice(grey: Pixels) -> Pixels:
    return np.dstack([grey] * 3)


def _on_white(pixels: Pixels) -> Pixels:
    """Return colours with coverage laid on white."""
    colours, coverage = pixels[..., :-1].astype(float), pixels[..., -1:] / 255
    laid = np.rint(colours * coverage + 255 * (1 - coverage)).astype(np.uint8)
    return laid if laid.shape[2] > 1 else _thrice(laid[..., 0])
