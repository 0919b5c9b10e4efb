"""Files on disk: where the cache lies, and how a file is written whole or not at all."""

from render.storage.atomic import check_writable, sweep_unfinished, write_atomically
from render.storage.digest import sha256_file
from render.storage.places import cache_dir

__all__ = [
    "cache_dir",
    "check_writable",
    "sha256_file",
    "sweep_unfinished",
    "write_atomically",
]
