"""Which names a request may call this server by.

A page anywhere in the browser can point a name of its own at 127.0.0.1 and then talk to a local
server as its own origin (DNS rebinding). Such a request carries the page's name in `Host`.
"""

import re
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final

_HOST = re.compile(r"(\[[0-9a-f:.]{2,45}\]|[^\[\]:@/?#\\\s]{1,253})(?::[0-9]{1,5})?")
_LOCAL_NAMES: Final = frozenset({"localhost"})


@dataclass(frozen=True)
class HostRule:
    """The names and addresses a server answers to.

    The port does not matter: it differs behind a tunnel or in a container, and no attack is
    stopped by it.

    Attributes:
        bound: The name or address the server listens on.
        names: Others by which it may be called, lower case.
    """

    bound: str
    names: frozenset[str] = frozenset()

    def allows(self, header: str) -> bool:
        """Tell whether a `Host` header, or what follows `//` in an `Origin`, names this server."""
        match = _HOST.fullmatch(header.lower())
        if match is None:
            return False
        host = match[1].strip("[]").removesuffix(".")
        if host in self.names | {self.bound.lower()}:
            return True
        try:
            address = ip_address(host)
        except ValueError:
            return host in _LOCAL_NAMES and self._listens_to_loopback()
        # An address is no name, so nobody can point it elsewhere.
        return self._is_everywhere() or (address.is_loopback and self._listens_to_loopback())

    def _is_everywhere(self) -> bool:
        return self.bound in {"0.0.0.0", "::"}  # noqa: S104 - compared with, not listened on

    def _listens_to_loopback(self) -> bool:
        return self._is_everywhere() or is_loopback(self.bound)


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach what listens on a name or address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() in _LOCAL_NAMES
