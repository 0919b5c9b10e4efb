"""A served folder as a running server, in a thread of its own."""

import asyncio
import os
import re
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import uvicorn

from render.errors import RenderError, UsageError
from render.serve.app import folder_app
from render.serve.folder import ServedFolder
from render.serve.hosts import HostRule, is_loopback
from render.serve.links import LinkSigner

HOUR_SECONDS: Final = 3600
MAX_LIFETIME_SECONDS: Final = 7 * 24 * HOUR_SECONDS

_GRACE_SECONDS: Final = 1
"""How long answers under way may still take when the server stops."""
_BACKLOG: Final = 128
_LAST_PORT: Final = 65535
_TOKEN = re.compile(r"[\x21-\x7e]{1,512}")
_wall_clock: Callable[[], float] = time.time  # noqa: TID251 - links outlive no process; no frame sees it


@dataclass(frozen=True)
class FolderServer:
    """A server that runs.

    Attributes:
        url: What clients take as the API's URL: `http://127.0.0.1:8787`.
        api_key: What clients must send as Bearer key; None when they need none.
        thread: What it runs in.
    """

    url: str
    api_key: str | None = field(repr=False)
    thread: threading.Thread = field(repr=False)

    def wait(self) -> None:
        """Wait until it ends, which it does not by itself; Ctrl-C raises KeyboardInterrupt."""
        while self.thread.is_alive():
            self.thread.join(0.5)  # without a time Windows would not notice Ctrl-C


@contextmanager
def serve_folder(
    root: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    api_key: str | None = None,
    require_key: bool = True,
    lifetime_seconds: int = HOUR_SECONDS,
    allow_hosts: Iterable[str] = (),
    clock: Callable[[], float] = _wall_clock,
) -> Iterator[FolderServer]:
    """Serve a folder as the API serves its assets, for as long as the block runs.

    ```python
    with serve_folder(Path("media")) as server:
        client = SignClient(ApiConfig(url=server.url, api_key=server.api_key))
    ```

    Args:
        root: The folder; keys are paths below it.
        host: Address or name to listen on.
        port: 0 takes any that is free.
        api_key: The Bearer key clients must send; None makes a random one.
        require_key: False lets everybody sign who reaches the server; on loopback only.
        lifetime_seconds: How long a signed URL is good for, 1 to 604,800 (a week).
        allow_hosts: Other names by which the server may be called.
        clock: Seconds since 1970.

    Raises:
        UsageError: The folder is none, the port is taken, or arguments make no sense.
    """
    _check(root, host, port, api_key, lifetime_seconds, require_key=require_key)
    key = (api_key or f"mcp_{secrets.token_urlsafe(32)}") if require_key else None
    app = folder_app(
        ServedFolder(root),
        LinkSigner(secrets.token_bytes(32), lifetime_seconds, clock),
        HostRule(host, frozenset(name.lower() for name in allow_hosts)),
        api_key=key,
    )
    listening = _listen(host, port)
    server = _Server(
        uvicorn.Config(
            app,
            http="h11",
            ws="none",
            loop="asyncio",
            lifespan="off",
            log_config=None,
            access_log=False,  # a signed URL opens its file, so it is in no log
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )
    )
    thread = threading.Thread(
        target=server.run, args=([listening],), name="wavemaker-serve", daemon=True
    )
    thread.start()
    try:
        _wait_until_ready(server, thread)
        yield FolderServer(_url(host, listening.getsockname()[1]), key, thread)
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


class _Server(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        # Answers that were cancelled may still have bytes waiting for a client that reads slowly.
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await asyncio.sleep(0)


def _wait_until_ready(server: _Server, thread: threading.Thread) -> None:
    while not server.ready.wait(0.5):
        if not thread.is_alive():
            raise RenderError("the server could not start")


def _check(
    root: Path,
    host: str,
    port: int,
    api_key: str | None,
    lifetime_seconds: int,
    *,
    require_key: bool,
) -> None:
    if not root.is_dir():
        raise UsageError("there is no such folder", where=str(root))
    if not 1 <= lifetime_seconds <= MAX_LIFETIME_SECONDS:
        raise UsageError(
            f"signed URLs live 1 to {MAX_LIFETIME_SECONDS} seconds, not {lifetime_seconds}"
        )
    if not 0 <= port <= _LAST_PORT:
        raise UsageError(f"ports are 0 to {_LAST_PORT}, not {port}")
    if api_key is not None and not require_key:
        raise UsageError("an API key makes no sense where none is needed")
    if api_key is not None and not _TOKEN.fullmatch(api_key):
        # The key itself is not shown: messages end up in logs.
        raise UsageError("an API key is 1 to 512 visible ASCII characters")
    if not require_key and not is_loopback(host):
        raise UsageError(
            "without a key only this machine may be served",
            where=host,
            hint="leave the host at 127.0.0.1, or let clients send a key",
        )


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens, so that the port is known and taken before the thread runs."""
    try:
        family, _, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        # With the protocol named asyncio sends at once (TCP_NODELAY); socket.create_server leaves
        # it at 0, and then head and body of an answer are 40 ms apart.
        listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            if os.name == "posix":  # elsewhere it would let two servers take the same port
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            listening.listen(_BACKLOG)
        except BaseException:
            listening.close()
            raise
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"cannot listen: {reason}",
            where=f"{host}:{port}",
            hint="--port 0 takes any free port",
        ) from error
    return listening


def _url(host: str, port: int) -> str:
    # Nobody can connect to "everywhere"; from this machine its own name is right.
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - only compared with
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"
