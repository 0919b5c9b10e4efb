"""Assets of the hosted API, as files on this machine."""

import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from types import MappingProxyType
from typing import Final

import httpx

from render.assets.keys import check_key, shown
from render.assets.problems import joined
from render.assets.remote.clients import AsyncSignClient, no_cookies
from render.assets.remote.config import ApiConfig
from render.assets.remote.download import Downloader
from render.assets.remote.events import Fetched, FetchEvent, OnFetch
from render.assets.remote.fetching import Fetching, Wish
from render.assets.remote.links import Links
from render.assets.remote.options import DownloadOptions
from render.assets.remote.running import Cancel, run_here, watched
from render.assets.remote.signing import Wait
from render.assets.remote.tally import Tally
from render.assets.remote.transport import GuardedAsyncTransport, own_tls
from render.closing import Closing
from render.errors import AssetKeyRefused, AssetMissing, RenderError
from render.events import Notice
from render.storage import ContentStore, StoredContent

_DEFAULTS: Final = DownloadOptions()
_NO_PROXIES: Final[Mapping[str, str]] = MappingProxyType({})


class RemoteAssets(Closing):
    """A resolver for assets of the hosted API: they are downloaded once and kept in the cache.

    Call `fetch` with all keys first: it downloads them at the same time and tells everything that
    is wrong at once. Use it in a `with` block: files stay where they are until its end.

    Args:
        config: How the API is reached (`read_api_config`).
        store: The cache; None is the user's.
        options: How downloads behave.

    Example:
        >>> with RemoteAssets(read_api_config()) as assets:  # doctest: +SKIP
        ...     assets.fetch(["assets/scene-1/image.png"])
        ...     assets.resolve("assets/scene-1/image.png")
    """

    def __init__(
        self,
        config: ApiConfig,
        store: ContentStore | None = None,
        *,
        options: DownloadOptions = _DEFAULTS,
    ) -> None:
        self._config = config
        self._store = ContentStore() if store is None else store
        self._closes_store = store is None
        self._options = options
        self._contents: dict[str, StoredContent] = {}
        self._absent: set[str] = set()

    def resolve(self, key: str) -> Path:
        """Return the absolute path of a key's file, downloading it if it is not here.

        Raises:
            AssetKeyRefused: The key is malformed.
            AssetMissing: The storage does not have it. Likewise a variant that `fetch` found not
                to be there.
            AssetError: It cannot be had; the class says why.
            ApiError: The API did not do its part.
            OutputError: The cache cannot be written.
        """
        key = check_key(key)
        if key in self._absent:
            raise AssetMissing("the storage does not have it", where=key)
        if key not in self._contents:
            self.fetch([key])
        return self._contents[key].path

    def fetch(
        self,
        keys: Iterable[str],
        *,
        proxies: Mapping[str, str] = _NO_PROXIES,
        refresh: bool = False,
        on_event: OnFetch | None = None,
        cancel: Cancel | None = None,
    ) -> Fetched:
        """Bring the files of keys here, and wait for them.

        What is in the cache is taken from there; when everything is, no network is used. What is
        missing is signed and downloaded. A failure does not stop the others: the next fetch finds
        them in the cache.

        Args:
            keys: Asset keys; doubles count once.
            proxies: For some of them the key of a variant to take instead: it is used when it is
                in the cache or when the API offers it; where neither, the asset itself is. A
                variant that two of the keys share is not used: nobody can tell whose it is.
            refresh: Download again what is in the cache.
            on_event: Told what happens. Inside a running event loop it is called in another thread.
            cancel: Asked ten times a second whether to stop.

        Raises:
            AssetMissing: The storage does not have a key, or several: `problems` has them all.
            AssetError: One or more could not be had; of several, `problems` has them all.
            ApiError: The API did not do its part, so nothing could be downloaded.
            OutputError: The cache cannot be written.
            Cancelled: `cancel` was set. What has come so far is kept.
        """
        return run_here(
            self.fetch_async(
                keys, proxies=proxies, refresh=refresh, on_event=on_event, cancel=cancel
            )
        )

    async def fetch_async(
        self,
        keys: Iterable[str],
        *,
        proxies: Mapping[str, str] = _NO_PROXIES,
        refresh: bool = False,
        on_event: OnFetch | None = None,
        cancel: Cancel | None = None,
    ) -> Fetched:
        """Bring the files of keys here; as `fetch`, for asyncio."""
        tell = on_event or _say_nothing
        wanted = list(dict.fromkeys(keys))
        tally = Tally(len(wanted), time.monotonic)
        fetching = Fetching(self._store, self._named, tally, tell)
        try:
            await watched(
                self._fetch(fetching, wanted, proxies, tell, refresh=refresh),
                lambda: tell(tally.progress()),
                cancel,
            )
        finally:
            for granted in fetching.granted.values():
                self._contents[granted.used] = granted.content
        if fetching.failures:
            raise joined(_in_order(fetching.failures, wanted), len(wanted))
        granted = {key: fetching.granted[check_key(key)] for key in wanted}
        return Fetched(
            files={key: each.content.path for key, each in granted.items()},
            proxies={key: each.used for key, each in granted.items() if each.used != each.key},
            assets_cached=tally.assets_cached,
            bytes_received=tally.bytes_received,
        )

    def close(self) -> None:
        """Let others evict the files."""
        if self._closes_store:
            self._store.close()

    async def _fetch(
        self,
        fetching: Fetching,
        keys: Sequence[str],
        proxies: Mapping[str, str],
        tell: OnFetch,
        *,
        refresh: bool,
    ) -> None:
        wishes = list(_wishes(keys, proxies, fetching))
        left = wishes if refresh else await fetching.look_up(wishes)
        if left:
            await self._download(fetching, left, tell, fresh=refresh)
        used = {granted.used for granted in fetching.granted.values()}
        asked = {unicodedata.normalize("NFC", proxies[key]) for key in keys if key in proxies}
        self._absent = (self._absent | asked) - used

    async def _download(
        self, fetching: Fetching, wishes: list[Wish], tell: OnFetch, *, fresh: bool
    ) -> None:
        options, policy, tls = self._options, self._config.policy, own_tls()

        def on_wait(wait: Wait) -> None:
            tell(Notice(f"{wait.reason}; trying again in {wait.seconds:.0f} s"))

        async with AsyncExitStack() as stack:
            api = await stack.enter_async_context(
                AsyncSignClient(
                    self._config,
                    retry=options.retry,
                    on_wait=on_wait,
                    dice=options.dice,
                    sleep=options.sleep,
                    transport=GuardedAsyncTransport(policy, tls, lookup=options.lookup),
                )
            )
            # A client of its own, which has never heard of the key.
            storage = await stack.enter_async_context(
                httpx.AsyncClient(
                    transport=GuardedAsyncTransport(
                        policy, tls, options.connections, options.lookup
                    ),
                    timeout=httpx.Timeout(options.idle_seconds, connect=options.connect_seconds),
                    trust_env=False,
                    cookies=no_cookies(),
                )
            )
            await fetching.download(
                wishes,
                Links(api),
                Downloader(storage, policy, options),
                connections=options.connections,
                fresh=fresh,
            )

    def _named(self, key: str) -> str:
        return f"{self._config.url}\n{key}"


def _wishes(keys: Iterable[str], proxies: Mapping[str, str], fetching: Fetching) -> Iterable[Wish]:
    """Return what is wanted, each once; malformed keys fail, shared variants are left out."""
    sharers = Counter(proxies.values())
    wishes: dict[str, Wish] = {}
    for key in keys:
        try:
            proxy = proxies.get(key)
            is_own = proxy is not None and sharers[proxy] == 1
            wish = Wish(check_key(key), check_key(proxy) if is_own else None)
        except AssetKeyRefused as error:
            fetching.fail(shown(key), error)
        else:
            wishes[wish.key] = wish
    return wishes.values()


def _in_order(failures: Mapping[str, RenderError], keys: Sequence[str]) -> dict[str, RenderError]:
    """Return failures in the order of the keys, not in that in which they happened."""
    spellings = (name for key in keys for name in (unicodedata.normalize("NFC", key), shown(key)))
    return {name: failures[name] for name in dict.fromkeys(spellings) if name in failures}


def _say_nothing(_event: FetchEvent) -> None:
    pass
