"""Connections that break, lengths that lie, answers that do not come or do not end."""

import asyncio

from tests.hostile.exchange import Reply, download, plain
from tests.hostile.wire import chunk

DRIP_SECONDS = 0.05
FLOOD_PIECES = 4000


@download
async def cut_in_head(x):
    await x.send_cut(x.honest().head)
    x.connection.end()


@download
async def cut_in_body(x):
    reply = x.honest()
    await x.send(reply.head)
    await x.send_cut(reply.body)
    x.connection.end()


@download
async def reset_in_head(x):
    await x.send_cut(x.honest().head)
    x.connection.reset()


@download
async def reset_in_body(x):
    reply = x.honest()
    await x.send(reply.head)
    await x.send_cut(reply.body)
    await asyncio.sleep(0.01 * x.below(3))
    x.connection.reset()


@download
async def closed_at_once(x):
    x.connection.end()


@download
async def reset_at_once(x):
    x.connection.reset()


@download
async def length_too_long(x):
    reply = x.honest()
    await x.send(reply.with_(("Content-Length", len(reply.body) + 1 + x.below(10_000))))
    x.connection.end()


@download
async def length_too_long_and_hanging(x):
    reply = x.honest()
    await x.send(reply.with_(("Content-Length", len(reply.body) + 1 + x.below(10_000))))
    await x.connection.hang()


@download
async def length_too_short(x):
    reply = x.honest()
    short = reply.with_(("Content-Length", x.below(len(reply.body))))
    await x.send(short)
    x.connection.end()


@download
async def length_too_short_and_a_pause(x):
    reply = x.honest()
    cut = x.below(len(reply.body))
    await x.send(reply.with_(("Content-Length", cut)).head, reply.body[:cut])
    await asyncio.sleep(0.05)
    await x.send(reply.body[cut:])
    x.connection.end()


@download
async def another_answer_behind(x):
    """Smuggle an answer that a client might take for the next one."""
    decoy = plain(200, x.shelf.decoy(), ("ETag", '"decoy"'))
    await x.send(x.honest(), decoy)


@download
async def length_missing(x):
    await x.send(x.honest().with_(("Content-Length", None)))
    x.connection.end()


@download
async def length_missing_and_cut(x):
    reply = x.honest().with_(("Content-Length", None))
    await x.send(reply.head)
    await x.send_cut(reply.body)
    x.connection.end()


@download
async def length_twice(x):
    reply = x.honest()
    other = x.pick([len(reply.body), len(reply.body) // 2, len(reply.body) + 7, 0])
    headers = [*reply.headers, ("Content-Length", other)]
    if x.rng.random() < 0.5:
        headers.reverse()
    await x.send(Reply(reply.status, headers, reply.body))
    x.connection.end()


@download
async def length_is_odd(x):
    reply = x.honest()
    size = len(reply.body)
    odd = [-1, -size, "many", "", f"+{size}", f"{size}.0", f"0x{size:x}", 10**18, 2**64 + size,
           f"{size}, {size}", f"{size}, {size // 2}", f" {size} ", f"{size}\t1", "٣"]  # fmt: skip
    value = x.pick(odd)
    value = value.encode().decode("latin-1") if isinstance(value, str) else value
    await x.send(reply.with_(("Content-Length", value)))
    x.connection.end()


@download
async def length_and_chunked(x):
    reply = x.honest()
    size = x.pick([len(reply.body), len(reply.body) // 2, 0])
    both = reply.with_(("Content-Length", size), ("Transfer-Encoding", "chunked"))
    await x.send(both.head, chunk(reply.body) if reply.body else b"", chunk(b""))
    x.connection.end()


async def _send_chunks(x, reply, end):
    await x.send(reply.with_(("Content-Length", None), ("Transfer-Encoding", "chunked")).head)
    at = 0
    while at < end:
        size = 1 + x.below(60_000)
        await x.send(chunk(reply.body[at : min(at + size, end)]))
        at += size


@download
async def chunked(x):
    reply = x.honest()
    await _send_chunks(x, reply, len(reply.body))
    await x.send(chunk(b""))


@download
async def chunked_and_cut(x):
    reply = x.honest()
    await _send_chunks(x, reply, x.below(len(reply.body)))
    x.connection.end()


@download
async def chunked_without_an_end(x):
    reply = x.honest()
    await _send_chunks(x, reply, len(reply.body))
    x.connection.end()


@download
async def chunked_and_endless(x):
    reply = x.honest()
    await _send_chunks(x, reply, len(reply.body))
    piece = chunk(bytes(64 * 1024))
    for _ in range(FLOOD_PIECES):
        await x.send(piece)
    await x.connection.hang()


@download
async def chunk_sizes_are_odd(x):
    reply = x.honest().with_(("Content-Length", None), ("Transfer-Encoding", "chunked"))
    size = x.pick([b"-5", b"zz", b"ffffffffffffffffffff", b"", b"5;" + b"x" * 100_000, b"0x10"])
    await x.send(reply.head, size + b"\r\n", reply.body)
    x.connection.end()


@download
async def transfer_encoding_is_odd(x):
    reply = x.honest()
    coding = x.pick(["gzip, chunked", "identity", "chunked, chunked", "nonsense", "gzip"])
    await x.send(reply.with_(("Transfer-Encoding", coding)))
    x.connection.end()


@download
async def drip_of_the_head(x):
    for byte in x.honest().head:
        await x.send(bytes([byte]))
        await asyncio.sleep(DRIP_SECONDS)
    await x.connection.hang()


@download
async def drip_of_the_body(x):
    reply = x.honest()
    await x.send(reply.head)
    for byte in reply.body:
        await x.send(bytes([byte]))
        await asyncio.sleep(DRIP_SECONDS)
    await x.connection.hang()


@download
async def hang_before_the_head(x):
    await x.connection.hang()


@download
async def hang_in_the_body(x):
    reply = x.honest()
    await x.send(reply.head)
    await x.send_cut(reply.body)
    await x.connection.hang()


@download
async def hang_after_the_body(x):
    await x.send(x.honest())
    await x.connection.hang()


@download
async def endless_head(x):
    await x.send(b"HTTP/1.1 200 OK\r\n")
    for number in range(FLOOD_PIECES):
        await x.send(f"X-{number}: {'x' * 1000}\r\n".encode())
    await x.connection.hang()


@download
async def endless_interim_answers(x):
    for _ in range(FLOOD_PIECES):
        await x.send(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")
    await x.connection.hang()


@download
async def one_interim_answer(x):
    await x.send(b"HTTP/1.1 100 Continue\r\n\r\n", x.honest())


@download
async def not_http(x):
    await x.send(
        x.pick(
            [
                x.shelf.decoy(), b"SSH-2.0-OpenSSH_9.9\r\n", b"HTTP/1.1\r\n\r\n", b"\r\n\r\n\r\n",
                b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"HTTP/1.1 20 OK\r\n\r\n",
                b"ICY 200 OK\r\n\r\n",
                b"HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n", b"\x16\x03\x01\x02\x00\x01",
                b"HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\nhello", b"HTTP/9.9 200 OK\r\n\r\n",
                b"HTTP/1.1 200 OK\r\nX: a\x00b\r\nContent-Length: 0\r\n\r\n",
                b"HTTP/1.1 200 OK\r\n: no name\r\nContent-Length: 0\r\n\r\n",
            ]
        )
    )  # fmt: skip
    x.connection.end()
