"""One file to fetch, from a storage that misbehaves in some way."""

import pytest

from render.errors import DownloadFailed
from tests.assets.remote.storage import KEY, SIGNATURE, Storage, assets, picture, whole_or_part

DATA = picture(200_000)


OTHER = picture(200_000, seed=1)


NAME = "assets/scene-1/image.png"


def fetch(fault, store, *, data=DATA, key=NAME, **options):
    """Fetch one file from a storage with a fault; return its bytes and the storage."""
    with Storage({key: data}, fault) as storage, assets(storage, store, **options) as remote:
        return remote.fetch([key]).files[key].read_bytes(), storage


def failure(fault, store, kind=DownloadFailed, **more):
    """Fetch one file that cannot be had; return the error."""
    storage = Storage({more.get("key", NAME): more.pop("data", DATA)}, fault)
    key = next(iter(storage.files))
    more.pop("key", None)
    with storage, assets(storage, store, **more) as remote:
        with pytest.raises(kind) as caught:
            remote.fetch([key])
        assert type(caught.value) is kind
        assert caught.value.where == key
        assert SIGNATURE not in str(caught.value)
        assert KEY not in str(caught.value)
        assert store.find(f"{storage.url}\n{key}") is None
    return caught.value, storage


def first(steps):
    """Let the first request go wrong in some way, the others go well."""
    return lambda request, _key, before: steps(request) if before == 0 else None


def always(*steps):
    return lambda _request, _key, _before: list(steps)


def good(request, data=DATA):
    return whole_or_part(request, data)
