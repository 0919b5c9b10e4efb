"""How the hosted API is reached: from arguments, else the environment, else the config file.

The config file is `config.toml` in the user's config folder for `wavemaker`
(`~/.config/wavemaker` on Linux), or what `WAVEMAKER_CONFIG` names:

    [api]
    url = "https://api.wavemakr.com"
    key = "mcp_..."
    allow_hosts = ["10.0.0.0/8"]
"""

import os
import stat
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

import httpx
from pydantic import SecretStr

from render.assets.keys import shown
from render.assets.remote.hosts import AllowedHost
from render.assets.remote.masking import shown_url
from render.assets.remote.policy import AddressPolicy, port_of
from render.errors import AddressRefused, UsageError
from schemas.signing import SIGN_PATH

DEFAULT_API_URL: Final = "https://api.wavemakr.com"
KEY_VARIABLE: Final = "WAVEMAKER_API_KEY"
URL_VARIABLE: Final = "WAVEMAKER_API_URL"
CONFIG_VARIABLE: Final = "WAVEMAKER_CONFIG"

_MAX_FILE_BYTES: Final = 64 * 1024
_MAX_KEY_CHARACTERS: Final = 1024
_READABLE_BY_OTHERS: Final = stat.S_IRGRP | stat.S_IROTH
_KNOWN: Final = ("url", "key", "allow_hosts")


@dataclass(frozen=True)
class ApiConfig:
    """How the hosted API is reached.

    Attributes:
        url: Of the API, without a slash at the end.
        key: Sent to the API and to nobody else; prints as asterisks. None is no key.
        key_source: Where the key is from, for messages.
        allow_hosts: Hosts, addresses and networks that are allowed although they are private or
            not encrypted. The API itself is always one of them when it is named by an address or
            as localhost.
        notes: What is odd about the config, one sentence each.
    """

    url: str = DEFAULT_API_URL
    key: SecretStr | None = None
    key_source: str = "nowhere"
    allow_hosts: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=(), compare=False)

    @property
    def sign_url(self) -> str:
        """Where keys are signed."""
        return self.url + SIGN_PATH

    @property
    def policy(self) -> AddressPolicy:
        """Which URLs and addresses may be talked to."""
        policy = AddressPolicy.allowing(self.allow_hosts)
        own = _own_host(self.url)
        return policy if own is None else AddressPolicy((own, *policy.allowed))


def read_api_config(
    *,
    url: str | None = None,
    key: str | SecretStr | None = None,
    allow_hosts: Iterable[str] = (),
    environment: Mapping[str, str] = os.environ,
    file: Path | None = None,
) -> ApiConfig:
    """Return how the API is reached.

    For each setting the argument counts, else the environment, else the config file; what is empty
    says nothing. Allowed hosts of arguments and file add up.

    Args:
        url: Of the API.
        key: The API key.
        allow_hosts: What is allowed although it is not public, as `--allow-host` has it.
        environment: Where `WAVEMAKER_API_URL` and `WAVEMAKER_API_KEY` are looked up.
        file: The config file; it must be there. None is the user's, if there is one.

    Raises:
        UsageError: A setting makes no sense. The key is never part of the message.
    """
    path, settings, notes = _read_file(file, environment)
    plain, source = _first(
        (key.get_secret_value() if isinstance(key, SecretStr) else key, "the argument"),
        (environment.get(KEY_VARIABLE), KEY_VARIABLE),
        (_text(settings, "key", path), str(path)),
    )
    asked, _ = _first(
        (url, "the argument"),
        (environment.get(URL_VARIABLE), URL_VARIABLE),
        (_text(settings, "url", path), str(path)),
    )
    config = ApiConfig(
        url=(asked or DEFAULT_API_URL).rstrip("/"),
        key=SecretStr(_checked_key(plain, source)) if plain else None,
        key_source=source or "nowhere",
        allow_hosts=(*allow_hosts, *_hosts(settings, path)),
        notes=notes,
    )
    _check_url(config)
    return config


def config_path(environment: Mapping[str, str] = os.environ) -> Path:
    """Return where the config file is, whether there is one or not."""
    asked = environment.get(CONFIG_VARIABLE, "")
    if asked:
        return Path(asked).expanduser().absolute()
    from platformdirs import user_config_path  # noqa: PLC0415 - most commands never ask

    return user_config_path("wavemaker", appauthor=False) / "config.toml"


def _first(*offers: tuple[str | None, str]) -> tuple[str, str]:
    """Return the first setting that says something, and where it is from."""
    for setting, source in offers:
        if setting and setting.strip():
            return setting.strip(), source
    return "", ""


def _check_url(config: ApiConfig) -> None:
    """Refuse an API URL that would be of no use, or that would carry the key unencrypted."""
    where = shown_url(config.url)
    try:
        url = config.policy.check_url(config.url, where=where)
    except AddressRefused as error:
        message, hint = f"this cannot be the API: {error.message}", error.hint
    else:
        if not url.query:
            return
        message, hint = "this cannot be the API: the URL has a query", None
    raise UsageError(
        message, where=where, hint=hint or f"it is like {DEFAULT_API_URL}; see {URL_VARIABLE}"
    )


def _own_host(url: str) -> AllowedHost | None:
    """Return the API's own host and port, when no name server can make another of it."""
    try:
        parsed = httpx.URL(url)
        host = parsed.raw_host.decode("ascii")
        own = AllowedHost.parse(
            f"[{host}]:{port_of(parsed)}" if ":" in host else f"{host}:{port_of(parsed)}"
        )
    except (httpx.InvalidURL, ValueError, UsageError):
        return None
    return own if own.network is not None or own.name == "localhost" else None


def _checked_key(key: str, source: str) -> str:
    """Refuse what cannot be sent as a header, without a word about what it is."""
    if len(key) <= _MAX_KEY_CHARACTERS and key.isascii() and key.isprintable() and " " not in key:
        return key
    raise UsageError("this is no API key", where=source, hint="keys are like mcp_ and 32 letters")


def _read_file(
    file: Path | None, environment: Mapping[str, str]
) -> tuple[Path, Mapping[str, object], tuple[str, ...]]:
    """Return the config file's path, its `[api]` table, and what is odd about it."""
    path = file or config_path(environment)
    is_asked_for = file is not None or bool(environment.get(CONFIG_VARIABLE))
    try:
        with path.open("rb") as opened:
            text = opened.read(_MAX_FILE_BYTES + 1)
            mode = os.fstat(opened.fileno()).st_mode
        if len(text) > _MAX_FILE_BYTES:
            raise UsageError("the config file is too large", where=str(path))
        table = tomllib.loads(text.decode()).get("api", {})
    except FileNotFoundError:
        if is_asked_for:
            raise UsageError("there is no such config file", where=str(path)) from None
        return path, {}, ()
    except OSError as error:
        raise UsageError(
            f"the config file cannot be read: {error.strerror}", where=str(path)
        ) from None
    except (ValueError, RecursionError) as error:
        # From None: the traceback would show the text, and the key may be in it.
        reason = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "it is no UTF-8 text"
        raise UsageError(f"the config file is no TOML: {reason}", where=str(path)) from None
    settings = _table(table, path)
    notes: list[str] = []
    if os.name == "posix" and mode & _READABLE_BY_OTHERS and settings.get("key"):
        notes.append(f"{path} has an API key and others can read it; chmod 600 it")
    return path, settings, tuple(notes)


def _table(table: object, path: Path) -> Mapping[str, object]:
    if not isinstance(table, dict):
        raise UsageError("api is no table", where=str(path), hint="write [api]")
    settings = cast("dict[str, object]", table)
    unknown = next((name for name in settings if name not in _KNOWN), None)
    if unknown is not None:
        from render.document.suggestions import hint_for_name  # noqa: PLC0415 - reads documents

        raise UsageError(
            f"[api] has no setting {shown(unknown)}",
            where=str(path),
            hint=hint_for_name(unknown, _KNOWN),
        )
    return settings


def _text(settings: Mapping[str, object], name: str, path: Path) -> str | None:
    value = settings.get(name)
    if value is None or isinstance(value, str):
        return value
    raise UsageError(f"{name} under [api] is no text", where=str(path), hint="put it in quotes")


def _hosts(settings: Mapping[str, object], path: Path) -> tuple[str, ...]:
    value = settings.get("allow_hosts", [])
    hosts = cast("list[object]", value) if isinstance(value, list) else [None]
    named = tuple(host for host in hosts if isinstance(host, str))
    if len(named) != len(hosts):
        raise UsageError(
            "allow_hosts under [api] is no list of texts",
            where=str(path),
            hint='write allow_hosts = ["10.0.0.0/8"]',
        )
    return named
