"""A server on this machine that does exactly what a test tells it, also what no server should."""

import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus

RESET = "reset"
"""Ends a connection with RST."""
CLOSE = "close"
"""Ends a connection in the ordinary way, whatever was declared."""

Step = bytes | float | str
"""Bytes are sent, a number is a pause in seconds."""


@dataclass(frozen=True)
class Request:
    """What a client sent."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes


Answer = Callable[[Request], Iterable[Step]]


def reply(status: int, body: bytes = b"", **headers: object) -> bytes:
    """Return a whole answer; `content_length=None` leaves a header out."""
    named = {"Content-Length": len(body)} | {
        k.replace("_", "-").title(): v for k, v in headers.items()
    }
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"]
    lines += [f"{name}: {value}" for name, value in named.items() if value is not None]
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass
class Loopback:
    """The server; use it in a `with` block.

    Attributes:
        answer: Called for every request, in the connection's thread.
        requests: All that came, in order.
        connections: How many there were.
    """

    answer: Answer
    host: str = "127.0.0.1"
    tls: ssl.SSLContext | None = None
    requests: list[Request] = field(default_factory=list)
    connections: int = 0

    def __enter__(self):
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        self._listener = socket.create_server((self.host, 0), family=family)
        self.port = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._open: list[socket.socket] = []
        self._stopped = threading.Event()
        self._threads[0].start()
        return self

    def __exit__(self, *_):
        self._stopped.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._threads[0].join()
        self._listener.close()
        for connection in self._open:
            _shut(connection)
        for thread in self._threads[1:]:
            thread.join()

    @property
    def url(self):
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}"

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(connection)
            self._threads.append(
                threading.Thread(target=self._serve, args=(connection,), daemon=True)
            )
            self._threads[-1].start()

    def _serve(self, connection):
        try:
            if self.tls is not None:
                connection = self.tls.wrap_socket(connection, server_side=True)
                self._open.append(connection)
            with connection, connection.makefile("rb") as stream:
                while (request := _read(stream)) is not None:
                    self.requests.append(request)
                    if not self._play(connection, request):
                        return
                    if request.headers.get("connection") == "close":
                        return
        except OSError:
            pass
        finally:
            connection.close()

    def _play(self, connection, request):
        for step in self.answer(request):
            if isinstance(step, bytes):
                connection.sendall(step)
            elif isinstance(step, (int, float)):
                self._stopped.wait(step)
            elif step == RESET:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return False
            else:
                return False
            if self._stopped.is_set():
                return False
        return True


def _read(stream):
    line = stream.readline().decode("latin-1").split()
    if len(line) != 3:
        return None
    headers = {}
    while text := stream.readline().decode("latin-1").strip():
        name, _, value = text.partition(":")
        headers[name.strip().lower()] = value.strip()
    body = stream.read(int(headers.get("content-length", 0)))
    path, _, query = line[1].partition("?")
    return Request(line[0], path, query, headers, body)


def _shut(connection):
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def drip(data: bytes, pause_seconds: float) -> Iterable[Step]:
    """Yield one byte after the other."""
    for byte in data:
        yield bytes([byte])
        yield pause_seconds


def until(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait for something that another thread does."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.005)
