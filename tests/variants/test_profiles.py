import pickle
import re
import tomllib
from dataclasses import fields, replace
from pathlib import Path

import pytest

from render.errors import UsageError
from render.variants.profiles import (
    BUILT_IN,
    ImageProfile,
    VideoProfile,
    images_of,
    profiles_from,
    read_profiles,
    videos_of,
)
from schemas.variant_keys import variant_keys

ROOT = Path(__file__).resolve().parents[2]
TOML_BLOCK = re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLES = TOML_BLOCK.findall((ROOT / "docs/variants.md").read_text())


def read(tmp_path, text):
    path = tmp_path / "profiles.toml"
    path.write_text(text)
    return read_profiles(path)


def test_the_built_in_ones_are_named_as_the_api_names_them():
    images = {profile.name_for("assets/scene-1/image.png") for profile in images_of(BUILT_IN)}
    videos = {profile.name_for("assets/scene-2/video.mp4") for profile in videos_of(BUILT_IN)}
    assert images == set(variant_keys("assets/scene-1/image.png"))
    assert videos == set(variant_keys("assets/scene-2/video.mp4"))


@pytest.mark.parametrize(
    ("original", "variant"),
    [
        ("image.png", "image_400w.jpg"),
        ("a.b/photo", "a.b/photo_400w.jpg"),
        ("a/archive.tar.gz", "a/archive.tar_400w.jpg"),
        (".hidden", ".hidden_400w.jpg"),
        ("deep/er/é ß.JPEG", "deep/er/é ß_400w.jpg"),
    ],
)
def test_a_variant_lies_beside_its_original_under_a_name_of_its_own(original, variant):
    assert BUILT_IN[0].name_for(original) == variant
    assert BUILT_IN[0].path_for(Path(original)) == Path(variant)


def test_the_example_in_the_documentation_is_read(tmp_path):
    assert EXAMPLES
    for example in EXAMPLES:
        profiles = read(tmp_path, example)
        written = tomllib.loads(example)
        tails = [entry["suffix"] for kind in ("image", "video") for entry in written.get(kind, [])]
        assert set(tails) <= {profile.suffix for profile in profiles}
    assert "_1600w.webp" in {profile.tail for profile in read(tmp_path, EXAMPLES[0])}
    assert "_square.mp4" in {profile.tail for profile in read(tmp_path, EXAMPLES[0])}


def test_every_key_is_explained_in_the_documentation():
    text = (ROOT / "docs/variants.md").read_text()
    for kind in (ImageProfile, VideoProfile):
        for item in fields(kind):
            assert f"| `{item.name.replace('_', '-')}` |" in text


def test_a_file_adds_to_the_built_in_ones_or_replaces_them(tmp_path):
    image = '[[image]]\nsuffix = "_400w"\nwidth-px = 400\nquality = 60\n'
    profiles = read(tmp_path, image)
    assert [p.tail for p in profiles] == ["_400w.jpg", "_800w.jpg", "_web.mp4", "_preview.mp4"]
    assert profiles[0] == ImageProfile("_400w", width_px=400, quality=60)
    assert read(tmp_path, "built-in = false\n" + image) == profiles[:1]
    assert read(tmp_path, "") == BUILT_IN


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[image]]\nsuffix='_a'", '[[image]] number 1: "width_px" is missing'),
        ("[[image]]\nsuffix='_a'\nwidth-px=0", '"width_px" should be greater than or equal to 1'),
        ("[[image]]\nsuffix='_a'\nwidth-px='9'", '"width_px" should be a valid integer'),
        ("[[image]]\nsuffix='_a'\nwidth-px=true", '"width_px" should be a valid integer'),
        ("[[image]]\nsuffix='_a'\nwidth=9", 'no key "width"; there are suffix, width_px'),
        ("[[image]]\nsuffix='a'\nwidth-px=9", '"suffix" is an underscore with'),
        ("[[image]]\nsuffix='_../a'\nwidth-px=9", '"suffix" is an underscore with'),
        ("[[image]]\nsuffix='_a\\n'\nwidth-px=9", '"suffix" is an underscore with'),
        ('[[image]]\nsuffix="_a\\n"\nwidth-px=9', '"suffix" is an underscore with'),
        ("[[image]]\nsuffix='_a'\nwidth-px=9\nextension='.gif'", '"extension" should be'),
        ("[[image]]\nsuffix='_a'\nwidth-px=9\nbackground='white'", "a colour like #ffffff"),
        ("[[video]]\nsuffix='_a'\nshort-side-px=9\naspect-ratio='1/1'", "like 16:9"),
        ("[[video]]\nsuffix='_a'\nshort-side-px=9\nkeyframe-seconds=nan", '"keyframe_seconds"'),
        ("[image]\nsuffix='_a'", "write [[image]] with two brackets"),
        ("image = [1]", "[[image]] number 1 is a table of keys"),
        ("[[picture]]", 'there is no table "picture"'),
        ("built-in = 1", '"built-in" is true or false'),
        ("built-in = false", "describes no profile"),
        ("[[image]]\nsuffix='_a'\nwidth-px=9\n" * 2, "another profile makes _a.jpg as well"),
        ("[[image]]\nsuffix='_a'\nwidth-px=9\n[[image]]\nsuffix='_A'\nwidth-px=9", "another"),
        ("[[image]\n", "is not TOML"),
        ("a = " + "[" * 9999, "is not TOML"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path, text, words):
    with pytest.raises(UsageError) as caught:
        read(tmp_path, text)
    assert words in str(caught.value)
    assert caught.value.where == str(tmp_path / "profiles.toml")


def test_everything_wrong_is_said_at_once(tmp_path):
    with pytest.raises(UsageError) as caught:
        read(tmp_path, "[[image]]\nsuffix = 3\n[[video]]\nsuffix = '_b'\nshort-side-px = 99999\n")
    assert "3 things are wrong" in str(caught.value)
    assert "[[video]] number 1" in str(caught.value)


@pytest.mark.parametrize("data", [b"\xff\xfe", b"x" * (1024 * 1024 + 1)])
def test_files_that_are_no_text_or_too_large_are_refused(tmp_path, data):
    path = tmp_path / "profiles.toml"
    path.write_bytes(data)
    with pytest.raises(UsageError):
        read_profiles(path)


def test_a_file_that_is_not_there_is_an_error_of_ours(tmp_path):
    for path in (tmp_path / "none.toml", tmp_path, Path("a\0b")):
        with pytest.raises(UsageError, match="cannot be read"):
            read_profiles(path)


def test_profiles_are_data():
    for profile in BUILT_IN:
        assert pickle.loads(pickle.dumps(profile)) == profile  # noqa: S301 - our own
        assert hash(profile) == hash(replace(profile))
    with pytest.raises(ValueError, match="width_px"):
        ImageProfile("_a", width_px=0)


def test_a_fingerprint_tells_what_is_in_a_variant_and_not_what_it_is_called():
    plain = ImageProfile("_a", width_px=9)
    assert plain.fingerprint == ImageProfile("_b", width_px=9).fingerprint
    others = [
        replace(plain, width_px=8),
        replace(plain, extension=".png"),
        replace(plain, height_px=9),
        replace(plain, quality=9),
        replace(plain, background="#000000"),
        VideoProfile("_a", short_side_px=9),
    ]
    assert len({profile.fingerprint for profile in (plain, *others)}) == len(others) + 1


def test_a_parsed_document_does_as_well():
    entry = {"suffix": "_x", "short_side_px": 720, "aspect-ratio": "1:1"}
    assert profiles_from({"built-in": False, "video": [entry]}) == (
        VideoProfile("_x", short_side_px=720, aspect_ratio="1:1"),
    )
