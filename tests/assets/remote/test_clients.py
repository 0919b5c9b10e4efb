import asyncio
import json
import logging

import httpx
import pytest
from pydantic import SecretStr

from render.assets.remote import clients
from render.assets.remote.clients import AsyncSignClient, SignClient
from render.assets.remote.config import ApiConfig
from render.errors import AddressRefused, ApiKeyRefused, ApiUnavailable, MalformedAnswer
from tests.assets.remote.loopback import CLOSE, RESET, Loopback, drip, reply

KEY = "mcp_0123456789abcdef0123456789abcdef"
URLS = json.dumps({"urls": {"a.png": "https://cdn.example/a.png?sig=topsecret"}}).encode()


def config(url, **more):
    return ApiConfig(url=url, key=SecretStr(KEY), key_source="a test", **more)


def sign(url, keys=("a.png",), **options):
    waits = []
    with SignClient(config(url), sleep=waits.append, dice=lambda: 0.0, **options) as client:
        return client.sign(keys), waits


def sign_async(url, keys=("a.png",), **options):
    waits = []

    async def sleep(seconds):
        waits.append(seconds)

    async def run():
        async with AsyncSignClient(config(url), sleep=sleep, dice=lambda: 0.0, **options) as client:
            return await client.sign(keys), waits

    return asyncio.run(run())


both = pytest.mark.parametrize("client", [sign, sign_async], ids=["sync", "async"])


@both
def test_keys_are_signed(client):
    with Loopback(lambda _: [reply(200, URLS)]) as server:
        signed, waits = client(server.url)
    assert list(signed.urls) == ["a.png"]
    assert waits == []
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/assets/sign")
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.headers["accept-encoding"] == "identity"
    assert json.loads(request.body) == {"keys": ["a.png"]}


@both
def test_many_keys_go_over_one_connection(client):
    with Loopback(lambda _: [reply(200, b'{"urls": {}}')]) as server:
        signed, _ = client(server.url, [f"{n}.png" for n in range(101)])
    assert len(signed.missing) == 101
    assert (len(server.requests), server.connections) == (3, 1)


@both
def test_what_passes_is_waited_for_and_told(client):
    answers = iter([[reply(503, retry_after=7)], [CLOSE], [RESET], [reply(200, URLS)]])
    told = []
    with Loopback(lambda _: next(answers)) as server:
        signed, waits = client(server.url, on_wait=told.append)
    assert list(signed.urls) == ["a.png"]
    assert waits == pytest.approx([7, 0.5, 1])
    assert [wait.seconds for wait in told] == waits
    assert "503" in told[0].reason


@both
@pytest.mark.parametrize(
    "steps",
    [
        [reply(200, URLS, content_length=len(URLS) + 1), CLOSE],
        [b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", CLOSE],
        [b"no http at all\r\n\r\n", CLOSE],
    ],
)
def test_an_api_that_never_finishes_is_unavailable(client, steps):
    with Loopback(lambda _: steps) as server, pytest.raises(ApiUnavailable, match="5 times"):
        client(server.url)
    assert len(server.requests) == 5


@both
def test_an_api_that_is_not_there_is_unavailable(client):
    with Loopback(lambda _: []) as server:
        url = server.url
    with pytest.raises(ApiUnavailable, match="no connection"):
        client(url)


@both
def test_a_server_that_drips_is_cut_off(client, monkeypatch):
    monkeypatch.setattr(clients, "_ANSWER_SECONDS", 0.1)
    slow = Loopback(lambda _: drip(reply(200, URLS), 0.02))
    with slow as server, pytest.raises(ApiUnavailable, match="too long"):
        client(server.url)
    assert len(server.requests) == 5


@both
def test_an_answer_without_end_is_cut_off(client):
    def endless(_):
        yield b"HTTP/1.1 200 OK\r\n\r\n"
        for _ in range(100):
            yield b" " * 1_000_000

    with Loopback(endless) as server, pytest.raises(MalformedAnswer):
        client(server.url)


@both
def test_a_compressed_answer_is_not_unpacked(client):
    compressed = reply(200, b"\x1f\x8b...", content_encoding="gzip")
    with Loopback(lambda _: [compressed]) as server, pytest.raises(MalformedAnswer):
        client(server.url)


@both
def test_a_redirect_is_not_followed(client):
    with Loopback(lambda _: [reply(200, URLS)]) as other:
        answer = [reply(307, location=other.url + "/assets/sign")]
        with Loopback(lambda _: answer) as server, pytest.raises(MalformedAnswer):
            client(server.url)
    assert other.requests == []


@both
def test_an_api_at_a_private_address_must_be_allowed(client):
    with pytest.raises(AddressRefused) as caught:
        client("https://private.test", transport=httpx.MockTransport(refuse))
    assert caught.value.where == "https://private.test"


def refuse(_request):
    raise AddressRefused("the address is refused", hint="--allow-host")


@both
def test_no_cookie_is_kept(client):
    with Loopback(lambda _: [reply(200, b'{"urls": {}}', set_cookie="id=1; Path=/")]) as server:
        client(server.url, [f"{n}.png" for n in range(60)])
    assert ["cookie" in request.headers for request in server.requests] == [False, False]


@both
def test_the_key_and_signed_urls_are_not_logged(client, caplog):
    caplog.set_level(logging.DEBUG)
    with Loopback(lambda _: [reply(200, URLS)]) as server:
        client(server.url)
    with (
        Loopback(lambda _: [reply(401, b'{"error": "no"}')]) as server,
        pytest.raises(ApiKeyRefused),
    ):
        client(server.url)
    assert caplog.records
    assert "mcp_" not in caplog.text
    assert "topsecret" not in caplog.text
