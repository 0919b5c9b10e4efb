"""POST /assets/sign answers as the API's documentation says."""

import json
import socket

import httpx
import pytest

from tests.serve.conftest import FILES

SIGN = "/assets/sign"


def sign(served, *keys, **how):
    return served.client.post(SIGN, json={"keys": list(keys)}, **how)


def test_the_documented_request_gets_the_documented_answer(served, anyone):
    answer = sign(served, "assets/scene-1/image.png", "assets/scene-2/video.mp4")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json().keys() == {"urls"}
    assert list(answer.json()["urls"]) == [
        "assets/scene-1/image.png",
        "assets/scene-1/image_400w.jpg",
        "assets/scene-1/image_800w.jpg",
        "assets/scene-2/video.mp4",
        "assets/scene-2/video_web.mp4",
        "assets/scene-2/video_preview.mp4",
    ]
    for key, url in answer.json()["urls"].items():
        assert url.startswith(f"{served.url}/assets/")
        assert anyone.get(url).content == FILES[key]


def test_only_variants_that_exist_are_signed(served):
    urls = sign(served, "assets/small.jpg").json()["urls"]
    assert set(urls) == {"assets/small.jpg", "assets/small_800w.jpg"}


def test_a_variant_is_signed_although_its_original_is_gone(served):
    urls = sign(served, "assets/scene-1/image.webp").json()["urls"]
    assert set(urls) == {"assets/scene-1/image_400w.jpg", "assets/scene-1/image_800w.jpg"}


@pytest.mark.parametrize(
    "key",
    [
        "assets/nothing.png", "assets", "assets/scene-1", "../outside.png", "/etc/passwd",
        "assets/../../outside.png", "assets/link-out.png", "assets/pipe.png", "assets/.secret",
        ".git/config", "assets/%2e%2e/%2e%2e/outside.png", "assets\\small.jpg", "C:/small.jpg",
        "http://127.0.0.1/x.png", "assets/small.jpg\u0000", "assets//small.jpg", " ",
        "./assets/small.jpg", "assets/small.jpg/", "a" * 1024,
    ],
)  # fmt: skip
def test_keys_without_a_file_that_may_be_served_are_left_out(served, key):
    answer = sign(served, key, "assets/scene-1/image.png")
    assert answer.status_code == 200
    assert key not in answer.json()["urls"]
    assert "assets/scene-1/image.png" in answer.json()["urls"]


def test_nothing_found_is_an_empty_answer_not_an_error(served):
    answer = sign(served, "assets/nothing.png")
    assert (answer.status_code, answer.json()) == (200, {"urls": {}})


def test_a_link_inside_the_folder_is_followed(served, anyone):
    url = sign(served, "assets/link-in.png").json()["urls"]["assets/link-in.png"]
    assert anyone.get(url).content == FILES["assets/scene-1/image.png"]


def test_keys_asked_twice_are_answered_once(served):
    urls = sign(served, *["assets/small.jpg"] * 50).json()["urls"]
    assert set(urls) == {"assets/small.jpg", "assets/small_800w.jpg"}


def test_fifty_keys_are_signed_and_fifty_one_are_refused(served):
    keys = [f"assets/{number}.png" for number in range(51)]
    assert sign(served, *keys[:50]).status_code == 200
    assert sign(served, *keys).status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"null", b"[]", b"{}", b'{"keys": []}', b'{"keys": null}', b'{"keys": "a.png"}',
        b'{"keys": [1]}', b'{"keys": [null]}', b'{"keys": [""]}', b'{"keys": [["a.png"]]}',
        b'{"keys": {"a": 1}}', b"\xff\xfe", b'{"keys": ["\xff"]}', b'{"keys": ["\\ud800"]}',
        b"[" * 100_000, json.dumps({"keys": ["a" * 1025]}).encode(),
    ],
    ids=lambda body: body[:20].decode("latin-1"),
)  # fmt: skip
def test_bodies_that_are_no_request_are_refused_with_a_reason(served, body):
    headers = {"Content-Type": "application/json"}
    answer = served.client.post(SIGN, content=body, headers=headers)
    assert answer.status_code == 400
    assert answer.json().keys() == {"error"}
    assert answer.json()["error"]


def test_the_reason_names_the_place(served):
    answer = sign(served, "a.png", 7)
    assert answer.json()["error"].startswith("keys[1]: ")


@pytest.mark.parametrize(
    "content_type",
    [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"],
)
def test_what_a_form_of_a_page_can_send_is_refused(served, content_type):
    headers = {"Content-Type": content_type} if content_type else {}
    answer = served.client.post(SIGN, content=b'{"keys": ["assets/small.jpg"]}', headers=headers)
    assert answer.status_code == 400
    assert "urls" not in answer.json()


def test_json_with_a_charset_is_json(served):
    headers = {"Content-Type": "application/JSON ; charset=utf-8"}
    body = b'{"keys": ["assets/small.jpg"]}'
    assert served.client.post(SIGN, content=body, headers=headers).status_code == 200


@pytest.mark.parametrize("authorized", [True, False])
@pytest.mark.parametrize("path", [SIGN, "/assets/small.jpg", "/"])
def test_a_request_that_does_not_end_is_cut_off(served, anyone, path, authorized):
    sent = []

    def endless():
        while len(sent) < 10_000:
            sent.append(1)
            yield b" " * 65536

    client = served.client if authorized else anyone
    headers = {"Content-Type": "application/json"}
    try:
        answer = client.post(served.url + path, content=endless(), headers=headers)
    except httpx.TransportError:
        pass  # the answer was there, but the client was still writing
    else:
        assert answer.status_code in {401, 404, 405, 413}
    assert len(sent) < 10_000


def test_a_request_that_says_it_is_too_long_is_not_read(served):
    address = served.url.removeprefix("http://").split(":")
    head = "POST /assets/sign HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000000\r\n\r\n"
    with socket.create_connection(address, timeout=20) as connection:
        connection.sendall(head.encode())
        answer = b"".join(iter(lambda: connection.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    "header",
    [
        None, "", "Bearer", "Bearer wrong", "Basic {key}", "{key}", "Bearer {key}x",
        "Bearer {key} x", "Bearer mcp_ä",
    ],
)  # fmt: skip
def test_without_the_key_nothing_is_signed(served, header, anyone):
    headers = [("Content-Type", "application/json")]
    if header is not None:
        value = header.format(key=served.api_key).encode("latin-1")
        headers.append(("Authorization", value))
    body = b'{"keys": ["assets/small.jpg"]}'
    answer = anyone.post(served.url + SIGN, content=body, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json().keys() == {"error"}
    assert served.api_key not in answer.text


def test_the_key_comes_before_the_body_is_looked_at(served, anyone):
    assert anyone.post(served.url + SIGN, content=b"{").status_code == 401


def test_the_scheme_is_spelled_in_any_case(served, anyone):
    headers = {"Authorization": f"bearer {served.api_key}"}
    body = {"keys": ["assets/small.jpg"]}
    assert anyone.post(served.url + SIGN, json=body, headers=headers).status_code == 200


def test_answers_are_not_kept_by_caches(served):
    assert sign(served, "assets/small.jpg").headers["cache-control"] == "no-store"


def test_urls_name_the_server_as_the_client_called_it(served):
    port = served.url.rpartition(":")[2]
    answer = sign(served, "assets/small.jpg", headers={"Host": f"LocalHost:{port}"})
    url = answer.json()["urls"]["assets/small.jpg"]
    assert url.startswith(f"http://localhost:{port}/assets/")
