"""Many files at once: what is here, and what it costs the servers."""

import asyncio
import logging
import threading

from render.assets import LocalFolder, Resolver
from render.assets.remote import RemoteAssets
from render.assets.remote.config import ApiConfig
from render.storage import ContentStore
from tests.assets.remote.loopback import reply
from tests.assets.remote.many_files import FILES, read
from tests.assets.remote.storage import KEY, SIGNATURE, Storage, assets, picture, whole_or_part


def test_files_are_fetched_once_and_then_without_a_network(store):
    with Storage(FILES) as storage:
        with assets(storage, store) as remote:
            fetched = remote.fetch([*FILES, *FILES])
        assert read(fetched) == FILES
        assert list(fetched.files) == list(FILES)
        assert fetched.assets_cached == 0
        assert fetched.bytes_received == sum(map(len, FILES.values()))
        url = storage.url
    with assets(url, store) as remote:
        again = remote.fetch(FILES)
        assert read(again) == FILES
        assert (again.assets_cached, again.bytes_received) == (len(FILES), 0)
        assert remote.resolve("assets/scene-2/image.png") == again.files["assets/scene-2/image.png"]


def test_another_process_finds_the_files_too(tmp_path):
    root = tmp_path / "cache"
    with Storage(FILES) as storage:
        with ContentStore(root) as store, assets(storage, store) as remote:
            remote.fetch(FILES)
        url = storage.url
    with ContentStore(root) as store, assets(url, store) as remote:
        assert read(remote.fetch(FILES)) == FILES


def test_it_is_a_resolver_like_a_folder_is(store, tmp_path):
    def opened(resolver: Resolver) -> bytes:
        return resolver.resolve("a.png").read_bytes()

    (tmp_path / "a.png").write_bytes(picture(100))
    with Storage({"a.png": picture(100)}) as storage, assets(storage, store) as remote:
        assert opened(remote) == opened(LocalFolder(tmp_path))
        assert remote.resolve("a.png").is_absolute()


def test_files_of_different_apis_are_different_files(store):
    with Storage({"a.png": picture(50)}) as one, Storage({"a.png": picture(60)}) as two:
        sizes = [len(assets(each, store).resolve("a.png").read_bytes()) for each in (one, two)]
    assert sizes == [50, 60]


def test_nothing_to_fetch_is_fine_without_anybody_there(store):
    assert assets("https://nowhere.invalid", store).fetch([]).files == {}


def test_the_key_goes_to_the_api_and_nowhere_else(store):
    with Storage(FILES) as storage:
        assets(storage, store).fetch(FILES)
    for request in storage.server.requests:
        assert ("authorization" in request.headers) == (request.path == "/assets/sign")
        assert KEY not in request.query + request.path


def test_no_cookie_of_a_storage_is_kept(store):
    def fault(_request, key, _before):
        return [reply(200, FILES[key], set_cookie="id=1; Path=/")]

    with Storage(FILES, fault) as storage:
        assets(storage, store, connections=1).fetch(FILES)
    assert not any("cookie" in request.headers for request in storage.server.requests)


def test_no_more_files_than_allowed_come_at_the_same_time(store):
    def slow(request, key, _before):
        return [0.02, *whole_or_part(request, FILES[key])]

    with Storage(FILES, slow) as storage:
        assets(storage, store, connections=3).fetch(FILES)
    assert storage.most_at_once == 3


def test_many_who_want_the_same_file_download_it_once(tmp_path):
    results, data = [], picture(300_000)

    def want():
        with ContentStore(tmp_path / "cache") as store:
            results.append(assets(storage, store).resolve("a.png").read_bytes() == data)

    def slow(request, _key, _before):
        return [0.05, *whole_or_part(request, data)]

    with Storage({"a.png": data}, slow) as storage:
        threads = [threading.Thread(target=want) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(storage.downloads) == 1
    assert results == [True] * 8


def test_a_damaged_file_in_the_cache_is_fetched_again(tmp_path):
    with Storage({"a.png": picture(5000)}) as storage:
        with ContentStore(tmp_path / "cache") as store:
            path = assets(storage, store).resolve("a.png")
        path.chmod(0o644)
        path.write_bytes(picture(5000)[:-1] + b"!")
        with ContentStore(tmp_path / "cache") as store:
            assert assets(storage, store).resolve("a.png").read_bytes() == picture(5000)
        assert len(storage.downloads) == 2


def test_a_refresh_takes_the_newest(store):
    with Storage({"a.png": picture(50)}) as storage, assets(storage, store) as remote:
        remote.fetch(["a.png"])
        storage.files["a.png"] = picture(70)
        assert len(read(remote.fetch(["a.png"]))["a.png"]) == 50
        assert len(read(remote.fetch(["a.png"], refresh=True))["a.png"]) == 70
        assert len(remote.resolve("a.png").read_bytes()) == 70


def test_it_works_within_an_event_loop_too(store):
    async def notebook():
        with Storage(FILES) as storage, assets(storage, store) as remote:
            return read(await remote.fetch_async(FILES)), read(remote.fetch(FILES))

    assert asyncio.run(notebook()) == (FILES, FILES)


def test_keys_count_in_their_normal_form(store):
    with Storage({"caf\u00e9.png": picture(50)}) as storage, assets(storage, store) as remote:
        fetched = remote.fetch(["cafe\u0301.png", "caf\u00e9.png"])
        assert list(fetched.files) == ["cafe\u0301.png", "caf\u00e9.png"]
        assert len(storage.downloads) == 1
        assert remote.resolve("cafe\u0301.png") == remote.resolve("caf\u00e9.png")


def test_the_users_cache_is_used_when_none_is_given(own_cache):
    with Storage(FILES) as storage, RemoteAssets(ApiConfig(url=storage.url)) as remote:
        path = remote.resolve("assets/scene-0/image.png")
    assert path.is_relative_to(own_cache)


def test_neither_the_key_nor_signed_urls_are_logged(store, caplog):
    caplog.set_level(logging.DEBUG)

    def fault(_request, key, before):
        there = f"/files/{key}?sig={SIGNATURE}&x=1&g=0"
        return [reply(302, location=there)] if before == 0 else None

    with Storage(FILES, fault) as storage:
        assets(storage, store).fetch(FILES)
    assert "GET" in caplog.text
    assert "receive_response_headers.started" in caplog.text
    assert "mcp_" not in caplog.text
    assert SIGNATURE not in caplog.text
