"""Hosts: what one is, and how somebody says which ones are allowed."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Final, Self

import httpx

from render.errors import UsageError

_MAX_PORT: Final = 65535
_NAME: Final = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_.])?")


@dataclass(frozen=True)
class AllowedHost:
    """A place that is allowed although it is not public, or not encrypted.

    Attributes:
        name: Host as URLs write it, lower case; or None when a network is allowed.
        network: The addresses that are allowed, or None when a name is.
        port: The only port, or None for any.
    """

    name: str | None = None
    network: IPv4Network | IPv6Network | None = None
    port: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `media.local`, `media.local:8000`, `127.0.0.1`, `[::1]:8000` or `10.0.0.0/8`.

        Raises:
            UsageError: It is none of these.
        """
        try:
            host, port = _split_port(text.strip().lower())
            network = _network(host)
            name = _host_name(host) if network is None else None
        except (ValueError, httpx.InvalidURL):
            raise UsageError(
                "this is no host to allow",
                where=ascii(text[:100]),
                hint="write a host, an address or a network, such as 127.0.0.1:8000 or 10.0.0.0/8",
            ) from None
        return cls(name, network, port)

    def names(self, host: str, port: int) -> bool:
        """Tell whether this is about a host as a URL writes it."""
        if self.port not in {None, port}:
            return False
        if self.network is None:
            return self.name == _folded(host)
        return self.holds(host, port)

    def holds(self, address: str, port: int) -> bool:
        """Tell whether this is about an address, as an address."""
        if self.network is None or self.port not in {None, port}:
            return False
        try:
            number = ip_address(address.partition("%")[0])
        except ValueError:
            return False
        return number.version == self.network.version and number in self.network


def is_host(text: str) -> bool:
    """Tell whether this is a name as name servers have them, or an address."""
    return _NAME.fullmatch(text.lower()) is not None or _is_address(text)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def spelled(host: str, port: int | None) -> str:
    """Return a host and perhaps a port as `AllowedHost.parse` reads them."""
    bracketed = f"[{host}]" if ":" in host else host
    return bracketed if port is None else f"{bracketed}:{port}"


def _split_port(text: str) -> tuple[str, int | None]:
    """Split `host:port`; IPv6 with a port is in brackets.

    Raises:
        ValueError: The port is no number in [1, 65535].
    """
    host, colon, port = text.rpartition(":")
    if text.startswith("["):
        host, bracket, rest = text[1:].partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            raise ValueError
        colon, port = rest[:1], rest[1:]
    elif not colon or ":" in host:
        return text, None
    if not colon:
        return host, None
    if not port.isascii() or not port.isdigit() or not 0 < int(port) <= _MAX_PORT:
        raise ValueError
    return host, int(port)


def _network(host: str) -> IPv4Network | IPv6Network | None:
    """Return the network that a text writes, one address or many; None when it is a name."""
    try:
        return ip_network(host, strict=False)
    except ValueError:
        if "/" in host:
            raise
        return None


def _host_name(text: str) -> str:
    """Return a host's name as URLs carry it, in ASCII.

    Raises:
        ValueError: It is none.
        httpx.InvalidURL: Likewise.
    """
    name = httpx.URL(f"https://{text}/").raw_host.decode("ascii")
    if not _NAME.fullmatch(name) or (text.isascii() and text != name):
        raise ValueError
    return _folded(name)


def _folded(host: str) -> str:
    return host.lower().removesuffix(".")
