"""The served folder and our own client for the API, together."""

import pytest
from pydantic import SecretStr

from render.assets.remote import ApiConfig, AssetFetched, RemoteAssets
from render.errors import ApiError, AssetError, AssetMissing
from render.serve import serve_folder
from render.storage import ContentStore
from tests.serve.conftest import FILES, FILM, write_files

KEYS = [key for key, content in FILES.items() if content[:2] in {b"\x89P", b"\xff\xd8", b"\0\0"}]


@pytest.fixture
def client(tmp_path):
    """Return a function from a server to a resolver that downloads from it into one cache."""
    store = ContentStore(tmp_path / "cache")

    def connect(served, key=None):
        secret = SecretStr(key or served.api_key)
        return RemoteAssets(ApiConfig(url=served.url, key=secret), store)

    with store:
        yield connect


def test_every_file_comes_as_it_is_and_stays_when_the_server_has_gone(tmp_path, client):
    root = tmp_path / "folder"
    write_files(root)
    with serve_folder(root) as server, client(server) as assets:
        fetched = assets.fetch(KEYS)
    assert {key: path.read_bytes() for key, path in fetched.files.items()} == {
        key: FILES[key] for key in KEYS
    }
    with client(server) as assets:
        again = assets.fetch(KEYS)
    assert again.files == fetched.files
    assert again.assets_cached == len(KEYS)


def test_proxies_are_taken_where_the_folder_has_them(serving, client):
    proxies = {
        "assets/scene-1/image.png": "assets/scene-1/image_800w.jpg",
        "assets/scene-2/video.mp4": "assets/scene-2/video_preview.mp4",
        "assets/link-in.png": "assets/link-in_800w.jpg",
    }
    with client(serving()) as assets:
        fetched = assets.fetch(proxies, proxies=proxies)
    assert fetched.proxies.keys() == {"assets/scene-1/image.png", "assets/scene-2/video.mp4"}
    assert fetched.files["assets/scene-2/video.mp4"].read_bytes() == FILM + b"preview"


def test_what_the_folder_does_not_have_is_told_all_at_once(serving, client):
    with client(serving()) as assets, pytest.raises(AssetMissing) as caught:
        assets.fetch(["assets/small.jpg", "assets/no.png", "assets/never.png", "assets/.secret"])
    assert {problem.where for problem in caught.value.problems} == {
        "assets/no.png", "assets/never.png", "assets/.secret",
    }  # fmt: skip


def test_urls_that_expire_on_the_way_are_signed_again(serving, client):
    now, here = [1_000_000.0], []
    served = serving(lifetime_seconds=60, clock=lambda: now[0])
    keys = [f"assets/{number}.png" for number in range(60)]
    for number, key in enumerate(keys):
        (served.root / key).write_bytes(b"\x89PNG\r\n\x1a\n" + bytes([number]))

    def on_event(event):
        if isinstance(event, AssetFetched):
            here.append(event.key)
            if len(here) in {10, 30}:
                now[0] += 100  # all links there are die at once

    with client(served) as assets:
        files = assets.fetch(keys, on_event=on_event).files
    assert [files[key].read_bytes()[-1] for key in keys] == list(range(60))


def test_a_wrong_key_has_a_name_and_is_not_shown(serving, client):
    with client(serving(), key="mcp_wrong") as assets, pytest.raises(ApiError) as caught:
        assets.fetch(["assets/small.jpg"])
    assert type(caught.value).__name__ == "ApiKeyRefused"
    assert "mcp_wrong" not in str(caught.value)


def test_a_page_under_the_name_of_a_picture_is_refused(serving, client):
    served = serving()
    (served.root / "assets/page.png").write_bytes(FILES["assets/page.html"])
    with client(served) as assets, pytest.raises(AssetError):
        assets.fetch(["assets/page.png"])
