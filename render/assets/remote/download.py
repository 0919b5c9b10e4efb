"""Downloading one file into a claim of the cache: asking, waiting, asking again."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final, TypeVar

import httpx

from render.assets.remote.clients import reason_of
from render.assets.remote.masking import shown_origin
from render.assets.remote.options import DownloadOptions
from render.assets.remote.partial import OnBytes, PartialFile
from render.assets.remote.policy import AddressPolicy
from render.assets.remote.transfer import judge, request_headers
from render.assets.remote.transport import ExcessBytes
from render.assets.remote.verdicts import (
    Begun,
    Finished,
    GiveUp,
    Receive,
    Redirected,
    SignAgain,
    StartAnew,
    TryAgain,
)
from render.errors import (
    AddressRefused,
    AssetDamaged,
    AssetMissing,
    DownloadFailed,
)
from render.storage import Claim, StoredContent

_MAX_SIGNATURES: Final = 20
"""For one file: one a try is enough, unless it takes longer than a URL lasts."""

Value = TypeVar("Value")


@dataclass(frozen=True)
class Source:
    """Where a file is.

    Attributes:
        key: The asset's, for messages.
        url: Signed.
        sign_again: Turns a URL that was refused into another one.
        on_notice: Told before a wait that people may wonder about.
    """

    key: str
    url: str = field(repr=False)
    sign_again: Callable[[str], Awaitable[str]]
    on_notice: Callable[[str], None] = lambda _text: None


class Downloader:
    """Downloads files, any number at the same time.

    Args:
        client: Sends no credentials, follows no redirects, and connects through the guard.
        policy: Which URLs may be asked.
        options: The limits.
    """

    def __init__(
        self, client: httpx.AsyncClient, policy: AddressPolicy, options: DownloadOptions
    ) -> None:
        self._client = client
        self._policy = policy
        self._options = options

    async def download(self, source: Source, claim: Claim, on_bytes: OnBytes) -> StoredContent:
        """Download one file, going on with what is there of it.

        Raises:
            AssetMissing: The storage does not have it.
            AssetTooLarge: It passes the limit.
            AssetUnreadable: It is no picture, film or sound.
            AddressRefused: It leads where nothing is allowed.
            DownloadFailed: Anything else, however often it was tried. What came is kept.
            OutputError: The cache cannot be written.
        """
        file = PartialFile(source.key, claim, self._options.max_file_bytes, on_bytes)
        url, failures, signatures, most_bytes = source.url, 0, 0, file.begun.size_bytes
        may_sign = True
        while True:
            verdict = await self._ask(source.key, url, file)
            new_bytes = file.begun.size_bytes - most_bytes
            most_bytes = max(most_bytes, file.begun.size_bytes)
            failures = 0 if new_bytes >= self._options.progress_bytes else failures
            may_sign = may_sign or new_bytes > 0
            if isinstance(verdict, Finished):
                verdict = await self._keep(file, claim)
                if isinstance(verdict, StoredContent):
                    return verdict
            if isinstance(verdict, SignAgain) and may_sign and signatures < _MAX_SIGNATURES:
                url = await source.sign_again(url)
                may_sign, signatures = False, signatures + 1
                continue
            if isinstance(verdict, StartAnew):
                file.start_anew(Begun())
            failures += 1
            wait = self._wait_seconds(verdict, failures)
            if wait is None:
                raise _ended(verdict, failures, source.key, url, file.begun)
            if wait >= 5:  # noqa: PLR2004 - seconds; shorter ones are over before they are read
                source.on_notice(f"{source.key}: {verdict.reason}; trying again in {wait:.0f} s")
            await self._options.sleep(wait)

    def _wait_seconds(self, verdict: "_Unfinished", failures: int) -> float | None:
        if isinstance(verdict, GiveUp | SignAgain):
            return None
        asked = verdict.asked_seconds if isinstance(verdict, TryAgain) else None
        return self._options.retry.wait_seconds(failures, asked, self._options.dice)

    async def _keep(self, file: PartialFile, claim: Claim) -> StoredContent | StartAnew:
        """Move what has come into the cache, when it is what it ought to be."""

        def keep() -> StoredContent:
            file.check_whole()
            return claim.commit(file.begun.sha256 or None)

        try:
            return await uninterrupted(keep)
        except AssetDamaged:
            return StartAnew("the bytes are not those that the storage promises")

    async def _ask(self, key: str, url: str, file: PartialFile) -> "Finished | _Unfinished":
        """Ask once for what is missing, redirects included, and take what comes."""
        try:
            return await self._exchange(key, url, file)
        except ExcessBytes as error:
            return StartAnew(str(error))
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            return TryAgain(reason_of(error))
        except AddressRefused as error:
            raise AddressRefused(error.message, where=key, hint=error.hint) from None

    async def _exchange(self, key: str, url: str, file: PartialFile) -> "Finished | _Unfinished":
        slow = "no answer in time"
        try:
            async with (
                asyncio.timeout(self._options.head_seconds) as limit,
                self._answer(key, url, file.begun) as answer,
            ):
                if isinstance(answer, GiveUp):
                    return answer
                slow = "it comes too slowly"
                verdict = judge(answer.status_code, answer.headers, file.begun)
                if isinstance(verdict, Receive):
                    return await self._receive(answer, verdict, file, limit)
                # Redirects have been followed where they lead.
                return GiveUp("a redirect") if isinstance(verdict, Redirected) else verdict
        except TimeoutError:
            return TryAgain(slow)

    @asynccontextmanager
    async def _answer(
        self, key: str, url: str, begun: Begun
    ) -> AsyncIterator[httpx.Response | GiveUp]:
        """Yield the first answer that is no redirect; every place on the way is checked."""
        place = self._policy.check_url(url, where=key)
        for _ in range(self._options.max_redirects + 1):
            async with self._client.stream(
                "GET",
                # What signs the URL is sent, but is no part of what anybody logs.
                place.copy_with(raw_path=b"/"),
                headers=request_headers(begun),
                extensions={"target": place.raw_path},
            ) as answer:
                verdict = judge(answer.status_code, answer.headers, begun)
                if not isinstance(verdict, Redirected):
                    yield answer
                    return
            following = self._policy.check_url(_joined(place, verdict.location, key), where=key)
            if place.scheme == "https" and following.scheme != "https":
                raise AddressRefused("a redirect leads from https to http", where=key)
            place = following
        yield GiveUp(f"more than {self._options.max_redirects} redirects")

    async def _receive(
        self, answer: httpx.Response, verdict: Receive, file: PartialFile, limit: asyncio.Timeout
    ) -> "Finished | _Unfinished":
        """Write a body to the file; what has come stays there whatever happens."""
        if verdict.begun.size_bytes == 0:
            file.start_anew(verdict.begun)
        else:
            file.go_on(verdict.begun)
        start_bytes, clock = file.begun.size_bytes, asyncio.get_running_loop()
        began = clock.time() + self._options.grace_seconds
        limit.reschedule(began)
        with file.appending() as append:
            async for piece in answer.aiter_raw():
                append(piece)
                received = file.begun.size_bytes - start_bytes
                limit.reschedule(began + received / self._options.min_bytes_per_second)
        if verdict.end_bytes is None:
            file.end_here()
        elif verdict.end_bytes != file.begun.size_bytes:
            return StartAnew("the storage sends another part than it says")
        return Finished() if file.begun.is_whole else TryAgain("the storage sends only a part")


_Unfinished = StartAnew | SignAgain | TryAgain | GiveUp


def _joined(place: httpx.URL, location: str, key: str) -> str:
    try:
        return str(place.join(location))
    except (httpx.InvalidURL, ValueError):
        raise AddressRefused("a redirect leads to a malformed URL", where=key) from None


def _ended(
    verdict: _Unfinished, failures: int, key: str, url: str, begun: Begun
) -> AssetMissing | DownloadFailed:
    """Return the error of a file that will not come."""
    if isinstance(verdict, GiveUp) and verdict.is_missing:
        return AssetMissing(
            "the storage signs the key but has no such file", where=key, hint="upload it again"
        )
    times = f", {failures} times" if failures > 1 else ""
    times = " for a new URL as well" if isinstance(verdict, SignAgain) else times
    kept = "; what has come is kept, run it again to go on" if begun.can_go_on else ""
    return DownloadFailed(
        f"the download failed: {verdict.reason}{times}",
        where=key,
        hint=f"it comes from {shown_origin(url)}{kept}",
    )


async def uninterrupted(function: Callable[[], Value]) -> Value:
    """Run something in a thread, to its end also when this is cancelled meanwhile."""
    running = asyncio.ensure_future(asyncio.to_thread(function))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise
