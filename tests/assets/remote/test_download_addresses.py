"""Redirects, names and signed URLs: nothing is asked of where nothing is allowed."""

import asyncio

import httpx
import pytest

from render.assets.remote import DownloadOptions, RetryPolicy
from render.assets.remote.download import Downloader, Source
from render.assets.remote.policy import AddressPolicy
from render.errors import AddressRefused
from tests.assets.remote.loopback import CLOSE, Loopback, reply
from tests.assets.remote.one_file import DATA, NAME, always, failure, first, good
from tests.assets.remote.storage import SIGNATURE, Storage, assets, at_once, cut


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
