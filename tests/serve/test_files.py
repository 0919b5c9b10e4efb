"""Files behind signed URLs: whole, in ranges, never torn."""

import threading

import httpx
import pytest

from tests.serve.conftest import FILES, FILM, PICTURE

KEY = "assets/scene-2/video.mp4"
SIZE = len(FILM)


@pytest.mark.parametrize("key", [key for key in FILES if "/." not in f"/{key}"])
def test_a_file_comes_byte_for_byte(link, key, anyone):
    answer = anyone.get(link(key))
    assert (answer.status_code, answer.content) == (200, FILES[key])
    assert answer.headers["content-length"] == str(len(FILES[key]))
    assert answer.headers["accept-ranges"] == "bytes"


def test_the_type_is_what_the_bytes_say(link, anyone):
    assert anyone.get(link("assets/scene-1/image.png")).headers["content-type"] == "image/png"
    assert anyone.get(link(KEY)).headers["content-type"] == "video/mp4"


def test_a_page_is_no_page(link, anyone):
    headers = anyone.get(link("assets/page.html")).headers
    assert headers["content-type"] == "application/octet-stream"
    assert headers["x-content-type-options"] == "nosniff"


def test_head_says_the_same_without_a_body(link, anyone):
    url = link(KEY)
    head, got = anyone.head(url), anyone.get(url)
    assert (head.status_code, head.content) == (200, b"")
    assert {**head.headers, "date": ""} == {**got.headers, "date": ""}


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-0", range(1)),
        ("bytes=0-", range(SIZE)),
        (f"bytes={SIZE - 1}-", range(SIZE - 1, SIZE)),
        ("bytes=100-199", range(100, 200)),
        (f"bytes=100-{SIZE + 5}", range(100, SIZE)),
        ("bytes=-10", range(SIZE - 10, SIZE)),
        (f"bytes=-{SIZE + 10}", range(SIZE)),
    ],
)
def test_a_range_is_a_part(link, header, part, anyone):
    answer = anyone.get(link(KEY), headers={"Range": header})
    assert answer.status_code == 206
    assert answer.content == FILM[part.start : part.stop]
    assert answer.headers["content-range"] == f"bytes {part[0]}-{part[-1]}/{SIZE}"
    assert answer.headers["content-length"] == str(len(part))


@pytest.mark.parametrize("header", [f"bytes={SIZE}-", "bytes=99999999999999999999-", "bytes=-0"])
def test_a_range_behind_the_end_cannot_be_satisfied(link, header, anyone):
    answer = anyone.get(link(KEY), headers={"Range": header})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{SIZE}"
    assert answer.json().keys() == {"error"}


def test_an_empty_file_has_no_ranges(link, anyone):
    answer = anyone.get(link("assets/empty.bin"), headers={"Range": "bytes=0-"})
    assert (answer.status_code, answer.headers["content-range"]) == (416, "bytes */0")


@pytest.mark.parametrize(
    "header",
    ["bytes=0-1,5-6", "bytes=5-1", "bytes=a-b", "bytes=-", "bytes", "lines=0-1", "", "b=0-"],
)
def test_what_is_no_single_range_gets_the_whole_file(link, header, anyone):
    answer = anyone.get(link(KEY), headers={"Range": header})
    assert (answer.status_code, answer.content) == (200, FILM)


def test_two_range_headers_get_the_whole_file(link, anyone):
    answer = anyone.get(link(KEY), headers=[("Range", "bytes=0-1"), ("Range", "bytes=2-3")])
    assert (answer.status_code, answer.content) == (200, FILM)


def test_a_range_is_nothing_to_head(link, anyone):
    answer = anyone.head(link(KEY), headers={"Range": "bytes=0-1"})
    assert (answer.status_code, answer.headers["content-length"]) == (200, str(SIZE))


def test_if_range_gives_the_part_only_of_the_same_file(link, anyone):
    url = link(KEY)
    first = anyone.get(url).headers
    for validator, status in (
        (first["etag"], 206),
        (first["last-modified"], 206),
        ('"another"', 200),
        ("W/" + first["etag"], 200),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 200),
        ("", 200),
    ):
        headers = {"Range": "bytes=0-1", "If-Range": validator}
        assert anyone.get(url, headers=headers).status_code == status, validator


def test_what_the_client_has_is_not_sent_again(link, anyone):
    url = link(KEY)
    etag = anyone.get(url).headers["etag"]
    for header in (etag, f'"x", W/{etag}', "*"):
        answer = anyone.get(url, headers={"If-None-Match": header})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == etag
    assert anyone.get(url, headers={"If-None-Match": '"x"'}).status_code == 200


def test_every_change_of_a_file_changes_its_tag(serving, anyone):
    served = serving()
    path = served.root / "assets/small.jpg"
    signed = served.client.post("/assets/sign", json={"keys": ["assets/small.jpg"]}).json()
    url = signed["urls"]["assets/small.jpg"]
    tags = [anyone.head(url).headers["etag"]]
    same_size = bytes(reversed(path.read_bytes()))
    path.write_bytes(path.read_bytes() + b"longer")
    tags.append(anyone.head(url).headers["etag"])
    other = path.with_name("other")
    other.write_bytes(same_size)
    other.replace(path)
    tags.append(anyone.head(url).headers["etag"])
    assert len(set(tags)) == 3
    path.unlink()
    assert anyone.get(url).status_code == 404


def test_a_file_that_shrinks_while_it_is_sent_breaks_the_connection(serving, caplog, anyone):
    served = serving()
    path = served.root / "assets/big.bin"
    path.write_bytes(bytes(64 * 1024 * 1024))
    signed = served.client.post("/assets/sign", json={"keys": ["assets/big.bin"]}).json()
    url = signed["urls"]["assets/big.bin"]
    with anyone.stream("GET", url) as answer:
        chunks = answer.iter_raw()
        next(chunks)
        with path.open("r+b") as file:
            file.truncate(1024)
        with pytest.raises(httpx.RemoteProtocolError):
            list(chunks)
    assert "became shorter" in caplog.text
    assert url.partition("signature=")[2] not in caplog.text


def test_a_client_that_goes_away_does_not_keep_the_file_open(serving, anyone):
    served = serving()
    path = served.root / "assets/big.bin"
    path.write_bytes(bytes(64 * 1024 * 1024))
    signed = served.client.post("/assets/sign", json={"keys": ["assets/big.bin"]}).json()
    with anyone.stream("GET", signed["urls"]["assets/big.bin"]) as answer:
        next(answer.iter_raw())
    assert _becomes(lambda: not _is_open(path))


def test_many_clients_at_once_get_their_own_parts(link, anyone):
    url, got = link(KEY), {}

    def fetch(start):
        headers = {"Range": f"bytes={start}-{start + 99}"}
        got[start] = anyone.get(url, headers=headers).content

    threads = [threading.Thread(target=fetch, args=(start,)) for start in range(0, 1600, 100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == {start: FILM[start : start + 100] for start in range(0, 1600, 100)}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda url: url.partition("?")[0],
        lambda url: url.partition("&")[0],
        lambda url: url[:-1] + ("0" if url[-1] != "0" else "1"),
        lambda url: url[:-1],
        lambda url: url + "0",
        lambda url: url + "&x=1",
        lambda url: url + "&expires=99999999999",
        lambda url: url.replace("expires=1", "expires=2"),
        lambda url: url.replace("expires=", "expires=0"),
        lambda url: url.replace("video.mp4", "video_web.mp4"),
        lambda url: url.replace("scene-2/video.mp4", "scene-2/../small.jpg"),
        lambda url: url.replace("video.mp4", "video.mp4%00"),
        lambda url: url.replace("/assets/assets/", "/assets//assets/"),
        lambda url: url.replace("signature=", "signature=%30"),
        lambda url: url.partition("&")[0] + "&" + url.partition("&")[2].upper(),
        lambda url: url[:-64] + url[-64:].upper(),
        lambda url: url.replace("expires=", "expires=1&expires="),
        lambda url: url.replace("expires=", "expires=٣"),
    ],
)
def test_a_url_with_anything_changed_opens_nothing(link, spoil, anyone):
    answer = anyone.get(spoil(link(KEY)))
    assert answer.status_code == 403
    assert answer.json().keys() == {"error"}
    assert FILM not in answer.content


def test_another_server_s_url_opens_nothing(serving, link, anyone):
    other = serving()
    path = link(KEY).partition("/assets/")[2]
    assert anyone.get(f"{other.url}/assets/{path}").status_code == 403


def test_a_url_opens_its_file_until_it_expires(serving, anyone):
    now = [1_000_000.5]
    served = serving(lifetime_seconds=10, clock=lambda: now[0])
    signed = served.client.post("/assets/sign", json={"keys": ["assets/small.jpg"]}).json()
    url = signed["urls"]["assets/small.jpg"]
    now[0] += 10
    assert anyone.get(url).status_code == 200
    now[0] += 1
    answer = anyone.get(url)
    assert (answer.status_code, answer.json()) == (403, {"error": "the URL has expired"})


def test_the_key_of_the_api_is_not_needed_and_not_enough(served, link, anyone):
    assert anyone.get(link(KEY)).status_code == 200
    assert served.client.get(f"/assets/{KEY}").status_code == 403


def test_pictures_keep_their_bytes_under_odd_names(link, anyone):
    url = link("assets/a b/50%/ü#?&.png")
    assert url.isascii()
    assert anyone.get(url).content == PICTURE


def _is_open(path):
    import psutil  # noqa: PLC0415

    return any(file.path == str(path) for file in psutil.Process().open_files())


def _becomes(condition, seconds=20):
    pause = threading.Event()
    for _ in range(seconds * 50):
        if condition():
            return True
        pause.wait(0.02)
    return False
