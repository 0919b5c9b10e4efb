"""What fetching tells while it runs, and what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from render.errors import RenderError
from render.events import FetchProgress, Notice


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
