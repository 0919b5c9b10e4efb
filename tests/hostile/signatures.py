"""What can be wrong with the answers to `POST /assets/sign`."""

import asyncio
import gzip
import json
from urllib.parse import quote

from tests.hostile.broken import DRIP_SECONDS, FLOOD_PIECES
from tests.hostile.exchange import plain, signing
from tests.hostile.refusals import METADATA, gzipped, with_retry_after
from tests.hostile.wire import chunk


def answer_of(x):
    """Return what a good server would answer, as the body of a reply."""
    keys = json.loads(x.request.body)["keys"]
    return {"urls": {key: link(x, key) for key in keys if key in x.shelf.assets}}


def link(x, key):
    return f"{x.here}/assets/{quote(key)}?{x.shelf.sign(key)}"


def good(x):
    return plain(200, json.dumps(answer_of(x)).encode(), ("Content-Type", "application/json"))


@signing
async def sign_status_to_wait_for(x):
    await x.send(with_retry_after(x, x.pick([429, 503, 500, 502, 504]), _error("Try later")))


@signing
async def sign_key_refused(x):
    key = x.request.headers.get("authorization", "")
    await x.send(plain(x.pick([401, 403]), _error(f"Bad key \x1b[31m{key}\x07")))


@signing
async def sign_payment_required(x):
    details = {"owed": 25, "since": "2026-03-30T10:11:12Z", "key": x.shelf.api_key}
    body = {"error": "25 credits owed", "code": "CREDITS_OWED", "details": details}
    await x.send(plain(402, json.dumps(body).encode()))


@signing
async def sign_quota_exceeded(x):
    usage = {"quotaCents": 5000, "usedCents": 5012, "remainingCents": 0}
    await x.send(plain(429, json.dumps({"error": "Monthly quota", "usage": usage}).encode()))


@signing
async def sign_rate_limited_in_the_body(x):
    seconds = x.pick([0, 0.001, 27, -5, 1e300, None, "soon"])
    body = {"error": "Rate limit exceeded", "retryAfterSeconds": seconds}
    await x.send(plain(429, json.dumps(body).encode()))


@signing
async def sign_status_that_stays(x):
    status = x.pick([400, 404, 405, 413, 418, 422, 501, 505, 201, 204, 206, 304, 600])
    await x.send(plain(status, x.pick([b"", b"<html>", _error("x" * 100_000), b"\xff\xfe"])))
    x.connection.end()


@signing
async def sign_answer_is_no_answer(x):
    bodies = [
        b"", b"null", b"[]", b"{}", b'{"urls": null}', b'{"urls": []}', b'{"urls": "x"}', b"\xff",
        b'{"urls": {"a": null}}', b'{"urls": {"a": 5}}', b"[" * 100_000, b"<html></html>",
        b'{"urls": {' + b'"a": "b", ' * 10_000 + b"}}", b'{"urls": {}} trailing', b'{"urls": {}',
        b'{"urls": {"\\ud800": "x"}}', b"NaN", b'{"error": "no"}',
        "{\u201curls\u201d: {}}".encode(),
    ]  # fmt: skip
    await x.send(plain(200, x.pick(bodies)))


@signing
async def sign_odd_urls(x):
    port = x.elsewhere.rpartition(":")[2]
    own = x.here.removeprefix("http://")
    body = answer_of(x)
    for key, url in body["urls"].items():
        path = url.removeprefix(x.here)
        body["urls"][key] = x.pick([
            url, f"{x.elsewhere}{path}", f"http://{x.pick(METADATA)}{path}", "file:///etc/passwd",
            f"http://user:{x.shelf.secret()}@{own}{path}", f"http://{own}@127.0.0.2:{port}{path}",
            f"http://127.0.0.2:{port}\\@{own}{path}", f"//{own}{path}", path, "", " ", "http://",
            f"HTTP://{own}{path}", f" {url} ", f"{url}\r\nX: y", f"{url}#fragment", "x" * 100_000,
            "javascript:alert(1)", f"http://[::ffff:127.0.0.2]:{port}{path}", "http://[",
            f"ftp://{own}/", f"https://{own}{path}", f"http://localhost:{own.rpartition(':')[2]}{path}",
            "\x1b[31mred",
        ])  # fmt: skip
    await x.send(plain(200, json.dumps(body).encode()))


@signing
async def sign_some_left_out(x):
    body = answer_of(x)
    kept = {key: url for key, url in body["urls"].items() if x.rng.random() < 0.5}
    await x.send(plain(200, json.dumps({"urls": kept}).encode()))


@signing
async def sign_more_than_asked(x):
    body = answer_of(x)
    more = {
        name: link(x, name) for name in ("../../x.png", "/etc/cron.d/x", "", "\x1b[31m", "a" * 5000)
    }
    body["urls"] |= more
    await x.send(plain(200, json.dumps(body | {"next": 1}).encode()))


@signing
async def sign_every_key_twice(x):
    pairs = [*answer_of(x)["urls"].items(), *answer_of(x)["urls"].items()]
    text = ", ".join(f"{json.dumps(key)}: {json.dumps(url)}" for key, url in pairs)
    await x.send(plain(200, f'{{"urls": {{{text}}}}}'.encode()))


@signing
async def sign_expired_links(x):
    body = answer_of(x)
    body["urls"] = {key: f"{url}x" for key, url in body["urls"].items()}
    await x.send(plain(200, json.dumps(body).encode()))


@signing
async def sign_redirect(x):
    place = x.pick([f"{x.elsewhere}/assets/sign", f"http://{x.pick(METADATA)}/", x.request.target,
                    "file:///etc/passwd", f"{x.here}/assets/sign?{x.shelf.sign('x')}"])  # fmt: skip
    await x.send(plain(x.pick([301, 302, 303, 307, 308]), b"", ("Location", place)))


@signing
async def sign_huge(x):
    await x.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", chunk(b'{"urls": {"'))
    piece = chunk(b"x" * 65536)
    for _ in range(FLOOD_PIECES):
        await x.send(piece)
    await x.connection.hang()


@signing
async def sign_gzip_bomb(x):
    await x.send(plain(200, gzipped(x), ("Content-Encoding", "gzip")))


@signing
async def sign_gzip_that_is_honest(x):
    body = gzip.compress(json.dumps(answer_of(x)).encode())
    await x.send(plain(200, body, ("Content-Encoding", "gzip")))


@signing
async def sign_cut(x):
    await x.send_cut(good(x).bytes)
    x.connection.end()


@signing
async def sign_reset(x):
    await x.send_cut(good(x).bytes)
    x.connection.reset()


@signing
async def sign_closed_at_once(x):
    x.connection.end()


@signing
async def sign_length_is_wrong(x):
    reply = good(x)
    size = len(reply.body)
    await x.send(reply.with_(("Content-Length", x.pick([size + 1, size - 1, size // 2, -1, "x"]))))
    x.connection.end()


@signing
async def sign_without_length(x):
    await x.send(good(x).with_(("Content-Length", None)))
    x.connection.end()


@signing
async def sign_drip(x):
    for byte in good(x).bytes:
        await x.send(bytes([byte]))
        await asyncio.sleep(DRIP_SECONDS)


@signing
async def sign_hang(x):
    await x.connection.hang()


@signing
async def sign_not_http(x):
    await x.send(
        x.pick([b"\x16\x03\x01", b"HTTP/1.1\r\n\r\n", b"\r\n\r\n", b"{}", x.shelf.decoy()])
    )
    x.connection.end()


def _error(text):
    return json.dumps({"error": text}).encode()
