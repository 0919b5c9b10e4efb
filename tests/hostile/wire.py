"""A server that has every byte of its answers in its own hands.

It speaks just enough HTTP to read requests; what comes back is whatever a fault writes. One event
loop in a thread of its own, so that a run needs no other process.
"""

import asyncio
import socket
import struct
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus

MAX_HEAD_BYTES = 64 * 1024


@dataclass(frozen=True)
class Request:
    """What a client asked.

    Attributes:
        method: In capitals.
        target: Path and query as they came.
        headers: Names in lower case; of several the last.
        body: As announced by Content-Length.
    """

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


def head(status: int, headers: list[tuple[str, object]]) -> bytes:
    """Return the head of an answer, with the blank line behind it."""
    known = status in HTTPStatus._value2member_map_
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase if known else 'Odd'}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def chunk(data: bytes) -> bytes:
    """Return bytes as one chunk; no bytes are the last one, with the blank line behind it."""
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


class Ended(Exception):
    """The connection is over, by our will or the client's."""


@dataclass
class Connection:
    """One client, to write to.

    Attributes:
        sent: How many bytes were written.
    """

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    sent: int = 0

    async def read(self) -> Request | None:
        """Return the next request, None when there is none."""
        try:
            raw = await self.reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError):
            return None
        first, *lines = raw.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ", 2)
        pairs = (line.partition(":") for line in lines if line)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        try:
            body = await self.reader.readexactly(int(headers.get("content-length", "0")))
        except (asyncio.IncompleteReadError, OSError):
            return None
        return Request(method, target, headers, body)

    async def write(self, data: bytes) -> None:
        """Send bytes; raise Ended when the client has gone."""
        try:
            self.writer.write(data)
            await self.writer.drain()
        except OSError as error:
            raise Ended from error
        if self.writer.is_closing():
            raise Ended
        self.sent += len(data)

    async def hang(self) -> None:
        """Say nothing more until the client or the server gives up."""
        with suppress(OSError):
            while await self.reader.read(MAX_HEAD_BYTES):
                pass
        raise Ended

    def end(self) -> None:
        """Close in the ordinary way, after what was written."""
        raise Ended

    def reset(self) -> None:
        """Close with RST; what the client has not read yet may be lost."""
        connected = self.writer.get_extra_info("socket")
        with suppress(OSError):
            connected.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()
        raise Ended


Answer = Callable[[Connection, Request], Awaitable[None]]
"""Answers one request; raises Ended to close the connection."""


@dataclass
class WireServer:
    """Listens on a free port of an address of this machine; use it in a `with` block.

    Attributes:
        answer: Called for every request.
        host: Any of 127.0.0.0/8.
        port: Where it listens.
        requests: All that came.
        connections: How many there were.
        faults: What went wrong in the server itself; a test looks that there is nothing.
    """

    answer: Answer
    host: str = "127.0.0.1"
    port: int = 0
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    faults: list[BaseException] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Of the server, without a path."""
        return f"http://{self.host}:{self.port}"

    def __enter__(self):
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_):
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        server = await asyncio.start_server(self._accept, self.host, 0, limit=MAX_HEAD_BYTES)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.ensure_future(self._talk(Connection(reader, writer)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _talk(self, connection: Connection) -> None:
        try:
            while (request := await connection.read()) is not None:
                self.requests.append(request)
                await self.answer(connection, request)
                if request.headers.get("connection", "").lower() == "close":
                    break
        except Ended:
            pass
        except asyncio.CancelledError:
            connection.writer.transport.abort()
        except Exception as error:  # noqa: BLE001 - told by the test
            self.faults.append(error)
        finally:
            with suppress(OSError):
                connection.writer.close()
                await asyncio.sleep(0)
