"""How downloads behave: limits, and everything that is chance or time."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from render.assets.remote.connecting import Lookup, look_up
from render.assets.remote.retrying import Dice, RetryPolicy, fair_dice

_MIB: Final = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class DownloadOptions:
    """How downloads behave.

    A transfer may take `grace_seconds`, and on top a second for every `min_bytes_per_second` that
    have come. So a slow line gets as long as it needs, and a server that drips is cut off: the
    longest that a file of n bytes may take is known.

    Attributes:
        connections: Files that are downloaded at the same time, at least 1.
        max_file_bytes: The largest file.
        max_redirects: From one place to the next, for one file.
        connect_seconds: For looking a name up and connecting.
        head_seconds: From asking to the end of the answer's head, redirects included.
        idle_seconds: Between two pieces of a file.
        grace_seconds: See above.
        min_bytes_per_second: See above.
        retry: When to try again. A try that brought `progress_bytes` starts the count anew.
        progress_bytes: So much new in one try is progress.
        dice: The chance in the waits.
        sleep: How to wait, in seconds.
        lookup: How names become addresses.
    """

    connections: int = 8
    max_file_bytes: int = 2048 * _MIB
    max_redirects: int = 3
    connect_seconds: float = 10.0
    head_seconds: float = 30.0
    idle_seconds: float = 15.0
    grace_seconds: float = 30.0
    min_bytes_per_second: int = 16 * 1024
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    progress_bytes: int = _MIB
    dice: Dice = fair_dice
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    lookup: Lookup = look_up
