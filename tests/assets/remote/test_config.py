import pickle
from dataclasses import asdict

import pytest
from pydantic import SecretStr

from render.assets.remote.config import ApiConfig, config_path, read_api_config
from render.errors import AddressRefused, UsageError

KEY = "mcp_0123456789abcdef0123456789abcdef"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text(f'[api]\nkey = "{KEY}f"\nurl = "https://file.example"\n[other]\nx = 1\n')
    path.chmod(0o600)
    return path


def secret(config):
    return config.key and config.key.get_secret_value()


def test_the_argument_counts_before_the_environment_and_that_before_the_file(file):
    environment = {"WAVEMAKER_API_KEY": KEY + "e", "WAVEMAKER_API_URL": "https://env.example"}
    by_argument = read_api_config(
        url="https://arg.example/", key=KEY + "a", environment=environment, file=file
    )
    by_environment = read_api_config(environment=environment, file=file)
    by_file = read_api_config(environment={}, file=file)
    found = [(c.url, secret(c), c.key_source) for c in (by_argument, by_environment, by_file)]
    assert found == [
        ("https://arg.example", KEY + "a", "the argument"),
        ("https://env.example", KEY + "e", "WAVEMAKER_API_KEY"),
        ("https://file.example", KEY + "f", str(file)),
    ]


def test_what_is_empty_says_nothing(file):
    config = read_api_config(
        url="", key=" ", environment={"WAVEMAKER_API_KEY": "\n", "WAVEMAKER_API_URL": ""}, file=file
    )
    assert secret(config) == KEY + "f"
    assert config.url == "https://file.example"


def test_with_nothing_set_there_is_the_hosted_api_and_no_key():
    config = read_api_config(environment={"WAVEMAKER_CONFIG": ""})
    assert config.key is None
    assert config.sign_url == "https://api.wavemakr.com/assets/sign"


def test_the_file_is_found_by_the_environment_or_in_the_users_config_folder(file, monkeypatch):
    assert config_path({"WAVEMAKER_CONFIG": str(file)}) == file
    monkeypatch.setenv("XDG_CONFIG_HOME", str(file.parent))
    assert config_path({}).name == "config.toml"
    assert config_path({}).parent.name == "wavemaker"
    assert secret(read_api_config(environment={"WAVEMAKER_CONFIG": str(file)})) == KEY + "f"


def test_blanks_around_a_key_are_taken_off():
    assert secret(read_api_config(key=f" {KEY}\n", environment={})) == KEY


@pytest.mark.parametrize(
    "key", ["mcp_ä" + "a" * 30, "mcp_a b", "mcp_a\nX-Evil: 1", "\x00", "a" * 2000]
)
def test_what_cannot_be_a_key_is_refused_without_showing_it(key):
    with pytest.raises(UsageError) as caught:
        read_api_config(environment={"WAVEMAKER_API_KEY": key})
    assert caught.value.where == "WAVEMAKER_API_KEY"
    assert key not in str(caught.value)


def test_the_key_shows_nowhere():
    config = read_api_config(key=SecretStr(KEY), environment={})
    for text in (repr(config), str(config), f"{config}", repr(asdict(config)), str(vars(config))):
        assert "mcp_" not in text
    assert secret(pickle.loads(pickle.dumps(config))) == KEY  # noqa: S301 - our own bytes


@pytest.mark.parametrize(
    "url",
    [
        "api.example",
        "ftp://api.example",
        "https://",
        "https://user:pw@api.example",
        "https://api.example?x=1",
        "http://api.example",
        "https://[::1",
        "https://a b",
    ],
)
def test_urls_that_cannot_be_the_api_are_refused(url):
    with pytest.raises(UsageError) as caught:
        read_api_config(url=url, environment={})
    assert "pw" not in str(caught.value)
    assert caught.value.hint


def test_http_is_for_this_machine_and_for_what_is_allowed():
    for url in (
        "http://127.0.0.1:8000",
        "http://localhost:8000",
        "http://[::1]:8000",
        "http://10.0.0.9",
    ):
        assert read_api_config(url=url, environment={}).url == url
    allowed = read_api_config(url="http://api.local", allow_hosts=["api.local"], environment={})
    assert allowed.sign_url == "http://api.local/assets/sign"


def test_an_api_named_by_its_address_is_allowed_at_its_port_and_nowhere_else():
    policy = ApiConfig(url="http://127.0.0.1:8000").policy
    policy.check_url("http://127.0.0.1:8000/assets/a.png", where="a.png")
    policy.check_addresses("127.0.0.1", 8000, ["127.0.0.1"])
    for url in ("http://127.0.0.1:8001/", "http://127.0.0.2:8000/", "http://localhost:8000/"):
        with pytest.raises(AddressRefused):
            policy.check_url(url, where="a.png")


def test_localhost_may_be_either_loopback_and_a_name_must_be_public():
    policy = ApiConfig(url="http://localhost:8000").policy
    policy.check_addresses("localhost", 8000, ["127.0.0.1", "::1"])
    with pytest.raises(AddressRefused):
        ApiConfig(url="https://api.example").policy.check_addresses(
            "api.example", 443, ["10.0.0.1"]
        )


def test_a_path_below_the_host_is_kept():
    config = read_api_config(url="https://api.example/wavemaker/", environment={})
    assert config.sign_url == "https://api.example/wavemaker/assets/sign"


def test_allowed_hosts_of_arguments_and_file_add_up(file):
    file.write_text('[api]\nallow_hosts = ["10.0.0.0/8"]\n')
    config = read_api_config(allow_hosts=["media.local"], environment={}, file=file)
    assert config.allow_hosts == ("media.local", "10.0.0.0/8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[api\n", "no TOML"),
        ("api = 1", "no table"),
        ("[api]\nkey = 12", "key under"),
        ("[api]\nallow_hosts = 'a'", "allow_hosts"),
        ("[api]\nallow_hosts = [1]", "allow_hosts"),
        ("[api]\nallow_hosts = ['a b']", "no host"),
        ("[api]\nkeey = 'x'", 'did you mean "key"'),
        (f"[api]\nkey = {KEY}", "no TOML"),
        ("a = " + "[" * 20000, "no TOML"),
        ("#" * 70000, "too large"),
    ],
)
def test_a_config_file_that_makes_no_sense_is_refused_with_its_path(file, text, said):
    file.write_text(text)
    with pytest.raises(UsageError) as caught:
        read_api_config(environment={}, file=file)
    assert said in str(caught.value)
    assert KEY not in str(caught.value)


def test_a_config_file_that_is_no_text_is_refused(file):
    file.write_bytes(b"\xff\xfe[")
    with pytest.raises(UsageError, match="UTF-8"):
        read_api_config(environment={}, file=file)


def test_a_config_file_that_is_asked_for_must_be_there(tmp_path):
    for how in ({"file": tmp_path / "x.toml"}, {"environment": {"WAVEMAKER_CONFIG": "/no/x.toml"}}):
        with pytest.raises(UsageError, match="no such config"):
            read_api_config(**{"environment": {}, **how})
    with pytest.raises(UsageError, match="cannot be read"):
        read_api_config(environment={}, file=tmp_path)


def test_a_key_that_others_can_read_is_noticed(file):
    assert read_api_config(environment={}, file=file).notes == ()
    file.chmod(0o644)
    (note,) = read_api_config(environment={}, file=file).notes
    assert "chmod 600" in note
    assert KEY not in note
