"""Signed URLs, and new ones when they have expired."""

import asyncio
from collections.abc import Iterable, Mapping
from itertools import islice

from render.assets.remote.clients import AsyncSignClient
from render.errors import AssetMissing
from schemas.signing import MAX_KEYS_PER_REQUEST


class Links:
    """The signed URLs of a fetch.

    URLs that were signed together expire together. So when one is refused, those of the same age
    that are still of use are signed again with it: a thousand files whose URLs expire half way cost
    ten requests more, not five hundred.

    Args:
        client: Signs.
    """

    def __init__(self, client: AsyncSignClient) -> None:
        self._client = client
        self._urls: dict[str, str] = {}
        self._ages: dict[str, int] = {}
        self._round = 0
        self._of_use: dict[str, str] = {}
        self._one_at_a_time = asyncio.Lock()

    async def sign(self, keys: Iterable[str]) -> frozenset[str]:
        """Have keys signed, and return which of them and of their variants there are.

        Raises:
            ApiError: The API did not do its part.
        """
        signed = await self._client.sign(keys)
        self._round += 1
        self._urls |= signed.urls
        self._ages |= dict.fromkeys(signed.urls, self._round)
        return frozenset(signed.urls)

    def keep(self, used: Mapping[str, str]) -> None:
        """Say which URLs are of use, until `done`.

        Args:
            used: The key whose URL is used, to the key that it is signed with (a variant comes
                with its original).
        """
        self._of_use |= used

    def done(self, key: str) -> None:
        """Say that a URL is of no more use."""
        self._of_use.pop(key, None)

    def has(self, key: str) -> bool:
        """Tell whether a key is signed."""
        return key in self._urls

    def url(self, key: str) -> str:
        """Return the URL of a key that is signed."""
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
            age = self._ages[key]
            others = (to_sign for used, to_sign in self._of_use.items() if self._ages[used] <= age)
            batch = dict.fromkeys([signed_with, *others])
            if key not in await self.sign(islice(batch, MAX_KEYS_PER_REQUEST)):
                raise AssetMissing("the storage does not have it any more", where=key)
            return self._urls[key]
