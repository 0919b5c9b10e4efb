"""Where things that can be made again are kept."""

import os
from pathlib import Path
from typing import Final

from render.errors import UsageError

CACHE_DIR_VARIABLE: Final = "WAVEMAKER_CACHE_DIR"
MAX_BYTES_VARIABLE: Final = "WAVEMAKER_CACHE_MAX_BYTES"
DEFAULT_MAX_BYTES: Final = 10_000_000_000
NO_BOUND: Final = 2**63
"""More bytes than any disk has."""


def cache_dir() -> Path:
    """Return the absolute path of the cache folder; it need not exist yet.

    It is what `WAVEMAKER_CACHE_DIR` says (`~` is the home folder, a relative path counts from the
    working folder), else the user's cache folder for `wavemaker`.
    """
    asked = os.environ.get(CACHE_DIR_VARIABLE, "")
    if asked:
        return Path(asked).expanduser().absolute()
    from platformdirs import user_cache_path  # noqa: PLC0415  (start-up: most commands name no cache)

    return user_cache_path("wavemaker", appauthor=False).absolute()


def max_cache_bytes() -> int:
    """Return the bound `WAVEMAKER_CACHE_MAX_BYTES` sets for the whole cache, else 10 GB.

    Raises:
        UsageError: The variable is not a whole number of bytes.
    """
    asked = os.environ.get(MAX_BYTES_VARIABLE, "").strip()
    if not asked:
        return DEFAULT_MAX_BYTES
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 20):  # noqa: PLR2004  (2^64)
        raise UsageError(
            f"{asked[:40]!r} is not a number of bytes",
            where=MAX_BYTES_VARIABLE,
            hint="give a whole number, such as 10000000000 for 10 GB",
        )
    return int(asked)
