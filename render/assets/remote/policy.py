"""Where downloads may go: which URLs are followed, and which addresses are connected to.

URLs come from a server's answer and from redirects, so they are somebody else's. A URL is checked
before it is used, and the addresses behind its host once more at the moment of connecting, because
a name may mean another machine the next time it is looked up.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Self

import httpx

from render.assets.remote.addresses import Judgement, Reach, judge_address
from render.assets.remote.hosts import AllowedHost, is_host, spelled
from render.assets.remote.masking import shown_origin
from render.errors import AddressRefused

MAX_URL_CHARACTERS: Final = 8192
_HTTP_PORT: Final = 80
_HTTPS_PORT: Final = 443
_FIRST_FREE_PORT: Final = 1024
_MAX_PORT: Final = 65535
_BLANKS_AND_CONTROLS: Final = frozenset(map(chr, (*range(33), *range(127, 160)))) | {"\\"}
_PLAIN: Final = "is not encrypted (http)"
_ODD_PORT: Final = "asks for a port that is not for the web"
_CURED: Final = (_PLAIN, _ODD_PORT)
"""What is fine once the host is allowed."""
_ALLOW: Final = "allow it with --allow-host {} if that is meant"


@dataclass(frozen=True)
class AddressPolicy:
    """Which URLs and addresses are talked to. Public ones over https are, others when allowed.

    Attributes:
        allowed: What else is allowed. A name allows the private addresses behind it, and http; only
            an address or network allows what no server ought to be at.
    """

    allowed: tuple[AllowedHost, ...] = ()

    @classmethod
    def allowing(cls, hosts: Iterable[str]) -> Self:
        """Read what the user allows.

        Raises:
            UsageError: One of them is no host.
        """
        return cls(tuple(AllowedHost.parse(host) for host in hosts))

    def check_url(self, url: str | httpx.URL, *, where: str) -> httpx.URL:
        """Return a URL as it will be used, or refuse it. Nothing is looked up for that.

        Args:
            url: As it came.
            where: The asset's key, for the message.

        Raises:
            AddressRefused: It is malformed, not encrypted, names a user, or the like.
        """
        text = str(url)
        parsed = _parsed(text)
        if parsed is None:
            raise AddressRefused("the URL is malformed", where=where)
        host = parsed.raw_host.decode("ascii")
        fault = self._fault(text, parsed, host)
        if fault is not None:
            hint = _ALLOW.format(spelled(host, parsed.port)) if fault in _CURED else None
            message = f"the URL {fault}: {shown_origin(text)}"
            raise AddressRefused(message, where=where, hint=hint)
        return parsed.copy_with(fragment=None)

    def check_addresses(self, host: str, port: int, addresses: Sequence[str]) -> None:
        """Refuse a host when any of its addresses is not to be connected to.

        Args:
            host: As the URL writes it.
            port: That will be connected to, in [1, 65535].
            addresses: All that it resolves to.

        Raises:
            AddressRefused: One of them is not public and not allowed.
        """
        is_named = any(each.names(host, port) for each in self.allowed)
        for address in addresses:
            judgement = judge_address(address)
            if not self._may_connect(judgement, address, port, is_named=is_named):
                what = address if address == host else f"{host} ({address})"
                by_name = judgement.reach is Reach.PRIVATE
                raise AddressRefused(
                    f"the address is refused: {what} is {judgement.what}",
                    hint=_ALLOW.format(spelled(host if by_name else address, port)),
                )

    def _may_connect(
        self, judgement: Judgement, address: str, port: int, *, is_named: bool
    ) -> bool:
        if judgement.reach is Reach.PUBLIC or (judgement.reach is Reach.PRIVATE and is_named):
            return True
        return any(each.holds(address, port) for each in self.allowed)

    def _fault(self, text: str, url: httpx.URL, host: str) -> str | None:
        port = port_of(url)
        rules = (
            (url.scheme not in {"https", "http"}, "is not https"),
            (not host, "has no host"),
            (bool(url.userinfo) or "@" in _authority(text), "names a user"),
        )
        fault = next((fault for broken, fault in rules if broken), None)
        if fault is not None or any(each.names(host, port) for each in self.allowed):
            return fault
        if url.scheme != "https":
            return _PLAIN
        is_for_the_web = port == _HTTPS_PORT or _FIRST_FREE_PORT <= port <= _MAX_PORT
        return None if is_for_the_web else _ODD_PORT


def port_of(url: httpx.URL) -> int:
    """Return the port that a URL is connected to."""
    if url.port is not None:
        return url.port
    return _HTTP_PORT if url.scheme == "http" else _HTTPS_PORT


def _authority(text: str) -> str:
    """Return what stands between `//` and the path; the client's parser drops an empty user."""
    return re.split(r"[/?#]", text.partition("//")[2], maxsplit=1)[0]


def _parsed(text: str) -> httpx.URL | None:
    """Return a URL as the client understands it, or None when nobody should."""
    if len(text) > MAX_URL_CHARACTERS or not _BLANKS_AND_CONTROLS.isdisjoint(text):
        return None
    try:
        url = httpx.URL(text)
        _ = url.host  # decodes international names, which the client does later
        host = url.raw_host.decode("ascii")
    except (httpx.InvalidURL, ValueError):  # UnicodeError is a ValueError
        return None
    return url if not host or is_host(host) else None
