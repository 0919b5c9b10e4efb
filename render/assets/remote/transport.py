"""The way from the clients of httpx to guarded connections.

httpx would take proxies from the environment and connect wherever a name leads; these transports do
neither. They are made of the public parts of httpx and httpcore.
"""

import logging
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Final, cast

import httpcore
import httpx

from render.assets.remote.connecting import GuardedAsyncBackend, GuardedBackend, Lookup, look_up
from render.assets.remote.policy import AddressPolicy
from render.assets.remote.streams import MeteredStream

_IDLE_SECONDS: Final = 15.0
_GOODBYE_SECONDS: Final = 2.0
"""How long a server may take to close a connection that it was asked to close."""

_is_ours: Final[ContextVar[bool]] = ContextVar("is_ours", default=False)


def _keeps_secrets(record: logging.LogRecord) -> bool:
    """Tell whether a record may be logged: not the headers of answers that came for us.

    httpcore logs them when all is logged, and a redirect has a signed URL in them.
    """
    return not (_is_ours.get() and "receive_response_headers.complete" in record.getMessage())


logging.getLogger("httpcore.http11").addFilter(_keeps_secrets)

_PASSED_ON: Final = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
)


@cache
def own_tls() -> ssl.SSLContext:
    """Return how encrypted connections are checked: by certifi, or what SSL_CERT_FILE names.

    Reading the certificates takes longer than many a download, so it is done once.
    """
    return httpx.create_ssl_context()


class ExcessBytes(httpx.RemoteProtocolError):
    """A server sent more than it declared: what came is not the whole of anything."""


class GuardedTransport(httpx.BaseTransport):
    """Sends requests over blocking connections to allowed addresses.

    Args:
        policy: What is allowed.
        tls: How encrypted connections are checked.
        lookup: How names become addresses.
    """

    def __init__(
        self, policy: AddressPolicy, tls: ssl.SSLContext, lookup: Lookup = look_up
    ) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls,
            keepalive_expiry=_IDLE_SECONDS,
            network_backend=GuardedBackend(policy, lookup),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and return the answer; its body is still to be read."""
        with _errors_of_httpx(), _as_ours():
            answer = self._pool.handle_request(_for_httpcore(request))
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class GuardedAsyncTransport(httpx.AsyncBaseTransport):
    """Sends requests over asyncio's connections to allowed addresses.

    The body of an answer to a request that asked for `Connection: close` ends where it was declared
    to end, or reading it raises httpx.RemoteProtocolError; `ExcessBytes` when there is more.

    Args:
        policy: What is allowed.
        tls: How encrypted connections are checked.
        max_connections: At the same time.
        lookup: How names become addresses.
    """

    def __init__(
        self,
        policy: AddressPolicy,
        tls: ssl.SSLContext,
        max_connections: int = 1,
        lookup: Lookup = look_up,
    ) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls,
            max_connections=max_connections,
            keepalive_expiry=_IDLE_SECONDS,
            network_backend=GuardedAsyncBackend(policy, lookup),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and return the answer; its body is still to be read."""
        with _errors_of_httpx(), _as_ours():
            answer = await self._pool.handle_async_request(_for_httpcore(request))
        is_last = request.headers.get("connection", "").lower() == "close"
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_AsyncBody(answer, is_last=is_last),
            extensions=answer.extensions,
        )

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        with _errors_of_httpx():
            yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _AsyncBody(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response, *, is_last: bool) -> None:
        self._answer = answer
        self._is_last = is_last

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _errors_of_httpx():
            async for chunk in self._answer.aiter_stream():
                yield chunk
        if self._is_last:
            await _check_end(self._answer)

    async def aclose(self) -> None:
        await self._answer.aclose()


async def _check_end(answer: httpcore.Response) -> None:
    """Refuse an answer that goes on after what its Content-Length says."""
    headers = {name.lower(): value for name, value in answer.headers}
    connection = answer.extensions.get("network_stream")
    if b"transfer-encoding" in headers or not isinstance(connection, MeteredStream):
        return
    try:
        declared = int(headers.get(b"content-length", b""))
    except ValueError:
        return
    more = connection.meter.body_bytes > declared
    if not more:
        try:
            more = bool(await connection.read(1, _GOODBYE_SECONDS))
        except (httpcore.TimeoutException, httpcore.NetworkError):
            more = False  # it closes rudely, or keeps the connection
    if more:
        raise ExcessBytes("the server sends more than it declared")


def _for_httpcore(request: httpx.Request) -> httpcore.Request:
    return httpcore.Request(
        method=request.method,
        url=httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        ),
        headers=request.headers.raw,
        content=cast("Iterator[bytes] | AsyncIterator[bytes]", request.stream),
        extensions=request.extensions,
    )


@contextmanager
def _as_ours() -> Iterator[None]:
    """Mark what is logged meanwhile as being about our requests."""
    before = _is_ours.set(True)
    try:
        yield
    finally:
        _is_ours.reset(before)


@contextmanager
def _errors_of_httpx() -> Iterator[None]:
    """Turn httpcore's errors into those of the same name that users of httpx expect."""
    try:
        yield
    except _PASSED_ON as error:
        kind = getattr(httpx, type(error).__name__, httpx.TransportError)
        raise kind(str(error)) from error
