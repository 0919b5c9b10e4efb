"""What fetching tells while it runs, and what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from render.errors import RenderError
from render.events import Notice


@dataclass(frozen=True, slots=True)
class FetchProgress:
    """How far the downloads are; told about ten times a second.

    Attributes:
        assets_done: Here now, of `assets_total`.
        assets_cached: Of these, how many were here before.
        assets_failed: Will not come.
        assets_total: How many are wanted.
        bytes_done: Of the files that are not from the cache.
        bytes_total: Likewise; None as long as some server has not said how much there is.
        bytes_per_second: Of this run, what was there before left out; None until it can be told.
        seconds_left: Estimated from that; None until it can be told.
    """

    assets_done: int
    assets_cached: int
    assets_failed: int
    assets_total: int
    bytes_done: int
    bytes_total: int | None
    bytes_per_second: float | None = None
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class AssetFetched:
    """An asset is here.

    Attributes:
        key: That was asked for.
        path: Its file.
        size_bytes: Of the file.
        was_cached: Whether it was here before.
    """

    key: str
    path: Path
    size_bytes: int
    was_cached: bool


@dataclass(frozen=True, slots=True)
class AssetFailed:
    """An asset will not come; the same error is raised at the end."""

    key: str
    error: RenderError


FetchEvent: TypeAlias = FetchProgress | AssetFetched | AssetFailed | Notice
OnFetch: TypeAlias = Callable[[FetchEvent], None]


@dataclass(frozen=True)
class Fetched:
    """What came of a fetch in which nothing failed.

    Attributes:
        files: Every key asked for, in that order, to its file.
        proxies: Those keys whose file is a variant's: to the variant's key.
        assets_cached: How many of the files were here before.
        bytes_received: Over the network.
    """

    files: Mapping[str, Path]
    proxies: Mapping[str, str]
    assets_cached: int
    bytes_received: int
