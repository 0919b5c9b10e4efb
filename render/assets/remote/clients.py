"""The two clients of `POST /assets/sign`: they carry out what `signing` decides, no more."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Final, Self

import httpx

from render.assets.remote.answers import Answer, NoAnswer
from render.assets.remote.config import ApiConfig
from render.assets.remote.masking import shown_answer, shown_url
from render.assets.remote.retrying import Dice, RetryPolicy, fair_dice
from render.assets.remote.signing import Call, Signed, Wait, signing
from render.assets.remote.streams import deadline
from render.assets.remote.transport import GuardedAsyncTransport, GuardedTransport, own_tls
from render.closing import Closing
from render.errors import AddressRefused

OnWait = Callable[[Wait], None]
"""Told before every wait."""

_TIMEOUT: Final = httpx.Timeout(15.0, connect=10.0)
_ANSWER_SECONDS: Final = 30.0
"""For the whole of one answer, however steadily it comes."""
_MAX_ANSWER_BYTES: Final = 4 * 1024 * 1024
_RETRY: Final = RetryPolicy()


class SignClient(Closing):
    """Has keys signed. Use it in a `with` block; any number of threads may share it.

    Args:
        config: Of the API.
        retry: When to try again.
        on_wait: Told before every wait.
        dice: The chance in the waits.
        sleep: How to wait, in seconds.
        transport: How requests are sent, for tests; None is over guarded connections.
    """

    def __init__(
        self,
        config: ApiConfig,
        *,
        retry: RetryPolicy = _RETRY,
        on_wait: OnWait | None = None,
        dice: Dice = fair_dice,
        sleep: Callable[[float], None] = time.sleep,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._config = config
        self._retry = retry
        self._on_wait = on_wait or _say_nothing
        self._dice = dice
        self._sleep = sleep
        self._client = httpx.Client(
            transport=transport or GuardedTransport(config.policy, own_tls()),
            timeout=_TIMEOUT,
            trust_env=False,
            cookies=no_cookies(),
        )

    def sign(self, keys: Iterable[str]) -> Signed:
        """Return signed URLs for keys and for their variants.

        Args:
            keys: Any number of asset keys.

        Raises:
            AssetKeyRefused: A key is malformed.
            ApiError: The API did not do its part; the class says how.
            AddressRefused: The API is where nothing is allowed.

        Example:
            >>> with SignClient(read_api_config()) as client:  # doctest: +SKIP
            ...     client.sign(["assets/scene-1/image.png"]).urls
        """
        flow = signing(keys, self._config, self._retry, self._dice)
        outcome: Answer | NoAnswer | None = None
        try:
            while True:
                match flow.send(outcome):
                    case Call() as call:
                        outcome = self._answer(call)
                    case Wait() as wait:
                        self._on_wait(wait)
                        self._sleep(wait.seconds)
                        outcome = None
        except StopIteration as end:
            return end.value

    def _answer(self, call: Call) -> Answer | NoAnswer:
        until = deadline.set(time.monotonic() + _ANSWER_SECONDS)
        body = bytearray()
        try:
            with self._client.stream(
                "POST", call.url, headers=call.headers, content=call.body
            ) as response:
                for chunk in response.iter_raw():
                    body += chunk
                    if len(body) > _MAX_ANSWER_BYTES:
                        break
                return Answer(response.status_code, response.headers, bytes(body))
        except httpx.HTTPError as error:
            return NoAnswer(reason_of(error))
        except AddressRefused as error:
            raise _at_api(error, self._config) from None
        finally:
            deadline.reset(until)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


class AsyncSignClient:
    """Has keys signed, for asyncio. Use it in an `async with` block.

    It takes what `SignClient` takes and raises the same errors.
    """

    def __init__(
        self,
        config: ApiConfig,
        *,
        retry: RetryPolicy = _RETRY,
        on_wait: OnWait | None = None,
        dice: Dice = fair_dice,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._config = config
        self._retry = retry
        self._on_wait = on_wait or _say_nothing
        self._dice = dice
        self._sleep = sleep
        self._client = httpx.AsyncClient(
            transport=transport or GuardedAsyncTransport(config.policy, own_tls()),
            timeout=_TIMEOUT,
            trust_env=False,
            cookies=no_cookies(),
        )

    async def sign(self, keys: Iterable[str]) -> Signed:
        """Return signed URLs for keys and for their variants; see `SignClient.sign`."""
        flow = signing(keys, self._config, self._retry, self._dice)
        outcome: Answer | NoAnswer | None = None
        try:
            while True:
                match flow.send(outcome):
                    case Call() as call:
                        outcome = await self._answer(call)
                    case Wait() as wait:
                        self._on_wait(wait)
                        await self._sleep(wait.seconds)
                        outcome = None
        except StopIteration as end:
            return end.value

    async def _answer(self, call: Call) -> Answer | NoAnswer:
        body = bytearray()
        try:
            async with (
                asyncio.timeout(_ANSWER_SECONDS),
                self._client.stream(
                    "POST", call.url, headers=call.headers, content=call.body
                ) as response,
            ):
                async for chunk in response.aiter_raw():
                    body += chunk
                    if len(body) > _MAX_ANSWER_BYTES:
                        break
                return Answer(response.status_code, response.headers, bytes(body))
        except (httpx.HTTPError, TimeoutError) as error:
            return NoAnswer(reason_of(error))
        except AddressRefused as error:
            raise _at_api(error, self._config) from None

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


def reason_of(error: Exception) -> str:
    """Say why a request came to nothing, in our words: theirs may quote headers and URLs."""
    match error:
        case httpx.ConnectTimeout():
            return "nobody takes the connection"
        case httpx.ConnectError():
            return f"no connection: {shown_answer(str(error))}"
        case httpx.TimeoutException() | TimeoutError():
            return "it took too long"
        case _:
            return "the connection broke off"


def no_cookies() -> CookieJar:
    """Return a jar that keeps nothing: no server is told what another one said."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=[]))


def _at_api(error: AddressRefused, config: ApiConfig) -> AddressRefused:
    return AddressRefused(error.message, where=shown_url(config.url), hint=error.hint)


def _say_nothing(_wait: Wait) -> None:
    pass
