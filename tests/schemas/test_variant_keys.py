import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.variant_keys import API_SUFFIXES, media_kind, original_keys, variant_keys

EXTENSIONS = st.sampled_from(["png", "jpg", "JPEG", "heic", "webp", "mp4", "MOV", "webm"])
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="/"), min_size=1, max_size=12)
FOLDERS = st.lists(NAMES, max_size=3).map(lambda parts: "".join(f"{part}/" for part in parts))
KEYS = st.builds(lambda folder, name, end: f"{folder}{name}.{end}", FOLDERS, NAMES, EXTENSIONS)


def test_variants_are_named_as_the_api_names_them():
    assert variant_keys("assets/scene-1/image.png") == (
        "assets/scene-1/image_400w.jpg",
        "assets/scene-1/image_800w.jpg",
    )
    assert variant_keys("assets/scene-2/video.mp4") == (
        "assets/scene-2/video_web.mp4",
        "assets/scene-2/video_preview.mp4",
    )


@pytest.mark.parametrize(
    ("key", "first"),
    [
        ("IMAGE.PNG", "IMAGE_400w.jpg"),
        ("a.b/photo.v2.tiff", "a.b/photo.v2_400w.jpg"),
        ("photo .jpeg", "photo _400w.jpg"),
        (".hidden.png", ".hidden_400w.jpg"),
        ("clip.webm", "clip_web.mp4"),
        ("image_400w.jpg", "image_400w_400w.jpg"),
    ],
)
def test_only_the_last_extension_is_replaced(key, first):
    assert variant_keys(key)[0] == first


@pytest.mark.parametrize(
    "key", ["voice.mp3", "a.b/photo", "photo", ".png", "a/.png", "x.", "", "/"]
)
def test_what_is_no_picture_and_no_film_has_no_variants(key):
    assert media_kind(key) is None
    assert variant_keys(key) == ()


def test_the_way_back_finds_the_original_among_those_there_are():
    known = ["assets/a.png", "assets/b.png", "assets/a.mp4", "a.png"]
    assert original_keys("assets/a_800w.jpg", known) == ("assets/a.png",)
    assert original_keys("assets/a_preview.mp4", known) == ("assets/a.mp4",)
    assert original_keys("assets/a_800w.mp4", known) == ()
    assert original_keys("assets/a.png", known) == ()


def test_originals_that_differ_in_the_extension_only_are_both_named():
    assert original_keys("a_400w.jpg", ["a.jpg", "b.jpg", "a.png"]) == ("a.jpg", "a.png")


def test_a_variant_of_a_variant_is_no_variant_of_the_original():
    assert original_keys("a_400w_400w.jpg", ["a.png"]) == ()
    assert original_keys("a_400w_400w.jpg", ["a.png", "a_400w.jpg"]) == ("a_400w.jpg",)


def test_other_suffixes_can_be_asked_for():
    suffixes = {"image": ("_1600w.webp",)}
    assert variant_keys("a.png", suffixes) == ("a_1600w.webp",)
    assert variant_keys("a.mp4", suffixes) == ()
    assert original_keys("a_1600w.webp", ["a.mp4", "a.png"], suffixes) == ("a.png",)


@given(KEYS)
def test_every_variant_leads_back_to_its_original(key):
    variants = variant_keys(key)
    kind = media_kind(key)
    assert kind is not None
    assert len(set(variants)) == len(API_SUFFIXES[kind])
    assert all(original_keys(each, ["x.png", key]) == (key,) for each in variants)


@given(st.text(max_size=20), st.lists(st.text(max_size=20), max_size=4))
def test_anything_at_all_has_an_answer(key, known):
    assert isinstance(variant_keys(key), tuple)
    assert set(original_keys(key, known)) <= set(known)
