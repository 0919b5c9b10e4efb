"""Smaller variants that stand in for assets."""

import pytest

from render.errors import AssetMissing
from tests.assets.remote.loopback import reply
from tests.assets.remote.many_files import read
from tests.assets.remote.storage import Storage, assets, picture

PROXIED = {
    "a.png": picture(900),
    "a_800w.jpg": b"\xff\xd8\xff" + bytes(90),
    "a_400w.jpg": b"\xff\xd8\xff" + bytes(40),
    "b.png": picture(800),
}


def test_a_variant_stands_in_where_the_api_offers_it(store):
    proxies = {"a.png": "a_800w.jpg", "b.png": "b_800w.jpg"}
    with Storage(PROXIED) as storage, assets(storage, store) as remote:
        fetched = remote.fetch(["a.png", "b.png"], proxies=proxies)
        assert read(fetched) == {"a.png": PROXIED["a_800w.jpg"], "b.png": PROXIED["b.png"]}
        assert fetched.proxies == {"a.png": "a_800w.jpg"}
        assert dict(storage.gets) == {"a_800w.jpg": 1, "b.png": 1}
        assert remote.resolve("a_800w.jpg") == fetched.files["a.png"]
        with pytest.raises(AssetMissing):
            remote.resolve("b_800w.jpg")
        assert remote.resolve("b.png") == fetched.files["b.png"]
        url, asked = storage.url, len(storage.server.requests)
        assert asked == 3
    with assets(url, store) as remote:
        again = remote.fetch(["a.png", "b.png"], proxies=proxies)
        assert (again.files, again.proxies) == (fetched.files, fetched.proxies)
        with pytest.raises(AssetMissing):
            remote.resolve("b_800w.jpg")


def test_the_whole_asset_comes_when_it_is_wanted_after_its_variant(store):
    with Storage(PROXIED) as storage, assets(storage, store) as remote:
        remote.fetch(["a.png"], proxies={"a.png": "a_800w.jpg"})
        assert remote.resolve("a.png").read_bytes() == PROXIED["a.png"]


@pytest.mark.parametrize("fault", [[reply(404)], [reply(200, b"<html></html>")]])
def test_a_variant_that_is_no_good_gives_way_to_the_asset(store, fault):
    def broken(_request, key, _before):
        return fault if key == "a_800w.jpg" else None

    with Storage(PROXIED, broken) as storage, assets(storage, store) as remote:
        fetched = remote.fetch(["a.png"], proxies={"a.png": "a_800w.jpg"})
        assert read(fetched) == {"a.png": PROXIED["a.png"]}
        assert fetched.proxies == {}
        with pytest.raises(AssetMissing):
            remote.resolve("a_800w.jpg")


def test_a_variant_of_two_assets_is_nobodys(store):
    files = PROXIED | {"a.jpg": b"\xff\xd8\xff" + bytes(700)}
    proxies = {"a.png": "a_800w.jpg", "a.jpg": "a_800w.jpg"}
    with Storage(files) as storage, assets(storage, store) as remote:
        fetched = remote.fetch(["a.png", "a.jpg"], proxies=proxies)
        assert read(fetched) == {"a.png": files["a.png"], "a.jpg": files["a.jpg"]}
        with pytest.raises(AssetMissing):
            remote.resolve("a_800w.jpg")
