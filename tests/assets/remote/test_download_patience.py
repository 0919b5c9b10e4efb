"""Servers that are slow, busy or refuse: how long, and how often, they are asked."""

import pytest

from render.assets.remote import DownloadOptions
from render.errors import AssetMissing
from tests.assets.remote.loopback import CLOSE, drip, reply
from tests.assets.remote.one_file import DATA, NAME, always, failure, fetch, first, good
from tests.assets.remote.storage import PNG, cut


def test_a_server_that_never_answers_is_left(store):
    error, _ = failure(always(30.0), store, head_seconds=0.1)
    assert "no answer in time" in error.message


def test_a_server_that_stops_in_the_middle_is_left(store):
    steps = always(reply(200, DATA[:1000], content_length=len(DATA)), 30.0)
    error, _ = failure(steps, store, idle_seconds=0.1)
    assert "too long" in error.message


def test_a_server_that_drips_is_left_although_bytes_keep_coming(store):
    def fault(_request, _key, _before):
        yield reply(200, PNG, content_length=len(DATA))
        yield from drip(bytes(1000), 0.01)

    error, _ = failure(fault, store, grace_seconds=0.15, min_bytes_per_second=10_000)
    assert "too slowly" in error.message


def test_a_head_that_drips_is_left(store):
    head = reply(200, content_length=100)
    error, _ = failure(lambda *_: drip(head, 0.02), store, head_seconds=0.1)
    assert "no answer in time" in error.message


@pytest.mark.parametrize(
    ("headers", "waits"),
    [
        ({"retry_after": "7"}, [7, 7]),
        ({"retry_after": "garbage"}, [0.25, 0.5]),
        ({"retry_after": "-3"}, [0.25, 0.5]),
        ({}, [0.25, 0.5]),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_storage_that_is_busy_is_waited_for_as_it_asks(store, status, headers, waits):
    waited = []

    async def sleep(seconds):
        waited.append(seconds)

    def fault(_request, _key, before):
        return [reply(status, b"busy", **headers)] if before < 2 else None

    assert fetch(fault, store, sleep=sleep)[0] == DATA
    assert waited == pytest.approx(waits)


def test_a_storage_that_asks_to_wait_for_years_is_not_waited_for(store):
    error, storage = failure(always(reply(503, retry_after="1000000000")), store)
    assert "503" in error.message
    assert len(storage.downloads) == 1


@pytest.mark.parametrize(("status", "tries"), [(500, 4), (502, 4), (504, 4), (405, 1), (451, 1)])
def test_what_may_pass_is_tried_again_and_what_may_not_is_not(store, status, tries):
    _, storage = failure(always(reply(status)), store)
    assert len(storage.downloads) == tries


def test_a_signed_key_without_a_file_is_missing(store):
    error, storage = failure(always(reply(404)), store, AssetMissing)
    assert "no such file" in error.message
    assert len(storage.downloads) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 410])
def test_a_refused_url_is_signed_again_once(store, status):
    data, storage = fetch(first(lambda _request: [reply(status)]), store)
    assert data == DATA
    assert storage.signed == [[NAME], [NAME]]


def test_a_url_that_is_always_refused_is_signed_again_once_and_no_more(store):
    error, storage = failure(always(reply(403)), store)
    assert len(storage.downloads) == 2
    assert len(storage.signed) == 2
    assert "403 for a new URL as well" in error.message


def test_a_url_that_expires_during_a_download_is_signed_again_as_often_as_needed(store):
    step = len(DATA) // 5

    def fault(request, _key, before):
        return [reply(403)] if before % 2 else cut(good(request), step, CLOSE)

    data, storage = fetch(fault, store, progress_bytes=step)
    assert data == DATA
    assert len(storage.signed) >= 4


def test_the_longest_that_a_file_may_take_is_known():
    options = DownloadOptions()
    worst = options.grace_seconds + options.max_file_bytes / options.min_bytes_per_second
    assert worst < 40 * 3600
