"""Many files at once: what is here, what is missing, what it costs the servers."""

import asyncio
import logging
import pickle
import threading

import numpy as np
import pytest

from render.assets import LocalFolder, Resolver
from render.assets.remote import AssetFailed, AssetFetched, FetchProgress, RemoteAssets
from render.assets.remote.config import ApiConfig
from render.errors import (
    ApiKeyRefused,
    ApiUnavailable,
    AssetError,
    AssetKeyRefused,
    AssetMissing,
    AssetUnreadable,
    Cancelled,
    DownloadFailed,
    RenderError,
)
from render.events import Notice
from render.storage import ContentStore
from tests.assets.remote.loopback import CLOSE, RESET, reply, until
from tests.assets.remote.storage import (
    KEY,
    SIGNATURE,
    Storage,
    assets,
    cut,
    picture,
    whole_or_part,
)

FILES = {f"assets/scene-{n}/image.png": picture(3000 + n, seed=n) for n in range(6)}


@pytest.fixture
def store(tmp_path):
    with ContentStore(tmp_path / "cache") as opened:
        yield opened


def read(fetched):
    return {key: path.read_bytes() for key, path in fetched.files.items()}


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


def test_all_missing_keys_are_told_together_and_the_rest_is_here(store):
    missing = ["assets/gone.mp4", "assets/lost.png"]
    with Storage(FILES) as storage, assets(storage, store) as remote:
        with pytest.raises(AssetMissing) as caught:
            remote.fetch([missing[0], *FILES, missing[1]])
        url = storage.url
    assert [problem.where for problem in caught.value.problems] == missing
    assert all(key in caught.value.message for key in missing)
    assert "2 of 8 assets" in caught.value.message
    assert read(assets(url, store).fetch(FILES)) == FILES
    assert type(pickle.loads(pickle.dumps(caught.value))) is AssetMissing  # noqa: S301


def test_one_missing_key_is_an_error_about_that_key(store):
    with Storage(FILES) as storage, pytest.raises(AssetMissing) as caught:
        assets(storage, store).fetch([*FILES, "assets/gone.mp4"])
    assert caught.value.where == "assets/gone.mp4"
    with pytest.raises(AssetMissing), Storage(FILES) as storage:
        assets(storage, store).resolve("assets/gone.mp4")


def test_failures_of_all_kinds_are_told_together(store):
    files = {"good.png": picture(99), "page.png": b"<html></html>", "broken.png": picture(99)}

    def fault(_request, key, _before):
        return [RESET] if key == "broken.png" else None

    with Storage(files, fault) as storage, pytest.raises(AssetError) as caught:
        assets(storage, store).fetch(["../up.png", "gone.png", *files])
    kinds = {problem.where: type(problem) for problem in caught.value.problems}
    assert kinds == {
        "../up.png": AssetKeyRefused,
        "gone.png": AssetMissing,
        "page.png": AssetUnreadable,
        "broken.png": DownloadFailed,
    }
    assert all(key in caught.value.message for key in kinds)
    assert SIGNATURE not in str(caught.value)


def test_long_lists_of_failures_are_cut_short_in_the_message_only(store):
    keys = [f"{n}.png" for n in range(60)]
    with Storage({}) as storage, pytest.raises(AssetMissing) as caught:
        assets(storage, store).fetch(keys)
    assert "and 35 more" in caught.value.message
    assert [problem.where for problem in caught.value.problems] == keys


@pytest.mark.parametrize(
    ("answer", "kind"), [(reply(401), ApiKeyRefused), (reply(503), ApiUnavailable)]
)
def test_when_nothing_can_be_signed_nothing_is_downloaded(store, answer, kind):
    with Storage(FILES, sign_answer=lambda _request: [answer]) as storage:
        with pytest.raises(kind):
            assets(storage, store).fetch(FILES)
        assert storage.downloads == []


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


MANY = {f"assets/{n}.png": picture(64, seed=n) for n in range(105)}


def test_urls_that_expire_in_the_middle_are_signed_again_together(store):
    def expiring(_request, _key, _before):
        with lock:
            counted.append(1)
            if len(counted) == 40:
                storage.generation = storage.valid = 1

    counted, lock = [], threading.Lock()
    with Storage(MANY, expiring) as storage:
        assert read(assets(storage, store, connections=4).fetch(MANY)) == MANY
    assert len(storage.signed) == 3 + 2
    refused = sum(storage.gets.values()) - len(MANY)
    assert refused <= 2 * 4


def test_a_key_that_vanishes_while_urls_are_signed_again_is_missing(store):
    def fault(_request, key, _before):
        storage.files.pop(key, None)
        return [reply(403)]

    vanishing = Storage({"a.png": picture(50)}, fault)
    with vanishing as storage, pytest.raises(AssetMissing, match="any more"):
        assets(storage, store).fetch(["a.png"])


def test_a_storage_that_is_down_is_not_asked_for_every_file(store):
    with Storage(MANY, lambda *_: [CLOSE]) as storage, pytest.raises(AssetError) as caught:
        assets(storage, store, connections=2).fetch(MANY)
    assert len(caught.value.problems) == len(MANY)
    assert len(storage.downloads) < 20 * 4
    assert "not tried" in caught.value.problems[-1].message


def test_a_few_failures_do_not_stop_the_others(store):
    files = dict(list(MANY.items())[:51])
    broken = list(files)[::3]

    def fault(_request, key, _before):
        return [CLOSE] if key in broken else None

    with Storage(files, fault) as storage, pytest.raises(AssetError) as caught:
        assets(storage, store, connections=2).fetch(files)
    assert [problem.where for problem in caught.value.problems] == broken
    assert not any("not tried" in problem.message for problem in caught.value.problems)


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


def test_a_stop_ends_it_soon_and_what_came_is_gone_on_from(store):
    data, stop = picture(200_000), threading.Event()

    def stall(request, _key, before):
        if before == 0:
            return [*cut(whole_or_part(request, data), 100_000, 0.0)[:1], 30.0]
        return None

    def watch(event):
        if isinstance(event, FetchProgress) and event.bytes_done >= 100_000:
            stop.set()

    with Storage({"a.png": data}, stall) as storage:
        with pytest.raises(Cancelled):
            assets(storage, store).fetch(["a.png"], on_event=watch, cancel=stop)
        assert assets(storage, store).resolve("a.png").read_bytes() == data
    assert storage.downloads[1].headers["range"] == "bytes=100000-"


def test_a_stop_while_another_process_downloads_does_not_wait_for_it(store):
    class Stop:
        def is_set(self):
            return True

    with Storage({"a.png": picture(50)}) as storage:
        name = f"{storage.url}\na.png"
        with store.claim(name), pytest.raises(Cancelled):
            assets(storage, store).fetch(["a.png"], cancel=Stop())


def test_progress_is_told_in_bytes_and_every_file_by_name(store):
    events = []

    def slow(request, key, _before):
        (whole,) = whole_or_part(request, FILES[key])
        return [whole[:500], 0.15, whole[500:]]

    with Storage(FILES, slow) as storage, assets(storage, store) as remote:
        remote.fetch(list(FILES)[:1])
        remote.fetch(FILES, on_event=events.append)
    progress = [event for event in events if isinstance(event, FetchProgress)]
    new_bytes = sum(map(len, list(FILES.values())[1:]))
    assert len(progress) >= 2
    assert [each.bytes_done for each in progress] == sorted(each.bytes_done for each in progress)
    last = progress[-1]
    assert (last.assets_done, last.assets_cached, last.assets_total) == (6, 1, 6)
    assert (last.bytes_done, last.bytes_total) == (new_bytes, new_bytes)
    assert last.bytes_per_second
    fetched = {event.key: event.was_cached for event in events if isinstance(event, AssetFetched)}
    assert fetched == dict.fromkeys(FILES, False) | {next(iter(FILES)): True}


def test_failures_and_waits_are_told_as_they_happen(store):
    events = []

    def fault(_request, _key, before):
        return [reply(503, retry_after=9)] if before == 0 else [reply(404)]

    with Storage({"a.png": picture(50)}, fault) as storage, pytest.raises(AssetMissing):
        assets(storage, store).fetch(["a.png"], on_event=events.append)
    assert [event.key for event in events if isinstance(event, AssetFailed)] == ["a.png"]
    (notice,) = [event.message for event in events if isinstance(event, Notice)]
    assert "9 s" in notice


def test_an_error_of_the_one_who_watches_comes_out_and_nothing_is_left_running(store):
    def watch(_event):
        raise ZeroDivisionError

    with Storage(FILES) as storage, pytest.raises(ZeroDivisionError):
        assets(storage, store).fetch(FILES, on_event=watch)
    before = threading.active_count()
    until(lambda: threading.active_count() <= before)


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


def some_fault(request, data, dice):
    """Return one of the many things that go wrong."""
    right = whole_or_part(request, data)
    ways = (
        cut(right, int(dice.integers(len(data))), CLOSE),
        cut(right, int(dice.integers(len(data))), RESET),
        [reply(200, data, content_length=int(dice.integers(2 * len(data)))), CLOSE],
        [reply(int(dice.choice([403, 404, 416, 429, 500, 503])))],
        [reply(206, data[5:], content_range=f"bytes 5-{len(data) - 1}/{len(data)}")],
        [reply(200, b"<html></html>")],
        [reply(200, data, content_encoding="gzip")],
        [reply(302, location="http://169.254.169.254/?sig=topsecret")],
        [reply(200, data, content_length=None), CLOSE],
    )
    return ways[dice.integers(len(ways))]


@pytest.mark.parametrize("seed", range(12))
def test_whatever_a_storage_does_there_are_right_files_or_named_errors(tmp_path, seed):
    dice, lock = np.random.default_rng(seed), threading.Lock()
    files = {f"{n}.png": picture(int(dice.integers(100, 90_000)), seed=n) for n in range(5)}

    def fault(request, key, _before):
        with lock:
            if dice.random() < 0.5:
                return None
            return some_fault(request, files[key], dice)

    with Storage(files, fault) as storage:
        for _ in range(3):
            said = ""
            with ContentStore(tmp_path / "cache") as store:
                try:
                    assert read(assets(storage, store).fetch(files)) == files
                except RenderError as error:
                    said = str(error)
            assert not any(secret in said for secret in (SIGNATURE, KEY))
        storage.fault = None
        with ContentStore(tmp_path / "cache") as store:
            assert read(assets(storage, store).fetch(files)) == files
