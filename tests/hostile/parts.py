"""Answers to requests for the rest of a file: other parts, other versions, other files."""

from tests.hostile.exchange import Reply, download, plain

NAMING_BYTES = 64
OTHERS = bytes(reversed(range(256)))


def _start(x):
    """Return where the client wants to go on, 0 when it wants the whole file."""
    asked = x.request.headers.get("range", "bytes=0-")
    return int(asked.removeprefix("bytes=").partition("-")[0] or 0)


def _part(content, start, headers=()):
    """Return bytes from `start` on as a part, whatever the client's conditions were."""
    where = f"bytes {start}-{len(content) - 1}/{len(content)}"
    return plain(206, content[start:], ("Content-Range", where), *headers)


def _changed(x, *, same_length):
    """Give the asset another version: every byte is another one, but for those that name its type.

    So whatever is put together of two versions is neither of them.
    """
    old = x.asset.content
    new = old[:NAMING_BYTES] + old[NAMING_BYTES:].translate(OTHERS)
    x.asset.versions.append(new if same_length else new + b"longer")
    return x.asset.content


@download
async def whole_file_instead_of_the_rest(x):
    await x.send(plain(200, x.asset.content, ("ETag", x.asset.etag)))


@download
async def part_without_being_asked(x):
    await x.send(_part(x.asset.content, x.below(len(x.asset.content)), [("ETag", x.asset.etag)]))


@download
async def part_from_elsewhere(x):
    start = max(0, min(len(x.asset.content) - 1, _start(x) + x.pick([-7, -1, 1, 7])))
    await x.send(_part(x.asset.content, start, [("ETag", x.asset.etag)]))


@download
async def part_under_a_wrong_name(x):
    content, start = x.asset.content, _start(x)
    body = content[start:]
    size = len(content)
    where = x.pick([
        f"bytes {start + 1}-{size - 1}/{size}", f"bytes 0-{size - 1}/{size}", "bytes */*", "",
        f"bytes {start}-{size}/{size}", f"bytes {start}-{size - 1}/{size + 1}", f"bytes */{size}",
        f"bytes {size - 1}-{start}/{size}", f"lines {start}-{size - 1}/{size}", "\x1b[31m",
        f"bytes {start}-{size - 1}/*", f"bytes {start}-{size - 2}/{size - 1}",
    ])  # fmt: skip
    await x.send(plain(206, body, ("Content-Range", where), ("ETag", x.asset.etag)))


@download
async def part_without_a_name(x):
    await x.send(plain(206, x.asset.content[_start(x) :], ("ETag", x.asset.etag)))


@download
async def part_that_is_short(x):
    content, start = x.asset.content, _start(x)
    body = content[start : start + x.below(len(content) - start)]
    where = f"bytes {start}-{len(content) - 1}/{len(content)}"
    headers = [("Content-Length", len(body)), ("Content-Range", where), ("ETag", x.asset.etag)]
    await x.send(Reply(206, headers, body))
    x.connection.end()


@download
async def part_of_less_than_asked(x):
    """As a server may: it says so, and the client has to ask for more."""
    content, start = x.asset.content, _start(x)
    end = start + 1 + x.below(len(content) - start)
    where = f"bytes {start}-{end - 1}/{len(content)}"
    headers = [("Content-Range", where), ("ETag", x.asset.etag)]
    await x.send(plain(206, content[start:end], *headers))


@download
async def parts_in_one_answer(x):
    body = b"--b\r\nContent-Range: bytes 0-1/9\r\n\r\nxx\r\n--b--\r\n"
    await x.send(plain(206, body, ("Content-Type", "multipart/byteranges; boundary=b")))


@download
async def changed_file(x):
    """A new version, sent as the standard says."""
    _changed(x, same_length=x.rng.random() < 0.5)
    await x.send(x.honest())


@download
async def rest_of_another_version(x):
    """A new version, and the client's If-Range ignored."""
    content = _changed(x, same_length=True)
    await x.send(_part(content, _start(x), [("ETag", x.asset.etag)]))


@download
async def rest_of_another_version_without_etag(x):
    content = _changed(x, same_length=x.rng.random() < 0.5)
    await x.send(_part(content, _start(x)))


@download
async def rest_of_another_version_with_a_weak_etag(x):
    content = _changed(x, same_length=True)
    await x.send(_part(content, _start(x), [("ETag", 'W/"x"')]))


@download
async def weak_etag_and_cut(x):
    reply = x.honest().with_(("ETag", 'W/"same for all"'))
    await x.send(reply.head)
    await x.send_cut(reply.body)
    _changed(x, same_length=True)
    x.connection.end()


@download
async def no_etag_and_cut(x):
    reply = x.honest().with_(("ETag", None))
    await x.send(reply.head)
    await x.send_cut(reply.body)
    _changed(x, same_length=True)
    x.connection.end()


@download
async def date_of_just_now_and_cut(x):
    now = "Wed, 21 Oct 2026 07:28:00 GMT"
    reply = x.honest().with_(("ETag", None), ("Last-Modified", now), ("Date", now))
    await x.send(reply.head)
    await x.send_cut(reply.body)
    _changed(x, same_length=True)
    x.connection.end()


@download
async def etags_are_odd(x):
    tag = x.pick(["", '"', '""', "no-quotes", '"a"b"', '"\x1b[31m"', '"' + "x" * 50_000 + '"',
                  "*", 'W/""', '"a", "b"'])  # fmt: skip
    reply = x.honest().with_(("ETag", tag))
    await x.send(reply.head)
    await x.send_cut(reply.body)
    x.connection.end()


@download
async def nothing_more_to_have(x):
    """416, as if the client had everything."""
    size = x.pick([_start(x), _start(x), len(x.asset.content), 0, 10**15])
    await x.send(plain(416, b"", ("Content-Range", f"bytes */{size}")))


@download
async def the_last_byte_is_missing(x):
    content, start = x.asset.content, _start(x)
    where = f"bytes {start}-{len(content) - 2}/{len(content) - 1}"
    await x.send(plain(206, content[start:-1], ("Content-Range", where), ("ETag", x.asset.etag)))
