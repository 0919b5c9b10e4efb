"""Having keys signed, as a conversation without a network.

`signing` says what to send and how long to wait, and is told what came back. The two clients carry
out the one or the other; all decisions are here, and tests need no server to see them.
"""

from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from typing import TypeAlias

from render.assets.keys import check_key
from render.assets.remote.answers import Answer, Failure, NoAnswer, read_urls
from render.assets.remote.config import DEFAULT_API_URL, KEY_VARIABLE, ApiConfig
from render.assets.remote.masking import shown_url
from render.assets.remote.retrying import Dice, RetryPolicy
from render.errors import ApiKeyRefused
from schemas.signing import MAX_KEYS_PER_REQUEST, SignRequest
from schemas.variant_keys import variant_keys


@dataclass(frozen=True)
class Call:
    """One request to make.

    Attributes:
        url: Where to.
        headers: With the key in them, so they print as nothing.
        body: JSON.
    """

    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes


@dataclass(frozen=True)
class Wait:
    """A wait before the same is tried again.

    Attributes:
        seconds: How long.
        reason: Why, in words.
    """

    seconds: float
    reason: str


@dataclass(frozen=True)
class Signed:
    """What became of keys.

    Attributes:
        urls: Signed URLs by key: of the keys asked for, and of their variants where the storage has
            them. As good as passwords while they last, so they do not print.
        missing: The keys asked for that the storage does not have, in the order asked.
    """

    urls: Mapping[str, str] = field(repr=False)
    missing: tuple[str, ...]


Signing: TypeAlias = Generator[Call | Wait, Answer | NoAnswer | None, Signed]
"""Yields what to do; is sent what came back of a call, and None after a wait."""


def signing(keys: Iterable[str], config: ApiConfig, retry: RetryPolicy, dice: Dice) -> Signing:
    """Have keys signed, 50 at a time, each once.

    Args:
        keys: Asset keys; doubles are asked for once.
        config: Of the API.
        retry: When to try again. Asking for a signature changes nothing, so it is always safe.
        dice: The chance in the waits.

    Raises:
        AssetKeyRefused: A key is malformed.
        ApiError: The API did not answer as it should, however often it was tried.
    """
    wanted = list(dict.fromkeys(check_key(key) for key in keys))
    urls: dict[str, str] = {}
    if wanted:
        _check_there_is_a_key(config)
    remaining = iter(wanted)
    while batch := tuple(islice(remaining, MAX_KEYS_PER_REQUEST)):
        signed = yield from _sign_batch(batch, config, retry, dice)
        expected = {*batch, *(variant for key in batch for variant in variant_keys(key))}
        urls |= {key: url for key, url in signed.items() if key in expected}
    return Signed(urls, tuple(key for key in wanted if key not in urls))


def _sign_batch(
    keys: tuple[str, ...], config: ApiConfig, retry: RetryPolicy, dice: Dice
) -> Generator[Call | Wait, Answer | NoAnswer | None, dict[str, str]]:
    request = SignRequest(keys=keys).model_dump_json().encode()
    call = Call(config.sign_url, _headers(config), request)
    failures = 0
    while True:
        answer = yield call
        outcome = read_urls(answer or NoAnswer("nobody asked"), config)
        if not isinstance(outcome, Failure):
            return outcome
        failures += 1
        wait = None
        if outcome.tries is None or failures < outcome.tries:
            wait = retry.wait_seconds(failures, outcome.asked_seconds, dice)
        if wait is None:
            error = outcome.error
            if failures > 1:
                error.message += f", {failures} times"
            raise error
        yield Wait(wait, outcome.error.message)


def _headers(config: ApiConfig) -> dict[str, str]:
    headers = {
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Content-Type": "application/json",
        "User-Agent": user_agent(),
    }
    if config.key is not None:
        headers["Authorization"] = f"Bearer {config.key.get_secret_value()}"
    return headers


def _check_there_is_a_key(config: ApiConfig) -> None:
    """Say at once that the hosted API needs a key; others may not."""
    if config.key is None and config.url == DEFAULT_API_URL:
        raise ApiKeyRefused(
            "there is no API key",
            where=shown_url(config.url),
            hint=f"set {KEY_VARIABLE}, or name a folder that has the assets with --assets",
        )


@cache
def user_agent() -> str:
    """Return what this program calls itself."""
    try:
        return f"wavemaker-local/{version('wavemaker-local')}"
    except PackageNotFoundError:
        return "wavemaker-local"
