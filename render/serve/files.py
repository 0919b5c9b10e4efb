"""GET and HEAD of a file behind a signed link, whole or one range of it."""

import logging
from collections.abc import Iterator
from email.utils import formatdate
from typing import BinaryIO, Final, Literal

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from render.serve.answers import refusal
from render.serve.folder import OpenFile, ServedFolder
from render.serve.links import LinkSigner
from render.serve.ranges import read_range

_log = logging.getLogger(__name__)
_CHUNK_BYTES: Final = 256 * 1024


async def answer_file(request: Request, folder: ServedFolder, signer: LinkSigner) -> Response:
    """Turn a signed link into its file: 200, 206, 304, 403, 404 or 416."""
    key = request.path_params["key"]
    fault = signer.fault(key, request.url.query)
    if fault is not None:
        return refusal(403, fault)
    opened = await run_in_threadpool(folder.open, key)
    if opened is None:
        return refusal(404, "there is no such file any more")
    headers = {
        "ETag": opened.etag,
        "Last-Modified": formatdate(opened.modified_seconds, usegmt=True),
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
    }
    if _is_known(request, opened.etag):
        opened.file.close()
        return Response(status_code=304, headers=headers)
    part = _part(request, opened, headers["Last-Modified"])
    if part == "unsatisfiable":
        opened.file.close()
        whole = {"Content-Range": f"bytes */{opened.size_bytes}"}
        return refusal(416, "the range lies behind the end of the file", whole)
    if part == "whole":
        return _FileAnswer(opened, range(opened.size_bytes), headers, request.method)
    headers["Content-Range"] = f"bytes {part[0]}-{part[-1]}/{opened.size_bytes}"
    return _FileAnswer(opened, part, headers, request.method)


def _is_known(request: Request, etag: str) -> bool:
    """Tell whether the client has these bytes already."""
    listed = ",".join(request.headers.getlist("if-none-match")).split(",")
    return not {tag.strip().removeprefix("W/") for tag in listed}.isdisjoint({etag, "*"})


def _part(
    request: Request, opened: OpenFile, modified: str
) -> range | Literal["whole", "unsatisfiable"]:
    """Return the positions to send."""
    asked = request.headers.getlist("range")
    # A range is a part of a GET only, and only of the file that the client has the rest of.
    if request.method != "GET" or len(asked) != 1:
        return "whole"
    if not set(request.headers.getlist("if-range")) <= {opened.etag, modified}:
        return "whole"
    return read_range(asked[0], opened.size_bytes)


class _FileAnswer(StreamingResponse):
    """Sends a part of an open file, and closes the file whatever happens."""

    def __init__(self, opened: OpenFile, part: range, headers: dict[str, str], method: str) -> None:
        self._file = opened.file
        super().__init__(
            () if method == "HEAD" else _chunks(opened.file, part),
            status_code=206 if "Content-Range" in headers else 200,
            headers=headers | {"Content-Length": str(len(part))},
            media_type=opened.media_type,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._file:
            try:
                await super().__call__(scope, receive, send)
            except _Shrunk:
                # Ending without all bytes closes the connection: the client must not be left to
                # think that it has the file.
                _log.warning("%s became shorter while it was sent", scope["path"])


class _Shrunk(Exception):
    """A file that has fewer bytes than it had."""


def _chunks(file: BinaryIO, part: range) -> Iterator[bytes]:
    file.seek(part.start)
    left = len(part)
    while left:
        chunk = file.read(min(left, _CHUNK_BYTES))
        if not chunk:
            raise _Shrunk
        left -= len(chunk)
        yield chunk
