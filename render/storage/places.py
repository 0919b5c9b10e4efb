"""Where things that can be made again are kept."""

import os
from pathlib import Path

CACHE_DIR_VARIABLE = "WAVEMAKER_CACHE_DIR"


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
