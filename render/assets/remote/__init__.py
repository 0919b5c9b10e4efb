"""Assets of the hosted API: keys are signed, files are downloaded once and kept in the cache.

    config     arguments, environment, config file      -> ApiConfig
    signing    keys -> what to send -> signed URLs       clients: the two that send it
    policy     URLs and addresses that may be talked to  connecting, streams, transport: the guard
    transfer   an answer's head -> what to do with it    download, partial: one file
    fetching   many files                                remote_assets: the resolver

`RemoteAssets` is the resolver; `SignClient` and `AsyncSignClient` only sign. Nothing heavy is
imported before it is asked for.
"""

from typing import TYPE_CHECKING

from render.lazy import names_in

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

__getattr__ = names_in(
    __name__,
    {
        "config": ("ApiConfig", "read_api_config"),
        "events": ("AssetFailed", "AssetFetched", "FetchEvent", "FetchProgress", "Fetched"),
        "clients": ("AsyncSignClient", "SignClient"),
        "options": ("DownloadOptions",),
        "remote_assets": ("RemoteAssets",),
        "retrying": ("RetryPolicy",),
        "signing": ("Signed",),
    },
)
