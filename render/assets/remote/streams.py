"""What is watched on an open connection: how long an answer takes, and how much of it comes."""

import re
import ssl
import time
from contextvars import ContextVar
from typing import Any, Final

import httpcore

deadline: Final[ContextVar[float]] = ContextVar("deadline", default=float("inf"))
"""When blocking reads stop, on the monotonic clock, however often a byte arrives. The timeouts of
the client count from the last byte, so that one byte a second would keep it waiting for ever."""

_BLANK_LINE: Final = re.compile(rb"\n\r?\n")
_INTERIM: Final = re.compile(rb"HTTP/1\.[01] 1")


class TimedStream(httpcore.NetworkStream):
    """A blocking connection that keeps to `deadline`."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what has come, at most `max_bytes`; b"" at the end."""
        left = deadline.get() - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the answer took too long")
        return self._inner.read(max_bytes, left if timeout is None else min(timeout, left))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of it."""
        self._inner.write(buffer, timeout)

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Return the encrypted connection over this one."""
        return TimedStream(self._inner.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        """Return what the connection below says."""
        return self._inner.get_extra_info(info)


class MeteredStream(httpcore.AsyncNetworkStream):
    """A connection that counts the bytes of its first answer.

    A server that sends more than it declared is cut off by the protocol where it said, and what
    arrives looks whole. Only the bytes on the connection tell.

    Attributes:
        meter: The count; of encrypted connections, after decryption.
    """

    def __init__(self, inner: httpcore.AsyncNetworkStream) -> None:
        self._inner = inner
        self.meter = ResponseMeter()

    async def read(
        self,
        max_bytes: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface is httpcore's
    ) -> bytes:
        """Return what has come, at most `max_bytes`; b"" at the end."""
        data = await self._inner.read(max_bytes, timeout)
        self.meter.feed(data)
        return data

    async def write(
        self,
        buffer: bytes,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface is httpcore's
    ) -> None:
        """Send all of it."""
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        """Close the connection."""
        await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface is httpcore's
    ) -> httpcore.AsyncNetworkStream:
        """Return the encrypted connection over this one."""
        return MeteredStream(await self._inner.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        """Return what the connection below says."""
        return self._inner.get_extra_info(info)


class ResponseMeter:
    """Counts what follows the head of the first final answer on a connection.

    Attributes:
        body_bytes: So many bytes have come after the head.
    """

    def __init__(self) -> None:
        self.body_bytes = 0
        self._head: bytes | None = b""

    def feed(self, data: bytes) -> None:
        """Count what was read."""
        if self._head is None:
            self.body_bytes += len(data)
            return
        self._head += data
        while (end := _BLANK_LINE.search(self._head)) is not None:
            head, rest = self._head[: end.end()], self._head[end.end() :]
            if not _INTERIM.match(head):
                self._head, self.body_bytes = None, len(rest)
                return
            self._head = rest
