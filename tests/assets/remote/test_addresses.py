from ipaddress import IPv6Address, ip_network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from render.assets.remote.addresses import Reach, judge_address

PRIVATE = (
    "127.0.0.1 127.255.255.254 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 100.64.0.1 ::1 "
    "fc00::1 fdff::1"
)
NEVER = (
    "0.0.0.0 0.1.2.3 169.254.169.254 169.254.0.1 169.254.170.2 100.100.100.200 168.63.129.16 "
    "192.0.0.192 192.0.2.1 192.88.99.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 "
    "239.255.255.250 240.0.0.1 255.255.255.255 :: ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 "
    "::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::1 2002:7f00:1:: 2001::1 "
    "2001:db8::1 2001:10::1 3fff::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 fd00:ec2::254 "
    "fd20:ce::254 100::1 5f00::1 4000::1 localhost 127.1 0x7f000001 2130706433"
)
PUBLIC = "8.8.8.8 1.1.1.1 104.16.132.229 172.15.0.1 172.32.0.1 2606:4700::6810:84e5 2a00:1450::1"


@pytest.mark.parametrize(
    ("addresses", "reach"),
    [(PRIVATE, Reach.PRIVATE), (NEVER, Reach.NEVER), (PUBLIC, Reach.PUBLIC)],
    ids=["private", "never", "public"],
)
def test_addresses_are_told_apart(addresses, reach):
    judged = {each: judge_address(each).reach for each in addresses.split()}
    assert judged == dict.fromkeys(addresses.split(), reach)


@settings(max_examples=40)
@given(st.ip_addresses())
def test_nothing_is_public_that_python_knows_is_not(address):
    if judge_address(str(address)).reach is Reach.PUBLIC:
        assert address.is_global
        assert not address.is_multicast
        assert not address.is_reserved


@settings(max_examples=40)
@given(st.ip_addresses(v=4))
def test_no_ipv4_address_passes_in_an_ipv6_one(address):
    inside = int(address)
    for network in ("::/96", "::ffff:0:0/96", "64:ff9b::/96", "2002::/16"):
        base = ip_network(network)
        shift = 0 if base.prefixlen == 96 else 80
        wrapped = IPv6Address(int(base.network_address) | inside << shift)
        assert judge_address(str(wrapped)).reach is not Reach.PUBLIC


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("169.254.169.254", "credentials"),
        ("127.0.0.1", "this machine"),
        ("192.168.0.1", "private network"),
        ("224.0.0.1", "multicast"),
        ("::ffff:127.0.0.1", "disguise"),
    ],
)
def test_what_an_address_is_said_in_words(address, word):
    assert word in judge_address(address).what
