"""What is told while files come, and how the whole is stopped."""

import threading

import pytest

from render.assets.remote import AssetFailed, AssetFetched, FetchProgress
from render.errors import AssetMissing, Cancelled
from render.events import Notice
from tests.assets.remote.loopback import reply, until
from tests.assets.remote.many_files import FILES
from tests.assets.remote.storage import Storage, assets, cut, picture, whole_or_part


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
