"""Which keys a proxy may stand in for, and that the original is taken where there is none."""

import pytest

from render.assets import LocalFolder
from render.assets.proxies import Proxies, proxy_keys
from render.document.asset_uses import AssetUse
from render.errors import AssetMissing


def use(key, kind):
    return AssetUse(key, "somewhere", None, kind)


def test_stills_and_clips_have_proxies():
    uses = [use("a/b.jpg", "ImageLayer"), use("c.MP4", "VideoLayer"), use("d.png", "Scene")]
    assert proxy_keys(uses) == {
        "a/b.jpg": "a/b_800w.jpg",
        "c.MP4": "c_preview.mp4",
        "d.png": "d_800w.jpg",
    }


@pytest.mark.parametrize("key", ["logo.png", "logo.webp", "smoke.webm", "titles.mov", "a.gif"])
def test_what_may_be_transparent_keeps_its_original_in_a_layer(key):
    assert proxy_keys([use(key, "ImageLayer"), use(key, "Scene")]) == {}


@pytest.mark.parametrize("kind", ["Music", "SoundEffect", "Effect", "Transition"])
def test_a_clip_that_is_also_heard_alone_or_read_as_data_keeps_its_original(kind):
    assert proxy_keys([use("a.mp4", "VideoLayer"), use("a.mp4", kind)]) == {}


def test_the_proxy_is_taken_where_there_is_one(tmp_path):
    for name in ("a.jpg", "a_800w.jpg", "b.jpg"):
        (tmp_path / name).touch()
    proxies = Proxies(LocalFolder(tmp_path), {"a.jpg": "a_800w.jpg", "b.jpg": "b_800w.jpg"})
    assert proxies.resolve("a.jpg").name == "a_800w.jpg"
    assert proxies.resolve("b.jpg").name == "b.jpg"
    with pytest.raises(AssetMissing, match=r"c\.jpg"):
        proxies.resolve("c.jpg")
