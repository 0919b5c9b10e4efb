import io
import struct
import zlib

import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageCms

from render.assets import load_still
from render.assets.probe import probe
from render.errors import AssetUnreadable
from tests.assets.colours import BRAND, PALETTE, stripes


def saved(picture, path, **options):
    picture.save(path, **options)
    return probe(path.name, path)


def plain(colour, mode="RGB", size=(40, 24)):
    return Image.new(mode, size, colour)


@pytest.mark.parametrize("suffix", ["png", "bmp", "tiff", "webp", "gif"])
def test_the_brand_colour_comes_out_of_lossless_pictures_untouched(tmp_path, suffix):
    options = {"lossless": True} if suffix == "webp" else {}
    media = saved(plain(BRAND), tmp_path / f"a.{suffix}", **options)
    pixels = load_still(media)
    assert pixels.shape == (24, 40, 4)
    assert pixels.dtype == np.uint8
    assert (pixels == (*BRAND, 255)).all()
    assert media.image is not None
    assert not media.image.has_alpha


@pytest.mark.parametrize("suffix", ["jpg", "avif"])
def test_the_brand_colour_comes_out_of_lossy_pictures_within_two_levels(tmp_path, suffix):
    pixels = load_still(saved(plain(BRAND), tmp_path / f"a.{suffix}", quality=95))
    assert np.abs(pixels[..., :3].astype(int) - BRAND).max() <= 2


def test_the_content_decides_and_not_the_name(tmp_path):
    path = tmp_path / "a.mp4"
    plain(BRAND).save(path, format="PNG")
    media = probe("a.mp4", path)
    assert media.kind == "image"
    assert media.image is not None
    assert media.image.format == "PNG"


def letters(rows):
    """Turn rows of letters into a picture, 8 x 8 pixels a letter."""
    colours = {"R": (255, 0, 0), "G": (0, 255, 0), "B": (0, 0, 255), ".": (0, 0, 0)}
    pixels = np.array([[colours[letter] for letter in row] for row in rows], dtype=np.uint8)
    return np.kron(pixels, np.ones((8, 8, 1), dtype=np.uint8))


UPRIGHT = ("RG.", "B..")


@pytest.mark.parametrize(
    ("orientation", "stored"),
    [
        (1, ("RG.", "B..")),
        (2, (".GR", "..B")),
        (3, ("..B", ".GR")),
        (4, ("B..", "RG.")),
        (5, ("RB", "G.", "..")),
        (6, ("..", "G.", "RB")),
        (7, ("..", ".G", "BR")),
        (8, ("BR", ".G", "..")),
    ],
)
@pytest.mark.parametrize("suffix", ["png", "jpg"])
def test_every_exif_orientation_comes_out_upright(tmp_path, orientation, stored, suffix):
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"exif": exif} | ({"quality": 100, "subsampling": 0} if suffix == "jpg" else {})
    media = saved(Image.fromarray(letters(stored)), tmp_path / f"a.{suffix}", **options)
    pixels = load_still(media)
    assert media.size_px == (24, 16)
    assert np.abs(pixels[..., :3].astype(int) - letters(UPRIGHT)).max() <= 12
    half = load_still(media, max_size_px=(12, 100))
    assert half.shape == (8, 12, 4)
    assert half[2, 2, 0] > 200
    assert half[2, 2, 2] < 60


def test_broken_exif_means_nothing(tmp_path):
    media = saved(plain(BRAND), tmp_path / "a.jpg", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff\xff")
    assert load_still(media).shape == (24, 40, 4)


@pytest.mark.parametrize(
    ("mode", "colour", "expected"),
    [
        ("L", 128, (128, 128, 128, 255)),
        ("LA", (128, 77), (128, 128, 128, 77)),
        ("1", 1, (255, 255, 255, 255)),
        ("RGBA", (200, 100, 50, 77), (200, 100, 50, 77)),
        ("P", 1, None),
        ("I;16", 0x8080, (128, 128, 128, 255)),
        ("I;16", 300, (1, 1, 1, 255)),
    ],
)
def test_every_png_mode_becomes_straight_rgba(tmp_path, mode, colour, expected):
    picture = plain(colour, mode)
    if mode == "P":
        picture.putpalette([9, 9, 9, *BRAND])
        expected = (*BRAND, 255)
    assert (load_still(saved(picture, tmp_path / "a.png")) == expected).all()


def test_a_transparent_palette_entry_is_transparent(tmp_path):
    picture = plain(0, "P")
    picture.putpalette([10, 20, 30, *BRAND])
    picture.paste(1, (0, 0, 20, 24))
    media = saved(picture, tmp_path / "a.png", transparency=0)
    pixels = load_still(media)
    assert media.image is not None
    assert media.image.has_alpha
    assert (pixels[:, :20] == (*BRAND, 255)).all()
    assert (pixels[:, 20:, 3] == 0).all()


def test_float_tiff_is_read_as_zero_to_one(tmp_path):
    picture = Image.fromarray(np.full((8, 8), 0.5, dtype=np.float32))
    assert (load_still(saved(picture, tmp_path / "a.tiff"))[..., 0] == 128).all()


def test_cmyk_becomes_rgb(tmp_path):
    pixels = load_still(saved(plain((255, 0, 0, 0), "CMYK"), tmp_path / "a.jpg", quality=95))
    assert np.abs(pixels[0, 0, :3].astype(int) - (0, 255, 255)).max() <= 3


def wide_profile():
    """Return an ICC profile whose red is far outside sRGB, made by hand."""

    def fixed(value):
        return struct.pack(">i", round(value * 65536))

    def xyz(*values):
        return b"XYZ \0\0\0\0" + b"".join(map(fixed, values))

    # Adobe RGB (1998), adapted to D50, gamma 2.2.
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.19921875 * 256)) + b"\0\0"
    text = b"text\0\0\0\0test\0\0\0\0"
    description = b"desc\0\0\0\0" + struct.pack(">I", 5) + b"test\0" + bytes(78) + b"\0"
    tags = {
        b"desc": description,
        b"cprt": text,
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
        padded = data + bytes(-len(data) % 4)
        table += name + struct.pack(">II", start + len(body), len(data))
        body += padded
    size = start + len(body)
    header = struct.pack(">I4sI4s4s4s", size, b"\0\0\0\0", 0x02400000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28)
    header += b"".join(map(fixed, (0.9642, 1.0, 0.8249)))
    header += bytes(128 - len(header))
    return header + struct.pack(">I", len(tags)) + table + body


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("suffix", ["png", "jpg"])
def test_a_wide_profile_is_converted_to_srgb(tmp_path, mode, suffix):
    if (mode, suffix) == ("RGBA", "jpg"):
        pytest.skip("JPEG has no alpha")
    colour = (200, 100, 100) + ((77,) if mode == "RGBA" else ())
    options = {"icc_profile": wide_profile()} | ({"quality": 100} if suffix == "jpg" else {})
    pixels = load_still(saved(plain(colour, mode), tmp_path / f"a.{suffix}", **options))
    # By hand: linear light by the power 2.199, red' = 1.398 red - 0.398 green, sRGB's curve.
    assert np.abs(pixels[0, 0, :3].astype(int) - (227, 100, 100)).max() <= 2
    assert pixels[0, 0, 3] == (77 if mode == "RGBA" else 255)


def test_an_srgb_profile_changes_nothing(tmp_path):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    media = saved(Image.fromarray(stripes(PALETTE)), tmp_path / "a.png", icc_profile=profile)
    assert np.abs(load_still(media)[..., :3].astype(int) - stripes(PALETTE)).max() <= 1


@pytest.mark.parametrize("profile", [b"rubbish", wide_profile()[:200]])
def test_a_damaged_profile_is_as_none(tmp_path, profile):
    media = saved(plain(BRAND), tmp_path / "a.png", icc_profile=profile)
    assert (load_still(media)[0, 0] == (*BRAND, 255)).all()


def test_a_profile_of_another_kind_than_the_picture_is_as_none(tmp_path):
    media = saved(plain(99, "L"), tmp_path / "a.png", icc_profile=wide_profile())
    assert (load_still(media)[0, 0] == (99, 99, 99, 255)).all()


@pytest.mark.parametrize(
    ("size", "limit", "expected"),
    [
        ((400, 300), None, (400, 300)),
        ((400, 300), (400, 300), (400, 300)),
        ((400, 300), (1000, 1000), (400, 300)),
        ((400, 300), (200, 1000), (200, 150)),
        ((400, 300), (1000, 150), (200, 150)),
        ((401, 301), (137, 1000), (137, 103)),
        ((1000, 3), (100, 100), (100, 1)),
        ((3, 1000), (100, 100), (1, 100)),
    ],
)
@pytest.mark.parametrize("suffix", ["png", "jpg"])
def test_reducing_fits_exactly_and_never_enlarges(tmp_path, size, limit, expected, suffix):
    media = saved(plain(BRAND, size=size), tmp_path / f"a.{suffix}", quality=95)
    pixels = load_still(media, max_size_px=limit)
    assert pixels.shape == (expected[1], expected[0], 4)
    assert np.abs(pixels[..., :3].astype(int) - BRAND).max() <= 2


@pytest.mark.parametrize("suffix", ["png", "jpg"])
def test_reducing_averages_and_keeps_places(tmp_path, suffix):
    width, height = 1003, 701
    rows, columns = np.indices((height, width)) + 0.5
    ramp = np.rint(columns * 200 / width + rows * 50 / height)
    picture = Image.fromarray(ramp.astype(np.uint8))
    pixels = load_still(saved(picture, tmp_path / f"a.{suffix}", quality=98), max_size_px=(100, 70))
    rows, columns = np.indices(pixels.shape[:2]) + 0.5
    assert np.abs(pixels[..., 0] - (columns * 2 + rows * 50 / 70)).max() < 1.6


def test_fine_stripes_average_to_grey_and_not_to_moire(tmp_path):
    picture = Image.fromarray(np.tile(np.array([0, 255], dtype=np.uint8), (300, 300)))
    pixels = load_still(saved(picture, tmp_path / "a.png"), max_size_px=(200, 200))
    assert np.abs(pixels[5:-5, 5:-5, 0].astype(int) - 127).max() <= 3


def test_edges_take_no_colour_from_what_is_invisible(tmp_path):
    pixels = np.zeros((64, 64, 4), dtype=np.uint8)
    pixels[:, :31] = (*BRAND, 255)
    pixels[:, 31:] = (255, 0, 255, 0)
    media = saved(Image.fromarray(pixels), tmp_path / "a.png")
    reduced = load_still(media, max_size_px=(32, 32))
    visible = reduced[reduced[..., 3] > 32]
    assert np.abs(visible[:, :3].astype(int) - BRAND).max() <= 12


def test_the_first_picture_of_an_animated_webp_is_shown_and_noted(tmp_path):
    frames = [plain(BRAND), plain((9, 9, 9))]
    path = tmp_path / "a.webp"
    frames[0].save(path, save_all=True, append_images=frames[1:], lossless=True, duration=40)
    media = probe("a.webp", path)
    assert media.kind == "image"
    assert "animated" in media.notes[0]
    assert (load_still(media)[0, 0] == (*BRAND, 255)).all()


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width, height, data=b""):
    """Return a PNG that says it is of a size, with little in it."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(data)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize("size", [(10_000, 10_000), (30_000, 30_000), (2**31 - 1, 2**31 - 1)])
def test_a_bomb_is_refused_by_its_header(tmp_path, size):
    path = tmp_path / "bomb.png"
    path.write_bytes(png(*size))
    with pytest.raises(AssetUnreadable, match="too large") as caught:
        probe("bomb.png", path)
    assert caught.value.where == "bomb.png"


def test_a_file_beyond_the_limit_is_refused_unread(tmp_path):
    path = tmp_path / "huge.png"
    with path.open("wb") as file:
        file.write(png(8, 8))
        file.truncate(65 * 1024 * 1024)
    with pytest.raises(AssetUnreadable, match="68 MB"):
        probe("huge.png", path)


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp", "gif", "bmp", "tiff", "avif"])
def test_a_cut_picture_is_found_by_probing(tmp_path, suffix):
    noise = np.random.default_rng(1).integers(0, 255, (64, 64, 3), dtype=np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(noise).save(buffer, format={"jpg": "JPEG"}.get(suffix, suffix.upper()))
    path = tmp_path / f"cut.{suffix}"
    path.write_bytes(buffer.getvalue()[: len(buffer.getvalue()) // 2])
    with pytest.raises(AssetUnreadable) as caught:
        probe(path.name, path)
    assert caught.value.where == path.name
    assert caught.value.hint


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("suffix", ["png", "jpg", "webp", "gif", "tiff"])
def test_mutated_pictures_are_read_or_refused_and_nothing_else(tmp_path, suffix, seed):
    random = np.random.default_rng(seed)
    buffer = io.BytesIO()
    picture = Image.fromarray(random.integers(0, 255, (16, 16, 3), dtype=np.uint8))
    picture.save(buffer, format={"jpg": "JPEG"}.get(suffix, suffix.upper()))
    data = np.frombuffer(buffer.getvalue(), dtype=np.uint8).copy()
    places = random.integers(8, len(data), 6)
    data[places] = random.integers(0, 255, 6)
    path = tmp_path / f"m.{suffix}"
    path.write_bytes(data.tobytes())
    try:
        pixels = load_still(probe(path.name, path))
    except AssetUnreadable:
        return
    assert pixels.shape[2] == 4


@pytest.mark.parametrize("turn", [1, 3, 6])
def test_heic_is_read_upright(tmp_path, turn):
    exif = Image.Exif()
    exif[0x0112] = turn
    stored = {1: letters(UPRIGHT), 3: letters(("..B", ".GR")), 6: letters(("..", "G.", "RB"))}[turn]
    pillow_heif.register_heif_opener()
    media = saved(
        Image.fromarray(stored), tmp_path / "a.heic", quality=95, chroma=444, exif=exif.tobytes()
    )
    assert media.image is not None
    assert media.image.format == "HEIF"
    assert media.size_px == (24, 16)
    pixels = load_still(media)
    assert np.abs(pixels[4::8, 4::8, :3].astype(int) - letters(UPRIGHT)[4::8, 4::8]).max() <= 12


ROWS = b"".join(b"\0" + bytes(range(90)) for _ in range(20))


@pytest.mark.parametrize(
    "packed", [zlib.compress(b"\x09" + ROWS[1:]), zlib.compress(ROWS)[:40] + bytes(9)]
)
def test_damage_in_the_pixels_of_a_png_is_not_taken_for_broken_exif(tmp_path, packed):
    whole = png(30, 20)
    path = tmp_path / "a.png"
    path.write_bytes(
        whole[: whole.index(b"IDAT") - 4] + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )
    with pytest.raises(AssetUnreadable):
        probe("a.png", path)
