"""Which addresses on the network are nobody's business to a program that follows others' URLs.

`ipaddress.is_global` is no filter: it lets multicast, NAT64 and IPv4-compatible addresses through,
and what it says changes with the version of Python. So this goes by a table of its own, made from
the registries of special purpose addresses, and of IPv6 only what is handed out at all may pass.
"""

from enum import Enum
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final, NamedTuple, TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address


class Reach(Enum):
    """How far an address reaches."""

    PUBLIC = "public"
    PRIVATE = "private"
    """This machine or its own network. Somebody may want it, and says so by the host's name."""
    NEVER = "never"
    """Nothing that serves files is there. Only the address itself, written out, opens it."""


class Judgement(NamedTuple):
    """What an address is.

    Attributes:
        reach: How far it reaches.
        what: In words, with its article.
    """

    reach: Reach
    what: str


_PUBLIC: Final = Judgement(Reach.PUBLIC, "a public address")
_METADATA: Final = Judgement(Reach.NEVER, "where clouds keep the machine's credentials")
_LOOPBACK: Final = Judgement(Reach.PRIVATE, "this machine itself")
_PRIVATE: Final = Judgement(Reach.PRIVATE, "an address of a private network")
_UNSPECIFIED: Final = Judgement(Reach.NEVER, "no address, or this machine itself")
_LINK_LOCAL: Final = Judgement(Reach.NEVER, "a link-local address")
_MULTICAST: Final = Judgement(Reach.NEVER, "a multicast address")
_RESERVED: Final = Judgement(Reach.NEVER, "a reserved address")
_WRAPPED: Final = Judgement(Reach.NEVER, "an IPv4 address in disguise")

# The first that holds the address counts.
_RANGES: Final = tuple(
    (ip_network(network), judgement)
    for network, judgement in (
        ("169.254.169.254/32", _METADATA),  # AWS, Azure, Google, and who follows them
        ("169.254.170.2/32", _METADATA),  # AWS containers
        ("100.100.100.200/32", _METADATA),  # Alibaba
        ("168.63.129.16/32", _METADATA),  # Azure; public by its number
        ("192.0.0.192/32", _METADATA),  # Oracle
        ("0.0.0.0/8", _UNSPECIFIED),
        ("10.0.0.0/8", _PRIVATE),
        ("100.64.0.0/10", _PRIVATE),
        ("127.0.0.0/8", _LOOPBACK),
        ("169.254.0.0/16", _LINK_LOCAL),
        ("172.16.0.0/12", _PRIVATE),
        ("192.168.0.0/16", _PRIVATE),
        ("192.0.0.0/24", _RESERVED),
        ("192.0.2.0/24", _RESERVED),
        ("192.88.99.0/24", _RESERVED),
        ("198.18.0.0/15", _RESERVED),
        ("198.51.100.0/24", _RESERVED),
        ("203.0.113.0/24", _RESERVED),
        ("224.0.0.0/4", _MULTICAST),
        ("240.0.0.0/4", _RESERVED),
        ("0.0.0.0/0", _PUBLIC),
        ("fd00:ec2::254/128", _METADATA),  # AWS
        ("fd20:ce::254/128", _METADATA),  # Google
        ("::/128", _UNSPECIFIED),
        ("::1/128", _LOOPBACK),
        ("::/96", _WRAPPED),
        ("::ffff:0:0/96", _WRAPPED),
        ("::ffff:0:0:0/96", _WRAPPED),
        ("64:ff9b::/96", _WRAPPED),  # NAT64
        ("64:ff9b:1::/48", _WRAPPED),
        ("2002::/16", _WRAPPED),  # 6to4
        ("2001::/32", _WRAPPED),  # Teredo
        ("2001::/23", _RESERVED),
        ("2001:db8::/32", _RESERVED),
        ("3fff::/20", _RESERVED),
        ("2000::/3", _PUBLIC),
        ("fc00::/7", _PRIVATE),
        ("fe80::/10", _LINK_LOCAL),
        ("ff00::/8", _MULTICAST),
        ("::/0", _RESERVED),
    )
)


def judge_address(address: str) -> Judgement:
    """Tell what an address is.

    Args:
        address: As a resolver returns it; IPv6 with or without its zone.
    """
    try:
        number = ip_address(address.partition("%")[0])
    except ValueError:
        return Judgement(Reach.NEVER, "no address")
    return next(
        judgement
        for network, judgement in _RANGES
        if network.version == number.version and number in network
    )
