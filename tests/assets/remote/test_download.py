"""One file against a storage that misbehaves: the right bytes or a named error."""

import asyncio
import base64
import gzip
import hashlib

import httpx
import pytest

from render.assets.remote import DownloadOptions, RetryPolicy
from render.assets.remote.download import Downloader, Source
from render.assets.remote.policy import AddressPolicy
from render.errors import (
    AddressRefused,
    AssetMissing,
    AssetTooLarge,
    AssetUnreadable,
    DownloadFailed,
    RenderError,
)
from render.storage import ContentStore
from tests.assets.remote.loopback import CLOSE, RESET, Loopback, drip, reply
from tests.assets.remote.storage import (
    KEY,
    PNG,
    SIGNATURE,
    Storage,
    assets,
    at_once,
    cut,
    etag,
    picture,
    whole_or_part,
)

DATA = picture(200_000)
OTHER = picture(200_000, seed=1)
NAME = "assets/scene-1/image.png"


@pytest.fixture
def store(tmp_path):
    with ContentStore(tmp_path / "cache") as opened:
        yield opened


def fetch(fault, store, *, data=DATA, key=NAME, **options):
    """Fetch one file from a storage with a fault; return its bytes and the storage."""
    with Storage({key: data}, fault) as storage, assets(storage, store, **options) as remote:
        return remote.fetch([key]).files[key].read_bytes(), storage


def failure(fault, store, kind=DownloadFailed, **more):
    """Fetch one file that cannot be had; return the error."""
    storage = Storage({more.get("key", NAME): more.pop("data", DATA)}, fault)
    key = next(iter(storage.files))
    more.pop("key", None)
    with storage, assets(storage, store, **more) as remote:
        with pytest.raises(kind) as caught:
            remote.fetch([key])
        assert type(caught.value) is kind
        assert caught.value.where == key
        assert SIGNATURE not in str(caught.value)
        assert KEY not in str(caught.value)
        assert store.find(f"{storage.url}\n{key}") is None
    return caught.value, storage


def first(steps):
    """Let the first request go wrong in some way, the others go well."""
    return lambda request, _key, before: steps(request) if before == 0 else None


def always(*steps):
    return lambda _request, _key, _before: list(steps)


def good(request, data=DATA):
    return whole_or_part(request, data)


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


@pytest.mark.parametrize("encoding", ["gzip", "gzip, gzip, gzip", "br", "zstd", "deflate"])
def test_compressed_files_are_refused_unopened(store, encoding):
    bomb = gzip.compress(bytes(20_000_000))
    error, storage = failure(always(reply(200, bomb, content_encoding=encoding)), store)
    assert "compressed" in error.message
    assert len(storage.downloads) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "an empty file"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "an HTML page"),
        (b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "an XML document"),
        (b'{"error": "not found"}', "a text file"),
        (b"#EXTM3U\n#EXTINF:1,\nhttp://169.254.169.254/\n", "an HLS playlist"),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", "an ffconcat playlist"),
        (gzip.compress(DATA), "a gzip archive"),
        (b"PK\x03\x04" + DATA, "a ZIP archive"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG drawing"),
        (b"%PDF-1.7\n" + DATA, "a PDF document"),
        (bytes(3000), "no demuxer knows"),
        (b"\x7fELF" + bytes(100), "no demuxer knows"),
    ],
)
def test_what_is_no_picture_is_refused_and_not_kept(store, content, said):
    error, storage = failure(None, store, AssetUnreadable, data=content)
    assert said in error.message
    assert len(storage.downloads) == 1
    assert all(not path.stat().st_size for path in store.root.glob("downloads/*.partial"))


def test_a_wrong_file_is_noticed_before_all_of_it_has_come(store):
    def endless(_request, _key, _before):
        yield reply(200, b"<html>" + b" " * 100_000, content_length=10**9)
        yield 30.0

    failure(endless, store, AssetUnreadable)


@pytest.mark.parametrize(
    ("key", "content"),
    [
        ("captions.srt", b"1\n00:00:00,000 --> 00:00:01,000\nHello\n"),
        ("look.cube", b"LUT_3D_SIZE 2\n" + b"0 0 0\n" * 8),
        ("logo.svg", b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("voice.mp3", b"ID3\x03\0\0\0" + bytes(100)),
        ("clip.mp4", b"\0\0\0\x18ftypisom" + bytes(100)),
        ("really-a-film.png", b"\0\0\0\x18ftypisom" + bytes(100)),
    ],
)
def test_texts_and_media_that_keys_can_be_pass(store, key, content):
    assert fetch(None, store, data=content, key=key)[0] == content


def test_a_file_that_says_it_is_too_large_is_refused_before_it_comes(store):
    error, storage = failure(None, store, AssetTooLarge, max_file_bytes=100_000)
    assert "200,000 bytes" in error.message
    assert "100,000 bytes" in (error.hint or "")
    assert len(storage.downloads) == 1


def test_a_file_without_end_is_cut_off_at_the_limit(store):
    def endless(_request, _key, _before):
        yield reply(
            200,
            b"5000\r\n" + PNG.ljust(0x5000) + b"\r\n",
            content_length=None,
            transfer_encoding="chunked",
        )
        for _ in range(1000):
            yield b"5000\r\n" + bytes(0x5000) + b"\r\n"

    failure(endless, store, AssetTooLarge, max_file_bytes=200_000)


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


def redirecting(target, status=302):
    return lambda request, _key, _before: (
        [reply(status, location=target)] if request.path.startswith("/files/assets") else None
    )


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_where_it_is_allowed(store, status):
    with Storage({NAME: DATA, "other.png": DATA}) as storage:
        storage.fault = redirecting("/files/other.png?sig=1&g=0", status)
        with assets(storage, store) as remote:
            assert remote.fetch([NAME]).files[NAME].read_bytes() == DATA
    assert [request.path for request in storage.downloads] == [f"/files/{NAME}", "/files/other.png"]


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.2:{port}/files/x.png",
        "http://localhost:{port}/files/x.png",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://0.0.0.0:{port}/",
        "http://2130706433:{port}/",
        "http://10.0.0.1/",
        "https://10.0.0.1/",
        "https://metadata.google.internal./",
        "https://user:pw@127.0.0.1:{port}/",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "//169.254.169.254/x",
        "http://127.0.0.1:1/",
        "https://",
        "https://[bad/",
    ],
)
def test_a_redirect_to_where_nothing_is_allowed_is_refused(store, target):
    def lookup(_host, _port):
        return ["169.254.169.254"]

    with Loopback(lambda _: [reply(200, DATA)], host="127.0.0.2") as forbidden:
        location = target.format(port=forbidden.port) + "?sig=topsecret"
        failure(redirecting(location), store, AddressRefused, lookup=lookup)
        assert forbidden.connections == 0


def test_redirects_without_end_are_left(store):
    error, storage = failure(always(reply(302, location="/files/again.png")), store)
    assert "redirects" in error.message
    assert len(storage.downloads) == 4


def test_a_redirect_keeps_asking_for_the_rest_only(store):
    def fault(request, _key, before):
        if before == 0:
            return cut(good(request), 50_000, CLOSE)
        return [reply(307, location="/files/moved.png")]

    with Storage({NAME: DATA, "moved.png": DATA}, None) as storage:
        storage.fault = lambda request, key, before: (
            fault(request, key, before) if key == NAME else None
        )
        with assets(storage, store) as remote:
            assert remote.fetch([NAME]).files[NAME].read_bytes() == DATA
    assert storage.downloads[-1].headers["range"] == "bytes=50000-"


def test_signed_urls_are_held_to_the_same_rules(store):
    def sign(_request):
        return [reply(200, b'{"urls": {"%s": "http://10.0.0.1/x?sig=topsecret"}}' % NAME.encode())]

    with (
        Storage({NAME: DATA}, sign_answer=sign) as storage,
        assets(storage, store) as remote,
        pytest.raises(AddressRefused) as caught,
    ):
        remote.fetch([NAME])
    assert SIGNATURE not in str(caught.value)
    assert "--allow-host 10.0.0.1" in (caught.value.hint or "")


def test_a_name_is_judged_whenever_it_is_connected_to(store):
    """Flip-flop: allowed at first, forbidden afterwards."""
    answers = iter([["127.0.0.1"], ["169.254.169.254"]])
    with Storage({NAME: DATA}) as storage:
        storage.fault = first(lambda request: cut(good(request), 1000, CLOSE))
        url = f"http://flip.test:{storage.server.port}"
        storage.sign_answer = lambda _request: [
            reply(200, f'{{"urls": {{"{NAME}": "{url}/files/{NAME}?g=0"}}}}'.encode())
        ]
        with assets(storage, store, lookup=lambda _host, _port: next(answers)) as remote:
            object.__setattr__(remote._config, "allow_hosts", ("flip.test",))
            with pytest.raises(AddressRefused, match=r"169\.254\.169\.254"):
                remote.fetch([NAME])
    assert len(storage.downloads) == 1


def download_from(answers, url, store, *allowed):
    """Download through a client without a network; return what it was asked for."""
    asked = []

    def handle(request):
        asked.append(request)
        return answers(request)

    async def run():
        async with httpx.AsyncClient(transport=httpx.MockTransport(handle)) as client:
            policy = AddressPolicy.allowing(allowed)
            options = DownloadOptions(sleep=at_once, retry=RetryPolicy(tries=2))
            source = Source(NAME, url, lambda _refused: at_once(0))
            with store.claim(NAME) as claim:
                await Downloader(client, policy, options).download(source, claim, lambda *_: None)

    asyncio.run(run())
    return asked


def test_the_signature_is_sent_but_is_no_part_of_the_url_that_clients_log(store):
    async def pieces():
        yield DATA

    def answers(_request):
        return httpx.Response(200, headers={"Content-Length": str(len(DATA))}, content=pieces())

    (request,) = download_from(answers, "https://cdn.example/a/b.png?sig=1#f", store)
    assert str(request.url) == "https://cdn.example/"
    assert request.extensions["target"] == b"/a/b.png?sig=1"
    assert request.headers["host"] == "cdn.example"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://cdn.example/a.png", "not encrypted"),
        ("https://user:pw@cdn.example/a.png", "names a user"),
        ("https://cdn.example:25/a.png", "port"),
        ("ftp://cdn.example/a.png", "not https"),
        ("https://[bad/", "malformed"),
    ],
)
def test_urls_that_are_not_plain_https_are_not_even_asked(store, url, said):
    asked = []
    with pytest.raises(AddressRefused, match=said):
        download_from(asked.append, url, store)
    with pytest.raises(AddressRefused, match=said):
        download_from(
            lambda _: httpx.Response(302, headers={"Location": url}), "https://a.example/", store
        )
    assert asked == []


def test_a_redirect_never_leads_from_https_to_http_not_even_to_allowed_hosts(store):
    def answers(_request):
        return httpx.Response(302, headers={"Location": "http://media.local/a.png"})

    with pytest.raises(AddressRefused, match="from https to http"):
        download_from(answers, "https://cdn.example/a.png", store, "media.local")


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


def test_the_longest_that_a_file_may_take_is_known():
    options = DownloadOptions()
    worst = options.grace_seconds + options.max_file_bytes / options.min_bytes_per_second
    assert worst < 40 * 3600
