import io
import zlib
from functools import cache

import numpy as np
import pytest
from PIL import Image, JpegImagePlugin

from bench.originals import camera_exif, originals, saved, scene
from render.assets import reductions
from render.errors import AssetUnreadable, OutputError
from render.variants.images import make_image_variant, make_image_variants
from render.variants.picture_files import encoded
from render.variants.profiles import BUILT_IN, ImageProfile, images_of
from tests.assets.test_stills import chunk, png

NAMES = [
    *(f"exif-{turn}.jpg" for turn in range(1, 9)),
    *("progressive.jpg", "adobe-rgb.jpg", "cmyk.jpg", "grey.jpg", "two-views.jpg"),
    *("rgb.png", "rgb-wide.png", "turned.png", "16-bit.png", "16-bit-grey.png", "grey.png"),
    *("grey-alpha.png", "one-bit.png", "palette.png", "palette-hole.png", "transparent.png"),
    *("interlaced.png", "animated.png", "animated.gif", "animated.webp", "transparent.webp"),
    *(
        "telephone.heic",
        "tiled.heic",
        "turned.heic",
        "still.avif",
        "turned.avif",
        "16-bit.tiff",
        "plain.bmp",
    ),
]
SMALL = ImageProfile("_small", width_px=200)
EXACT = ImageProfile("_exact", width_px=200, extension=".png", background="#ffffff")


@cache
def kinds():
    return {original.name: original for original in originals(scene(600, 450))}


def test_the_list_of_kinds_is_complete():
    assert list(kinds()) == NAMES


def reference(upright, width, height):
    picture = Image.fromarray(upright)
    return np.asarray(picture.resize((width, height), Image.Resampling.LANCZOS)).astype(float)


def shown(path):
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB")).astype(float)


def variant(pixels, tmp_path, profile, kind="PNG", **options):
    source = tmp_path / "source"
    picture = pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels)
    source.write_bytes(saved(picture, kind, **options))
    return make_image_variant(source, profile, tmp_path / f"variant{profile.extension}")


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_of_picture_comes_out_in_its_size_and_colours_and_upright(tmp_path, name):
    original = kinds()[name]
    source = tmp_path / name
    source.write_bytes(original.data)
    small, exact = make_image_variants(
        source, [(profile, profile.path_for(source)) for profile in (SMALL, EXACT)]
    )
    assert (small.width_px, small.height_px) == (200, 150)
    wanted = reference(original.upright, 200, 150)
    got = shown(exact.path)
    assert got.shape == wanted.shape
    assert np.abs(got - wanted).mean() < (3.0 if name == "one-bit.png" else 1.3)
    assert np.abs((got - wanted).mean(axis=(0, 1))).max() < 0.7
    # What JPEG itself adds is taken out: both went through it.
    written = Image.open(io.BytesIO(encoded(wanted.astype(np.uint8), SMALL)))
    assert np.abs(shown(small.path) - np.asarray(written)).mean() < (4 if "bit" in name else 2.5)
    assert small.size_bytes == small.path.stat().st_size
    assert bool(small.notes) == name.startswith("animated")


def test_the_built_in_profiles_are_those_of_the_api(tmp_path):
    source = tmp_path / "image.png"
    source.write_bytes(saved(Image.fromarray(scene(1000, 500)), "PNG"))
    results = make_image_variants(source, [(p, p.path_for(source)) for p in images_of(BUILT_IN)])
    assert [result.path.name for result in results] == ["image_400w.jpg", "image_800w.jpg"]
    assert [(r.width_px, r.height_px) for r in results] == [(400, 200), (800, 400)]
    for result in results:
        with Image.open(result.path) as picture:
            assert picture.format == "JPEG"
            assert picture.size == (result.width_px, result.height_px)
            assert picture.info.get("progressive") == 1
            assert JpegImagePlugin.get_sampling(picture) == 0


@pytest.mark.parametrize("size", [(400, 300), (399, 5), (1, 1), (7, 900)])
def test_a_small_picture_keeps_its_size(tmp_path, size):
    results = [
        variant(Image.new("RGB", size, (9, 99, 199)), tmp_path, p) for p in images_of(BUILT_IN)
    ]
    assert [(result.width_px, result.height_px) for result in results] == [size, size]
    assert np.abs(shown(results[0].path) - (9, 99, 199)).max() <= 2


def test_the_same_picture_gives_the_same_bytes(tmp_path):
    first, second = (variant(scene(500, 300), tmp_path, SMALL) for _ in range(2))
    assert first.path.read_bytes() == second.path.read_bytes()


@pytest.mark.parametrize("extension", [".jpg", ".webp", ".avif", ".png"])
def test_no_metadata_is_left(tmp_path, extension):
    original = kinds()["adobe-rgb.jpg"]
    picture = Image.open(io.BytesIO(original.data))
    profile = ImageProfile("_x", width_px=200, extension=extension)
    options = {"icc_profile": picture.info["icc_profile"], "comment": b"secret place"}
    result = variant(picture, tmp_path, profile, "JPEG", exif=camera_exif(6), quality=95, **options)
    data = result.path.read_bytes()
    for word in (b"Maker", b"Exif", b"at home", b"secret", b"ICC_PROFILE", b"2026", b"http"):
        assert word not in data
    with Image.open(result.path) as picture:
        assert not {"exif", "icc_profile", "xmp", "comment", "XML:com.adobe.xmp"} & set(
            picture.info
        )
        assert picture.size == (200, 267)


def test_several_sizes_are_made_from_one_decoding(tmp_path, monkeypatch):
    opened = []
    decode = reductions.png_rows
    monkeypatch.setattr(reductions, "png_rows", lambda path: opened.append(1) or decode(path))
    pixels = scene(640, 480)
    source = tmp_path / "a.png"
    source.write_bytes(saved(Image.fromarray(pixels), "PNG"))
    widths = [100, 600, 401, 640, 50, 200]
    profiles = [ImageProfile(f"_{w}", width_px=w, extension=".png") for w in widths]
    results = make_image_variants(source, [(p, p.path_for(source)) for p in profiles])
    assert [result.width_px for result in results] == widths
    assert opened == [1]
    for result in results:
        wanted = reference(pixels, result.width_px, result.height_px)
        assert np.abs(shown(result.path) - wanted).mean() < 1


@pytest.mark.parametrize("size", [(1601, 1067), (1999, 1333), (3001, 2003)])
def test_a_jpeg_of_odd_size_that_is_read_at_a_smaller_scale_stays_in_place(tmp_path, size):
    rows, columns = np.indices(size[::-1])
    grid = np.where((rows // 97 + columns // 89) % 2, 200, 60).astype(np.uint8)
    profile = ImageProfile("_x", width_px=200, extension=".png")
    result = variant(grid, tmp_path, profile, "JPEG", quality=95)
    wanted = reference(np.dstack([grid] * 3), result.width_px, result.height_px)
    assert np.abs(shown(result.path) - wanted).mean() < 2


@pytest.mark.parametrize(
    ("size", "box", "expected"),
    [
        ((600, 400), (200, 200), (200, 200)),
        ((400, 600), (200, 200), (200, 200)),
        ((600, 400), (300, 100), (300, 100)),
        ((150, 400), (200, 200), (150, 150)),
        ((100, 60), (200, 200), (60, 60)),
        ((601, 401), (200, 100), (200, 100)),
        ((1000, 10), (200, 100), (20, 10)),
    ],
)
def test_cover_cuts_the_middle_to_shape(tmp_path, size, box, expected):
    pixels = np.zeros((size[1], size[0], 3), np.uint8)
    pixels[..., 0] = np.linspace(0, 255, size[0])[None]
    pixels[..., 1] = np.linspace(0, 255, size[1])[:, None]
    profile = ImageProfile("_x", width_px=box[0], height_px=box[1], fit="cover", extension=".png")
    result = variant(pixels, tmp_path, profile)
    assert (result.width_px, result.height_px) == expected
    got = shown(result.path)
    assert np.abs(got[..., :2].mean(axis=(0, 1)) - 127.5).max() < 4
    scale = max(expected[0] / size[0], expected[1] / size[1])
    assert np.ptp(got[..., 0]) == pytest.approx(255 * expected[0] / (size[0] * scale), abs=6)


def test_inside_a_box_the_whole_picture_is_kept(tmp_path):
    profile = ImageProfile("_x", width_px=400, height_px=100, extension=".png")
    result = variant(scene(600, 400), tmp_path, profile)
    assert (result.width_px, result.height_px) == (150, 100)


def cut_out():
    """Return a green disc whose surroundings are see-through, and magenta nobody should see."""
    rows, columns = np.indices((300, 300)) - 149.5
    distance = np.hypot(rows, columns)
    pixels = np.zeros((300, 300, 4), np.uint8)
    pixels[...] = (255, 0, 255, 0)
    pixels[distance < 100] = (30, 160, 60, 255)
    return pixels


@pytest.mark.parametrize("background", [None, "#ffffff", "#000000", "#20C0FF"])
def test_transparent_parts_show_the_background_and_edges_nothing_else(tmp_path, background):
    profile = ImageProfile("_x", width_px=100, background=background, quality=95)
    got = shown(variant(cut_out(), tmp_path, profile).path)
    colour = np.array(list(bytes.fromhex((background or "#ffffff")[1:])), float)
    assert np.abs(got[:5, :5] - colour).max() <= 2
    assert np.abs(got[50, 50] - (30, 160, 60)).max() <= 4
    # On a line between the two colours, as far as JPEG can draw it; magenta is far from all.
    span = (30, 160, 60) - colour
    share = np.clip(((got - colour) @ span) / (span @ span), 0, 1)
    away = np.abs(got - (colour + share[..., None] * span)).max(axis=2)
    assert away.max() < 40
    assert away.mean() < 3


@pytest.mark.parametrize("extension", [".png", ".webp", ".avif"])
def test_other_formats_stay_transparent_unless_a_background_is_given(tmp_path, extension):
    options = {"width_px": 100, "extension": extension, "quality": 95}
    for background, modes in ((None, {"RGBA"}), ("#ffffff", {"RGB"})):
        profile = ImageProfile("_x", background=background, **options)
        with Image.open(variant(cut_out(), tmp_path, profile).path) as picture:
            assert picture.mode in modes
            pixels = np.asarray(picture.convert("RGBA")).astype(float)
        if background is None:
            assert pixels[2, 2, 3] == 0
            seen = pixels[pixels[..., 3] > 64]
            assert np.abs(seen[:, :3] - (30, 160, 60)).max() < 30
        assert np.abs(pixels[50, 50] - (30, 160, 60, 255)).max() <= 8


@pytest.mark.parametrize("extension", [".png", ".webp"])
def test_an_opaque_picture_with_alpha_is_only_averaged(tmp_path, extension):
    pixels = np.dstack([scene(400, 300), np.full((300, 400), 255, np.uint8)])
    profile = ImageProfile("_x", width_px=100, extension=extension, quality=100)
    got = shown(variant(pixels, tmp_path, profile).path)
    assert np.abs(got - reference(pixels[..., :3], 100, 75)).mean() < 6


def test_transparency_with_a_wide_profile_is_both(tmp_path):
    wide = kinds()["rgb-wide.png"]
    colours = Image.open(io.BytesIO(wide.data))
    half = Image.new("L", colours.size, 255)
    half.paste(0, (0, 0, 300, 450))
    picture = Image.merge("RGBA", [*colours.split(), half])
    result = variant(picture, tmp_path, EXACT, icc_profile=colours.info["icc_profile"])
    got = shown(result.path)
    wanted = wide.upright.copy()
    wanted[:, :300] = 255
    assert np.abs(got - reference(wanted, 200, 150)).mean() < 1.3


@pytest.mark.parametrize(("extension", "most"), [(".webp", 16_383), (".jpg", 65_500)])
def test_a_picture_longer_than_the_format_can_be_is_reduced_to_fit(tmp_path, extension, most):
    profile = ImageProfile("_x", width_px=400, extension=extension)
    result = variant(Image.new("L", (2, 66_000), 99), tmp_path, profile)
    assert (result.width_px, result.height_px) == (max(1, round(2 * most / 66_000)), most)


@pytest.mark.parametrize("chroma", ["4:2:0", "4:4:4"])
def test_noise_at_full_quality_can_be_written(tmp_path, chroma):
    noise = np.random.default_rng(1).integers(0, 2, (400, 400, 3), dtype=np.uint8) * 255
    profile = ImageProfile("_x", width_px=400, quality=100, chroma=chroma)
    result = variant(noise, tmp_path, profile)
    with Image.open(result.path) as picture:
        assert JpegImagePlugin.get_sampling(picture) == {"4:2:0": 2, "4:4:4": 0}[chroma]
        picture.load()


@pytest.mark.parametrize("name", ["exif-1.jpg", "rgb.png", "transparent.png", "animated.gif"])
@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_a_picture_cut_short_is_refused_and_nothing_is_written(tmp_path, name, kept):
    data = kinds()[name].data
    source = tmp_path / name
    source.write_bytes(data[: int(len(data) * kept)])
    with pytest.raises(AssetUnreadable) as caught:
        make_image_variants(source, [(p, p.path_for(source)) for p in (SMALL, EXACT)])
    assert str(source) == caught.value.where
    assert [path.name for path in tmp_path.iterdir()] == [name]


ROWS = b"".join(b"\0" + bytes(range(90)) for _ in range(20))
PACKED = zlib.compress(ROWS)
DAMAGED = {
    "stream cut off": PACKED[: len(PACKED) // 2],
    "unknown filter": zlib.compress(b"\x09" + ROWS[1:]),
    "bytes overwritten": PACKED[:20] + bytes(9) + PACKED[29:],
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_png_whose_rows_are_damaged_is_refused(tmp_path, damage):
    whole = png(30, 20)
    header = whole[: whole.index(b"IDAT") - 4]
    source = tmp_path / "a.png"
    source.write_bytes(header + chunk(b"IDAT", DAMAGED[damage]) + chunk(b"IEND", b""))
    with pytest.raises(AssetUnreadable):
        make_image_variant(source, SMALL, tmp_path / "b.jpg")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "an empty file"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG drawing, not a picture"),
        (b"\0\0\0\x18ftypmp42" + bytes(40), "an MP4 or QuickTime file, not a picture"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(30), "cannot be read"),
        (b"\xff\xd8\xff" + bytes(40), "cannot be read"),
    ],
)
def test_what_is_no_picture_is_refused_by_name(tmp_path, data, words):
    source = tmp_path / "a.jpg"
    source.write_bytes(data)
    with pytest.raises(AssetUnreadable, match=words):
        make_image_variant(source, SMALL, tmp_path / "b.jpg")


def test_a_missing_picture_is_an_error_of_ours(tmp_path):
    with pytest.raises(AssetUnreadable):
        make_image_variant(tmp_path / "none.jpg", SMALL, tmp_path / "b.jpg")


def test_the_bomb_is_refused_and_a_telephone_is_not(tmp_path):
    huge = Image.new("L", (9000, 6000), 120)
    assert variant(huge, tmp_path, SMALL, "JPEG").height_px == 133
    for kind, options in (("JPEG", {"progressive": True}), ("PNG", {"compress_level": 1})):
        with pytest.raises(AssetUnreadable, match="the limit is 50 megapixels"):
            variant(huge, tmp_path, SMALL, kind, **options)
    with pytest.raises(AssetUnreadable, match="the limit is 50 megapixels"):
        variant(huge, tmp_path, ImageProfile("_x", width_px=8000), "JPEG")
    source = tmp_path / "bomb.png"
    source.write_bytes(png(30_000, 30_000))
    with pytest.raises(AssetUnreadable, match="too large"):
        make_image_variant(source, SMALL, tmp_path / "b.jpg")


def test_an_output_that_cannot_be_written_is_an_error_of_ours(tmp_path):
    (tmp_path / "folder.jpg").mkdir()
    source = tmp_path / "a.png"
    source.write_bytes(saved(Image.new("RGB", (9, 9)), "PNG"))
    with pytest.raises(OutputError):
        make_image_variant(source, SMALL, tmp_path / "folder.jpg")


@pytest.mark.parametrize(
    "name", ["exif-6.jpg", "rgb.png", "telephone.heic", "still.avif", "animated.gif"]
)
@pytest.mark.parametrize("seed", range(6))
def test_mutated_pictures_give_a_variant_or_an_error_of_ours(tmp_path, name, seed):
    random = np.random.default_rng(seed)
    data = np.frombuffer(kinds()[name].data, dtype=np.uint8).copy()
    places = random.integers(12, min(len(data), 2000), 5)
    data[places] = random.integers(0, 255, 5)
    source = tmp_path / name
    source.write_bytes(data.tobytes())
    try:
        result = make_image_variant(source, SMALL, tmp_path / "variant.jpg")
    except AssetUnreadable:
        assert not (tmp_path / "variant.jpg").exists()
    else:
        assert result.width_px <= 200
