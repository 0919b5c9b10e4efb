"""What pages in a browser could try: other names, other origins, forms, preflights."""

import http.client
import socket

import pytest

from render.serve.hosts import HostRule, is_loopback

EVERYWHERE = "0.0.0.0"  # noqa: S104 - compared with, not listened on
REQUESTS = [
    ("POST", "/assets/sign"),
    ("GET", "/assets/x.png"),
    ("OPTIONS", "/assets/sign"),
    ("GET", "/"),
]


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "evil.example:{port}", "127.0.0.1.evil.example", "localhost.evil.example",
        "127.0.0.1@evil.example", "evil.example#127.0.0.1", "10.0.0.1", "169.254.169.254",
        "[fd00::1]", "127.1", "2130706433", "0x7f.1", EVERYWHERE, "", "127.0.0.1:99999999",
        "localhost, evil.example", "127.0.0.1 evil.example",
    ],
)  # fmt: skip
@pytest.mark.parametrize(("method", "path"), REQUESTS)
def test_another_name_gets_no_answer(served, link, host, method, path):
    path = link("assets/small.jpg").removeprefix(served.url) if path.endswith("png") else path
    host = host.format(port=served.url.rpartition(":")[2])
    connection = http.client.HTTPConnection(served.url.removeprefix("http://"), timeout=20)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host)
    connection.putheader("Authorization", f"Bearer {served.api_key}")
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Content-Length", "30")
    connection.endheaders(b'{"keys": ["assets/small.jpg"]}')
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status in {400, 421}
    assert b"small" not in body
    connection.close()


def test_two_names_or_none_get_no_answer(served):
    address = tuple(served.url.removeprefix("http://").split(":"))
    for head in (
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.0\r\n\r\n",
    ):
        with socket.create_connection(address, timeout=20) as connection:
            connection.sendall(head)
            assert int(connection.recv(100).split()[1]) in {400, 421}


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1:1", "file://", ""],
)
@pytest.mark.parametrize(("method", "path"), REQUESTS)
def test_another_origin_gets_no_answer(served, link, origin, method, path):
    url = link("assets/small.jpg") if path.endswith("png") else served.url + path
    answer = served.client.request(
        method, url, headers={"Origin": origin}, json={"keys": ["assets/small.jpg"]}
    )
    assert answer.status_code == 403
    assert b"small" not in answer.content


def test_the_own_origin_is_answered(served, link, anyone):
    answer = anyone.get(link("assets/small.jpg"), headers={"Origin": served.url})
    assert answer.status_code == 200


def test_nothing_is_shared_with_other_origins(served, link):
    answers = [
        served.client.options("/assets/sign"),
        served.client.post("/assets/sign", json={"keys": ["assets/small.jpg"]}),
        served.client.get(link("assets/small.jpg")),
    ]
    for answer in answers:
        assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize("path", ["/", "/assets", "/assets/", "/favicon.ico", "/.git/config", "//"])
def test_there_are_no_lists_and_no_other_pages(served, path):
    answer = served.client.get(served.url + path)
    assert answer.status_code in {403, 404}
    assert answer.json().keys() == {"error"}


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("PUT", "/assets/sign", {"POST"}), ("DELETE", "/assets/a.png", {"GET", "HEAD"})],
)
def test_other_methods_are_refused_as_the_api_does(served, method, path, allowed):
    answer = served.client.request(method, path)
    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == allowed
    assert answer.json().keys() == {"error"}


@pytest.mark.parametrize(
    ("bound", "names", "host", "allowed"),
    [
        ("127.0.0.1", (), "127.0.0.1:1", True),
        ("127.0.0.1", (), "LOCALHOST:8787", True),
        ("127.0.0.1", (), "localhost.", True),
        ("127.0.0.1", (), "[::1]:8787", True),
        ("::1", (), "[::1]", True),
        ("localhost", (), "127.0.0.1", True),
        ("127.0.0.1", ("media.test",), "Media.Test:80", True),
        ("127.0.0.1", ("media.test",), "a.media.test", False),
        (EVERYWHERE, (), "192.168.1.7:8787", True),
        (EVERYWHERE, (), "media.test", False),
        (EVERYWHERE, (), "localhost", True),
        ("::", (), "[fd00::1]:8787", True),
        ("192.168.1.7", (), "192.168.1.7:8787", True),
        ("192.168.1.7", (), "localhost", False),
        ("192.168.1.7", (), "192.168.1.8", False),
        ("desk.test", (), "desk.test:8787", True),
    ],
)
def test_what_a_server_answers_to(bound, names, host, allowed):
    assert HostRule(bound, frozenset(names)).allows(host) is allowed


def test_loopback_is_known_in_every_spelling():
    assert all(map(is_loopback, ["127.0.0.1", "127.9.9.9", "::1", "localhost", "LOCALHOST"]))
    assert not any(map(is_loopback, [EVERYWHERE, "::", "192.168.1.7", "desk.test", ""]))
