from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from render.assets.remote.hosts import AllowedHost
from render.assets.remote.policy import AddressPolicy
from render.errors import AddressRefused, UsageError

STRICT = AddressPolicy()

REFUSED_URLS = (
    "",
    "a.png",
    "//cdn.example/a",
    "http://cdn.example/a",
    "HTTP://CDN.EXAMPLE/a",
    "ftp://cdn.example/a",
    "file:///etc/passwd",
    "data:image/png;base64,AAAA",
    "javascript:alert(1)",
    "gopher://cdn.example:70/_",
    "https:///a",
    "https://",
    "https://user@cdn.example/a",
    "https://user:pass@cdn.example/a",
    "https://@cdn.example/a",
    "https://cdn.example@169.254.169.254/a",
    "https://cdn.example:pass@169.254.169.254/a",
    "https://cdn.example\\@169.254.169.254/a",
    "https://cdn.example\\.evil.example/a",
    "https://cdn.example/a b",
    " https://cdn.example/a",
    "https://cdn.example/a\n",
    "https://cdn.example/\r\nHost: evil.example",
    "https://cdn.example/\x00",
    "https://cdn.example/\x85",
    "https://[::1/a",
    "https://[example.com]/a",
    "https://cdn.example:99999/a",
    "https://cdn.example:-1/a",
    "https://cdn.example:22/a",
    "https://cdn.example:25/a",
    "https://cdn.example:80/a",
    "https://cdn.example:0/a",
    "https://xn--/a",
    "https://0177.0.0.1/a",
    "https://\u2100.example/a",
    "https://a..\u00df\u200d/a",
    "https://cdn.example/" + "a" * 9000,
)


@pytest.mark.parametrize("url", REFUSED_URLS)
def test_urls_that_are_not_plain_https_are_refused(url):
    with pytest.raises(AddressRefused) as caught:
        STRICT.check_url(url, where="assets/a.png")
    assert caught.value.where == "assets/a.png"
    assert "pass" not in caught.value.message


@pytest.mark.parametrize(
    "url",
    [
        "https://cdn.example/a.png?X-Amz-Signature=abc%2Fdef&x=1",
        "https://cdn.example:8443/a",
        "https://CDN.example./a",
        "https://m\u00fcnchen.example/a",
        "https://[2606:4700::1111]/a",
        "https://1.1.1.1/a@b:c",
    ],
)
def test_plain_https_urls_pass_unchanged(url):
    assert str(STRICT.check_url(url, where="a.png")).endswith(url.rpartition("/")[2])


def test_the_query_of_a_refused_url_is_not_shown():
    with pytest.raises(AddressRefused) as caught:
        STRICT.check_url("http://cdn.example/secret/a?sig=topsecret", where="a.png")
    assert "secret" not in str(caught.value)
    assert "cdn.example" in str(caught.value)


def test_the_fragment_is_dropped():
    assert str(STRICT.check_url("https://cdn.example/a#b", where="a")) == "https://cdn.example/a"


@given(st.text(max_size=60))
def test_any_text_is_refused_or_passes(text):
    for url in (text, f"https://{text}", f"https://cdn.example/{text}"):
        with suppress(AddressRefused):
            assert STRICT.check_url(url, where="a.png").scheme == "https"


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "::1", "10.1.2.3", "169.254.169.254", "0.1.0.0", "::ffff:10.0.0.1"]
)
def test_addresses_that_are_not_public_are_refused_with_the_way_to_allow_them(address):
    with pytest.raises(AddressRefused) as caught:
        STRICT.check_addresses("cdn.example", 443, [address])
    assert address in str(caught.value)
    assert "--allow-host" in str(caught.value)


def test_one_bad_address_among_good_ones_refuses_the_host():
    STRICT.check_addresses("cdn.example", 443, ["1.1.1.1", "2606:4700::1111"])
    with pytest.raises(AddressRefused):
        STRICT.check_addresses("cdn.example", 443, ["1.1.1.1", "127.0.0.1"])


def test_a_name_that_is_allowed_opens_the_private_addresses_behind_it_and_http():
    policy = AddressPolicy.allowing(["Media.Local"])
    policy.check_url("http://media.local:9000/a", where="a.png")
    policy.check_addresses("media.local", 9000, ["10.0.0.7"])
    with pytest.raises(AddressRefused):
        policy.check_addresses("other.local", 9000, ["10.0.0.7"])


@pytest.mark.parametrize("address", ["169.254.169.254", "0.1.0.0", "224.0.0.1", "::ffff:10.0.0.1"])
def test_a_name_that_is_allowed_does_not_open_what_no_server_is_at(address):
    with pytest.raises(AddressRefused, match=address):
        AddressPolicy.allowing(["media.local"]).check_addresses("media.local", 80, [address])


def test_an_address_written_out_opens_just_that():
    policy = AddressPolicy.allowing(["169.254.169.254", "10.0.0.0/8"])
    policy.check_addresses("169.254.169.254", 80, ["169.254.169.254"])
    policy.check_addresses("media.local", 443, ["10.200.0.1"])
    for address in ("169.254.169.253", "11.0.0.1.", "127.0.0.1"):
        with pytest.raises(AddressRefused):
            policy.check_addresses("media.local", 443, [address])


def test_a_port_that_is_allowed_is_the_only_one():
    policy = AddressPolicy.allowing(["127.0.0.1:8000", "[::1]:8000"])
    policy.check_url("http://127.0.0.1:8000/a", where="a.png")
    policy.check_url("http://[::1]:8000/a", where="a.png")
    policy.check_addresses("127.0.0.1", 8000, ["127.0.0.1"])
    with pytest.raises(AddressRefused):
        policy.check_url("http://127.0.0.1:6379/a", where="a.png")
    with pytest.raises(AddressRefused):
        policy.check_addresses("127.0.0.1", 6379, ["127.0.0.1"])


def test_http_is_not_allowed_by_a_network_alone():
    policy = AddressPolicy.allowing(["10.0.0.0/8"])
    policy.check_url("http://10.0.0.1/a", where="a.png")
    with pytest.raises(AddressRefused, match="not encrypted"):
        policy.check_url("http://media.local/a", where="a.png")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ":80",
        "a:b",
        "a:0",
        "a:70000",
        "10.0.0.0/99",
        "a/b",
        "http://a",
        "u@a",
        "a b",
        "[::1",
        "*",
    ],
)
def test_what_is_no_host_cannot_be_allowed(text):
    with pytest.raises(UsageError) as caught:
        AllowedHost.parse(text)
    assert "10.0.0.0/8" in (caught.value.hint or "")


def test_international_names_are_compared_as_urls_write_them():
    policy = AddressPolicy.allowing(["m\u00fcnchen.local"])
    policy.check_url("http://M\u00dcNCHEN.local/a", where="a.png")
    policy.check_url("http://xn--mnchen-3ya.local/a", where="a.png")
