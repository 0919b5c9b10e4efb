"""Connecting only to addresses that were looked at: the lowest layer below both clients.

A name is looked up once for each connection, every address behind it is judged, and the connection
goes to one of just these; TLS still checks the certificate against the name. So neither a redirect
nor a name that means another machine the second time leads anywhere else.
"""

import asyncio
import socket
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from ipaddress import ip_address
from threading import Thread
from typing import Final, TypeAlias, cast

import httpcore

from render.assets.remote.policy import AddressPolicy
from render.assets.remote.streams import MeteredStream, TimedStream

Lookup: TypeAlias = Callable[[str, int], Sequence[str]]
"""Turns a host and a port into addresses; raises OSError when there are none."""

_SocketOptions: TypeAlias = Iterable[httpcore.SOCKET_OPTION] | None

_MAX_ADDRESSES: Final = 8
_DEFAULT_SECONDS: Final = 10.0
_LEAST_SECONDS: Final = 1.0
"""For one of several addresses: enough for the other side of the world."""


def look_up(host: str, port: int) -> Sequence[str]:
    """Return the addresses behind a name, in the order in which to try them.

    Raises:
        OSError: There are none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a part of the name is empty or too long
        raise OSError("this is no host name") from error
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class GuardedBackend(httpcore.NetworkBackend):
    """Opens blocking connections, to allowed addresses only.

    Args:
        policy: What is allowed.
        lookup: How names become addresses; called in a thread.
    """

    def __init__(self, policy: AddressPolicy, lookup: Lookup = look_up) -> None:
        self._policy = policy
        self._lookup = lookup
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: _SocketOptions = None,
    ) -> httpcore.NetworkStream:
        """Connect to one of the addresses behind a name.

        Raises:
            AddressRefused: One of them is not allowed.
            httpcore.ConnectError: There is none, or none takes connections.
        """
        clock = _Countdown(timeout)
        addresses = _literal(host)
        if addresses is None:
            try:
                addresses = _started(self._lookup, host, port).result(clock.left())
            except OSError as error:  # TimeoutError is one
                raise _unknown(host) from error
        self._policy.check_addresses(host, port, addresses)
        failure: Exception = _unknown(host)
        for address, seconds in clock.shared_by(addresses):
            try:
                return TimedStream(
                    self._inner.connect_tcp(address, port, seconds, local_address, socket_options)
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    def sleep(self, seconds: float) -> None:
        """Wait."""
        self._inner.sleep(seconds)


class GuardedAsyncBackend(httpcore.AsyncNetworkBackend):
    """Opens connections for asyncio, to allowed addresses only; as `GuardedBackend` does."""

    def __init__(self, policy: AddressPolicy, lookup: Lookup = look_up) -> None:
        self._policy = policy
        self._lookup = lookup
        self._inner = cast("httpcore.AsyncNetworkBackend", httpcore.AnyIOBackend())

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface is httpcore's
        local_address: str | None = None,
        socket_options: _SocketOptions = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to one of the addresses behind a name, as `GuardedBackend` does."""
        clock = _Countdown(timeout)
        addresses = _literal(host)
        if addresses is None:
            try:
                async with asyncio.timeout(clock.left()):
                    addresses = await asyncio.wrap_future(_started(self._lookup, host, port))
            except OSError as error:  # TimeoutError is one
                raise _unknown(host) from error
        self._policy.check_addresses(host, port, addresses)
        failure: Exception = _unknown(host)
        for address, seconds in clock.shared_by(addresses):
            try:
                return MeteredStream(
                    await self._inner.connect_tcp(
                        address, port, seconds, local_address, socket_options
                    )
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._inner.sleep(seconds)


class _Countdown:
    """What is left of the time for connecting."""

    def __init__(self, seconds: float | None) -> None:
        self._end = time.monotonic() + (_DEFAULT_SECONDS if seconds is None else seconds)

    def left(self) -> float:
        return max(0.0, self._end - time.monotonic())

    def shared_by(self, addresses: Sequence[str]) -> Iterable[tuple[str, float]]:
        """Yield addresses while there is time, each with its share of what is left.

        So a first address that swallows packets leaves time for a second one that works.
        """
        tried = addresses[:_MAX_ADDRESSES]
        for index, address in enumerate(tried):
            left = self.left()
            if index and not left:
                return
            yield address, min(left, max(left / (len(tried) - index), _LEAST_SECONDS))


def _literal(host: str) -> Sequence[str] | None:
    """Return an address that is written where a name could be; None when it is a name."""
    try:
        ip_address(host)
    except ValueError:
        return None
    return [host]


def _started(lookup: Lookup, host: str, port: int) -> "Future[Sequence[str]]":
    """Look a name up in a thread that nobody has to wait for: looking up cannot be stopped."""
    future: Future[Sequence[str]] = Future()

    def work() -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            future.set_result(lookup(host, port))
        except BaseException as error:  # noqa: BLE001 - whoever asked gets it
            future.set_exception(error)

    Thread(target=work, name="look-up", daemon=True).start()
    return future


def _unknown(host: str) -> httpcore.ConnectError:
    return httpcore.ConnectError(f"the name {host} is not known")
