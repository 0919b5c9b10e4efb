"""One file against a storage that misbehaves: the right bytes or a named error."""

import base64
import gzip
import hashlib

import pytest

from render.errors import DownloadFailed, RenderError
from render.storage import ContentStore
from tests.assets.remote.loopback import CLOSE, RESET, reply
from tests.assets.remote.one_file import DATA, NAME, OTHER, always, failure, fetch, first, good
from tests.assets.remote.storage import SIGNATURE, Storage, assets, cut, etag, whole_or_part


def test_a_file_is_downloaded_without_the_key_and_without_compression(store):
    data, storage = fetch(None, store)
    assert data == DATA
    (request,) = storage.downloads
    assert request.headers["accept-encoding"] == "identity"
    assert not {"authorization", "cookie", "referer"} & set(request.headers)
    assert SIGNATURE in request.query


@pytest.mark.parametrize("end", [CLOSE, RESET])
@pytest.mark.parametrize("at", [0, 1, 7, 4095, 4096, 65536, 131073, len(DATA) - 1])
def test_a_cut_is_gone_on_from(store, at, end):
    data, storage = fetch(first(lambda request: cut(good(request), at, end)), store)
    assert data == DATA
    assert storage.sent[NAME] <= 1.2 * len(DATA) + 2000 or end == RESET
    if end == CLOSE and at:
        assert storage.downloads[1].headers["range"] == f"bytes={at}-"


def test_many_cuts_with_progress_are_all_gone_on_from(store):
    step = len(DATA) // 12

    def fault(request, _key, _before):
        return cut(good(request), step, CLOSE)

    data, storage = fetch(fault, store, progress_bytes=step)
    assert data == DATA
    assert len(storage.downloads) in {12, 13}


def test_cuts_without_progress_end_in_an_error_and_what_came_is_kept(store):
    error, storage = failure(lambda request, _key, _before: cut(good(request), 100, CLOSE), store)
    assert "4 times" in error.message
    assert "kept" in (error.hint or "")
    assert len(storage.downloads) == 4


def test_what_was_kept_is_gone_on_from_in_the_next_run(store):
    with Storage({NAME: DATA}) as storage:
        storage.fault = lambda request, _key, _before: cut(good(request), 40_000, CLOSE)
        with assets(storage, store) as remote, pytest.raises(DownloadFailed):
            remote.fetch([NAME])
        storage.fault = None
        with assets(storage, store) as remote:
            assert remote.fetch([NAME]).files[NAME].read_bytes() == DATA
    assert storage.downloads[-1].headers["range"] == "bytes=160000-"


def part(data, said, **headers):
    return reply(206, data, **({"content_range": f"bytes {said}", "etag": etag(DATA)} | headers))


@pytest.mark.parametrize(
    "second",
    [
        lambda _request: reply(200, DATA, etag=etag(DATA)),
        lambda _request: reply(416, content_range=f"bytes */{len(DATA) - 5}"),
        lambda _request: reply(416),
        lambda _request: part(DATA[50_001:], "50001-199999/200000"),
        lambda _request: part(DATA[50_000:], "50000-199999/200001"),
        lambda _request: reply(206, DATA[50_000:]),
        lambda _request: part(OTHER[50_000:], "50000-199999/200000", etag=etag(OTHER)),
        lambda _request: part(
            gzip.compress(DATA[50_000:]), "50000-199999/200000", content_encoding="gzip"
        ),
        lambda _request: part(DATA[50_000:] + b"x", "50000-199999/200000", content_length=150_000),
        lambda request: b"".join(cut(good(request), 10, b"")),
        lambda _request: part(DATA[50_000:60_000], "50000-59999/200000"),
    ],
)
def test_whatever_comes_for_the_rest_the_file_is_right_in_the_end(store, second):
    def fault(request, _key, before):
        if before == 0:
            return cut(good(request), 50_000, CLOSE)
        return [second(request), CLOSE] if before == 1 else None

    assert fetch(fault, store)[0] == DATA


def test_a_file_that_changes_meanwhile_is_never_a_mixture(store):
    versions = [DATA, OTHER]

    def fault(request, _key, before):
        if before == 0:
            return cut(whole_or_part(request, DATA), 50_000, CLOSE)
        return whole_or_part(request, OTHER)

    data, _ = fetch(fault, store)
    assert data == versions[1]


def test_without_an_etag_a_file_is_begun_anew(store):
    def fault(request, _key, before):
        answer = whole_or_part(request, DATA, with_etags=False)
        return cut(answer, 50_000, CLOSE) if before == 0 else answer

    data, storage = fetch(fault, store)
    assert data == DATA
    assert "range" not in storage.downloads[1].headers


@pytest.mark.parametrize(
    "steps",
    [
        [reply(200, DATA, content_length=len(DATA) - 1)],
        [reply(200, DATA, content_length=100), 0.01, b"more"],
        [reply(200, DATA, content_length=len(DATA) + 1), CLOSE],
        [reply(200, DATA, content_length=None), CLOSE],
        [reply(200, DATA, content_length=f"{len(DATA)}, {len(DATA) - 1}"), CLOSE],
        [reply(200, DATA, content_length=-1), CLOSE],
        [reply(200, b"7ffffffff\r\n", content_length=None, transfer_encoding="chunked"), CLOSE],
        [reply(200, b"5\r\n\x89PNG\r", content_length=None, transfer_encoding="chunked"), CLOSE],
        [reply(206, DATA, content_range="bytes 0-199999/200000")],
        [CLOSE],
        [RESET],
        [b"nonsense\r\n\r\n", CLOSE],
        [reply(204)],
        [reply(304)],
    ],
)
def test_a_storage_that_always_lies_ends_in_a_named_error(store, steps):
    failure(always(*steps), store)


def test_a_chunked_file_is_whole_when_its_end_has_come(store):
    chunks = b"".join(
        b"%x\r\n%s\r\n" % (len(part), part) for part in (DATA[:100_000], DATA[100_000:])
    )
    body = chunks + b"0\r\n\r\n"
    steps = always(reply(200, body, content_length=None, transfer_encoding="chunked"))
    assert fetch(steps, store)[0] == DATA


def test_a_stated_hash_is_checked(store):
    right = base64.b64encode(hashlib.sha256(DATA).digest()).decode()
    said = reply(200, DATA, repr_digest=f"sha-256=:{right}:")
    assert fetch(always(said), store)[0] == DATA


def test_bytes_that_are_not_those_of_the_stated_hash_are_not_kept(store):
    wrong = base64.b64encode(hashlib.sha256(OTHER).digest()).decode()
    lie = reply(200, DATA, repr_digest=f"sha-256=:{wrong}:")
    error, storage = failure(always(lie), store)
    assert "not those" in error.message
    assert len(storage.downloads) == 4
    assert fetch(first(lambda _request: [lie]), store)[0] == DATA


def test_a_cache_that_cannot_be_written_is_said_at_once(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with (
        Storage({NAME: DATA}) as storage,
        ContentStore(tmp_path / "file" / "cache") as store,
        assets(storage, store) as remote,
        pytest.raises(RenderError) as caught,
    ):
        remote.fetch([NAME])
    assert caught.value.exit_code == 1
    assert storage.downloads == []
