import asyncio
import socket
import ssl
import time
from pathlib import Path

import httpx
import pytest

from render.assets.remote.policy import AddressPolicy
from render.assets.remote.streams import ResponseMeter, deadline
from render.assets.remote.transport import ExcessBytes, GuardedAsyncTransport, GuardedTransport
from render.errors import AddressRefused
from tests.assets.remote.loopback import CLOSE, RESET, Loopback, drip, reply

PEM = Path(__file__).with_name("loopback.pem")
LOOPBACK = AddressPolicy.allowing(["127.0.0.0/8", "::1"])
TIMEOUT = httpx.Timeout(5, connect=5)
TLS = ssl.create_default_context()
MORE = pytest.raises(ExcessBytes)
OK = reply(200, b"hello")


def get(url, policy=LOOPBACK, *, tls=TLS, lookup=None, close=False):
    """Fetch over the blocking transport."""
    options = {} if lookup is None else {"lookup": lookup}
    with httpx.Client(
        transport=GuardedTransport(policy, tls, **options), timeout=TIMEOUT
    ) as client:
        return client.get(url, headers={"Connection": "close"} if close else {})


def get_async(url, policy=LOOPBACK, *, tls=TLS, lookup=None, close=False):
    """Fetch over the asyncio transport."""

    async def fetch():
        options = {} if lookup is None else {"lookup": lookup}
        transport = GuardedAsyncTransport(policy, tls, **options)
        async with httpx.AsyncClient(transport=transport, timeout=TIMEOUT) as client:
            return await client.get(url, headers={"Connection": "close"} if close else {})

    return asyncio.run(fetch())


both = pytest.mark.parametrize("fetch", [get, get_async], ids=["sync", "async"])


@both
def test_an_allowed_address_is_talked_to(fetch):
    with Loopback(lambda _: [OK]) as server:
        assert fetch(server.url).text == "hello"


@both
def test_nobody_is_connected_to_who_is_not_allowed(fetch):
    with Loopback(lambda _: [OK]) as server:
        with pytest.raises(AddressRefused, match="this machine itself"):
            fetch(server.url, AddressPolicy())
        assert server.connections == 0


@both
@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f000001", "127.0.1", "localhost"])
def test_other_spellings_of_this_machine_are_refused(fetch, host):
    with Loopback(lambda _: [OK]) as server:
        with pytest.raises(AddressRefused):
            fetch(f"http://{host}:{server.port}/", AddressPolicy())
        assert server.connections == 0


@both
def test_proxies_of_the_environment_are_ignored(fetch, monkeypatch):
    with Loopback(lambda _: [OK]) as server, Loopback(lambda _: [OK]) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        assert fetch(server.url).text == "hello"
        assert proxy.connections == 0


@both
def test_a_name_that_changes_its_mind_never_leads_to_a_refused_address(fetch):
    """Public at the first look, private at the second: no second look is taken for a connection."""
    policy = AddressPolicy.allowing(["127.0.0.1"])
    answers = [["127.0.0.1"], ["127.0.0.2"]] * 50
    asked = []

    def lookup(host, _port):
        asked.append(host)
        return answers[len(asked) - 1]

    refused = 0
    with Loopback(lambda _: [OK]) as good, Loopback(lambda _: [OK], host="127.0.0.2") as bad:
        for _ in range(20):
            try:
                policy_for_name = AddressPolicy((*policy.allowed,))
                assert fetch(f"http://flip.test:{good.port}/", policy_for_name, lookup=lookup).text
            except AddressRefused:
                refused += 1
        assert (good.connections, bad.connections, refused) == (10, 0, 10)
    assert len(asked) == 20


@both
def test_an_address_that_does_not_answer_is_followed_by_the_next(fetch):
    with Loopback(lambda _: [OK]) as server:
        answers = ["127.0.0.9", "127.0.0.1"]
        url = f"http://two.test:{server.port}/"
        assert fetch(url, lookup=lambda _host, _port: answers).text == "hello"


@both
def test_a_refused_address_behind_a_working_one_refuses_both(fetch):
    with Loopback(lambda _: [OK]) as server:
        answers = ["127.0.0.1", "169.254.169.254"]
        with pytest.raises(AddressRefused, match=r"169\.254\.169\.254"):
            fetch(f"http://two.test:{server.port}/", lookup=lambda _host, _port: answers)
        assert server.connections == 0


@both
@pytest.mark.parametrize("error", [socket.gaierror(-2, "not known"), TimeoutError(), None])
def test_a_name_that_nobody_knows_is_a_failed_connection(fetch, error):
    def lookup(_host, _port):
        if error is None:
            return []
        raise error

    with pytest.raises(httpx.ConnectError, match=r"nowhere\.test is not known"):
        fetch("http://nowhere.test/", lookup=lookup)


@both
def test_a_name_that_cannot_be_one_is_a_failed_connection(fetch):
    with pytest.raises(httpx.ConnectError):
        fetch(f"http://{'a' * 64}.test/")


@both
def test_ipv6_is_spoken(fetch):
    with Loopback(lambda _: [OK], host="::1") as server:
        assert fetch(server.url).text == "hello"


def contexts():
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(PEM)
    return server, ssl.create_default_context(cafile=PEM)


@both
def test_the_certificate_is_checked_against_the_name_not_the_address(fetch):
    for_server, for_client = contexts()
    with Loopback(lambda _: [OK], tls=for_server) as server:
        at = {"tls": for_client, "lookup": lambda _host, _port: ["127.0.0.1"]}
        assert fetch(f"https://media.test:{server.port}/", **at).text == "hello"
        with pytest.raises(httpx.ConnectError):
            fetch(f"https://other.test:{server.port}/", **at)
        with pytest.raises(httpx.ConnectError):
            fetch(f"https://media.test:{server.port}/", **(at | {"tls": TLS}))


def test_more_than_was_declared_is_noticed_on_encrypted_connections_too():
    for_server, for_client = contexts()
    longer = reply(200, b"hello", content_length=4)
    at = {"tls": for_client, "lookup": lambda _host, _port: ["127.0.0.1"], "close": True}
    with Loopback(lambda _: [longer], tls=for_server) as server, MORE:
        get_async(f"https://media.test:{server.port}/", **at)


@pytest.mark.parametrize(
    "steps",
    [
        [reply(200, b"hello", content_length=4)],
        [reply(200, b"hell"), b"o"],
        [reply(200, b"hell"), 0.05, b"o"],
        [reply(200, b"hello", content_length=0)],
        [b"HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n", reply(200, b"hello", content_length=4)],
        list(drip(reply(200, b"hello", content_length=4), 0.001)),
    ],
)
def test_more_than_was_declared_is_noticed_whenever_it_comes(steps):
    with Loopback(lambda _: steps) as server, MORE:
        get_async(server.url, close=True)


@pytest.mark.parametrize(
    "steps",
    [
        [OK],
        [OK, RESET],
        list(drip(OK, 0.0005)),
        [b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n", OK],
        [b"HTTP/1.1 200 OK\nContent-Length: 5\n\nhello"],
        [reply(200, b"5\r\nhello\r\n0\r\n\r\n", content_length=None, transfer_encoding="chunked")],
    ],
)
def test_exactly_what_was_declared_passes(steps):
    with Loopback(lambda _: steps) as server:
        assert get_async(server.url, close=True).text == "hello"


@both
@pytest.mark.parametrize(
    "steps",
    [
        [CLOSE],
        [RESET],
        [b"HTTP/1.1 200 O", CLOSE],
        [reply(200, b"hell", content_length=5), CLOSE],
        [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", CLOSE],
        [b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", CLOSE],
        [b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello", CLOSE],
        [b"SSH-2.0-OpenSSH_9.2\r\n", CLOSE],
        [b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000 + b"\r\n\r\n", CLOSE],
    ],
)
def test_what_breaks_off_or_is_no_http_is_an_error_of_httpx(fetch, steps):
    with Loopback(lambda _: steps) as server, pytest.raises(httpx.TransportError):
        fetch(server.url, close=True)


def test_blocking_reads_keep_to_the_deadline_although_bytes_keep_coming():
    with Loopback(lambda _: drip(OK, 0.05)) as server:
        token = deadline.set(time.monotonic() + 0.2)
        try:
            with pytest.raises(httpx.ReadTimeout):
                get(server.url)
        finally:
            deadline.reset(token)


def test_the_meter_counts_what_follows_the_head_however_it_is_cut():
    whole = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\n\r\n" + b"x" * 10
    for size in range(1, len(whole) + 1):
        meter = ResponseMeter()
        for start in range(0, len(whole), size):
            meter.feed(whole[start : start + size])
        assert meter.body_bytes == 10
