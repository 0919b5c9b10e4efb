"""Getting many files at once: what is here, what has to be signed, what has to come."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from render.assets.remote.download import Downloader, Source
from render.assets.remote.events import AssetFailed, AssetFetched, OnFetch
from render.assets.remote.links import Links
from render.assets.remote.tally import Tally
from render.errors import (
    ApiError,
    AssetError,
    AssetMissing,
    AssetUnreadable,
    DownloadFailed,
    RenderError,
)
from render.events import Notice
from render.storage import Claim, ContentStore, StoredContent

_CLAIM_POLL_SECONDS: Final = 0.05
_LOOKED_UP_TOGETHER: Final = 4
_LEAST_FAILURES: Final = 16


@dataclass(frozen=True)
class Wish:
    """An asset that is wanted.

    Attributes:
        key: Of the asset.
        proxy: Key of the variant that is taken in its place where there is one, or None.
    """

    key: str
    proxy: str | None = None


@dataclass(frozen=True)
class Granted:
    """An asset that is here.

    Attributes:
        key: Of the asset.
        used: Key of what was taken: the asset's or its variant's.
        content: The file.
        was_cached: Whether it was here before.
    """

    key: str
    used: str
    content: StoredContent
    was_cached: bool


@dataclass(frozen=True)
class _Planned:
    """A download to make: `used` is signed as part of `key`."""

    key: str
    used: str


class Fetching:
    """One fetch.

    Args:
        store: Where files are kept.
        named: Turns a key into the name of its file in the store.
        tally: Counts.
        tell: Told what happens.
    """

    def __init__(
        self, store: ContentStore, named: Callable[[str], str], tally: Tally, tell: OnFetch
    ) -> None:
        self._store = store
        self._named = named
        self._tally = tally
        self._tell = tell
        self._failed_in_a_row = 0
        self.granted: dict[str, Granted] = {}
        self.failures: dict[str, RenderError] = {}

    async def look_up(self, wishes: Iterable[Wish]) -> list[Wish]:
        """Take what is here already, and return the wishes that are left."""
        turns = asyncio.Semaphore(_LOOKED_UP_TOGETHER)

        async def find(wish: Wish) -> Wish | None:
            async with turns:
                for key in (wish.proxy, wish.key):
                    if key is None:
                        continue
                    content = await asyncio.to_thread(self._store.find, self._named(key))
                    if content is not None:
                        self._grant(Granted(wish.key, key, content, was_cached=True))
                        return None
            return wish

        left = await asyncio.gather(*(find(wish) for wish in wishes))
        return [wish for wish in left if wish is not None]

    async def download(
        self,
        wishes: Sequence[Wish],
        links: Links,
        downloader: Downloader,
        *,
        connections: int,
        fresh: bool,
    ) -> None:
        """Have wishes signed, and download them.

        Args:
            wishes: Not empty.
            links: Has them signed.
            downloader: Downloads one file.
            connections: How many at the same time.
            fresh: Download also what is here.

        Raises:
            ApiError: Nothing could be signed.
            OutputError: The cache cannot be written.
        """
        there = await links.sign(wish.key for wish in wishes)
        planned: deque[_Planned] = deque()
        for wish in wishes:
            used = wish.proxy if wish.proxy in there else wish.key
            if used in there:
                planned.append(_Planned(wish.key, used))
            else:
                self.fail(wish.key, _not_there(wish.key))
        links.keep({each.used: each.key for each in planned})
        self._tally.expect(each.key for each in planned)
        at_most = max(_LEAST_FAILURES, 2 * connections)

        async def work() -> None:
            while planned:
                each = planned.popleft()
                if self._failed_in_a_row >= at_most:
                    self.fail(each.key, _not_tried(each.key, self._failed_in_a_row))
                else:
                    await self._fetch(each, links, downloader, fresh=fresh)
                links.done(each.used)

        await _all_or_first_error(work() for _ in range(min(connections, len(planned))))

    async def _fetch(
        self, wanted: _Planned, links: Links, downloader: Downloader, *, fresh: bool
    ) -> None:
        source = Source(
            wanted.used,
            links.url(wanted.used),
            partial(links.sign_again, wanted.used, wanted.key),
            lambda text: self._tell(Notice(text)),
        )
        try:
            async with self._claimed(wanted.used, fresh=fresh) as claim:
                was_cached = claim.found is not None
                watch = self._tally.watching(wanted.key)
                content = claim.found or await downloader.download(source, claim, watch)
        except (AssetMissing, AssetUnreadable) as error:
            if wanted.used != wanted.key and links.has(wanted.key):
                # A variant that is no good: the original shows the same.
                original = replace(wanted, used=wanted.key)
                await self._fetch(original, links, downloader, fresh=fresh)
            else:
                self.fail(wanted.key, error)
        except (AssetError, ApiError) as error:
            self._failed_in_a_row += isinstance(error, DownloadFailed)
            self.fail(wanted.key, error)
        else:
            self._failed_in_a_row = 0
            self._grant(Granted(wanted.key, wanted.used, content, was_cached))

    @asynccontextmanager
    async def _claimed(self, key: str, *, fresh: bool) -> AsyncIterator[Claim]:
        """Wait until no other process downloads a key, and yield it as ours."""
        name = self._named(key)
        while (claim := self._store.try_claim(name, fresh=fresh)) is None:  # noqa: ASYNC110 - another process has it
            await asyncio.sleep(_CLAIM_POLL_SECONDS)
        with claim:
            yield claim

    def _grant(self, granted: Granted) -> None:
        self.granted[granted.key] = granted
        self._tally.assets_done += 1
        self._tally.assets_cached += granted.was_cached
        if granted.was_cached:
            self._tally.drop(granted.key)
        content = granted.content
        self._tell(AssetFetched(granted.key, content.path, content.size_bytes, granted.was_cached))

    def fail(self, key: str, error: RenderError) -> None:
        """Note that a key will not come."""
        self.failures[key] = error
        self._tally.assets_failed += 1
        self._tally.drop(key)
        self._tell(AssetFailed(key, error))


async def _all_or_first_error(works: Iterable[Coroutine[object, object, None]]) -> None:
    """Run works at the same time; when one raises, stop the others and raise it."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        for finished in asyncio.as_completed(tasks):
            await finished
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _not_there(key: str) -> AssetMissing:
    return AssetMissing(
        "the storage does not have it", where=key, hint="check the key, or upload the file"
    )


def _not_tried(key: str, failures: int) -> DownloadFailed:
    return DownloadFailed(
        f"not tried, after {failures} downloads in a row failed",
        where=key,
        hint="check the network, then run it again",
    )
