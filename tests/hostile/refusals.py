"""Statuses, storms of them, redirects to where nobody should go, and types that are wrong."""

import asyncio
import gzip
import json
import zlib
from email.utils import formatdate

from tests.hostile.exchange import Reply, download, plain

RETRY_AFTERS = [
    None, "0", "0", "1", "-1", "3600", "1000000000", "99999999999999999999999", "1e9", "NaN", "inf",
    "", "soon", "0.001", "1, 2", formatdate(0, usegmt=True), formatdate(4_000_000_000, usegmt=True),
    "Fri, 31 Dec 9999 23:59:59 GMT", "Thu, 32 Foo 2026 99:99:99 GMT", "0" * 5000, "\x1b[31m5",
]  # fmt: skip
METADATA = ["169.254.169.254", "[fd00:ec2::254]", "100.100.100.200", "metadata.google.internal"]
BOMB_BYTES = 32 * 1024 * 1024


def with_retry_after(x, status, body=b"{}"):
    value = x.pick(RETRY_AFTERS)
    return plain(status, body, *([] if value is None else [("Retry-After", value)]))


@download
async def status_to_wait_for(x):
    await x.send(with_retry_after(x, x.pick([429, 503, 500, 502, 504, 408, 425, 529])))


@download
async def status_that_stays(x):
    status = x.pick([400, 401, 402, 404, 405, 406, 410, 411, 418, 451, 501, 505, 599, 600, 999])
    await x.send(plain(status, x.shelf.decoy()))


@download
async def status_that_is_no_answer(x):
    await x.send(plain(x.pick([201, 202, 203, 204, 205, 226, 300, 304, 305, 306]), x.shelf.decoy()))
    x.connection.end()


@download
async def expired(x):
    echo = f"Request has expired: {x.request.target} {x.request.headers}".encode()
    await x.send(plain(403, echo))


async def _redirect(x, location, status=None):
    await x.send(plain(status or x.pick([301, 302, 303, 307, 308]), b"", ("Location", location)))


@download
async def redirect_to_a_private_address(x):
    await _redirect(x, f"{x.elsewhere}{x.request.target}")


@download
async def redirect_to_another_spelling_of_it(x):
    port = x.elsewhere.rpartition(":")[2]
    hosts = [
        "127.2", "2130706434", "0x7f000002", "0177.0.0.2", "[::ffff:127.0.0.2]", "[::1]", "0",
        "localhost.", "127.0.0.2.", "\uff11\uff12\uff17.0.0.2", "127\u30020\u30020\u30022",
        "[64:ff9b::7f00:2]", "[::127.0.0.2]", "127.0.0.1@127.0.0.2", "127.0.0.2#@127.0.0.1",
    ]  # fmt: skip
    host = x.pick(hosts).encode().decode("latin-1")
    await _redirect(x, f"http://{host}:{port}/latest")


@download
async def redirect_to_the_cloud_s_metadata(x):
    await _redirect(x, f"http://{x.pick(METADATA)}/latest/meta-data/iam/{x.shelf.secret()}")


@download
async def redirect_to_another_scheme(x):
    await _redirect(x, x.pick([
        "file:///etc/passwd", "ftp://127.0.0.2/x", "gopher://127.0.0.2:70/_x", "data:image/png,x",
        "javascript:alert(1)", "//127.0.0.2/x", "\\\\127.0.0.2\\x", "https://127.0.0.2/x",
        "unix:/x",
    ]))  # fmt: skip


@download
async def redirect_with_a_password(x):
    own = x.here.removeprefix("http://")
    await _redirect(x, f"http://admin:{x.shelf.secret()}@{own}{x.request.target}")


@download
async def redirect_to_nowhere(x):
    if x.rng.random() < 0.3:
        await x.send(plain(302))
        return
    await _redirect(x, x.pick([
        "", " ", "http://", "http://:80/", "http://[::1", "%", "?" * 10_000, "http://a b/",
        "http://127.0.0.1:99999/", "\x1b]0;x\x07",
    ]))  # fmt: skip


@download
async def redirect_in_a_circle(x):
    await _redirect(x, x.request.target)


@download
async def redirect_to_itself_but_longer(x):
    await _redirect(x, x.request.target.replace("expires=", "x=1&expires="))


@download
async def redirect_to_the_sign_route(x):
    await _redirect(x, f"{x.here}/assets/sign", 307)


@download
async def wrong_type(x):
    bodies = [
        b"<!doctype html><html><body>Sign in</body></html>", b'{"error": "no"}', b"",
        b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", b"#EXTM3U\nfile.ts\n",
        b"ffconcat version 1.0\nfile x.ts\n", b"%PDF-1.7", b"PK\x03\x04" + bytes(100),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x7fELF" + bytes(100), b"#!/bin/sh\n", b" ",
        b"just text", b"\x00" * 3000,
    ]  # fmt: skip
    body = x.pick(bodies)
    await x.send(plain(200, body, ("Content-Type", "image/png"), ("ETag", '"wrong"')))


def gzipped(x):
    packed = gzip.compress(bytes(BOMB_BYTES), 9)
    for _ in range(x.below(3)):
        packed = gzip.compress(packed, 9)
    return packed


@download
async def gzip_bomb(x):
    coding = x.pick(
        ["gzip", "GZIP", "x-gzip", "deflate", "br", "zstd", "gzip, gzip", "gzip,identity"]
    )
    body = zlib.compress(bytes(BOMB_BYTES)) if coding == "deflate" else gzipped(x)
    await x.send(plain(200, body, ("Content-Encoding", coding), ("ETag", '"bomb"')))


@download
async def gzip_that_is_honest(x):
    await x.send(plain(200, gzip.compress(x.asset.content), ("Content-Encoding", "gzip")))


@download
async def gzip_in_name_only(x):
    await x.send(x.honest().with_(("Content-Encoding", "gzip")))


@download
async def too_large(x):
    reply = x.honest().with_(("Content-Length", 10**12))
    await x.send(reply)
    await x.connection.hang()


@download
async def wrong_digest(x):
    digest = "sha-256=:" + "A" * 43 + "=:"
    await x.send(x.honest().with_(("Repr-Digest", digest)))


@download
async def echo_of_everything(x):
    body = json.dumps({"error": f"\x1b[2Jno {x.request.target} {x.request.headers}"}).encode()
    await x.send(Reply(500, [("Content-Length", len(body)), ("X-Echo", x.request.target)], body))


@download
async def cookies(x):
    await x.send(x.honest().with_(("Set-Cookie", f"id={x.shelf.secret()}; Path=/")))


@download
async def slow_but_whole(x):
    reply = x.honest()
    await x.send(reply.head)
    for at in range(0, len(reply.body), 40_000):
        await x.send(reply.body[at : at + 40_000])
        await asyncio.sleep(0.01)
