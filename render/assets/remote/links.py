"""Signed URLs, and new ones when they have expired."""

import asyncio
from collections.abc import Iterable, Mapping
from itertools import islice

from render.assets.remote.clients import AsyncSignClient
from render.errors import AssetMissing
from schemas.signing import MAX_KEYS_PER_REQUEST


class Links:
    """The signed URLs of a fetch.

    URLs that were signed together expire together. So when one is refused, those that are still to
    be used are signed again with it: a thousand files whose URLs expire half way cost twenty
    requests, not five hundred.

    Args:
        client: Signs.
    """

    def __init__(self, client: AsyncSignClient) -> None:
        self._client = client
        self._urls: dict[str, str] = {}
        self._unused: dict[str, str] = {}
        self._one_at_a_time = asyncio.Lock()

    async def sign(self, keys: Iterable[str]) -> frozenset[str]:
        """Have keys signed for the first time, and return which keys and variants there are.

        Raises:
            ApiError: The API did not do its part.
        """
        signed = await self._client.sign(keys)
        self._urls |= signed.urls
        return frozenset(signed.urls)

    def keep(self, used: Mapping[str, str]) -> None:
        """Say which URLs will be used.

        Args:
            used: The key whose URL is used, to the key that it is signed with (a variant comes
                with its original).
        """
        self._unused = dict(used)

    def url(self, key: str) -> str:
        """Return a key's URL, which is in use from now on."""
        self._unused.pop(key, None)
        return self._urls[key]

    async def sign_again(self, key: str, signed_with: str, refused: str) -> str:
        """Return another URL for a key.

        Args:
            key: Whose URL was refused.
            signed_with: The key to ask the API for.
            refused: The URL.

        Raises:
            ApiError: The API did not do its part.
            AssetMissing: The storage does not have the key any more.
        """
        async with self._one_at_a_time:
            if self._urls[key] != refused:
                return self._urls[key]  # it was signed together with another one meanwhile
            others = (each for each in self._unused.values() if each != signed_with)
            batch = dict.fromkeys([signed_with, *others])
            signed = await self._client.sign(islice(batch, MAX_KEYS_PER_REQUEST))
            self._urls |= signed.urls
            if key not in signed.urls:
                raise AssetMissing("the storage does not have it any more", where=key)
        return self._urls[key]

    def has(self, key: str) -> bool:
        """Tell whether a key is signed."""
        return key in self._urls
