"""Assets of the hosted API: keys are signed, files are downloaded once and kept in the cache.

    config     arguments, environment, config file      -> ApiConfig
    signing    keys -> what to send -> signed URLs       clients: the two that send it
    policy     URLs and addresses that may be talked to  connecting, streams, transport: the guard
    transfer   an answer's head -> what to do with it    download, partial: one file
    fetching   many files                                remote_assets: the resolver

`RemoteAssets` is the resolver; `SignClient` and `AsyncSignClient` only sign. Nothing heavy is
imported before it is asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from render.assets.remote.clients import AsyncSignClient, SignClient
    from render.assets.remote.config import ApiConfig, read_api_config
    from render.assets.remote.events import (
        AssetFailed,
        AssetFetched,
        Fetched,
        FetchEvent,
        FetchProgress,
    )
    from render.assets.remote.options import DownloadOptions
    from render.assets.remote.remote_assets import RemoteAssets
    from render.assets.remote.retrying import RetryPolicy
    from render.assets.remote.signing import Signed

__all__ = [
    "ApiConfig",
    "AssetFailed",
    "AssetFetched",
    "AsyncSignClient",
    "DownloadOptions",
    "FetchEvent",
    "FetchProgress",
    "Fetched",
    "RemoteAssets",
    "RetryPolicy",
    "SignClient",
    "Signed",
    "read_api_config",
]

_MODULE_OF = {
    "ApiConfig": "config",
    "AssetFailed": "events",
    "AssetFetched": "events",
    "AsyncSignClient": "clients",
    "DownloadOptions": "options",
    "FetchEvent": "events",
    "FetchProgress": "events",
    "Fetched": "events",
    "RemoteAssets": "remote_assets",
    "RetryPolicy": "retrying",
    "SignClient": "clients",
    "Signed": "signing",
    "read_api_config": "config",
}


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
